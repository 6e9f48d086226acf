"""What a board book and a yearly report share: a line a promise, a page a finding, the method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonweal.findings.finding import Finding, Promise
from commonweal.kinds import message as _
from commonweal.report import words
from commonweal.report.document import Block, Fact, Facts, Notes, Paragraph, Section, Table, Verdict
from commonweal.report.figures import dot_rows, headed, scale_of
from commonweal.report.tables import ruled

ATTENTION = ("A", "B", "C")
OWNER = _("Who answers")
NOBODY = _("nobody named yet")
WANTED = _("Decision wanted")
NO_DECISION = _("none")
METHOD = _("How this was made")
DRAFT = _("Draft, not released.")
MEASURES_TABLE = _("The measures behind the findings of this book")
VERSION = _("Version")
REVIEW = _("Review")
SENTENCES = (
    _("Each verdict comes from a closed list. The interval decides it, with the smallest "
      "difference that matters."),
    _("“Too little data to say” is a verdict of its own. It never counts as good news."),
    _("A difference compares a group with everybody else, unless the finding says otherwise."),
    _("Every finding that has a page here was signed by a person."),
    _("A line that says “Not released yet” waits for findings that are not open to these readers."),
)  # fmt: skip
_SAYS_RELEASED = _("{name}, released on {day}.")
_SAYS_MADE = _("Made from version {version} of the data, over {period}.")


@dataclass(frozen=True)
class Line:
    """Hold one promise as a book sets it.

    promise: what the findings say of it, as far as the book may tell
    owner:   who answers for it, or ""
    wanted:  the decision that is asked for, or ""

    >>> Line(Promise("C1", "Fair care", "Care", "Not measured", "", 0, ""), "", "").wanted
    ''
    """

    promise: Promise
    owner: str
    wanted: str


def named(name: str, released: str) -> str:
    """Name a book for the foot of each page.

    name:     with its number, such as "Board book 3"
    released: the day in long form, or "" while it is a draft

    >>> named("Board book 3", "January 3, 2027")
    'Board book 3, released on January 3, 2027.'
    >>> named("Board book 3", "")
    'Board book 3. Draft, not released.'
    """
    if not released:
        return words.both(words.ended(name), DRAFT)
    return _SAYS_RELEASED.format(name=name, day=released)


def lines_table(caption: str, lines: Sequence[Line]) -> Table:
    """Set a line a promise: verdict, size, direction, owner, decision wanted.

    caption: of the table
    lines:   in the order of the vision

    >>> fair = Promise("C1", "Fair care", "Care", "Not measured", "", 0, "")
    >>> lines_table("", [Line(fair, "", "")]).rows
    (('C1 Fair care', 'Not measured', 'none to tell', 'nobody named yet', 'none'),)
    """
    columns = (words.PROMISE, words.VERDICT, words.HOW_LARGE, OWNER, WANTED)
    rows = tuple(
        (
            words.promise(one.promise.key, one.promise.title),
            one.promise.verdict,
            _size(one.promise),
            one.owner or NOBODY,
            one.wanted or NO_DECISION,
        )
        for one in lines
    )
    return ruled(caption, columns, rows, (False,) * len(columns))


def finding_page(finding: Finding, key: str) -> Section:
    """Set one finding for readers who decide: what was found, how large, what now, what not.

    finding: that is put forward
    key:     for links

    Gives a section with its verdict, its figure, its next step and its limits.

    >>> ATTENTION
    ('A', 'B', 'C')
    """
    name = words.named(finding.title, finding.view)
    verdict, sentence = headed(finding.headline, finding.verdict)
    blocks: tuple[Block, ...] = (
        Paragraph(words.when_where(finding.period, finding.site), soft=True),
        Verdict(verdict, sentence, finding.grade in ATTENTION),
    )
    if finding.computable:
        blocks += (dot_rows(finding, name, scale_of([finding])),)
    facts = (
        (words.OVER_TIME, finding.over_time),
        (words.CERTAINTY, finding.chance),
        (words.NEXT_STEP, finding.next_step),
        (words.PRICE, finding.price),
        (words.CAN_NOT_TELL, finding.limits),
        (words.TRACE, finding.trace),
    )
    given = tuple(Fact(label, text) for label, text in facts if text)
    return Section(name, key, (*blocks, Facts(given)))


def method(findings: Sequence[Finding], version: str, period: str) -> Section:
    """Set how everything was made, for the back of a book.

    findings: of the book
    version:  of the data
    period:   in words

    >>> method([], "ab12", "2020").blocks[0].items[-1]
    'Made from version ab12 of the data, over 2020.'
    """
    said = Notes((*SENTENCES, _SAYS_MADE.format(version=version, period=period)))
    measures = {one.key: one for one in findings}
    columns = (words.MEASURE, VERSION, REVIEW)
    rows = tuple(
        (one.title, words.version(one.key, one.version), one.review) for one in measures.values()
    )
    table = (ruled(MEASURES_TABLE, columns, rows, (False, False, False)),) if rows else ()
    sources = tuple(dict.fromkeys(source for one in measures.values() for source in one.sources))
    listed = (
        (Section(words.SOURCES, "sources", (Notes(sources, verbatim=True),)),) if sources else ()
    )
    return Section(METHOD, "method", (said, *table, *listed))


def _size(one: Promise) -> str:
    if not one.size:
        return one.direction or words.NO_SIZE
    return words.size_and_way(one.size, one.direction) if one.direction else one.size
