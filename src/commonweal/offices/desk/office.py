"""What a director sees of an office: what is stuck, who has too much, what nobody took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from commonweal.offices.desk import queues, seeing
from commonweal.offices.desk.models import Task
from commonweal.offices.desk.queues import Waiting
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor
from commonweal.offices.people.models import Person

STUCK = timedelta(days=14)  # without a change of hands, or waiting
MUCH = 10  # open tasks of one person


@dataclass(frozen=True)
class Load:
    """Say how much one person has.

    person: who
    open:   their open tasks
    late:   of these, past their day
    much:   whether that is more than one person should have
    """

    person: Person
    open: int
    late: int
    much: bool


@dataclass(frozen=True)
class View:
    """Hold what the page shows.

    stuck:  late, or without a move for two weeks
    free:   on a list, in nobody's hands
    loads:  of each person, most first
    open:   open tasks that the director may see
    others: whether there are open tasks that this director may not see
    """

    stuck: Sequence[Waiting]
    free: Sequence[Waiting]
    loads: Sequence[Load]
    open: int
    others: bool


def view(actor: Actor) -> View:
    """Look over the offices that an actor leads."""
    tasks = seeing.cleared(queues.of_offices(actor).select_related("person"), actor)
    today = clock.today()
    rows = queues.rows(tasks, today)
    return View(
        stuck=[row for row in rows if _stuck(row.task)],
        free=[row for row in rows if row.task.person is None],
        loads=_loads(tasks),
        open=len(tasks),
        others=not tasks and Task.objects.filter(done_at__isnull=True).exists(),
    )


def _stuck(task: Task) -> bool:
    return task.overdue or clock.now() - task.since > STUCK


def _loads(tasks: Sequence[Task]) -> list[Load]:
    have = Counter(task.person for task in tasks if task.person)
    late = Counter(task.person for task in tasks if task.person and task.overdue)
    loads = [Load(who, count, late[who], count >= MUCH) for who, count in have.items()]
    return sorted(loads, key=lambda load: (-load.open, -load.late, load.person.name))
