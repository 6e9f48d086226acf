"""Draw figures with letters: each row of a table is drawn on the scale, in one direction."""

from __future__ import annotations

from commonweal.report.document import Dot, DotRows, Strip, Tick
from commonweal.report.figure_nodes import Chart, Multiples, Plane, Stroke
from commonweal.report.writers.text_lines import Pen, columns_of, left, records, right, wrapped

_LEAST_PLOT, _MOST_PLOT = 12, 41


def dot_rows(figure: DotRows, pen: Pen) -> list[str]:
    """Draw dot rows.

    figure: with its rows
    pen:    of the page

    Gives a line a group, or three where the page is narrow.

    >>> dot_rows(DotRows("T", "C.", (), ("Group", "Rate", "Interval", "People"), "", (), None, ()),
    ...          Pen(80, *"─•·─●┊╌◆○╷"))[0]
    'T C.'
    """
    said = " ".join(text for text in (figure.title, figure.caption, *figure.legend) if text)
    shown = [dot for dot in figure.dots if dot.mark is not None]
    numbers = [figure.columns[1:], *((dot.rate, dot.interval, dot.people) for dot in shown)]
    widths = tuple(max(columns_of(line[at]) for line in numbers) for at in range(3))
    names = (figure.columns[0], *(dot.label for dot in figure.dots))
    label = min(max(map(columns_of, names)), pen.width // 3)
    plot = min(_MOST_PLOT, pen.width - label - sum(widths) - 8)
    if plot < _LEAST_PLOT:
        return [*wrapped(said, pen.width), "", *_stacked(figure, pen)]
    head = "  ".join((left(figure.columns[0], label), _ticks(figure.ticks, plot)))
    rows = [line for dot in figure.dots for line in _row(dot, figure, (label, plot), widths, pen)]
    return [*wrapped(said, pen.width), "", _numbers(head, figure.columns[1:], widths), *rows]


def _numbers(head: str, texts: tuple[str, str, str], widths: tuple[int, ...]) -> str:
    set_ = (right(text, width) for text, width in zip(texts, widths, strict=True))
    return "  ".join((head, *set_))


def _row(
    dot: Dot, figure: DotRows, sizes: tuple[int, int], widths: tuple[int, ...], pen: Pen
) -> list[str]:
    label, plot = sizes
    *above, last = wrapped(dot.label, label)
    head = "  ".join((left(last, label), _drawn(dot, figure, plot, pen)))
    if dot.mark is not None:
        numbers = _numbers(head, (dot.rate, dot.interval, dot.people), widths)
        return [*above, numbers, *_strip(dot.strip, label + 2, plot, pen)]
    said = "  ".join(_merged(dot))
    if columns_of(head) + 2 + columns_of(said) <= pen.width:
        return [*above, f"{head}  {said}"]
    indent = " " * (label + 2)
    return [*above, head, *wrapped(said, pen.width, indent, indent)]


def _merged(dot: Dot) -> tuple[str, ...]:
    return tuple(dict.fromkeys((dot.rate, dot.interval, dot.people)))


def _stacked(figure: DotRows, pen: Pen) -> list[str]:
    plot = min(_MOST_PLOT, pen.width)
    lines = [*_beside(figure.columns[1:], pen), "", _ticks(figure.ticks, plot)]
    for dot in figure.dots:
        drawn = _drawn(dot, figure, plot, pen)
        lines += [*wrapped(dot.label, pen.width), *_beside(_merged(dot), pen), drawn]
        lines += _strip(dot.strip, 0, plot, pen)
    return lines


def _strip(strip: Strip | None, indent: int, plot: int, pen: Pen) -> list[str]:
    """Draw the spread inside a group below its row, and say it."""
    if strip is None:
        return []
    cells = [" "] * plot
    for place in strip.places:
        cells[_column(place, plot)] = pen.part
    before = " " * indent
    said = " ".join(text for text in (strip.sentence, strip.parts) if text)
    return [before + "".join(cells), *wrapped(said, pen.width, before, before)]


def _beside(texts: tuple[str, ...], pen: Pen) -> list[str]:
    line = "  ".join(texts)
    if columns_of(line) <= pen.width:
        return [line]
    return [line for text in texts for line in wrapped(text, pen.width)]


def _column(place: float, plot: int) -> int:
    return round(place / 100 * (plot - 1))


def _ticks(ticks: tuple[Tick, ...], plot: int) -> str:
    """Write each tick above its place; leave out one that would touch the one before."""
    line = ""
    for tick in ticks:
        start = _column(tick.place, plot) - len(tick.text) // 2
        start = min(max(start, 0), plot - len(tick.text))
        if not line or start > len(line):
            line = left(line, start) + tick.text
    return left(line, plot)


def _drawn(dot: Dot, figure: DotRows, plot: int, pen: Pen) -> str:
    if dot.mark is None:
        return (pen.hatch if dot.hatched else pen.ground) * plot
    cells = [pen.ground] * plot
    low, high = _column(dot.mark.low, plot), _column(dot.mark.high, plot)
    cells[low : high + 1] = [pen.span] * (high + 1 - low)
    if figure.line is not None:
        cells[_column(figure.line, plot)] = pen.line
    cells[_column(dot.mark.at, plot)] = pen.dot
    return "".join(cells)


def chart(figure: Chart, pen: Pen) -> list[str]:
    """Draw each row of each table on the scale that the drawings share.

    figure: with its planes
    pen:    of the page

    >>> chart(Chart("run", "Over time", "Patients.", (), (), ()), Pen(80, *"─•·─●┊╌◆○╷"))
    ['Over time', 'Patients.']
    """
    said = " ".join((figure.caption, *figure.legend))
    planes = [line for plane in figure.planes for line in ("", *_plane(plane, figure, pen))]
    return [*wrapped(figure.title, pen.width), *wrapped(said, pen.width), *planes]


def multiples(figure: Multiples, pen: Pen) -> list[str]:
    """Draw small figures one below the other.

    figure: with its panels
    pen:    of the page

    >>> multiples(Multiples("By site", "Patients.", (), ()), Pen(80, *"─•·─●┊╌◆○╷"))
    ['By site', 'Patients.']
    """
    said = " ".join((figure.caption, *figure.legend))
    panels = [line for panel in figure.panels for line in ("", *dot_rows(panel, pen))]
    return [*wrapped(figure.title, pen.width), *wrapped(said, pen.width), *panels]


def _plane(plane: Plane, figure: Chart, pen: Pen) -> list[str]:
    """Rule the table with one drawn column; leave the drawing out where there is no room for it."""
    table = plane.table
    told = [row for row, one in zip(table.rows, plane.strokes, strict=True) if not one.hatched]
    lines = (table.columns, *told)
    widths = [max(columns_of(line[at]) for line in lines) for at in range(len(table.columns))]
    widths[0] = max(columns_of(row[0]) for row in (table.columns, *table.rows))
    plot = min(_MOST_PLOT, pen.width - sum(widths) - 2 * len(widths))
    if plot < _LEAST_PLOT:
        says = [plane.title, plane.says] if plane.says else [plane.title]
        return [*(line for one in says for line in wrapped(one, pen.width)), *records(table, pen)]
    said = " ".join(text for text in (table.caption, plane.says) if text)
    head = _ruled(table.columns, _ticks(figure.ticks, plot), widths)
    rows = [
        line
        for row, one in zip(table.rows, plane.strokes, strict=True)
        for line in _line(row, one, widths, (plot, pen))
    ]
    return [*wrapped(said, pen.width), "", head, *rows]


def _line(
    row: tuple[str, ...], stroke: Stroke, widths: list[int], drawn: tuple[int, Pen]
) -> list[str]:
    """Set one row; one that is not shown says why once, below itself where it is long."""
    plot, pen = drawn
    if not stroke.hatched:
        return [_ruled(row, _stroke(stroke, plot, pen), widths)]
    head = f"{left(row[0], widths[0])}  {_stroke(stroke, plot, pen)}"
    said = "  ".join(dict.fromkeys(row[1:]))
    if columns_of(head) + 2 + columns_of(said) <= pen.width:
        return [f"{head}  {said}"]
    indent = " " * (widths[0] + 2)
    return [head, *wrapped(said, pen.width, indent, indent)]


def _ruled(row: tuple[str, ...], drawn: str, widths: list[int]) -> str:
    return "  ".join((left(row[0], widths[0]), drawn, *_set(row[1:], widths[1:])))


def _set(texts: tuple[str, ...], widths: list[int]) -> list[str]:
    return [right(text, width) for text, width in zip(texts, widths, strict=True)]


def _stroke(stroke: Stroke, plot: int, pen: Pen) -> str:
    if stroke.hatched and not stroke.points:
        return pen.hatch * plot
    cells = [pen.ground] * plot
    if stroke.span is not None:
        low, high = (_column(place, plot) for place in stroke.span)
        cells[low : high + 1] = [pen.span] * (high + 1 - low)
    marks = {"in": pen.dot, "others": pen.others, "beyond": pen.beyond}
    for role, at in stroke.points:
        cells[_column(at, plot)] = marks[role]
    return "".join(cells)
