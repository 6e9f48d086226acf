"""What the tests of the desk share: tasks of people and roles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from commonweal.offices.desk.models import Task
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Role

TaskOf = Callable[..., Task]


@pytest.fixture
def task_of(db: None) -> TaskOf:
    """Make a task on the list of a role; `due` is in days from today."""

    def of(role: Role = Role.OFFICER, *, due: int | None = 0, **more: Any) -> Task:
        given = {"says": "Send the letter", "about": "program.call:1", "office": "Fellowships"}
        day = None if due is None else clock.today() + timedelta(days=due)
        return Task.objects.create(
            **{**given, "role": role.value, "since": clock.now(), "due": day, "opened_by": "x"}
            | more
        )

    return of
