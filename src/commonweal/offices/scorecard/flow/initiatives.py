"""How an initiative comes about: no step past its approval while its words may not decide."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk.models import Decision
from commonweal.offices.desk.steps import Flow, Need, Opens, Step, about, register
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.models import Initiative, Record
from commonweal.offices.scorecard.models.findings import RecordQuery
from commonweal.services import term_lists
from commonweal.services.criteria_lint import Criterion, Judged, judge

WORKERS = frozenset({Role.OFFICER, Role.DIRECTOR, Role.ANALYST, Role.QUALITY})
DECIDERS = frozenset({Role.DIRECTOR, Role.QUALITY})
LEADERS = frozenset({Role.OFFICER, Role.DIRECTOR, Role.QUALITY})
READS = "read"
WRITES = ("propose", "propose-again", "change")
DECIDES = ("approve", "decline")
INSTEAD: Mapping[str, Any] = {
    "protected": _(
        "Write what somebody needs or what was missed, for everybody alike: "
        "“patients whose last blood pressure was high”."
    ),
    "proxies": _("Write the need itself, or write why it is for them and ask counsel to read it."),
}
_ENDS = re.compile(r"(?<=[.!?;])\s+|[\r\n]+")
_State = Initiative.State


@cache
def _terms() -> term_lists.Terms:
    return term_lists.shipped()


def judged(initiative: Initiative) -> tuple[Judged, ...]:
    """Hold each sentence on who an initiative is for against the lists of words of today."""
    note = counsel_note(initiative)
    sentences = [one.strip() for one in _ENDS.split(initiative.eligibility) if one.strip()]
    criteria = tuple(Criterion(one, initiative.rationale, note) for one in sentences)
    return judge(criteria, term_lists.Use.PROGRAM, _terms(), clock.today())


def instead(one: Judged) -> list[str]:
    """Say what to write instead of the words that were found."""
    return [str(INSTEAD[key]) for key in dict.fromkeys(by for _, by in one.found) if key in INSTEAD]


def counsel_note(initiative: Initiative) -> str:
    """Give what counsel noted since the words were last written, or ""."""
    read = Decision.objects.filter(
        about=about(initiative), step=READS, at__gte=initiative.worded, undone_at__isnull=True
    )
    last = read.order_by("-at", "-pk").first()
    return last.reason if last else ""


def clean(initiative: Initiative, _actor: Actor) -> bool:
    """Say whether every sentence on who it is for may be used."""
    verdicts = judged(initiative)
    return bool(verdicts) and all(one.may_be_used for one in verdicts)


def waits_for_counsel(initiative: Initiative, _actor: Actor) -> bool:
    """Say whether nothing but counsel's reading stands against its words."""
    held = [one for one in judged(initiative) if not one.may_be_used]
    return bool(held) and all(one.lacks == ("counsel",) for one in held)


def another(initiative: Initiative, actor: Actor) -> bool:
    """Say whether somebody had no hand in what is proposed: since it was last decided on."""
    stands = Decision.objects.filter(about=about(initiative), undone_at__isnull=True)
    last = stands.filter(step__in=DECIDES).order_by("-pk").first()
    own = stands.filter(step__in=WRITES, actor=actor.id, pk__gt=last.pk if last else 0)
    return initiative.proposed_by != actor.id and not own.exists()


def leads(actor: Actor, initiative: Initiative) -> bool:
    """Say whether an initiative is this actor's to lead: its owner, or who answers for all."""
    return actor.role in DECIDERS or str(initiative.owner_id) == actor.id


def owner(initiative: Initiative) -> Person:
    """Give who leads it."""
    return initiative.owner


def outcomes(initiative: Initiative, actor: Actor) -> RecordQuery:
    """Give what editions say of the gap of an initiative, as far as an actor may see, newest first.

    It is the measure that it is judged by, and that of the finding it began from, by its view.
    """
    first = initiative.began_from
    keys = {initiative.outcome, first.key if first else initiative.outcome}
    found = Record.objects.seen_by(actor).filter(key__in=keys)
    if first is not None:
        found = found.filter(view_key=first.view_key, site=first.site)
    return found.select_related("edition").order_by("-edition__loaded", "place")


def came(initiative: Initiative, actor: Actor) -> Record | None:
    """Give the newest finding that says what came of an initiative, or None while there is none.

    It is of the measure that it is judged by, and of an edition loaded after it began: what it
    began from is not what came of it. Of several views the most serious one speaks.
    """
    first = initiative.began_from
    found = outcomes(initiative, actor).filter(key=initiative.outcome, computable=True)
    found = found.filter(edition__loaded__date__gte=initiative.begins)
    if first is not None:
        found = found.filter(edition__loaded__gt=first.edition.loaded)
    return found.order_by("-edition__loaded", "rank", "place").first()


CLEAN = Need(
    _("Who it is for is said in words that may not decide. The page shows which, and what to do."),
    clean,
)
SECOND = Need(
    _("This needs a second person: you proposed it, or changed it since it was last decided on."),
    another,
)
LEADER = Need(
    _("Only whoever leads it, a director or the quality committee may do this."),
    lambda initiative, actor: leads(actor, initiative),
)
COUNSEL_ONLY = Need(
    _("Counsel can settle only words that may stand in for something else, with a reason given."),
    waits_for_counsel,
)

FLOW: Flow = (
    Step("approve", _("Approve the initiative"), (_State.PROPOSED,), _State.APPROVED, DECIDERS,
         needs=(CLEAN, SECOND), reason=True, tells=(Role.OFFICER,),
         opens=(Opens(_("Begin: {}"), Role.OFFICER, 14, owner),)),
    Step("decline", _("Decline the initiative"), (_State.PROPOSED,), _State.DECLINED, DECIDERS,
         reason=True),
    Step(READS, _("Record what counsel read"), (_State.PROPOSED,), _State.PROPOSED,
         frozenset({Role.COUNSEL}), needs=(COUNSEL_ONLY, SECOND), reason=True,
         opens=(Opens(_("Decide on {}"), Role.QUALITY, 7),)),
    Step("propose-again", _("Propose the initiative again"), (_State.DECLINED,), _State.PROPOSED,
         WORKERS, reason=True, opens=(Opens(_("Decide on {}"), Role.QUALITY, 7),)),
    Step("begin", _("Begin the initiative"), (_State.APPROVED,), _State.RUNNING, LEADERS,
         needs=(CLEAN, LEADER),
         opens=(Opens(_("Say whether it is on plan: {}"), Role.OFFICER, 90, owner),)),
    Step("pause", _("Pause the initiative"), (_State.RUNNING,), _State.PAUSED, LEADERS,
         needs=(LEADER,), reason=True),
    Step("resume", _("Resume the initiative"), (_State.PAUSED,), _State.RUNNING, LEADERS,
         needs=(CLEAN, LEADER)),
    Step("end", _("End the initiative"), (_State.RUNNING, _State.PAUSED), _State.ENDED, LEADERS,
         needs=(LEADER,), reason=True,
         opens=(Opens(_("Write down what came of {}"), Role.QUALITY, 30),)),
    Step("evaluate", _("Record what came of it"), (_State.ENDED,), _State.EVALUATED,
         frozenset({Role.QUALITY, Role.ANALYST}), reason=True),
)  # fmt: skip
register(Initiative, FLOW)
