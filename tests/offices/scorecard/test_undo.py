"""Undo: a step that can be taken back is offered so on the page that follows it, and it works."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from tests.offices.conftest import ClientOf, PersonOf
from tests.offices.scorecard.made import REASON
from tests.offices.scorecard.plans import STANDS_IN, initiative

from commonweal.offices import scorecard
from commonweal.offices.desk import steps
from commonweal.offices.desk.models import Decision, Entry, Notice, Task
from commonweal.offices.desk.steps import Step
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Role
from commonweal.offices.scorecard.flow import books, signing
from commonweal.offices.scorecard.flow import initiatives as planning
from commonweal.offices.scorecard.models import Book, Edition, Initiative, Label, Record

UNDO = re.compile(r'action="(/desk/step/\d+/undo/)"')
# The steps of roles are taken back in tests/offices/people/test_granting.py.
OURS = {kind: flow for kind, flow in steps.FLOWS.items() if kind.startswith("scorecard.")}
UNDONE = [
    pytest.param(kind, step, id=f"{kind} {step.name}")
    for kind, flow in OURS.items()
    for step in flow
    if step.undo
]
Made = Callable[[Step], tuple[Any, str]]


@pytest.fixture
def made(edition: Edition, person_of: PersonOf) -> dict[str, Made]:
    """Say, for each kind of thing, how one is made that waits for a step, and where it is taken."""

    def planned(step: Step) -> tuple[Initiative, str]:
        words = {"eligibility": STANDS_IN, "rationale": "The clinic is there."}
        more = words if step.name == planning.READS else {}
        thing = initiative(person_of(Role.OFFICER), state=step.start[0], **more)
        return thing, f"{thing.path()}step/{step.name}/"

    def booked(step: Step) -> tuple[Book, str]:
        edition.records.update(label=Label.BOARD, state=signing.SIGNED)
        book = books.begun("board", edition)
        book.records.set(edition.records.all()[:1])
        Book.objects.filter(pk=book.pk).update(state=step.start[0])
        return book, f"{book.path()}step/{step.name}/"

    def found(step: Step) -> tuple[Record, str]:
        record = edition.records.filter(computable=True)[0]
        Record.objects.filter(pk=record.pk).update(state=step.start[0], label=Label.QUALITY)
        return record, f"{record.path()}sign/"

    return {
        "scorecard.initiative": planned,
        "scorecard.book": booked,
        "scorecard.record": found,
    }


def taken(client: Client, step: Step, path: str) -> str:
    """Take a step on its page, and give the address that takes it back, or ""."""
    page = client.post(path, {"step": step.name, "reason": REASON}, follow=True).content.decode()
    assert "Done:" in page, page
    found = UNDO.search(page)
    return found.group(1) if found else ""


def row(thing: Any) -> dict[str, Any]:
    """Give everything that stands in the row of a thing."""
    return type(thing).objects.filter(pk=thing.pk).values().get()


def test_every_step_of_the_office_is_known_to_the_desk() -> None:
    declared = {
        id(held): f"{one.name}.{name}"
        for one in pkgutil.walk_packages(scorecard.__path__, f"{scorecard.__name__}.")
        if ".flow" in one.name
        for name, held in vars(import_module(one.name)).items()
        if isinstance(held, tuple) and held and all(isinstance(step, Step) for step in held)
    }
    assert declared.keys() == {id(flow) for flow in OURS.values()}, declared


def test_there_are_steps_that_can_be_taken_back() -> None:
    assert len(UNDONE) == 13


@pytest.mark.parametrize(("kind", "step"), UNDONE)
def test_a_step_is_taken_back_from_the_page_that_follows_it(
    made: dict[str, Made], client_of: ClientOf, kind: str, step: Step
) -> None:
    thing, path = made[kind](step)
    client = client_of(min(step.by, key=lambda role: role.value))
    other = Task.objects.create(
        says="Look at it", about=steps.about(thing), role="quality", since=clock.now(),
        opened_by="x",
    )  # fmt: skip
    before = row(thing)
    back = taken(client, step, path)
    thing.refresh_from_db()
    assert thing.state == step.end
    assert Decision.objects.get(about=steps.about(thing)).reason == (REASON if step.reason else "")
    page = client.post(back, follow=True).content.decode()
    assert "It was taken back." in page
    assert not UNDO.search(page)
    thing.refresh_from_db()
    assert (thing.state, row(thing)) == (step.start[0], before)
    other.refresh_from_db()
    assert other.done_at is None
    open_now = Task.objects.filter(about=steps.about(thing), done_at__isnull=True)
    assert list(open_now) == [other]
    assert not Notice.objects.filter(about=steps.about(thing)).exists()
    assert Entry.objects.filter(action__startswith=f"undo {step.name}: ").count() == 1


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        ("scorecard.book", books.RELEASE),
        ("scorecard.record", signing.SIGN),
        ("scorecard.record", signing.TAKE_BACK),
    ],
)
def test_a_step_that_can_not_be_taken_back_offers_nothing(
    made: dict[str, Made], client_of: ClientOf, kind: str, step: Step
) -> None:
    thing, path = made[kind](step)
    assert taken(client_of(min(step.by, key=lambda role: role.value)), step, path) == ""
    assert row(thing)["state"] == step.end


def test_what_is_kept_ready_is_made_anew_when_a_finding_comes_back(
    edition: Edition, made: dict[str, Made], client_of: ClientOf
) -> None:
    record, path = made["scorecard.record"](signing.SEND_BACK)
    client = client_of(Role.ANALYST)
    back = taken(client, signing.SEND_BACK, path)
    edition.refresh_from_db()
    before = edition.changes
    client.post(back)
    edition.refresh_from_db()
    assert (row(record)["state"], edition.changes) == ("found", before + 1)
