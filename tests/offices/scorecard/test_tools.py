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
    assert "No measure is named yet" in page
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


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def main_of(page: str) -> str:
    """Give the page without its frame, which holds a secret of the session."""
    return page[page.index("<main") : page.index("</main>")]


def test_it_shows_how_it_works_for_each_group(
    client_of: ClientOf, owner: Person, edition: Edition
) -> None:
    record = edition.records.get(place=0)
    analyst = client_of(Role.ANALYST)
    assert "No measure is named yet" in text(analyst, entered(analyst, owner).path())
    tool = Tool.objects.get()
    analyst.post(f"{tool.path()}change/", filled(owner, measure=record.key))
    page = text(analyst, tool.path())
    same = edition.records.filter(key=record.key)
    for one in same:
        assert one.name in page and one.path() in page
        for row in one.brief.rows:
            assert row.label in page and row.rate.text in page and row.sentence[:20] in page
    assert page.count("<table") >= same.count() * 2
    assert f'<a href="{record.path()}"' in text(analyst, "/tools/")
    (row,) = list(csv.reader(io.StringIO(analyst.get("/tools/register.csv").text)))[1:]
    assert row[8] == f"{record.name}: {record.verdict}"


def test_its_findings_are_told_only_to_those_who_may_see_them(
    client_of: ClientOf, owner: Person, edition: Edition
) -> None:
    record = edition.records.get(place=0)
    analyst, board = client_of(Role.ANALYST), client_of(Role.BOARD)
    tool = entered(analyst, owner, measure=record.key)
    closed = "holds no finding on this that is open to you"
    page = text(board, tool.path())
    assert closed in page
    assert record.verdict not in page and record.title not in page and record.name not in page
    assert "no finding open to you" in text(board, "/tools/")
    assert closed in client_of(Role.BOARD).get(tool.path()).content.decode()
    Tool.objects.update(measure="care.nowhere")  # what is closed and what is not there read alike
    assert main_of(text(board, tool.path())) == main_of(page)
    Tool.objects.update(measure=record.key)
    officer = client_of(Role.OFFICER)
    officer.post(f"{tool.path()}change/", filled(owner, measure=""))
    tool.refresh_from_db()
    assert tool.measure == record.key
    edition.records.filter(pk=record.pk).update(label=Label.BOARD)
    opened = text(board, tool.path())
    assert record.name in opened and closed not in opened
    others = edition.records.filter(key=record.key).exclude(pk=record.pk)
    assert all(one.path() not in opened for one in others)


def test_a_finding_without_numbers_is_told_in_words(
    client_of: ClientOf, owner: Person, edition: Edition
) -> None:
    record = edition.records.filter(computable=False).first()
    assert record is not None
    edition.records.filter(key=record.key).exclude(pk=record.pk).delete()
    analyst = client_of(Role.ANALYST)
    page = text(analyst, entered(analyst, owner, measure=record.key).path())
    assert "Not computable" in page and "What is said of each group" not in page


def test_without_an_edition_there_is_no_finding(client_of: ClientOf, owner: Person) -> None:
    client = client_of(Role.ANALYST)
    tool = entered(client, owner)
    Tool.objects.update(measure="care.bp_control")
    assert "holds no finding on this" in text(client, tool.path())
    assert client.get(f"{tool.path()}change/").status_code == 200


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
