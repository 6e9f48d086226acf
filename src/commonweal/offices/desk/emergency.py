"""Emergency access (break-glass): one asks, a second agrees, it holds one hour, a third reviews it.

A role is lent for looking only. What was looked at stands in the trail, under the access.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from commonweal.kinds import Problem, Purpose
from commonweal.offices.desk import rounds, steps, trail
from commonweal.offices.desk.models import Entry
from commonweal.offices.desk.steps import Need, Opens, Step
from commonweal.offices.house import clock, wall
from commonweal.offices.house.policy import SIGNED_IN, SYSTEM, Actor, Role
from commonweal.offices.people.models import Emergency, Person

State = Emergency.State
HOUR = timedelta(hours=1)  # that it holds, and that a request waits for an answer
SECOND = frozenset({Role.PRIVACY, Role.COUNSEL, Role.ADMINISTRATOR})
REVIEWERS = frozenset({Role.PRIVACY, Role.COUNSEL})
LOOK = "emergency look: "
_ANSWER = _("Answer at once who asks for emergency access: {}")
_REVIEW = _("Review an emergency access: {}")
_OWN = Need(
    _("Only the person who asked may do this."),
    lambda one, actor: str(one.person_id) == actor.id,
)
_NOT_OWN = Need(
    _("Nobody agrees to emergency access of their own. Ask a second person."),
    lambda one, actor: str(one.person_id) != actor.id,
)
_THIRD = Need(
    _("Who asked and who agreed can not review it. Leave it to another person."),
    lambda one, actor: actor.id not in (str(one.person_id), str(one.agreed_by_id)),
)
_IN_TIME = Need(
    _("Nobody answered within the hour, so this request has lapsed. It can be asked anew."),
    lambda one, _actor: clock.now() < one.asked + HOUR,
)
_HERE = Need(_("This person has no access now."), lambda one, _actor: one.person.is_active)
_HOUSE = Need(
    _("Only the house itself takes this step, when the time is over."),
    lambda _one, actor: actor is SYSTEM,
)
ASK = Step(
    "ask for emergency access",
    _("Ask for emergency access"),
    (State.DRAFT,),
    State.ASKED,
    SIGNED_IN,
    # all are asked, because one of them may be the one who asks; the next step closes the tasks
    opens=tuple(Opens(_ANSWER, role, 0) for role in sorted(SECOND, key=lambda one: one.value)),
    tells=(Role.PRIVACY, Role.COUNSEL, Role.ADMINISTRATOR),
    at_once=True,
    reason=True,
    undo=None,  # the mail goes at once; to take the request back is a step
)
AGREE = Step(
    "agree to emergency access",
    _("Agree: open it for one hour"),
    (State.ASKED,),
    State.OPEN,
    SECOND,
    needs=(_NOT_OWN, _HERE, _IN_TIME),
    tells=(Role.PRIVACY,),
    at_once=True,
    reason=True,
    undo=None,  # somebody may have looked by then; to end it is a step
    others=True,
)
REFUSE = replace(
    AGREE, name="refuse emergency access", label=_("Refuse emergency access"), end=State.REFUSED,
    needs=(_NOT_OWN,),
)  # fmt: skip
WITHDRAW = Step(
    "take the request back", _("Take the request back"), (State.ASKED,), State.WITHDRAWN,
    SIGNED_IN, needs=(_OWN,), undo=None,
)  # fmt: skip
LAPSE = replace(
    WITHDRAW, name="emergency request lapsed", label=_("Emergency request lapsed"),
    end=State.LAPSED, needs=(_HOUSE,),
)  # fmt: skip
END = Step(
    "end emergency access",
    _("End emergency access"),
    (State.OPEN,),
    State.ENDED,
    SIGNED_IN,
    needs=(
        Need(
            _("Only the person who looks, or one who may agree, ends this."),
            lambda one, actor: str(one.person_id) == actor.id or actor.role in SECOND,
        ),
    ),
    opens=tuple(Opens(_REVIEW, role, 1, working=True) for role in (Role.PRIVACY, Role.COUNSEL)),
    tells=(Role.PRIVACY,),
    at_once=True,
    undo=None,  # to ask again is the way back
)
OVER = replace(
    END, name="emergency access over", label=_("Emergency access is over"), needs=(_HOUSE,)
)
IN_ORDER = Step(
    "emergency access in order",
    _("It was in order"),
    (State.ENDED,),
    State.IN_ORDER,
    REVIEWERS,
    needs=(_THIRD,),
    reason=True,
    undo=None,  # it is counted for the public
)
NOT_IN_ORDER = replace(
    IN_ORDER, name="emergency access not in order", label=_("It was not in order"),
    end=State.NOT_IN_ORDER, tells=(Role.PRIVACY, Role.COUNSEL), at_once=True,
)  # fmt: skip
FLOW = (ASK, AGREE, REFUSE, WITHDRAW, LAPSE, END, OVER, IN_ORDER, NOT_IN_ORDER)
steps.register(Emergency, FLOW)


@dataclass(frozen=True)
class Year:
    """Hold the counts of one year, of accesses and not of people.

    year:         in which they were asked for
    asked:        requests
    opened:       of these, that a second person agreed to
    in_order:     of these, reviewed and found in order
    not_in_order: of these, reviewed and found not in order
    waiting:      of these, not reviewed yet
    """

    year: int
    asked: int
    opened: int
    in_order: int
    not_in_order: int
    waiting: int


def ask(actor: Actor, role: Role, purpose: Purpose, what: str, reason: str) -> Emergency:
    """Ask that a role be lent for one hour.

    Fails with Problem "emergency-held" where the actor may act so already, with "emergency-asked"
    where a request of theirs waits or holds, and with those of desk.steps.
    """
    settle()
    if role in actor.roles and purpose in actor.purposes(role):
        raise Problem(
            "emergency-held",
            _now("You hold this role for this purpose already."),
            _now("Change your role instead."),
        )
    with transaction.atomic():
        trail.turn()
        if Emergency.objects.filter(person_id=actor.id, state__in=("asked", "open")).exists():
            raise Problem(
                "emergency-asked",
                _now("You have asked already, or an emergency access of yours holds now."),
                _now("Take the request back or end the access first."),
            )
        one = Emergency.objects.create(
            person=Person.objects.get(pk=actor.id), role=role.value, purpose=purpose.value,
            what=what, asked=clock.now(),
        )  # fmt: skip
        asked: Emergency = steps.apply(ASK, one, actor, reason)
    return asked


def take(step: Step, one: Emergency, actor: Actor, reason: str = "") -> Emergency:
    """Take a step, with the moments that belong to it. Fails with a Problem of desk.steps."""
    now = clock.now()
    beside: dict[str, object] = {}
    if step.end == State.OPEN:
        beside = {"agreed_by_id": actor.id, "began": now, "until": now + HOUR}
    elif step.end == State.ENDED:
        beside = {"ended": min(now, one.until or now)}
    done: Emergency = steps.apply(step, one, actor, reason, beside)
    return done


def offered(one: Emergency, actor: Actor) -> list[Step]:
    """Give the steps that are this person's now, beside the button that ends it."""
    return [
        step
        for step in steps.steps_for(FLOW, one, actor)
        if step not in (END, OVER, LAPSE) and not steps.missing(step, one, actor)
    ]


def settle() -> None:
    """End what is over, and let requests lapse that nobody answered; each round, and by pages."""
    now = clock.now()
    over = Emergency.objects.filter(state=State.OPEN, until__lte=now)
    late = Emergency.objects.filter(state=State.ASKED, asked__lte=now - HOUR)
    for step, things in ((OVER, over), (LAPSE, late)):
        for one in things:
            with suppress(Problem):  # somebody was quicker
                take(step, one, SYSTEM)


def looks(one: Emergency) -> list[tuple[datetime, str]]:
    """Give in which minute what address was looked at by an emergency access, each once."""
    of = Entry.objects.filter(object_id=steps.about(one), action__startswith=LOOK).order_by("seq")
    with wall.house():  # whoever may see the access sees its looks, though not the whole trail
        told = [(datetime.fromisoformat(e.time), e.action.rpartition(" ")[2]) for e in of]
    return list(dict.fromkeys((at.replace(second=0, microsecond=0), what) for at, what in told))


def by_year() -> list[Year]:
    """Count emergency accesses by year, the last one first."""
    told = Emergency.objects.exclude(state=State.DRAFT).values_list("asked", "began", "state")
    years: dict[int, Counter[str]] = {}
    for asked, began, state in told:
        counts = years.setdefault(timezone.localtime(asked).year, Counter())
        counts.update(["all", *(["opened"] if began else []), state])
    return [
        Year(
            year, counts["all"], counts["opened"], counts[State.IN_ORDER.value],
            counts[State.NOT_IN_ORDER.value],
            counts["opened"] - counts[State.IN_ORDER.value] - counts[State.NOT_IN_ORDER.value],
        )
        for year, counts in sorted(years.items(), reverse=True)
    ]  # fmt: skip


def begin() -> None:
    """Let the worker end what is over, each time it comes round."""
    rounds.register(settle)
