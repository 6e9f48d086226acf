"""Lines of a terminal: how wide a text is, where it breaks, and tables ruled with letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from commonweal.report.document import Table

_NAME = 20


@dataclass(frozen=True)
class Pen:
    """Hold what a page is drawn with, one letter each.

    width:  of a line, in columns
    rule:   of a line below a heading
    bullet: of a list
    ground: of a scale
    span:   of an interval
    dot:    of a figure
    line:   of everybody, and of ticks
    hatch:  of what is not shown
    beyond: of a figure that is more than chance
    others: of everybody else
    part:   of a part of a group

    >>> Pen(80, *"─•·─●┊╌◆○╷").dot
    '●'
    """

    width: int
    rule: str
    bullet: str
    ground: str
    span: str
    dot: str
    line: str
    hatch: str
    beyond: str
    others: str
    part: str


def columns_of(text: str) -> int:
    """Count the columns that a text takes in a terminal.

    text: one line

    Gives their number; a wide letter takes two, a combining mark none.

    >>> columns_of("名")
    2
    """
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )


def wrapped(text: str, width: int, first: str = "", after: str = "") -> list[str]:
    """Break a text into lines.

    text:  any words
    width: of a line, in columns
    first: what stands before the first line
    after: what stands before each line after it

    >>> wrapped("one two three", 9, "- ", "  ")
    ['- one two', '  three']
    """
    lines, line, empty = [], first, True
    for word in _pieces(text, width - max(columns_of(first), columns_of(after))):
        if not empty and columns_of(line) + 1 + columns_of(word) > width:
            lines.append(line)
            line, empty = after, True
        line, empty = (line + word if empty else f"{line} {word}"), False
    return [*lines, line]


def _pieces(text: str, width: int) -> Iterator[str]:
    """Give the words, each broken where it is wider than a line (the standard library counts
    letters, not columns).
    """
    for word in text.split():
        piece = ""
        for letter in word:
            if columns_of(piece + letter) > width:
                yield piece
                piece = ""
            piece += letter
        yield piece


def left(text: str, width: int) -> str:
    """Set a text flush to its beginning.

    text:  one line
    width: in columns

    >>> left("East", 6)
    'East  '
    """
    return text + " " * (width - columns_of(text))


def right(text: str, width: int) -> str:
    """Set a text flush to its end.

    text:  one line
    width: in columns

    >>> right("12", 4)
    '  12'
    """
    return " " * (width - columns_of(text)) + text


def fact(name: str, text: str, pen: Pen, indent: str) -> list[str]:
    """Set one thing beside its name, or below it where the page is narrow.

    name:   what it is
    text:   its words
    pen:    of the page
    indent: what stands before the name

    >>> fact("Next step", "Call.", Pen(80, *"─•·─●┊╌◆○╷"), "")
    ['Next step           Call.']
    """
    if columns_of(indent + name) < _NAME and pen.width >= 3 * _NAME:
        first = left(indent + name, _NAME)
        return wrapped(text, pen.width, first, " " * len(first))
    inner = indent + "  "
    return [*wrapped(name, pen.width, indent, indent), *wrapped(text, pen.width, inner, inner)]


def records(table: Table, pen: Pen) -> list[str]:
    """Set a table below its caption, or as records where the page is narrow.

    table: with its caption
    pen:   of the page

    >>> few = Table("Sites", ("Site", "People"), (("East", "120"),), (False, True), (18, 9))
    >>> records(few, Pen(80, *"─•·─●┊╌◆○╷"))[-1]
    'East     120'
    """
    caption = wrapped(table.caption, pen.width)
    lines = (table.columns, *table.rows)
    widths = [max(columns_of(line[at]) for line in lines) for at in range(len(table.columns))]
    if sum(widths) + 2 * (len(widths) - 1) > pen.width:
        return [*caption, *(line for row in table.rows for line in _record(table, row, pen))]
    set_ = [right if figure else left for figure in table.figures]
    ruled = [
        "  ".join(put(text, width) for put, text, width in zip(set_, line, widths, strict=True))
        for line in lines
    ]
    return [*caption, "", ruled[0], pen.rule * columns_of(ruled[0]), *ruled[1:]]


def _record(table: Table, row: tuple[str, ...], pen: Pen) -> list[str]:
    pairs = zip(table.columns, row, ("", *("  " for _ in row[1:])), strict=True)
    return ["", *(line for name, text, at in pairs for line in fact(name, text, pen, at))]
