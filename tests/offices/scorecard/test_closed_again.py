"""A finding that counsel closes again is gone from every page and mail of who may not see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.urls import reverse
from tests.offices.scorecard.made import REASON, graded, loaded

from commonweal.offices.desk import calendar, notices, queues, steps, tasks
from commonweal.offices.desk.models import Attachment, Notice, Task
from commonweal.offices.house import clock
from commonweal.offices.house.policy import PURPOSES, Actor, Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.flow import widening
from commonweal.offices.scorecard.flow.signing import SEND_BACK, decide
from commonweal.offices.scorecard.models import Label, Record

pytestmark = pytest.mark.django_db
CANARY = "Zwartkoppie"
PAGES = ("my_work", "several", "notices")
OF_THE_TASK = ("task", "done", "hand_over", "put_file", "comment")


@dataclass(frozen=True)
class Shut:
    """Hold a finding, the task about it, a file put to that, and who has it."""

    record: Record
    task: Task
    file: Attachment
    holder: Person


@pytest.fixture
def lent(tmp_path: Path, actor_of: Any, person_of: Any) -> Shut:
    """Hand a task about a finding to the quality committee, which may see it so far."""
    edition = loaded(tmp_path, graded("A", CANARY), graded("N", "plain"))
    record = edition.records.get(view_key=CANARY)
    edition.records.filter(pk=record.pk).update(label=Label.QUALITY)
    analyst, holder = actor_of(Role.ANALYST), person_of(Role.QUALITY)
    record = decide(SEND_BACK, Record.objects.get(pk=record.pk), analyst, REASON)
    task = Task.objects.get(about=steps.about(record), done_at=None)
    tasks.take(task, analyst)
    task.refresh_from_db()
    tasks.hand_over(task, analyst, Role.QUALITY, holder)
    Task.objects.filter(pk=task.pk).update(due=clock.today())
    file = Attachment(
        about=task.key, person=person_of(Role.ANALYST), name=f"{CANARY}.pdf", size=3, sha256="0",
        kind="application/pdf", state="clean", at=clock.now(),
    )  # fmt: skip
    file.content.save("x", ContentFile(CANARY.encode()), save=False)
    file.save()
    return Shut(record, Task.objects.get(pk=task.pk), file, holder)


@pytest.fixture
def shut(lent: Shut, actor_of: Any) -> Shut:
    """Let counsel close it to the quality committee."""
    Record.objects.filter(pk=lent.record.pk).update(label=Label.QUALITY)
    widening.narrow(
        Record.objects.get(pk=lent.record.pk), Label.COUNSEL, actor_of(Role.COUNSEL), REASON
    )
    return lent


def addresses(one: Shut) -> list[str]:
    return [
        *(reverse(f"desk:{name}") for name in PAGES),
        *(reverse(f"desk:{name}", args=[one.task.pk]) for name in OF_THE_TASK),
        reverse("desk:delete_file", args=[one.file.pk]),
        reverse("desk:search") + "?q=wartkopp",
    ]


def shown(client: Any, one: Shut) -> set[str]:
    """Give the pages that name the finding."""
    found = set()
    for path in addresses(one):
        if CANARY in client.get(path, follow=True).content.decode():
            found.add(path)
    return found


def body(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else bytes(answer.content)


def mailed(monkeypatch: pytest.MonkeyPatch, to: Person) -> list[str]:
    now = clock.now().replace(hour=18)
    monkeypatch.setattr(clock, "now", lambda: now)
    Notice.objects.update(made=now - timedelta(hours=1))
    notices.send_due()
    return [one.body for one in mail.outbox if to.email in one.to and CANARY in one.body]


def test_who_has_the_task_sees_it_while_they_may(
    lent: Shut, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(Role.QUALITY)
    assert shown(client, lent) >= {lent.task.own_path, reverse("desk:my_work")}
    answer = client.get(reverse("desk:download", args=[lent.file.pk]))
    assert body(answer) == CANARY.encode()
    assert mailed(monkeypatch, lent.holder)


def test_no_page_of_the_desk_names_it_any_more(shut: Shut, client_of: Any) -> None:
    assert shown(client_of(Role.QUALITY), shut) == set()


def test_no_file_put_to_its_task_opens_any_more(shut: Shut, client_of: Any) -> None:
    answer = client_of(Role.QUALITY).get(reverse("desk:download", args=[shut.file.pk]))
    assert (answer.status_code, CANARY.encode() in body(answer)) == (404, False)


@pytest.mark.parametrize("act", ["take", "done", "reopen", "wait", "hand_over", "comment"])
def test_nothing_can_be_done_with_its_task_any_more(shut: Shut, client_of: Any, act: str) -> None:
    said = {"role": Role.QUALITY.value, "what": "x", "text": "x"}
    answer = client_of(Role.QUALITY).post(reverse(f"desk:{act}", args=[shut.task.pk]), said)
    assert answer.status_code == 404


def test_no_mail_and_no_calendar_names_it_any_more(
    shut: Shut, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Notice.objects.filter(person=shut.holder).exists()
    assert mailed(monkeypatch, shut.holder) == []
    assert CANARY.encode() not in calendar.feed(shut.holder)


def test_who_closed_it_still_sees_its_task(shut: Shut) -> None:
    Task.objects.filter(pk=shut.task.pk).update(person=None, role=Role.COUNSEL.value)
    roles = frozenset({Role.COUNSEL})
    counsel = Actor(str(uuid4()), Role.COUNSEL, PURPOSES[Role.COUNSEL][0], roles, stepped=True)
    assert queues.mine(counsel, pk=shut.task.pk).exists()


def test_a_task_about_nothing_but_itself_is_seen(shut: Shut, client_of: Any) -> None:
    own = Task.objects.create(
        says="Its own", about="x", person=shut.holder, since=clock.now(), opened_by="1"
    )
    Task.objects.filter(pk=own.pk).update(about=own.key)
    assert "Its own" in client_of(Role.QUALITY).get(reverse("desk:my_work")).content.decode()


def test_a_task_about_a_task_is_seen_as_far_as_what_that_is_about(
    shut: Shut, client_of: Any
) -> None:
    Task.objects.create(
        says="Second", about=shut.task.key, person=shut.holder, since=clock.now(), opened_by="1"
    )
    assert "Second" not in client_of(Role.QUALITY).get(reverse("desk:my_work")).content.decode()
