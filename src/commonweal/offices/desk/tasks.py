"""What people do with a task: take it, hand it over, wait, say it is done, open it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from commonweal.kinds import Problem
from commonweal.offices.desk import outbox, queues, seeing, trail
from commonweal.offices.desk.models import Task
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.people.middleware import roles_of
from commonweal.offices.people.models import Person

UNDO = timedelta(seconds=30)
HANDED = gettext_noop("This was handed to you: %(task)s")
ACTS: tuple[tuple[str, Any], ...] = (
    ("take", gettext_lazy("Take these tasks")),
    ("done", gettext_lazy("Say that these tasks are done")),
)


@dataclass(frozen=True)
class Skipped:
    """Hold a task that an act on several leaves out.

    task: what is left out
    why:  in words
    """

    task: Task
    why: str


@dataclass(frozen=True)
class DryRun:
    """Say what an act on several tasks would do.

    act:   its name
    does:  tasks it would touch
    skips: tasks it would leave out
    """

    act: str
    does: list[Task]
    skips: list[Skipped]

    @property
    def says(self) -> Any:
        """Give the act as people choose it."""
        return dict(ACTS)[self.act]


def take(task: Task, actor: Actor) -> None:
    """Take a task into one's own hands."""
    with transaction.atomic():
        held = _held(task, actor)
        held.person_id, held.since = _person(actor), clock.now()
        held.save(update_fields=["person", "since"])
        trail.write(actor, "task taken", held.key)


def hand_over(task: Task, actor: Actor, role: Role, person: Person | None = None) -> None:
    """Hand a task to a role's list, or to one person who holds the role."""
    with transaction.atomic():
        held = _held(task, actor)
        _for_their_eyes(held, role, person)
        held.person, held.role, held.since = person, role.value, clock.now()
        held.save(update_fields=["person", "role", "since"])
        trail.write(actor, "task handed over", held.key)
        if person:
            outbox.tell_person(
                person, "handed over", held.key, HANDED, parts={"task": held.says},
                path=held.own_path, at_once=held.due == clock.today(),
            )  # fmt: skip


def wait_for(task: Task, actor: Actor, what: str) -> None:
    """Say what a task waits for; "" says that it waits no more."""
    with transaction.atomic():
        held = _held(task, actor)
        held.waits_for = what.strip()[:200]
        held.save(update_fields=["waits_for"])
        trail.write(actor, "task waits" if held.waits_for else "task waits no more", held.key)


def done(task: Task, actor: Actor) -> None:
    """Say that a task is done.

    Fails with Problem "task-step" where a step of an office opened it: only a step closes it.
    """
    with transaction.atomic():
        held = _held(task, actor)
        if held.opening_id:
            raise Problem(
                "task-step",
                _("This task is done by a step on its own page, and closes with it."),
                _("Choose “Go to where it is done”."),
            )
        held.done_at, held.done_by = clock.now(), actor.id
        held.save(update_fields=["done_at", "done_by"])
        trail.write(actor, "task done", held.key)


def reopen(task: Task, actor: Actor) -> None:
    """Open a task again, by whoever said it was done.

    Fails with Problem "task-reopen" when it is open, or when a step of an office closed it.
    """
    with transaction.atomic():
        trail.turn()
        held = Task.objects.select_for_update().get(pk=task.pk)
        if held.done_at is None or held.closing_id or held.done_by != actor.id:
            raise Problem(
                "task-reopen",
                _("This task can not be opened again here."),
                _("Ask whoever closed it, or take the step back that closed it."),
            )
        held.done_at, held.done_by = None, ""
        held.save(update_fields=["done_at", "done_by"])
        trail.write(actor, "task reopened", held.key)


def dry_run(act: str, keys: Iterable[str], actor: Actor) -> DryRun:
    """Say what an act on several tasks would do, and what it would leave out and why."""
    chosen = Task.objects.filter(pk__in=list(keys))
    own = {task.pk for task in queues.mine(actor)}
    does, skips = [], []
    for task in chosen:
        why = _why_not(act, task, actor, own)
        if why:
            skips.append(Skipped(task, why))
        else:
            does.append(task)
    return DryRun(act, does, skips)


def do_several(run: DryRun, actor: Actor) -> str:
    """Do what a dry run said, whole or not at all; give the hash of the last entry in the trail."""
    doing = {"take": take, "done": done}[run.act]
    with transaction.atomic():
        for task in run.does:
            doing(task, actor)
        return trail.write(actor, f"receipt: {run.act} {len(run.does)}", "desk.task:several")


def _why_not(act: str, task: Task, actor: Actor, own: set[Any]) -> str:
    if task.done_at is not None:
        return _("it is done already")
    if task.pk not in own:
        return _("it is not yours")
    if act == "take" and str(task.person_id) == actor.id:
        return _("you have it already")
    if act == "done" and task.opening_id:
        return _("it is done by a step on its own page")
    return ""


def _for_their_eyes(task: Task, role: Role, person: Person | None) -> None:
    """Refuse to hand a task to somebody who may not see what it is about."""
    roles = roles_of(person) if person else frozenset({role})
    if not seeing.cleared_in([task], str(person.pk) if person else "", roles):
        raise Problem(
            "task-not-for-them",
            _("They may not see what this task is about, so it stays yours."),
            _("Choose a role or a person that may see it."),
        )


def _held(task: Task, actor: Actor) -> Task:
    trail.turn()
    held = Task.objects.select_for_update().get(pk=task.pk)
    if held.done_at is not None:
        raise Problem(
            "task-done",
            _("Somebody was quicker: this task is done."),
            _("Load the page again and look."),
        )
    if held.person_id is not None and str(held.person_id) != actor.id:
        raise Problem(
            "task-taken",
            _("Somebody was quicker: this task has another person now."),
            _("Load the page again and look."),
        )
    return held


def _person(actor: Actor) -> Any:
    return Person.objects.get(pk=actor.id).pk
