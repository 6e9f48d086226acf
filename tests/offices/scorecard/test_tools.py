"""The register of decision tools: unknown is never none, reviews become tasks, tables are safe."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from commonweal.offices.desk.models import Task
from commonweal.offices.desk.steps import about
from commonweal.offices.house import clock, limits
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.forms.tools import ReviewForm, ToolForm
from commonweal.offices.scorecard.models import Edition, Label, Tool

ActorOf = Callable[[Role], Actor]
ClientOf = Callable[[Role], Client]
PersonOf = Callable[[Role], Person]
LATER = (clock.today() + timedelta(days=90)).isoformat()


@pytest.fixture
def owner(person_of: PersonOf) -> Person:
    return person_of(Role.OFFICER)


def filled(owner: Person, **more: object) -> dict[str, object]:
    return {"name": "Kidney score", "vendor": "Made Up Labs", "purpose": "Ranks for a transplant",
            "known": "some", "ticked": ["age", "sex"], "owner": str(owner.pk), "review": LATER,
            "mitigation": "Used without race.", "note": "", "version": "2"} | more  # fmt: skip


def entered(client: Client, owner: Person, **more: object) -> Tool:
    client.post("/tools/new/", filled(owner, **more))
    return Tool.objects.get()


def test_a_tool_is_entered_and_its_review_is_a_task_of_its_owner(
    client_of: ClientOf, owner: Person
) -> None:
    client = client_of(Role.QUALITY)
    assert "No tool stands" in client.get("/tools/").content.decode()
    tool = entered(client, owner)
    task = Task.objects.get(about=about(tool))
    assert (task.person, task.due) == (owner, date.fromisoformat(LATER))
    assert "92.210" in task.rule
    page = client.get(tool.path()).content.decode()
    assert "sex, age" in page or "age, sex" in page
    assert "not known yet" in page
    assert "Kidney score" in client.get("/tools/").content.decode()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"known": "some", "ticked": []}, "Tick what it takes in"),
        ({"known": "none", "ticked": ["race"]}, "Something is ticked"),
    ],
)
def test_what_is_known_and_what_is_ticked_agree(
    client_of: ClientOf, owner: Person, more: dict[str, object], says: str
) -> None:
    page = client_of(Role.QUALITY).post("/tools/new/", filled(owner, **more)).content.decode()
    assert says in page
    assert not Tool.objects.exists()


def test_not_to_know_is_not_the_same_as_none(client_of: ClientOf, owner: Person) -> None:
    client = client_of(Role.QUALITY)
    tool = entered(client, owner, known="unknown", ticked=[])
    assert "we do not know yet" in client.get(tool.path()).content.decode()
    client.post(f"{tool.path()}change/", filled(owner, known="none", ticked=[]))
    assert "none of these" in client.get(tool.path()).content.decode()


def test_a_review_is_written_down_and_the_next_is_a_task(
    client_of: ClientOf, owner: Person
) -> None:
    client = client_of(Role.QUALITY)
    tool = entered(client, owner)
    path = f"{tool.path()}review/"
    assert client.get(path).status_code == 200
    past = {"found": "Looked at the calibration by sex.", "review": "2020-01-01"}
    assert "Choose a day to come." in client.post(path, past).content.decode()
    assert client.post(path, past | {"review": "2099-01-01"}).status_code == 302
    assert "Looked at the calibration by sex." in client.get(tool.path()).content.decode()
    (task,) = Task.objects.filter(about=about(tool), done_at__isnull=True)
    assert task.due == date(2099, 1, 1)


def test_a_late_review_is_said_and_a_retired_tool_has_none(
    client_of: ClientOf, owner: Person
) -> None:
    client = client_of(Role.QUALITY)
    tool = entered(client, owner, review="2020-01-01")
    assert "(late)" in client.get("/tools/").content.decode()
    assert "The review was due" in client.get(tool.path()).content.decode()
    assert client.get(f"{tool.path()}change/").status_code == 200
    client.post(f"{tool.path()}change/", filled(owner, retired="2026-01-01"))
    assert not Task.objects.filter(about=about(tool), done_at__isnull=True).exists()
    assert "no longer used since" in client.get(tool.path()).content.decode()
    assert client.get(f"{tool.path()}review/").status_code == 404


def test_its_finding_is_told_only_to_those_who_may_see_it(
    client_of: ClientOf, owner: Person, edition: Edition
) -> None:
    record = edition.records.get(place=0)
    analyst, board = client_of(Role.ANALYST), client_of(Role.BOARD)
    tool = entered(analyst, owner, record=str(record.pk))
    assert record.verdict in analyst.get(tool.path()).content.decode()
    page = board.get(tool.path()).content.decode()
    assert record.verdict not in page
    assert "not open to you" in page
    officer = client_of(Role.OFFICER)
    officer.post(f"{tool.path()}change/", filled(owner, record=""))
    tool.refresh_from_db()
    assert tool.record == record
    edition.records.update(label=Label.BOARD)
    assert record.verdict in board.get(tool.path()).content.decode()


def test_the_table_of_the_register_can_not_be_read_as_formulas(
    client_of: ClientOf, owner: Person
) -> None:
    client = client_of(Role.QUALITY)
    entered(client, owner, name="=cmd()", retired="2026-01-01")
    answer = client.get("/tools/register.csv")
    head, row = csv.reader(io.StringIO(answer.content.decode()))
    assert len(head) == len(row) == 10
    assert row[0] == "'=cmd()"
    assert row[-1] == "2026-01-01"


def test_a_register_that_is_too_long_says_where_it_ends(
    client_of: ClientOf, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(Role.QUALITY)
    tool = entered(client, owner, name="One")
    Tool.objects.create(name="Two", owner=owner, review=tool.review, made=tool.made)
    monkeypatch.setattr(limits, "ROWS", 1)
    _head, row, ends = client.get("/tools/register.csv").text.splitlines()
    assert row.startswith("One,") and ends.startswith("There are more rows.")


def test_only_those_who_work_on_gaps_change_it(client_of: ClientOf, owner: Person) -> None:
    tool = entered(client_of(Role.QUALITY), owner)
    assert client_of(Role.BOARD).get(f"{tool.path()}change/").status_code == 403
    assert client_of(Role.MEMBER).get("/tools/").status_code == 403
    assert client_of(Role.QUALITY).get("/tools/new/").status_code == 200


def test_two_who_change_a_tool_at_once_keep_what_each_changed(
    client_of: ClientOf, owner: Person, actor_of: ActorOf
) -> None:
    tool = entered(client_of(Role.QUALITY), owner)
    form = ToolForm(
        filled(owner, vendor="Others", ticked=["age"]), instance=Tool.objects.get(),
        actor=actor_of(Role.QUALITY),
    )  # fmt: skip
    assert form.is_valid()
    day = clock.today() + timedelta(days=400)
    review = ReviewForm({"found": "Its errors are alike in all.", "review": day.isoformat()})
    assert review.is_valid()
    review.keep(tool, actor_of(Role.ANALYST))
    form.keep(actor_of(Role.QUALITY))
    tool = Tool.objects.get()
    assert (tool.vendor, tool.inputs, tool.review) == ("Others", " age ", day)
    assert Task.objects.get(about=about(tool), done_at=None).due == day
