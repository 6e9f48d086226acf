"""Lists of things of one instant stand in an order that a reader understands, at every load."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from commonweal.offices.desk.models import Attachment, Job, Task
from commonweal.offices.house.policy import Role

MOMENT = datetime(2026, 7, 1, tzinfo=UTC)
NAMES = ("delta", "alpha", "echo", "bravo", "charlie")


def test_tasks_of_one_day_stand_by_their_words_and_those_without_a_day_come_last(db: None) -> None:
    more: dict[str, Any] = {"about": "x:1", "since": MOMENT, "opened_by": "system"}
    for says in NAMES:
        Task.objects.create(says=says, role="analyst", **more)
    Task.objects.create(says="zulu", role="analyst", due=date(2026, 7, 9), **more)
    assert [one.says for one in Task.objects.all()] == ["zulu", *sorted(NAMES)]


def test_files_and_jobs_of_one_instant_stand_by_their_names(person_of: Any) -> None:
    person = person_of(Role.ANALYST)
    for name in NAMES:
        Attachment.objects.create(about="x:1", person=person, name=name, size=1, at=MOMENT)
        Job.objects.create(name=name, person=person, role="analyst", purpose="P1", asked=MOMENT)
    assert [one.name for one in Attachment.objects.all()] == sorted(NAMES)
    assert [one.name for one in Job.objects.all()] == sorted(NAMES)
