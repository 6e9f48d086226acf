"""Board book and yearly report: the vision on one page, a page a finding, the number on each."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader
from tests.unit.report.books import annual_report, board_book
from tests.unit.report.example import finding, others

from commonweal.findings.finding import Promise
from commonweal.report import annual, book_parts, words
from commonweal.report import board_book as book_words
from commonweal.report.annual import annual_document
from commonweal.report.board_book import board_document
from commonweal.report.document import Section, Table
from commonweal.report.writers.html import write_html
from commonweal.report.writers.pdf import write_pdf
from commonweal.report.writers.text import write_text

MADE = date(2026, 7, 3)


def pages(paper: str) -> list[str]:
    content = write_pdf(board_document(board_book()), MADE, paper)
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_vision_is_one_page_and_each_finding_another(paper: str) -> None:
    told = pages(paper)
    first = told[0]
    for one in board_book().lines:
        assert one.promise.title in first
    assert "W3" not in told[1]
    titles = [f"{one.title}, by {one.view}" for one in board_book().findings]
    assert titles[0] in told[1]
    assert titles[1] in told[2]
    assert book_words.PAST in told[3]
    assert book_parts.METHOD in told[4]


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_number_of_the_release_stands_on_each_page(paper: str) -> None:
    assert all("Board book 2, released on July 3, 2026." in page for page in pages(paper))


def test_the_paper_is_tagged_has_bookmarks_and_is_the_same_each_time() -> None:
    first = write_pdf(board_document(board_book()), MADE)
    assert first == write_pdf(board_document(board_book()), MADE)
    read = PdfReader(io.BytesIO(first))
    assert b"/Marked true" in first
    assert b"pdfuaid" in first
    assert len(read.outline) > 0


@pytest.mark.parametrize("people", ["conditions", "participants and observations"])
def test_heads_of_columns_do_not_run_into_each_other(people: str) -> None:
    book = replace(board_book(), findings=(finding(people=people),))
    placed: dict[str, float] = {}

    def note(text: str, matrix: list[float], *_more: object) -> None:
        placed.setdefault(text.strip(), matrix[4])

    PdfReader(io.BytesIO(write_pdf(board_document(book), MADE))).pages[1].extract_text(
        visitor_text=note
    )
    head = people.split(maxsplit=1)[0].capitalize()
    start = next(at for text, at in placed.items() if text.startswith(head))
    assert start - placed[words.INTERVAL] > 57  # pt, the room of these words and a space


def test_a_draft_says_so_on_each_page() -> None:
    draft = replace(board_book(), released="")
    content = write_pdf(board_document(draft), MADE)
    for page in PdfReader(io.BytesIO(content)).pages:
        assert book_parts.DRAFT in " ".join(page.extract_text().split())


def test_each_promise_has_verdict_size_owner_and_decision() -> None:
    table = board_document(board_book()).blocks[0]
    assert isinstance(table, Table)
    assert len(table.rows) == 15
    assert all(cell for row in table.rows for cell in row)
    assert table.rows[0][4].startswith("Agree on two more callers")
    assert table.rows[3][4] == book_parts.NO_DECISION
    bare = book_parts.Line(Promise("C1", "A", "B", "Not measured", "", 0, ""), "", "")
    assert book_parts.lines_table("", [bare]).rows[0][3] == book_parts.NOBODY
    told = replace(bare.promise, size="2 days")
    assert book_parts.lines_table("", [replace(bare, promise=told)]).rows[0][2] == "2 days"


def test_what_was_decided_last_time_stands_with_what_came_of_it() -> None:
    text = write_text(board_document(board_book()), 100)
    assert "Agreed" in text
    assert book_words.NOT_YET in text
    assert book_words.OPEN in text


def test_a_first_book_and_one_that_asked_nothing_say_so() -> None:
    first = replace(board_book(), last="", past=())
    assert book_words.FIRST in write_text(board_document(first), 100)
    quiet = replace(board_book(), past=())
    assert book_words.NONE_ASKED in write_text(board_document(quiet), 100)


def test_a_finding_without_numbers_has_its_page_and_no_figure() -> None:
    page = book_parts.finding_page(others()[3], "f")
    assert not any(type(block).__name__ == "DotRows" for block in page.blocks)


def test_nothing_to_put_forward_leaves_method_without_measures() -> None:
    bare = book_parts.method([], "ab", "2020")
    assert len(bare.blocks) == 1


def test_the_yearly_report_has_its_six_parts_in_order() -> None:
    document = annual_document(annual_report())
    titles = [one.title for one in document.blocks if isinstance(one, Section)]
    assert titles[:5] == [annual.PROFILE, annual.MEASURES, annual.LANGUAGE, annual.ADJUSTED,
                          annual.INITIATIVES]  # fmt: skip
    assert titles[-1] == book_parts.METHOD


def test_the_profile_takes_the_measure_with_the_most_people_for_each_grouping() -> None:
    few = finding(title="Few", rows=finding().rows[:1], everybody=finding().rows[4])
    text = write_text(annual_document(replace(annual_report(), findings=(few, finding()))), 120)
    assert "patients counted, by race and ethnicity: Blood pressure controlled" in text


def test_the_adjusted_check_says_when_there_is_none() -> None:
    assert annual.ADJUSTED_SAYS in write_text(annual_document(annual_report()), 120)
    none = replace(annual_report(), adjusted=(), efforts=(), findings=())
    text = " ".join(write_text(annual_document(none), 120).split())
    assert annual.ADJUSTED_NONE in text
    for sentence in (annual.NONE_PUBLISHED, annual.NO_LANGUAGE, annual.NO_INITIATIVE):
        assert sentence in text


def test_the_yearly_report_is_written_as_html_and_as_paper() -> None:
    document = annual_document(annual_report())
    assert "Call back" in write_html(document)
    assert write_pdf(document, MADE) == write_pdf(document, MADE)
