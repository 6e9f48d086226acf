"""Write a document as ruled text for a terminal or a mail: same words, order and numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from commonweal.report.document import (
    Block,
    Document,
    Dot,
    DotRows,
    Facts,
    Notes,
    Section,
    Table,
    Verdict,
)

_LEAST_PLOT, _MOST_PLOT, _LEAST_WIDTH = 12, 41, 24
_NAME = 20
_PLAINER = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "—": "-",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "…": "...",
        "\u00a0": " ",
    }
)


@dataclass(frozen=True)
class _Pen:
    """Hold what a page is drawn with."""

    width: int
    rule: str
    bullet: str
    ground: str
    span: str
    dot: str
    line: str
    hatch: str


def write_text(document: Document, width: int = 80, *, ascii_only: bool = False) -> str:
    """Write the document.

    document:   what stands on it
    width:      of a line, in columns of the terminal; 24 at least
    ascii_only: whether the terminal knows nothing but ASCII

    Gives the text. Only one word that is longer than a line may be broken.

    >>> print(write_text(Document("Report", "2020", (), "The rule.")).splitlines()[0])
    Report
    """
    wide = max(width, _LEAST_WIDTH)
    pen = _Pen(wide, "-", "-", ".", "-", "o", "|", "/") if ascii_only else _Pen(wide, *"─•·─●┊╌")
    blocks = [line for block in document.blocks for line in ("", *_block(block, pen, 2))]
    lines = [
        *_wrapped(document.title, pen.width),
        *_wrapped(document.context, pen.width),
        *blocks,
        "",
        pen.rule * pen.width,
        *_wrapped(document.foot, pen.width),
    ]
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    return _ascii(text) if ascii_only else text


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.translate(_PLAINER))
    kept = "".join(one for one in folded if not unicodedata.combining(one))
    return kept.encode("ascii", "backslashreplace").decode("ascii")


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


def _wrapped(text: str, width: int, first: str = "", after: str = "") -> list[str]:
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


def _left(text: str, width: int) -> str:
    return text + " " * (width - columns_of(text))


def _right(text: str, width: int) -> str:
    return " " * (width - columns_of(text)) + text


def _block(block: Block, pen: _Pen, level: int) -> list[str]:
    match block:
        case Section():
            return _section(block, pen, level)
        case DotRows():
            return _dot_rows(block, pen)
        case Table():
            return _table(block, pen)
        case Verdict():
            return _wrapped(f"{block.verdict} {block.sentence}", pen.width)
        case Facts():
            return [line for one in block.facts for line in _fact(one.name, one.text, pen, "")]
        case Notes():
            first = f"{pen.bullet} "
            return [line for one in block.items for line in _wrapped(one, pen.width, first, "  ")]
        case _:
            return _wrapped(block.text, pen.width)


def _section(section: Section, pen: _Pen, level: int) -> list[str]:
    title = _wrapped(section.title, pen.width)
    rule = [pen.rule * (pen.width if level == 2 else max(map(columns_of, title)))]
    inner = [line for block in section.blocks for line in ("", *_block(block, pen, level + 1))]
    return ["", *title, *(rule if level <= 4 else []), *inner[1:]]


def _fact(name: str, text: str, pen: _Pen, indent: str) -> list[str]:
    if columns_of(indent + name) < _NAME and pen.width >= 3 * _NAME:
        first = _left(indent + name, _NAME)
        return _wrapped(text, pen.width, first, " " * len(first))
    inner = indent + "  "
    return [*_wrapped(name, pen.width, indent, indent), *_wrapped(text, pen.width, inner, inner)]


def _table(table: Table, pen: _Pen) -> list[str]:
    caption = _wrapped(table.caption, pen.width)
    lines = (table.columns, *table.rows)
    widths = [max(columns_of(line[at]) for line in lines) for at in range(len(table.columns))]
    if sum(widths) + 2 * (len(widths) - 1) > pen.width:
        return [*caption, *(line for row in table.rows for line in _record(table, row, pen))]
    set_ = [_right if figure else _left for figure in table.figures]
    ruled = [
        "  ".join(put(text, width) for put, text, width in zip(set_, line, widths, strict=True))
        for line in lines
    ]
    return [*caption, "", ruled[0], pen.rule * columns_of(ruled[0]), *ruled[1:]]


def _record(table: Table, row: tuple[str, ...], pen: _Pen) -> list[str]:
    pairs = zip(table.columns, row, ("", *("  " for _ in row[1:])), strict=True)
    return ["", *(line for name, text, at in pairs for line in _fact(name, text, pen, at))]


def _dot_rows(figure: DotRows, pen: _Pen) -> list[str]:
    said = " ".join(text for text in (figure.title, figure.caption, *figure.legend) if text)
    shown = [dot for dot in figure.dots if dot.mark is not None]
    numbers = [figure.columns[1:], *((dot.rate, dot.interval, dot.people) for dot in shown)]
    widths = tuple(max(columns_of(line[at]) for line in numbers) for at in range(3))
    names = (figure.columns[0], *(dot.label for dot in figure.dots))
    label = min(max(map(columns_of, names)), pen.width // 3)
    plot = min(_MOST_PLOT, pen.width - label - sum(widths) - 8)
    if plot < _LEAST_PLOT:
        return [*_wrapped(said, pen.width), "", *_stacked(figure, pen)]
    head = "  ".join((_left(figure.columns[0], label), _ticks(figure, plot)))
    rows = [line for dot in figure.dots for line in _row(dot, figure, (label, plot), widths, pen)]
    return [*_wrapped(said, pen.width), "", _numbers(head, figure.columns[1:], widths), *rows]


def _numbers(head: str, texts: tuple[str, str, str], widths: tuple[int, ...]) -> str:
    set_ = (_right(text, width) for text, width in zip(texts, widths, strict=True))
    return "  ".join((head, *set_))


def _row(
    dot: Dot, figure: DotRows, sizes: tuple[int, int], widths: tuple[int, ...], pen: _Pen
) -> list[str]:
    label, plot = sizes
    *above, last = _wrapped(dot.label, label)
    head = "  ".join((_left(last, label), _drawn(dot, figure, plot, pen)))
    if dot.mark is not None:
        return [*above, _numbers(head, (dot.rate, dot.interval, dot.people), widths)]
    said = "  ".join(_merged(dot))
    if columns_of(head) + 2 + columns_of(said) <= pen.width:
        return [*above, f"{head}  {said}"]
    indent = " " * (label + 2)
    return [*above, head, *_wrapped(said, pen.width, indent, indent)]


def _merged(dot: Dot) -> tuple[str, ...]:
    return tuple(dict.fromkeys((dot.rate, dot.interval, dot.people)))


def _stacked(figure: DotRows, pen: _Pen) -> list[str]:
    plot = min(_MOST_PLOT, pen.width)
    lines = [*_beside(figure.columns[1:], pen), "", _ticks(figure, plot)]
    for dot in figure.dots:
        drawn = _drawn(dot, figure, plot, pen)
        lines += [*_wrapped(dot.label, pen.width), *_beside(_merged(dot), pen), drawn]
    return lines


def _beside(texts: tuple[str, ...], pen: _Pen) -> list[str]:
    line = "  ".join(texts)
    if columns_of(line) <= pen.width:
        return [line]
    return [line for text in texts for line in _wrapped(text, pen.width)]


def _column(place: float, plot: int) -> int:
    return round(place / 100 * (plot - 1))


def _ticks(figure: DotRows, plot: int) -> str:
    """Write each tick above its place; leave out one that would touch the one before."""
    line = ""
    for tick in figure.ticks:
        start = _column(tick.place, plot) - len(tick.text) // 2
        start = min(max(start, 0), plot - len(tick.text))
        if not line or start > len(line):
            line = _left(line, start) + tick.text
    return _left(line, plot)


def _drawn(dot: Dot, figure: DotRows, plot: int, pen: _Pen) -> str:
    if dot.mark is None:
        return (pen.hatch if dot.hatched else pen.ground) * plot
    cells = [pen.ground] * plot
    low, high = _column(dot.mark.low, plot), _column(dot.mark.high, plot)
    cells[low : high + 1] = [pen.span] * (high + 1 - low)
    if figure.line is not None:
        cells[_column(figure.line, plot)] = pen.line
    cells[_column(dot.mark.at, plot)] = pen.dot
    return "".join(cells)
