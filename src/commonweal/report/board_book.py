"""The board book: one page for the vision, one for each finding put forward, and what came of it.

It is a document people can write on: same bytes from the same data, its number on each page.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.findings.finding import Finding
from commonweal.kinds import message as _
from commonweal.report import words
from commonweal.report.book_parts import Line, finding_page, lines_table, method, named
from commonweal.report.document import Block, Document, Notes, Section, Table, cleaned
from commonweal.report.tables import ruled

TITLE = _("Board book: {institution}")
VISION_TABLE = _("What we promise, whether it holds, and what is asked of you")
PAST = _("What was decided last time, and what came of it")
PAST_TABLE = _("Decisions that the last book asked for: {name}")
DECIDED = _("Decided")
CAME = _("What came of it")
NOT_YET = _("nothing yet")
FIRST = _("This is the first book, so nothing was decided last time.")
NONE_ASKED = _("The last book asked for no decision.")
OPEN = _("not decided")


@dataclass(frozen=True)
class Past:
    """Hold a decision that the book before asked for.

    promise: which promise it is about, in words
    wanted:  what was asked for
    decided: what was decided, or ""
    came:    what came of it, or ""

    >>> Past("C1 Fair care", "Two more callers", "", "").decided
    ''
    """

    promise: str
    wanted: str
    decided: str
    came: str


@dataclass(frozen=True)
class BoardBook:
    """Hold everything that stands in one board book.

    name:        with its number
    institution: words of the vision
    period:      in words
    version:     of the data
    released:    the day in long form, or "" while it is a draft
    lines:       one a promise
    findings:    put forward, in order; each signed and open to the board
    last:        name of the book before, or ""
    past:        the decisions it asked for
    foot:        the rule on hidden numbers

    >>> BoardBook("Board book 1", "Ours", "2020", "ab", "", (), (), "", (), "").past
    ()
    """

    name: str
    institution: str
    period: str
    version: str
    released: str
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    last: str
    past: tuple[Past, ...]
    foot: str


def board_document(book: BoardBook) -> Document:
    """Set a board book.

    book: everything that stands in it
    Gives: the vision on the first page, a page for each finding, what was decided last time and
    what came of it, and the method in the back.

    >>> empty = BoardBook("Board book 1", "Ours", "2020", "ab", "", (), (), "", (), "The rule.")
    >>> board_document(empty).foot
    'Board book 1. Draft, not released. The rule.'
    """
    pages = tuple(
        finding_page(one, f"finding-{place}") for place, one in enumerate(book.findings, 1)
    )
    blocks: tuple[Block, ...] = (
        lines_table(VISION_TABLE, book.lines),
        *pages,
        Section(PAST, "past", (_past(book),)),
        method(book.findings, book.version, book.period),
    )
    title = TITLE.format(institution=book.institution)
    context = words.when_where(book.name, book.period)
    foot = words.both(named(book.name, book.released), book.foot)
    return cleaned(Document(title, context, blocks, foot, paged=True))


def _past(book: BoardBook) -> Notes | Table:
    if not book.last:
        return Notes((FIRST,))
    if not book.past:
        return Notes((NONE_ASKED,))
    columns = (words.PROMISE, DECIDED, CAME)
    rows = tuple(
        (words.both(words.ended(one.promise), one.wanted), one.decided or OPEN, one.came or NOT_YET)
        for one in book.past
    )
    return ruled(PAST_TABLE.format(name=book.last), columns, rows, (False, False, False))
