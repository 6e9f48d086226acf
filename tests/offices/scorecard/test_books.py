"""Books: made by one, released by another, kept as they were, shut when a finding is narrowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings
from tests.offices.scorecard.made import graded, labeled, loaded, words_of
from tests.offices.scorecard.plans import initiative
from tests.unit.cli.calling import call
from tests.unit.report.example import WORDS

from commonweal.kinds import Problem
from commonweal.offices.desk import steps
from commonweal.offices.desk.models import Entry
from commonweal.offices.house.policy import PUBLIC, Actor, Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.flow import books, widening
from commonweal.offices.scorecard.flow.initiatives import FLOW
from commonweal.offices.scorecard.models import Book, Edition, Label, Record, Wanted
from commonweal.report import words
from commonweal.report.annual import AnnualReport
from commonweal.report.board_book import BoardBook

ActorOf = Callable[[Role], Actor]
ClientOf = Callable[[Role], Client]
PersonOf = Callable[[Role], Person]
REASON = "Read from the first page to the last."


@pytest.fixture
def ready(edition: Edition) -> Record:
    """Sign everything and open it to the board; give the first finding."""
    edition.records.update(state=Record.State.SIGNED, label=Label.BOARD)
    return edition.records.get(place=0)


def drafted(edition: Edition, record: Record | None, kind: str = "board") -> Book:
    made = books.begun(kind, edition)
    if record:
        made.records.add(record)
    return made


def released(edition: Edition, record: Record, actor_of: ActorOf, kind: str = "board") -> Book:
    made = books.take(books.SUBMIT, drafted(edition, record, kind), actor_of(Role.ANALYST))
    return books.take(books.RELEASE, made, actor_of(Role.PRIVACY), REASON)


def test_a_book_is_begun_filled_submitted_and_released_by_another(
    client_of: ClientOf, edition: Edition, ready: Record
) -> None:
    analyst, privacy = client_of(Role.ANALYST), client_of(Role.PRIVACY)
    assert "Begin a book" in analyst.get("/reports/").content.decode()
    path = analyst.post("/reports/new/", {"kind": "board"}).headers["Location"]
    book = Book.objects.get()
    analyst.post(f"{path}findings/", {"records": [str(ready.pk)]})
    analyst.post(f"{path}decision/", {"commitment": "C1", "says": "Hire two callers"})
    page = analyst.get(path).content.decode()
    assert "Draft, not released." in page
    assert ready.brief.next_step in page
    assert "Hire two callers" in page
    assert analyst.post(f"{path}step/submit/").status_code == 302
    assert analyst.get(f"{path}step/release/").status_code == 404
    assert privacy.post(f"{path}step/release/", {"reason": REASON}).status_code == 302
    book.refresh_from_db()
    assert (book.state, book.number) == ("released", 1)
    board = client_of(Role.BOARD)
    page = board.get(path).content.decode()
    assert "released on" in page
    assert "Released" in page
    answer = board.get(f"/reports/{book.pk}.pdf?paper=a4")
    assert answer.content == board.get(f"/reports/{book.pk}.pdf?paper=a4").content
    assert b"pdfuaid" in answer.content
    assert Entry.objects.filter(action="fetch a book").count() == 2


@pytest.mark.parametrize("path", ["new/", "{key}/findings/", "{key}/decision/"])
def test_the_forms_stand(client_of: ClientOf, edition: Edition, ready: Record, path: str) -> None:
    book = drafted(edition, ready)
    where = f"/reports/{path.format(key=book.pk)}"
    assert client_of(Role.ANALYST).get(where).status_code == 200
    assert client_of(Role.BOARD).get(where).status_code == 403


def test_only_signed_findings_open_to_the_readers_can_be_put_forward(
    client_of: ClientOf, edition: Edition, ready: Record
) -> None:
    edition.records.filter(place=1).update(state=Record.State.FOUND)
    edition.records.filter(place=2).update(label=Label.QUALITY)
    book = drafted(edition, None)
    page = client_of(Role.ANALYST).get(f"{book.path()}findings/").content.decode()
    hidden = edition.records.filter(place__in=(1, 2))
    assert ready.name in page
    assert not any(str(one.pk) in page for one in hidden)


def test_a_book_without_findings_or_with_a_closed_one_is_not_submitted(
    edition: Edition, ready: Record, actor_of: ActorOf
) -> None:
    with pytest.raises(Problem):
        books.take(books.SUBMIT, drafted(edition, None), actor_of(Role.ANALYST))
    book = books.take(books.SUBMIT, drafted(edition, ready), actor_of(Role.ANALYST))
    edition.records.update(label=Label.QUALITY)
    with pytest.raises(Problem):
        books.take(books.RELEASE, book, actor_of(Role.PRIVACY), REASON)
    book.refresh_from_db()
    assert (book.state, book.content, book.released) == ("submitted", "", None)


def test_a_refusal_is_said_on_the_page(client_of: ClientOf, edition: Edition) -> None:
    book = drafted(edition, None)
    page = client_of(Role.ANALYST).post(f"{book.path()}step/submit/").content.decode()
    assert "Choose at least one finding" in page


def test_nobody_releases_what_they_submitted(
    edition: Edition, ready: Record, actor_of: ActorOf
) -> None:
    analyst = actor_of(Role.ANALYST)
    book = books.take(books.SUBMIT, drafted(edition, ready), analyst)
    both = Actor(analyst.id, Role.PRIVACY, analyst.purpose, frozenset({Role.PRIVACY}))
    with pytest.raises(Problem) as raised:
        books.take(books.RELEASE, book, both, REASON)
    assert raised.value.code == "step-same-person"


def test_a_book_that_is_sent_back_is_a_draft_again(
    edition: Edition, ready: Record, actor_of: ActorOf
) -> None:
    book = books.take(books.SUBMIT, drafted(edition, ready), actor_of(Role.ANALYST))
    assert books.take(books.SEND_BACK, book, actor_of(Role.COUNSEL), REASON).state == "draft"


def test_a_released_book_says_the_same_whatever_is_changed_later(
    edition: Edition, ready: Record, actor_of: ActorOf
) -> None:
    book = released(edition, ready, actor_of)
    before = books.document(book)
    Wanted.objects.create(book=book, commitment="C1", says="Too late")
    book.records.clear()
    assert books.document(Book.objects.get(pk=book.pk)) == before


def test_a_book_shuts_when_a_finding_it_rests_on_is_narrowed(
    client_of: ClientOf, edition: Edition, ready: Record, actor_of: ActorOf
) -> None:
    book = released(edition, ready, actor_of)
    board = client_of(Role.BOARD)
    assert board.get(book.path()).status_code == 200
    edition.records.filter(place=3).update(label=Label.QUALITY)
    assert board.get(book.path()).status_code == 404
    assert board.get(f"/reports/{book.pk}.pdf").status_code == 404
    assert "no report yet" in board.get("/reports/").content.decode()


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.MEMBER, Role.OFFICER])
def test_a_board_book_is_not_for_others(
    client_of: ClientOf, edition: Edition, ready: Record, actor_of: ActorOf, role: Role
) -> None:
    book = released(edition, ready, actor_of)
    assert client_of(role).get(book.path()).status_code == 404


def test_a_draft_is_for_those_who_make_it(
    client_of: ClientOf, edition: Edition, ready: Record
) -> None:
    book = drafted(edition, ready)
    assert client_of(Role.BOARD).get(book.path()).status_code == 404
    assert client_of(Role.COUNSEL).get(book.path()).status_code == 200


def test_the_yearly_report_holds_only_what_is_published_and_is_for_everybody(
    client_of: ClientOf, person_of: PersonOf, edition: Edition, ready: Record, actor_of: ActorOf
) -> None:
    Record.objects.filter(pk=ready.pk).update(label=Label.PUBLIC)
    owner = person_of(Role.OFFICER)
    initiative(owner, ready, name="Known effort", state="running")
    initiative(owner, edition.records.get(place=1), name="Unknown effort", state="running")
    initiative(owner, name="Mere wish")
    ended = initiative(owner, name="Old effort", state="ended")
    steps.apply(
        steps.find(FLOW, "evaluate"), ended, actor_of(Role.QUALITY), "The gap closed by half."
    )
    book = released(edition, ready, actor_of, "annual")
    page = client_of(Role.PUBLIC).get(book.path()).content.decode()
    assert "Known effort" in page
    assert "evaluated" in page
    assert "The gap closed by half." not in page
    assert "Unknown effort" not in page
    assert "Mere wish" not in page
    assert "not shown (1 to 10)" not in page.split("<footer")[0]
    told = books.contents(book)
    assert not isinstance(told, BoardBook)
    assert [one.trace for one in told.findings] == [ready.trace]


def test_what_was_decided_stands_in_the_next_book(
    client_of: ClientOf, edition: Edition, ready: Record, actor_of: ActorOf
) -> None:
    book = drafted(edition, ready)
    asked = Wanted.objects.create(book=book, commitment="C1", says="Hire two callers")
    client = client_of(Role.ANALYST)
    where = f"/reports/decisions/{asked.pk}/"
    assert client.get(where).status_code == 404
    books.take(books.SUBMIT, book, actor_of(Role.ANALYST))
    books.take(books.RELEASE, Book.objects.get(), actor_of(Role.PRIVACY), REASON)
    assert "Hire two callers" in client.get(where).content.decode()
    client.post(where, {"decided": "Agreed in July", "came": "One is hired"})
    assert "Agreed in July" in client.get(book.path()).content.decode()
    following = client.get(drafted(edition, ready).path()).content.decode()
    assert "Agreed in July" in following
    assert "One is hired" in following


def test_without_an_edition_no_book_is_begun(client_of: ClientOf) -> None:
    client = client_of(Role.ANALYST)
    assert "Begin a book" not in client.get("/reports/").content.decode()
    assert client.post("/reports/new/", {"kind": "board"}).status_code == 200
    assert not Book.objects.exists()


def test_the_public_is_not_a_reader_of_drafts() -> None:
    assert not books.seen_by(Book(kind="annual", state="draft"), PUBLIC)


def test_a_book_that_was_sent_back_is_not_released_from_an_old_page(
    edition: Edition, ready: Record, actor_of: ActorOf
) -> None:
    book = books.take(books.SUBMIT, drafted(edition, ready), actor_of(Role.ANALYST))
    old = Book.objects.get(pk=book.pk)
    books.take(books.SEND_BACK, book, actor_of(Role.COUNSEL), REASON)
    with pytest.raises(Problem) as raised:
        books.take(books.RELEASE, old, actor_of(Role.PRIVACY), REASON)
    assert raised.value.code == "step-too-late"
    kept = Book.objects.get(pk=book.pk)
    assert (kept.state, kept.content, kept.released) == ("draft", "", None)


def test_a_yearly_report_shuts_when_the_gap_of_an_initiative_is_narrowed_in_an_older_edition(
    client_of: ClientOf, person_of: PersonOf, actor_of: ActorOf, tmp_path: Path
) -> None:
    older = loaded(tmp_path / "older", graded("A", "one"), period="2024")
    newer = loaded(tmp_path / "newer", graded("A", "one", headline="Other."))
    Record.objects.update(label=Label.PUBLIC, state=Record.State.SIGNED)
    gap = older.records.get()
    initiative(person_of(Role.OFFICER), gap, state="running", name="Tells of the old gap")
    book = released(newer, newer.records.get(), actor_of, "annual")
    assert set(book.rests_on.all()) == {gap, newer.records.get()}
    public = client_of(Role.PUBLIC)
    assert "Tells of the old gap" in public.get(book.path()).content.decode()
    widening.narrow(gap, Label.COUNSEL, actor_of(Role.COUNSEL), REASON)
    assert public.get(book.path()).status_code == 404


def effort_of(book: Book, name: str) -> str:
    """Give what a yearly report says came of an initiative."""
    told = books.contents(book)
    assert isinstance(told, AnnualReport)
    return next(one.came for one in told.efforts if one.name == name)


@pytest.fixture
def evaluated(person_of: PersonOf, actor_of: ActorOf, tmp_path: Path) -> tuple[Edition, Edition]:
    """Give an edition that an initiative began from, and a later one that says what came of it."""
    older = loaded(tmp_path / "older", graded("A", "one"), graded("B", "two"), period="2024")
    ended = initiative(person_of(Role.OFFICER), older.records.get(place=0), name="Called back",
                       state="ended")  # fmt: skip
    step, quality = steps.find(FLOW, "evaluate"), actor_of(Role.QUALITY)
    steps.apply(step, ended, quality, "This was said within alone.")
    newer = loaded(tmp_path / "newer", graded("N", "one"), graded("B", "two"))
    Record.objects.update(state=Record.State.SIGNED)
    labeled(older, one=Label.PUBLIC, two=Label.PUBLIC)
    labeled(newer, one=Label.BOARD, two=Label.PUBLIC)
    return older, newer


def test_a_yearly_report_says_what_came_of_an_initiative_as_soon_as_that_is_published(
    client_of: ClientOf, evaluated: tuple[Edition, Edition], actor_of: ActorOf
) -> None:
    _older, newer = evaluated
    book = drafted(newer, newer.records.get(view_key="two"), "annual")
    assert effort_of(book, "Called back") == ""  # not from its own beginning, nor from what is shut
    labeled(newer, one=Label.PUBLIC)
    later = newer.records.get(view_key="one")
    assert effort_of(book, "Called back") == words.verdict_of(
        later.published.verdict, later.published.period
    )
    book = released(newer, newer.records.get(view_key="two"), actor_of, "annual")
    told = words_of(client_of(Role.PUBLIC), book.path())
    assert f"evaluated {later.published.verdict} ({later.published.period})" in told
    assert "This was said within alone." not in told
    assert later in book.rests_on.all()


def test_a_yearly_report_shuts_when_what_came_of_an_initiative_is_narrowed(
    client_of: ClientOf, evaluated: tuple[Edition, Edition], actor_of: ActorOf
) -> None:
    older, newer = evaluated
    labeled(newer, one=Label.PUBLIC)
    book = released(older, older.records.get(view_key="two"), actor_of, "annual")
    assert client_of(Role.PUBLIC).get(book.path()).status_code == 200
    widening.narrow(
        newer.records.get(view_key="one"), Label.COUNSEL, actor_of(Role.COUNSEL), REASON
    )
    assert client_of(Role.PUBLIC).get(book.path()).status_code == 404


def test_of_an_initiative_that_began_from_no_finding_the_most_serious_view_speaks(
    person_of: PersonOf, evaluated: tuple[Edition, Edition]
) -> None:
    _older, newer = evaluated
    labeled(newer, one=Label.PUBLIC)
    initiative(person_of(Role.OFFICER), name="From no finding", state="ended")
    initiative(person_of(Role.OFFICER), name="Not begun", state="approved",
               begins="2999-01-01", target="2999-12-31")  # fmt: skip
    book = drafted(newer, None, "annual")
    assert effort_of(book, "From no finding").startswith(WORDS["B"])
    assert effort_of(book, "Not begun") == ""


def test_only_who_is_known_writes_the_trail_by_fetching_a_report(
    client_of: ClientOf, edition: Edition, ready: Record, actor_of: ActorOf
) -> None:
    Record.objects.update(label=Label.PUBLIC)
    book = released(edition, ready, actor_of, "annual")
    path = f"/reports/{book.pk}.pdf"
    assert client_of(Role.PUBLIC).get(path).content == client_of(Role.MEMBER).get(path).content
    assert Entry.objects.filter(action="fetch a book").count() == 1


def test_before_its_release_a_book_is_printed_at_an_address_that_asks_again(
    client_of: ClientOf, edition: Edition, ready: Record
) -> None:
    book, analyst = drafted(edition, ready), client_of(Role.ANALYST)
    sent_on = analyst.get(f"/reports/{book.pk}.pdf")
    assert sent_on["Location"] == f"/reports/{book.pk}/draft.pdf"
    sent_on = analyst.get(f"/reports/{book.pk}.pdf?paper=a4")
    assert sent_on["Location"] == f"/reports/{book.pk}/draft.pdf?paper=a4"
    assert analyst.get(sent_on["Location"]).content.startswith(b"%PDF")
    assert client_of(Role.BOARD).get(f"/reports/{book.pk}/draft.pdf").status_code == 403


def test_the_last_yearly_report_is_written_as_everybody_reads_it(
    edition: Edition, ready: Record, actor_of: ActorOf, settings: Settings,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    for name in ("STORE", "STATE"):
        monkeypatch.setenv(f"COMMONWEAL_{name}", "")  # put back what the command sets
    given = ("annual", "--state", settings.STATE, "--store", tmp_path, "--out", tmp_path / "out")
    released(edition, ready, actor_of, "board")
    none = call(*given)
    assert none.code == 2 and "no yearly report that everybody may read" in none.err
    Record.objects.update(label=Label.PUBLIC)
    book = released(edition, ready, actor_of, "annual")
    said = call(*given)
    assert said.code == 0
    page = (tmp_path / "out/yearly-report.html").read_text(encoding="utf-8")
    assert f"{book.name}:" in said.out and "Yearly equity report" in page
    assert ready.published.title in page
    assert (tmp_path / "out/yearly-report.pdf").read_bytes().startswith(b"%PDF")
    Record.objects.update(label=Label.BOARD)
    assert call(*given).code == 2


def test_the_list_of_reports_asks_as_little_of_many_as_of_one(
    client_of: ClientOf, edition: Edition, ready: Record, django_assert_max_num_queries: Any
) -> None:
    client = client_of(Role.BOARD)
    client.get("/reports/")
    with CaptureQueriesContext(connection) as before:
        client.get("/reports/")
    for _ in range(5):
        drafted(edition, ready).rests_on.add(ready)
    Book.objects.update(state=Book.State.RELEASED)
    with django_assert_max_num_queries(len(before)):
        page = client.get("/reports/").content.decode()
    assert page.count("Board book ") == 5
