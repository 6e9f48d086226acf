"""The list of findings and the page of one, in its fixed order, for each kind of reader."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests.offices.conftest import ClientOf, PersonOf
from tests.offices.scorecard import worked
from tests.offices.scorecard.made import (
    graded,
    kept_back,
    labeled,
    lacking,
    loaded,
    record_of,
    words_of,
)
from tests.offices.scorecard.plans import initiative

from commonweal.findings.course import Course, Spread
from commonweal.findings.finding import Cell
from commonweal.offices.desk.models import Entry, Task
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Role
from commonweal.offices.scorecard.models import Edition, Label
from commonweal.offices.scorecard.models.examples import example_of

pytestmark = pytest.mark.django_db
ORDER = (
    'class="verdict', 'class="dots', 'id="limits"', 'id="moves"', 'id="who"',
    'id="page--over-time"', 'id="groupings"', 'id="made"', 'id="example"', 'id="sources"',
    'id="traces"', 'id="versions"', 'id="take"', 'id="decisions"',
)  # fmt: skip


def test_the_list_is_in_order_of_seriousness_and_begins_with_at_most_five(
    tmp_path: Path, client_of: ClientOf
) -> None:
    many = [graded("C", f"view {at}", key=f"care.m{at}") for at in range(7)]
    loaded(tmp_path, graded("N", "equal"), lacking(), *many, graded("A", "gravest"))
    page = words_of(client_of(Role.ANALYST), "/measures/")
    first, _, rest = page.partition("10 findings")
    assert first.count("by view") == 4
    assert "by gravest" in first
    at = [rest.index(f"by {view}") for view in ("gravest", "equal", "a view without data")]
    assert at == sorted(at)


def test_the_simple_form_of_a_measure_does_not_stand_beside_it_on_top(
    tmp_path: Path, client_of: ClientOf
) -> None:
    loaded(tmp_path, graded("A", "one"), graded("A", "two", key="care.bp_control_simple"))
    page = words_of(client_of(Role.ANALYST), "/measures/")
    assert page.partition("2 findings")[0].count("Blood pressure controlled") == 1


@pytest.mark.parametrize(
    ("query", "views"),
    [
        ("promise=C2", {"two"}),
        ("verdict=1", {"two"}),
        ("label=3-board", {"one"}),
        ("state=found", {"one", "two", "three"}),
        ("state=signed", set()),
        ("news=new", set()),
        ("words=THREE", {"three"}),
        ("words=care.bp", {"one", "two", "three"}),
        ("promise=X9&verdict=77&label=no", {"one", "two", "three"}),
    ],
)
def test_the_list_is_narrowed_by_what_is_asked(
    tmp_path: Path, client_of: ClientOf, query: str, views: set[str]
) -> None:
    edition = loaded(tmp_path, graded("A", "one"), graded("B", "two", "C2"), graded("N", "three"))
    labeled(edition, one=Label.BOARD)
    page = words_of(client_of(Role.ANALYST), f"/measures/?{query}")
    listed = page.partition("What matters most")[2] if "What matters most" in page else page
    assert {view for view in ("one", "two", "three") if f"by {view}" in listed} == views
    if not views:
        assert "Choose fewer conditions." in page


def test_a_long_list_has_pages_that_keep_what_was_asked(
    tmp_path: Path, client_of: ClientOf
) -> None:
    loaded(tmp_path, *(graded("B", f"view{at}") for at in range(60)))
    client = client_of(Role.ANALYST)
    page = client.get("/measures/?state=found").content.decode()
    assert "Page 1 of 2" in page
    assert "?state=found&amp;words=&amp;page=2" in page
    assert "Page before" in words_of(client, "/measures/?state=found&page=2")


def test_each_empty_list_says_why(tmp_path: Path, client_of: ClientOf) -> None:
    client = client_of(Role.MEMBER)
    assert "Nothing has been measured yet." in words_of(client, "/measures/")
    loaded(tmp_path, graded("A", "one"))
    assert "None of the findings is open to your role yet." in words_of(client, "/measures/")


def test_what_is_new_or_changed_since_the_edition_before_is_said(
    tmp_path: Path, client_of: ClientOf
) -> None:
    old = loaded(tmp_path / "a", graded("A", "one"), graded("B", "two"), period="2024")
    Edition.objects.filter(pk=old.pk).update(loaded=old.loaded - timedelta(days=300))
    loaded(tmp_path / "b", graded("A", "one"), graded("N", "two"), graded("C", "three"))
    client = client_of(Role.ANALYST)
    assert "by three" in words_of(client, "/measures/?news=new")
    assert "by two" in words_of(client, "/measures/?news=changed")
    assert "by one" not in words_of(client, "/measures/?news=new")


def test_the_page_keeps_its_order(tmp_path: Path, client_of: ClientOf) -> None:
    edition = loaded(tmp_path, graded("A", "one"), graded("B", "two"))
    page = client_of(Role.ANALYST).get(record_of(edition, "one").path()).content.decode()
    places = [page.find(mark) for mark in ORDER]
    assert -1 not in places
    assert places == sorted(places)
    assert " style=" not in page.replace("stylesheet", "")


def test_the_worked_example_is_on_the_page_and_one_link_away(
    tmp_path: Path, client_of: ClientOf
) -> None:
    edition = loaded(tmp_path, graded("A", "one"), graded("A", "two", key="care.none"))
    client = client_of(Role.ANALYST)
    page = client.get(record_of(edition, "one").path()).content.decode()
    assert 'href="#example"' in page
    assert example_of("care.bp_control").splitlines()[0].strip()[:30] in page
    other = words_of(client, record_of(edition, "two").path())
    assert "No worked example is written for this measure yet." in other


def test_the_worked_examples_are_those_that_the_tests_run() -> None:
    again = "run: python -m tests.offices.scorecard.worked"
    assert worked.FILE.read_text("utf-8") == worked.written(), again


def test_what_moves_it_names_promise_office_tasks_and_initiatives(
    tmp_path: Path, client_of: ClientOf, person_of: PersonOf
) -> None:
    edition = loaded(tmp_path, graded("A", "one"), graded("B", "two", "X9"))
    record = record_of(edition, "one")
    plan = initiative(person_of(Role.OFFICER))
    plan.record = record
    plan.save()
    Task.objects.create(
        says="Look at the rows", about=f"scorecard.record:{record.pk}", role="analyst",
        since=clock.now(), opened_by="x", path=record.path(),
    )  # fmt: skip
    page = words_of(client_of(Role.ANALYST), record.path())
    moves = page.partition("Who can move it")[2].partition("Over time")[0]
    for told in ("C1 Equitable", "Council", "nobody named yet", "Look at the rows", plan.name):
        assert told in moves
    other = words_of(client_of(Role.ANALYST), record_of(edition, "two").path())
    assert "No promise of this vision names this measure." in other
    assert "No task about this finding is open." in other


def test_other_editions_and_corrections_are_told(tmp_path: Path, client_of: ClientOf) -> None:
    old = loaded(tmp_path / "a", graded("A", "one"))
    Edition.objects.filter(pk=old.pk).update(loaded=old.loaded - timedelta(days=300))
    fixed = loaded(tmp_path / "b", graded("N", "one", headline="It was a mistake."))
    client = client_of(Role.ANALYST)
    then = words_of(client, record_of(old, "one").path())
    assert "A newer edition" in then
    assert "The same period says otherwise there" in then
    assert "It was a mistake." in then
    now = words_of(client, record_of(fixed, "one").path())
    assert "A newer edition" not in now
    assert "Headline of one." in now
    alone = loaded(tmp_path / "c", graded("B", "alone"))
    assert "Nothing was corrected." in words_of(client, record_of(alone, "alone").path())


def test_a_finding_that_could_not_be_computed_says_why_and_has_no_table(
    tmp_path: Path, client_of: ClientOf
) -> None:
    edition = loaded(tmp_path, lacking())
    record, client = edition.records.get(), client_of(Role.ANALYST)
    page = words_of(client, record.path())
    assert "Not computable: a table is absent." in page
    assert "Download the table as CSV" not in page
    assert client.get(f"{record.path()}finding.csv").status_code == 404
    assert client.get(f"{record.path()}finding.json").status_code == 200


def test_a_finding_is_handed_out_as_table_data_and_paper(
    tmp_path: Path, client_of: ClientOf
) -> None:
    record = loaded(tmp_path, graded("A", "one")).records.get()
    client = client_of(Role.ANALYST)
    table = client.get(f"{record.path()}finding.csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode())))
    assert rows[0]["group"] == "People of one"
    assert table["Content-Disposition"] == 'attachment; filename="care.bp_control--one.csv"'
    told = json.loads(client.get(f"{record.path()}finding.json").content)
    assert told["finding"]["headline"] == "Headline of one."
    paper = client.get(f"{record.path()}finding.pdf")
    assert paper.content.startswith(b"%PDF-")
    assert paper.content == client.get(f"{record.path()}finding.pdf").content
    assert client.get(f"{record.path()}finding.exe").status_code == 404
    kept = Entry.objects.filter(action__startswith="export", object_id__contains=str(record.pk))
    assert kept.count() == 4


def test_what_lies_behind_a_finding_is_kept_apart_and_shown(
    tmp_path: Path, client_of: ClientOf
) -> None:
    parts = tuple(Cell(value / 10, f"{10 * value}.0%") for value in range(3, 8))
    course = Course(spreads=(Spread("People of one", parts, "In 43 of 100 pairs."),),
                    parts="months")  # fmt: skip
    record = loaded(tmp_path, graded("A", "one", course=course)).records.get()
    assert record.finding.course == course
    assert record.brief == replace(record.finding, course=Course())
    assert "In 43 of 100 pairs." in words_of(client_of(Role.ANALYST), record.path())
    labeled(record.edition, one=Label.PUBLIC)
    assert "In 43 of 100 pairs." not in words_of(Client(), record.path())


@pytest.mark.parametrize("reader", [Role.PUBLIC, Role.MEMBER, Role.RESEARCHER])
def test_readers_of_what_is_public_read_the_public_mark_in_every_form(
    tmp_path: Path, client_of: ClientOf, reader: Role
) -> None:
    edition = loaded(tmp_path, kept_back())
    labeled(edition, a_small_view=Label.PUBLIC)
    path, client = edition.records.get().path(), client_of(reader)
    for answer in (path, f"{path}finding.csv", f"{path}finding.json"):
        told = client.get(answer).content.decode()
        assert "not shown (small, or protects a small number)" in told
        assert "1 to 10)" not in told
        assert "protects another number" not in told
    page = words_of(client, path)
    assert "Decisions" not in page
    assert "No task" not in page
    board = words_of(client_of(Role.BOARD), path)
    assert "not shown (1 to 10)" in board


def test_acts_are_offered_to_those_who_may(tmp_path: Path, client_of: ClientOf) -> None:
    edition = loaded(tmp_path, graded("A", "one"))
    labeled(edition, one=Label.QUALITY)
    path = edition.records.get().path()
    quality = words_of(client_of(Role.QUALITY), path)
    for act in ("Decide on this finding", "Ask to open it", "Close it to others"):
        assert act in quality
    director = words_of(client_of(Role.DIRECTOR), path)
    for act in ("Decide on this finding", "Ask to open it", "Close it to others"):
        assert act not in director


def test_the_search_finds_findings_that_the_searcher_may_see(
    tmp_path: Path, client_of: ClientOf
) -> None:
    assert "Nothing" in words_of(client_of(Role.BOARD), "/desk/search/?q=blood")
    edition = loaded(tmp_path, graded("A", "one"), graded("B", "two"))
    labeled(edition, one=Label.BOARD)
    page = words_of(client_of(Role.BOARD), "/desk/search/?q=blood")
    assert "by one" in page
    assert "by two" not in page
