"""How a person gets a role and loses it: a strong role takes a second person, ending takes one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from commonweal.kinds import Problem, Purpose
from commonweal.offices.desk import outbox, steps, trail
from commonweal.offices.desk.models import Decision
from commonweal.offices.desk.steps import Need, Opens, Step
from commonweal.offices.house import clock
from commonweal.offices.house.policy import PURPOSES, ROLE_NAMES, Actor, Role
from commonweal.offices.people.models import Grant, Person, RoleChange
from commonweal.offices.people.signals import tell

State = RoleChange.State
LONGEST = timedelta(days=366)
# Who sees figures before release, may be the second person of somebody else, or runs the accounts.
STRONG = frozenset({Role.ANALYST, Role.QUALITY, Role.COUNSEL, Role.PRIVACY, Role.ADMINISTRATOR})
KEEPERS = frozenset({Role.ADMINISTRATOR})
SECOND = frozenset({Role.ADMINISTRATOR, Role.PRIVACY})
GRANTED = gettext_noop("You have a new role: %(role)s")
ENDED = gettext_noop("A role of yours has ended: %(role)s")
_AGREE = _("Agree to a strong role, or refuse: {}")
_OTHERS = Need(
    _("Nobody grants, widens or ends a role of their own. Ask somebody else with your role."),
    lambda change, actor: str(change.person_id) != actor.id,
)
_HERE = Need(
    _("This person has no access now. Give the access back first."),
    lambda change, _actor: change.person.is_active,
)
_IN_TIME = Need(
    _("The last day of this role is past. Refuse it, and let it be asked for again."),
    lambda change, _actor: change.until is not None and change.until > clock.now(),
)


def _settle(change: RoleChange, actor: Actor) -> None:
    """Bring the grants to what the state says; a step that was undone puts them back."""
    role = change.role
    if change.state == State.GRANTED:
        change.before = {one: _stood(change, one) for one in change.offices}
        for office in change.offices:
            Grant.objects.update_or_create(
                person=change.person, role=role, source=Grant.Source.LOCAL, held_for=office,
                defaults={"until": change.until, "purposes": change.purposes},
            )  # fmt: skip
        _said(change, actor, f"role granted: {role}", GRANTED)
    elif change.state == State.ENDED:
        change.before = {one: _stood(change, one) for one in change.offices}
        for grant in _grants(change):
            grant.until = clock.now()
            grant.save(update_fields=["until"])
        _said(change, actor, f"role ended: {role}", ENDED)
    elif change.before:
        for grant in _grants(change):
            stood = change.before[grant.held_for]
            grant.until = _moment(stood["until"]) if stood else clock.now()
            grant.purposes = stood["purposes"] if stood else grant.purposes
            grant.save(update_fields=["until", "purposes"])
        change.before = {}
        tell(actor, f"role put back: {role}", change.person)
    change.save(update_fields=["before"])


GRANT = Step(
    "grant a role",
    _("Grant this role"),
    (State.DRAFT,),
    State.GRANTED,
    KEEPERS,
    needs=(
        _OTHERS,
        _HERE,
        Need(
            _("This is a strong role: it takes a second person."),
            lambda change, _actor: Role(change.role) not in STRONG,
        ),
        _IN_TIME,
    ),
    reason=True,
    also=_settle,
)
ASK = Step(
    "ask for a role",
    _("Ask for this role"),
    (State.DRAFT,),
    State.ASKED,
    KEEPERS,
    needs=(_OTHERS, _HERE, _IN_TIME),
    # both are asked, because there may be one administrator only; the next step closes both tasks
    opens=(Opens(_AGREE, Role.PRIVACY, 7), Opens(_AGREE, Role.ADMINISTRATOR, 7)),
    reason=True,
    undo=None,  # to take the request back is a step, and the request stays on record
)
AGREE = Step(
    "agree to a role",
    _("Agree, and grant this role"),
    (State.ASKED,),
    State.GRANTED,
    SECOND,
    needs=(_OTHERS, _HERE, _IN_TIME),
    reason=True,
    undo=None,  # they may have acted in the role by then; to end it is a step
    others=True,
    also=_settle,
)
REFUSE = replace(
    AGREE, name="refuse a role", label=_("Refuse this role"), end=State.REFUSED, needs=(_OTHERS,),
    also=None,
)  # fmt: skip
WITHDRAW = Step(
    "take the request back",
    _("Take the request back"),
    (State.ASKED,),
    State.WITHDRAWN,
    KEEPERS,
    needs=(
        Need(
            _("Only the person who asked may take the request back."),
            lambda change, actor: asked_by(change) == actor.id,
        ),
    ),
    undo=None,  # to ask again is the way back
)
END = Step(
    "end a role",
    _("End this role now"),
    (State.DRAFT,),
    State.ENDED,
    KEEPERS,
    needs=(_OTHERS,),
    reason=True,
    also=_settle,
)
GRANTING = (GRANT, ASK, AGREE, REFUSE, WITHDRAW, END)
steps.register(RoleChange, GRANTING)


@dataclass(frozen=True)
class Wanted:
    """Say which role somebody is to have.

    role:     which one
    purposes: what for, of those that the role may have
    offices:  keys of the offices that a director directs; of another role nothing but ("",)
    until:    the last moment
    """

    role: Role
    purposes: Collection[Purpose]
    offices: Sequence[str]
    until: datetime


def asked_by(change: RoleChange) -> str:
    """Give the id of the person who asked."""
    said = Decision.objects.filter(about=steps.about(change), step=ASK.name).first()
    return said.actor if said else ""


def grant(actor: Actor, person: Person, wanted: Wanted, reason: str) -> RoleChange:
    """Grant a role, or ask for it where it is a strong one, and give what became of it.

    Fails with Problem "role-asked" where the same role waits for an answer, and with those of
    desk.steps. Nothing is changed then.
    """
    role = wanted.role
    every = set(wanted.purposes) == set(PURPOSES[role])
    keys = "" if every else " ".join(one.value for one in PURPOSES[role] if one in wanted.purposes)
    with transaction.atomic():
        trail.turn()
        if person.role_changes.filter(role=role.value, state=State.ASKED).exists():
            raise Problem(
                "role-asked",
                _now("This role was asked for already, and waits for a second person."),
                _now("Take that request back first, or wait for the answer."),
            )
        change = RoleChange.objects.create(
            person=person, role=role.value, purposes=keys, offices=list(wanted.offices),
            until=wanted.until, asked=clock.now(),
        )  # fmt: skip
        done: RoleChange = steps.apply(ASK if role in STRONG else GRANT, change, actor, reason)
    return done


def end(actor: Actor, held: Grant, reason: str) -> RoleChange:
    """End a role that was granted here, at once.

    Fails with a Problem of desk.steps. Nothing is changed then.
    """
    with transaction.atomic():
        change = RoleChange.objects.create(
            person=held.person, role=held.role, purposes=held.purposes, offices=[held.held_for],
            asked=clock.now(),
        )  # fmt: skip
        done: RoleChange = steps.apply(END, change, actor, reason)
    return done


def offered(change: RoleChange, actor: Actor) -> list[Step]:
    """Give the steps that are this person's now: who asked can only take it back."""
    own = asked_by(change) == actor.id
    return [
        one
        for one in steps.steps_for(GRANTING, change, actor)
        if change.state == State.ASKED and (one == WITHDRAW) == own
    ]


def _grants(change: RoleChange) -> list[Grant]:
    held = change.person.grants.filter(role=change.role, source=Grant.Source.LOCAL)
    return list(held.filter(held_for__in=change.offices).select_for_update())


def _stood(change: RoleChange, office: str) -> dict[str, Any] | None:
    """Keep how a grant stood; None where there was none."""
    for grant in _grants(change):
        if grant.held_for == office:
            until = grant.until.isoformat() if grant.until else None
            return {"until": until, "purposes": grant.purposes}
    return None


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _said(change: RoleChange, actor: Actor, act: str, says: str) -> None:
    """Tell the trail of the person's record, and the person."""
    tell(actor, act, change.person)
    outbox.tell_person(
        change.person, act, f"people.person:{change.person_id}", says, path="/people/me/",
        parts={"role": outbox.english(ROLE_NAMES[Role(change.role)])},
        decision=steps.last_decision(change),
    )  # fmt: skip
