"""A step is taken whole or not at all, and can be taken back in its time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.offices.conftest import ClientOf
from tests.offices.desk.walk import walk

from commonweal.kinds import Problem
from commonweal.offices.desk import steps, trail
from commonweal.offices.desk.models import Decision, Notice, Task
from commonweal.offices.desk.steps import Opens, Step
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.scorecard.models import Edition, Record

ActorOf = Callable[[Role], Actor]
OFFICER, COUNSEL, ANALYST = Role.OFFICER, Role.COUNSEL, Role.ANALYST
SIGN = Step(
    "sign", "Sign the finding", ("found",), "signed", frozenset({ANALYST, COUNSEL}),
    opens=(Opens("Publish: {}", COUNSEL, 7),), tells=(COUNSEL,), reason=True,
)  # fmt: skip
BACK = Step("return", "Send it back", ("found", "signed"), "returned", frozenset({COUNSEL}))
SECOND = Step("second", "Sign second", ("signed",), "signed", frozenset({ANALYST}), others=True)
WHY = "The counts agree with the worked example."


@pytest.fixture
def record(edition: Edition) -> Record:
    return edition.records.all()[0]


@pytest.fixture
def open_task(record: Record) -> Task:
    return Task.objects.create(
        says="Sign it", about=steps.about(record), role="analyst", since=clock.now(), opened_by="x"
    )


def test_every_state_role_and_step_is_walked(record: Record, actor_of: ActorOf) -> None:
    def made(state: str) -> Record:
        record.state = state
        record.save()
        return record

    assert walk((SIGN, BACK), ["found", "signed", "returned"], made, actor_of) == 4


def test_a_step_closes_what_was_open_opens_what_follows_and_tells(
    record: Record, open_task: Task, actor_of: ActorOf
) -> None:
    done = steps.apply(SIGN, record, actor_of(ANALYST), WHY)
    actor_of(COUNSEL)
    open_task.refresh_from_db()
    follows = Task.objects.get(about=steps.about(record), done_at__isnull=True)
    assert open_task.done_by == actor_of(ANALYST).id
    assert follows.says == f"Publish: {done.name}"
    assert follows.title == "Publish: record"  # a calendar names nothing and nobody
    assert trail.verify().whole


def test_who_holds_a_role_is_told_in_words_with_the_name(record: Record, actor_of: ActorOf) -> None:
    actor_of(COUNSEL)
    steps.apply(SIGN, record, actor_of(ANALYST), WHY)
    notice = Notice.objects.get()
    assert notice.words == f"Sign the finding: {record.name}"
    assert notice.reason == "Counsel"


def test_a_step_without_its_reason_or_by_the_same_person_is_refused(
    record: Record, actor_of: ActorOf
) -> None:
    with pytest.raises(Problem, match="20 characters"):
        steps.apply(SIGN, record, actor_of(ANALYST), "too short")
    signed = steps.apply(SIGN, record, actor_of(ANALYST), WHY)
    with pytest.raises(Problem) as refused:
        steps.apply(SECOND, signed, actor_of(ANALYST))
    assert refused.value.code == "step-same-person"


def test_a_step_that_is_none_of_the_flow_is_not_found() -> None:
    assert steps.find((SIGN,), "sign") is SIGN
    with pytest.raises(Problem, match="no such step"):
        steps.find((SIGN,), "fly")


def test_a_step_is_taken_back_with_its_tasks_and_unsent_notices(
    record: Record, open_task: Task, actor_of: ActorOf
) -> None:
    actor_of(COUNSEL)
    steps.apply(SIGN, record, actor_of(ANALYST), WHY)
    decision = Decision.objects.get()
    back = steps.undo(decision, actor_of(ANALYST))
    open_task.refresh_from_db()
    assert back.state == "found"
    assert open_task.done_at is None
    assert not Task.objects.filter(says__startswith="Publish", done_at__isnull=True).exists()
    assert not Notice.objects.exists()
    assert steps.last_decision(record) is None
    assert trail.verify().whole


@pytest.mark.parametrize("case", ["late", "another", "since", "twice"])
def test_what_can_not_be_taken_back_is_refused_and_nothing_changes(
    record: Record, actor_of: ActorOf, case: str
) -> None:
    signed = steps.apply(SIGN, record, actor_of(ANALYST), WHY)
    decision, actor = Decision.objects.get(), actor_of(ANALYST)
    if case == "late":
        decision.undo_until = clock.now() - timedelta(seconds=1)
    if case == "another":
        actor = actor_of(COUNSEL)
    if case == "since":
        steps.apply(BACK, signed, actor_of(COUNSEL))
    if case == "twice":
        decision.undone_at = clock.now()
    state = Record.objects.get(pk=record.pk).state
    with pytest.raises(Problem) as refused:
        steps.undo(decision, actor)
    assert refused.value.code == "undo-too-late"
    assert Record.objects.get(pk=record.pk).state == state


def test_the_button_takes_a_step_back_once(
    record: Record, actor_of: ActorOf, client_of: ClientOf
) -> None:
    steps.apply(SIGN, record, actor_of(ANALYST), WHY)
    address = reverse("desk:undo", args=[Decision.objects.get().pk])
    first = client_of(ANALYST).post(address)
    assert first["Location"] == record.path()
    assert Record.objects.get(pk=record.pk).state == "found"
    again = client_of(ANALYST).post(address, follow=True)
    assert "can not be undone any more" in again.text
    assert client_of(COUNSEL).post(address).status_code == 404
