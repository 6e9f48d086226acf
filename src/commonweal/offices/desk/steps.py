"""Every change of state of every office: a step is data, and one function applies it.

It checks who may, checks what is needed, saves, writes the trail, closes and opens tasks and puts
notices into the outbox, all in one transaction. Views never set a state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from commonweal.kinds import Problem
from commonweal.offices.desk import outbox, trail
from commonweal.offices.desk.models import Decision, Task
from commonweal.offices.house import clock, wall
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.people.models import Person

TOLD = gettext_noop("%(step)s: %(thing)s")
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
    working: whether Saturdays and Sundays are not counted
    person: gives the person who has it, where one is named
    """

    says: Any
    role: Role
    days: int
    person: Callable[[Thing], Person | None] | None = None
    working: bool = False


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
    at_once: whether the notice is too urgent for the daily message
    reason: whether a written reason is asked for
    undo:   for how long it can be undone; None means it can not
    others: whether it must be another person than the one who did the step before
    hashed: field that holds the hash of what the thing keeps; it goes into the trail with the step
    also:   what else follows from the state that a thing is in; done again when the step is undone
    """

    name: str
    label: Any
    start: tuple[str, ...]
    end: str
    by: frozenset[Role]
    needs: tuple[Need, ...] = ()
    opens: tuple[Opens, ...] = ()
    tells: tuple[Role, ...] = ()
    at_once: bool = False
    reason: bool = False
    undo: timedelta | None = timedelta(seconds=30)
    others: bool = False
    hashed: str = ""
    also: Callable[[Thing, Actor], None] | None = None


Flow = Sequence[Step]
FLOWS: dict[str, Flow] = {}  # by the kind of thing, as `about` begins: to undo what was done


def register(kind: type[models.Model], flow: Flow) -> None:
    """Say by which steps things of one kind change their state."""
    FLOWS[kind._meta.label_lower] = flow


def about(thing: models.Model) -> str:
    """Give the words by which the desk knows a thing of an office: "scorecard.record:<key>"."""
    return f"{thing._meta.app_label}.{thing._meta.model_name}:{thing.pk}"


def steps_for(flow: Flow, thing: Thing, actor: Actor) -> list[Step]:
    """Give the steps that this actor may take now, whatever they still need."""
    return [one for one in flow if thing.state in one.start and actor.role in one.by]


def missing(step: Step, thing: Thing, actor: Actor) -> list[Need]:
    """Give what a step still needs before this actor may take it."""
    return [need for need in step.needs if not need.met(thing, actor)]


def find(flow: Flow, name: str) -> Step:
    """Find a step by its name, or fail with Problem "step-unknown"."""
    for one in flow:
        if one.name == name:
            return one
    raise Problem("step-unknown", _("There is no such step."), _("Go back and choose again."))


def apply(
    step: Step,
    thing: Thing,
    actor: Actor,
    reason: str = "",
    beside: Mapping[str, Any] | None = None,
) -> Thing:
    """Take a step, whole or not at all, and give the thing as it stands then.

    beside: fields that change together with the state; they are not put back, so that a step which
            is given any says that it can not be undone
    Fails with Problem "step-not-yours", "step-too-late", "step-needs", "step-reason" or
    "step-same-person". Nothing is changed then.
    """
    with transaction.atomic():
        trail.turn()
        held = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
        _check(step, held, actor, reason.strip())
        before, held.state = held.state, step.end
        for name, value in (beside or {}).items():
            setattr(held, name, value)
        held.save()
        entry = trail.write(
            actor, f"{step.name}: {before} to {step.end}", about(held)[:200],
            result_hash=getattr(held, step.hashed) if step.hashed else "",
        )  # fmt: skip
        decision = _decided(held, actor, step, (before, reason.strip(), entry))
        _tasks(step, held, decision)
        outbox.tell(
            step.tells, step.name, about(held), TOLD, path=held.path(), decision=decision,
            parts={"step": outbox.english(step.label), "thing": held.name}, at_once=step.at_once,
        )  # fmt: skip
        if step.also:
            step.also(held, actor)
    return held


def last_decision(thing: models.Model) -> Decision | None:
    """Give the last step that was taken with a thing and not taken back."""
    stands = Decision.objects.filter(about=about(thing), undone_at__isnull=True)
    return stands.order_by("-at", "-pk").first()


def can_undo(decision: Decision, actor: Actor) -> bool:
    """Say whether an actor may still take a step back: their own, and soon enough."""
    soon = decision.undo_until is not None and clock.now() <= decision.undo_until
    return soon and decision.undone_at is None and decision.actor == actor.id


def undo(decision: Decision, actor: Actor) -> Thing:
    """Take a step back: the state, what follows from it, tasks it opened or closed, notices unsent.

    Fails with Problem "undo-too-late" when its time is over, somebody acted since, or another
    person took it. Nothing is changed then.
    """
    with transaction.atomic():
        trail.turn()
        held = _thing_of(decision)
        last = last_decision(held)
        fits = last is not None and last.pk == decision.pk and held.state == decision.end
        if not fits or not can_undo(decision, actor):
            raise Problem(
                "undo-too-late",
                _("This can not be undone any more: its time is over, or somebody acted since."),
                _("Load the page again. Another step may lead back."),
            )
        held.state = decision.start
        held.save()
        said = f"undo {decision.step}: {decision.end} to {decision.start}"
        trail.write(actor, said, decision.about, plan_hash=decision.entry)
        decision.undone_at = clock.now()
        decision.save(update_fields=["undone_at"])
        _tasks_back(decision)
        with wall.house():  # notices of others
            decision.notices.filter(sent__isnull=True, seen__isnull=True).delete()
        for step in FLOWS.get(decision.about.partition(":")[0], ()):
            if step.name == decision.step and step.also:
                step.also(held, actor)
    return held


def _thing_of(decision: Decision) -> Thing:
    kind, key = decision.about.split(":", 1)
    model = apps.get_model(kind)
    return model._default_manager.select_for_update().get(pk=key)


def _tasks_back(decision: Decision) -> None:
    for task in decision.opened.filter(done_at__isnull=True):
        task.done_at, task.done_by = decision.undone_at, decision.actor
        task.save(update_fields=["done_at", "done_by"])
    for task in decision.closed.all():
        task.done_at, task.done_by, task.closing = None, "", None
        task.save(update_fields=["done_at", "done_by", "closing"])


def _check(step: Step, thing: Thing, actor: Actor, reason: str) -> None:
    if actor.role not in step.by:
        raise Problem("step-not-yours", _("Your role may not do this."), _("Change your role."))
    if thing.state not in step.start:
        raise Problem(
            "step-too-late",
            _("Somebody was quicker: this has moved on since you opened the page."),
            _("Load the page again and look."),
        )
    for need in missing(step, thing, actor):
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
    last = last_decision(thing)
    return last.actor if last else ""


def _decided(thing: models.Model, actor: Actor, step: Step, kept: tuple[str, str, str]) -> Decision:
    now = clock.now()
    before, reason, entry = kept
    return Decision.objects.create(
        about=about(thing), actor=actor.id, role=actor.role.value, step=step.name, start=before,
        end=step.end, reason=reason, at=now, entry=entry,
        undo_until=now + step.undo if step.undo else None,
    )  # fmt: skip


def _tasks(step: Step, thing: Thing, decision: Decision) -> None:
    for task in Task.objects.filter(about=decision.about, done_at__isnull=True):
        task.done_at, task.done_by, task.closing = decision.at, decision.actor, decision
        task.save(update_fields=["done_at", "done_by", "closing"])
    for one in step.opens:
        Task.objects.create(
            says=str(one.says).format(thing.name)[:200],
            title=str(one.says).format(thing._meta.verbose_name)[:200],
            about=decision.about, path=thing.path(), role=one.role.value,
            person=one.person(thing) if one.person else None, since=decision.at,
            due=_after(one), opened_by=decision.actor, opening=decision,
        )  # fmt: skip


def _after(one: Opens) -> date:
    day, left = clock.today(), one.days
    while left:
        day += timedelta(days=1)
        left -= not (one.working and day.weekday() >= 5)
    return day
