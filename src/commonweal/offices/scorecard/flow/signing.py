"""How a finding comes to be signed: found, signed, sent back and looked at again."""

from __future__ import annotations

from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonweal.offices.desk import steps
from commonweal.offices.desk.models import Task
from commonweal.offices.desk.steps import Need, Opens, Step
from commonweal.offices.house import clock, wall
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.scorecard.models import Edition, Label, Record

SIGNERS = frozenset({Role.ANALYST, Role.QUALITY})
FOUND, SIGNED, RETURNED = Record.State.FOUND, Record.State.SIGNED, Record.State.RETURNED
_HAS_FIGURES = Need(
    _("This finding has no figures to stand behind. Ask for the missing data first."),
    lambda record, _actor: record.computable,
)
_NOT_PUBLIC = Need(
    _("This finding is published. Close it to the public first."),
    lambda record, _actor: record.label != Label.PUBLIC,
)


def counted(record: Record, actor: Actor) -> None:
    """Let the task of an edition say what is left to sign; it ends with the last one."""
    Edition.objects.filter(pk=record.edition_id).update(changes=F("changes") + 1)
    task = Task.objects.filter(about=steps.about(record.edition), done_at__isnull=True)
    left, period = waiting(record.edition), record.edition.period
    if left:
        task.update(says=asked(left, period))
    else:  # what is done says how many it was
        with wall.house():
            signed = record.edition.records.filter(state=SIGNED).count()
        task.update(says=asked(signed, period), done_at=clock.now(), done_by=actor.id)


def waiting(edition: Edition) -> int:
    """Give how many findings of an edition are not signed, of those that have figures."""
    with wall.house():  # of all findings, also of those that whoever signs may not see
        return edition.records.filter(computable=True).exclude(state=SIGNED).count()


def asked(left: int, period: str) -> str:
    """Say what a task asks for while findings of a period are left to sign.

    In English, as every task is kept, whatever language whoever signs reads.
    """
    with translation.override("en"):
        says = ngettext(
            "Sign off %(n)d finding of %(period)s", "Sign off %(n)d findings of %(period)s", left
        )
    return (says % {"n": left, "period": period})[:200]


SIGN = Step(
    "sign",
    _("Sign the finding"),
    (FOUND,),
    SIGNED,
    SIGNERS,
    needs=(_HAS_FIGURES,),
    reason=True,
    also=counted,
    undo=None,  # what rests on a signature may follow at once; "take the signature back" is a step
)
SEND_BACK = Step(
    "send back",
    _("Send the finding back"),
    (FOUND,),
    RETURNED,
    SIGNERS,
    also=counted,
    opens=(Opens(_("Look again at what was sent back: {}"), Role.ANALYST, 14),),
    tells=(Role.ANALYST,),
    reason=True,
)
LOOK_AGAIN = Step(
    "put forward again",
    _("Put the finding forward again"),
    (RETURNED,),
    FOUND,
    SIGNERS,
    also=counted,
    opens=(Opens(_("Sign or send back: {}"), Role.ANALYST, 7),),
    reason=True,
)
TAKE_BACK = Step(
    "take the signature back",
    _("Take the signature back"),
    (SIGNED,),
    FOUND,
    SIGNERS,
    needs=(_NOT_PUBLIC,),
    also=counted,
    opens=(Opens(_("Sign or send back: {}"), Role.ANALYST, 7),),
    reason=True,
    undo=None,  # to sign again, with a reason, is the way back
)
SIGNING = (SIGN, SEND_BACK, LOOK_AGAIN, TAKE_BACK)
steps.register(Record, SIGNING)


def decide(step: Step, record: Record, actor: Actor, reason: str) -> Record:
    """Take a step of signing.

    Fails with a Problem of desk.steps.
    """
    held: Record = steps.apply(step, record, actor, reason)
    return held
