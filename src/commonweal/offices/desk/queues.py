"""My work: one list, most urgent first, in five parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonweal.offices.desk import seeing
from commonweal.offices.desk.models import Task, roles_named
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.people.access import open_roles
from commonweal.offices.people.models import Grant

PARTS: tuple[tuple[str, Any], ...] = (
    ("late", _("Late")),
    ("today", _("Due today")),
    ("week", _("This week")),
    ("later", _("Later")),
    ("waiting", _("Waiting for others")),
)


@dataclass(frozen=True)
class Waiting:
    """Hold one row of a queue.

    task:  what is to be done
    part:  key of its part of the list
    state: name of that part
    when:  in words, such as "2 days late"
    """

    task: Task
    part: str
    state: Any
    when: str


def mine(actor: Actor, **narrow: Any) -> QuerySet[Task]:
    """Give the open tasks of an actor: their own, and those of the role they act in.

    narrow: further conditions
    None is about a thing that the actor may not see; so too of the queues below.
    """
    if not actor.signed_in:
        return Task.objects.none()
    own = Q(person_id=actor.id) | Q(person__isnull=True, role__in=roles_named(open_roles(actor)))
    return _seen(Task.objects.filter(own, done_at__isnull=True, **narrow), actor)


def seen_by(actor: Actor, **narrow: Any) -> QuerySet[Task]:
    """Give the tasks an actor may open: theirs, and those they opened or did; done ones too."""
    if not actor.signed_in:
        return Task.objects.none()
    own = Q(person_id=actor.id) | Q(person__isnull=True, role__in=roles_named(open_roles(actor)))
    theirs = Task.objects.filter(own | Q(opened_by=actor.id) | Q(done_by=actor.id), **narrow)
    return _seen(theirs.distinct(), actor)


def of_offices(actor: Actor, **narrow: Any) -> QuerySet[Task]:
    """Give the open tasks of the offices that a director leads; a director of all leads all."""
    grants = Grant.objects.filter(person_id=actor.id, role=Role.DIRECTOR.value)
    open_now = grants.filter(Q(until__isnull=True) | Q(until__gt=clock.now()))
    held = set(open_now.values_list("held_for", flat=True))
    if actor.role is not Role.DIRECTOR or not held:
        return Task.objects.none()
    tasks = Task.objects.filter(done_at__isnull=True, **narrow)
    return _seen(tasks if "" in held else tasks.filter(office__in=held), actor)


def _seen(tasks: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    return seeing.only(tasks, actor.id, open_roles(actor))


def part_of(task: Task, today: date) -> str:
    """Say in which part of the list a task stands."""
    if task.waits_for:
        return "waiting"
    if task.due is None:
        return "later"
    if task.due < today:
        return "late"
    if task.due == today:
        return "today"
    return "week" if task.due <= today + timedelta(days=7) else "later"


def when_of(task: Task, today: date) -> str:
    """Say in words when a task is due."""
    if task.due is None:
        return str(_("no day set"))
    days = (task.due - today).days
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
    if days == 0:
        return str(_("today"))
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}


def rows(tasks: Iterable[Task], today: date) -> list[Waiting]:
    """Give the rows of a queue, in the order of the tasks."""
    names = dict(PARTS)
    parts = [(task, part_of(task, today)) for task in tasks]
    return [Waiting(task, part, names[part], when_of(task, today)) for task, part in parts]


def sorted_out(tasks: Iterable[Task], today: date) -> list[tuple[str, Any, list[Waiting]]]:
    """Sort tasks into the parts of the list, most urgent first; empty parts are left out."""
    sorted_rows: dict[str, list[Waiting]] = {key: [] for key, _name in PARTS}
    for row in rows(tasks, today):
        sorted_rows[row.part].append(row)
    return [(key, name, sorted_rows[key]) for key, name in PARTS if sorted_rows[key]]
