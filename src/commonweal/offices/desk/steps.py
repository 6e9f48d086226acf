"""Every change of state of every office: a step is data, and one function applies it.

It checks who may, checks what is needed, saves, writes the trail, closes and opens tasks and puts
notices into the outbox, all in one transaction. Views never set a state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from commonweal.kinds import Problem
from commonweal.offices.desk import outbox, trail
from commonweal.offices.desk.models import Decision, Task
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.people.models import Person

REASON = 20  # characters that a written reason must have
Thing = Any  # a model with `pk` and `state`; each office has its own


@dataclass(frozen=True)
class Need:
    """Name what must be true before a step.

    says: what is missing, and what to do, as the reader of the refusal sees it
    met:  whether it is there
    """

    says: Any
    met: Callable[[Thing, Actor], bool]


@dataclass(frozen=True)
class Opens:
    """Name a task that a step opens.

    says:   what is to be done; "{}" stands for the name of the thing
    role:   whose queue it joins
    days:   in how many days it is due
    person: gives the person who has it, where one is named
    """

    says: Any
    role: Role
    days: int
    person: Callable[[Thing], Person | None] | None = None


@dataclass(frozen=True)
class Step:
    """Say how a thing goes from one state to another: who may, what it needs, what follows.

    name:   short stable name
    label:  of the button: a verb with its object
    start:  states it may start from
    end:    state it ends in
    by:     roles that may
    needs:  what must be true before
    opens:  tasks that follow; all open tasks about the thing are closed first
    tells:  roles that get a notice
    reason: whether a written reason is asked for
    undo:   for how long it can be undone; None means it can not
    others: whether it must be another person than the one who did the step before
    """

    name: str
    label: Any
    start: tuple[str, ...]
    end: str
    by: frozenset[Role]
    needs: tuple[Need, ...] = ()
    opens: tuple[Opens, ...] = ()
    tells: tuple[Role, ...] = ()
    reason: bool = False
    undo: timedelta | None = timedelta(seconds=30)
    others: bool = False


Flow = Sequence[Step]


def about(thing: models.Model) -> str:
    """Give the words by which the desk knows a thing of an office: "scorecard.record:<key>"."""
    return f"{thing._meta.app_label}.{thing._meta.model_name}:{thing.pk}"


def steps_for(flow: Flow, thing: Thing, actor: Actor) -> list[Step]:
    """Give the steps that this actor may take now, whatever they still need."""
    return [one for one in flow if thing.state in one.start and actor.role in one.by]


def find(flow: Flow, name: str) -> Step:
    """Find a step by its name, or fail with Problem "step-unknown"."""
    for one in flow:
        if one.name == name:
            return one
    raise Problem("step-unknown", _("There is no such step."), _("Go back and choose again."))


def apply(step: Step, thing: Thing, actor: Actor, reason: str = "") -> Thing:
    """Take a step, whole or not at all, and give the thing as it stands then.

    Fails with Problem "step-not-yours", "step-too-late", "step-needs", "step-reason" or
    "step-same-person". Nothing is changed then.
    """
    with transaction.atomic():
        held = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
        _check(step, held, actor, reason.strip())
        before, held.state = held.state, step.end
        held.save()
        entry = trail.write(actor, f"{step.name}: {before} to {step.end}", about(held)[:200])
        _kept_reason(held, actor, step, reason.strip(), entry)
        _tasks(step, held, actor)
        outbox.tell(step.tells, step.name, about(held), str(step.label))
    return held


def _check(step: Step, thing: Thing, actor: Actor, reason: str) -> None:
    if actor.role not in step.by:
        raise Problem("step-not-yours", _("Your role may not do this."), _("Change your role."))
    if thing.state not in step.start:
        raise Problem(
            "step-too-late",
            _("Somebody was quicker: this has moved on since you opened the page."),
            _("Load the page again and look."),
        )
    for need in step.needs:
        if not need.met(thing, actor):
            raise Problem("step-needs", str(need.says))
    if step.reason and len(reason) < REASON:
        raise Problem(
            "step-reason",
            _("A written reason of at least 20 characters is needed."),
            _("Write it in the field above the button."),
        )
    if step.others and _last_actor(thing) == actor.id:
        raise Problem(
            "step-same-person",
            _("This needs a second person: you took the step before."),
            _("Ask somebody else who may."),
        )


def _last_actor(thing: models.Model) -> str:
    last = Decision.objects.filter(about=about(thing)).order_by("-at", "-pk").first()
    return last.actor if last else ""


def _kept_reason(thing: models.Model, actor: Actor, step: Step, reason: str, entry: str) -> None:
    Decision.objects.create(
        about=about(thing), actor=actor.id, role=actor.role.value, step=step.name,
        reason=reason, at=clock.now(), entry=entry,
    )  # fmt: skip


def _tasks(step: Step, thing: Thing, actor: Actor) -> None:
    now = clock.now()
    Task.objects.filter(about=about(thing), done_at__isnull=True).update(
        done_at=now, done_by=actor.id
    )
    for one in step.opens:
        Task.objects.create(
            says=str(one.says).format(thing.name), about=about(thing), path=thing.path(),
            role=one.role.value, person=one.person(thing) if one.person else None, since=now,
            due=_after(one.days), opened_by=actor.id,
        )  # fmt: skip


def _after(days: int) -> date:
    return clock.today() + timedelta(days=days)
