"""Write dot rows as a table: the chart is the table, with one cell of each row drawn.

Marks have places in percent inside an SVG without a view box, so they keep their size and text
stays text. On a page from right to left the stylesheet mirrors the drawing and turns letters back.
"""

from __future__ import annotations

from html import escape

from commonweal.report.document import Dot, DotRows, Strip, Tick
from commonweal.report.writers.html_parts import isolated


def dot_rows(figure: DotRows) -> str:
    """Write dot rows.

    figure: with its scale, its ticks and its rows

    Gives HTML.

    >>> 'class="dots"' in dot_rows(
    ...     DotRows("T", "C", (), ("Group", "Rate", "Interval", "People"), "S", (), None, ()))
    True
    """
    group, rate, interval, people = (isolated(name) for name in figure.columns)
    said = "".join(f" {isolated(text)}" for text in (figure.caption, *figure.legend) if text)
    rows = "\n".join(_row(dot, figure) for dot in figure.dots)
    head = '<th role="columnheader" scope="col"'
    return (
        f'<table class="dots" role="table">\n'
        f"<caption><strong>{isolated(figure.title)}</strong>{said}</caption>\n"
        f'<thead role="rowgroup"><tr role="row">{head} class="label">{group}</th>'
        f'{head} class="plot"><span class="unseen">{isolated(figure.scale)}</span>'
        f'<svg class="track" aria-hidden="true">{_ticks(figure.ticks)}</svg></th>'
        f'{head} class="rate">{rate}</th>{head} class="interval">{interval}</th>'
        f'{head} class="people">{people}</th></tr></thead>\n'
        f'<tbody role="rowgroup">\n{rows}\n</tbody></table>'
    )


def upright(name: str, place: float) -> str:
    """Draw a line across a row, and beyond it where a long name makes the row higher.

    name:  class of the line
    place: on the scale, 0 to 100

    >>> upright("grid", 25.0)
    '<line class="grid" x1="25%" x2="25%" y1="-200%" y2="300%"/>'
    """
    return f'<line class="{name}" x1="{place:g}%" x2="{place:g}%" y1="-200%" y2="300%"/>'


def _ticks(ticks: tuple[Tick, ...]) -> str:
    """Set each tick inside a drawing of its own, whose middle its letters turn about."""
    return "".join(
        f'<svg class="tick" x="{tick.place:g}%" width="1" height="1">'
        f'<text text-anchor="middle" y="1em">{escape(tick.text)}</text></svg>'
        for tick in ticks
    )


def _row(dot: Dot, figure: DotRows) -> str:
    kinds = [name for name, on in (("all", dot.everybody), ("hidden", dot.mark is None)) if on]
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    return (
        f'<tr role="row"{kind}><th role="rowheader" scope="row" class="label">'
        f"<bdi>{escape(dot.label)}</bdi></th>"
        f'<td role="cell" class="plot"><svg class="track" aria-hidden="true">'
        f"{_marks(dot, figure)}</svg>{_strip(dot.strip)}</td>{_numbers(dot)}</tr>"
    )


def _strip(strip: Strip | None) -> str:
    if strip is None:
        return ""
    parts = "".join(
        f'<line class="part" x1="{at:g}%" x2="{at:g}%" y1="0%" y2="100%"/>' for at in strip.places
    )
    sentence = f"<p>{isolated(strip.sentence)}</p>" if strip.sentence else ""
    return (
        f'<details class="strip"><summary aria-label="{escape(strip.name)}">'
        f'{escape(strip.opens)}</summary><svg class="track" aria-hidden="true">{parts}</svg>'
        f"{sentence}<p>{isolated(strip.parts)}</p></details>"
    )


def _marks(dot: Dot, figure: DotRows) -> str:
    grid = "".join(upright("grid", tick.place) for tick in figure.ticks)
    line = "" if figure.line is None else upright("line", figure.line)
    if dot.mark is None:
        hatch = '<line class="hatch" x1="0%" x2="100%" y1="50%" y2="50%"/>'
        return f"{grid}{line}{hatch if dot.hatched else ''}"
    low, at, high = dot.mark.low, dot.mark.at, dot.mark.high
    span = f'<line class="span" x1="{low:g}%" x2="{high:g}%" y1="50%" y2="50%"/>'
    return f'{grid}{line}{span}<circle class="dot" cx="{at:g}%" cy="50%" r="6"/>'


def _numbers(dot: Dot) -> str:
    """Set one cell for each of the three texts, and one cell for neighbors that say the same."""
    cells: list[tuple[str, str, int]] = []
    for kind, text in (("rate", dot.rate), ("interval", dot.interval), ("people", dot.people)):
        if dot.mark is None and cells and cells[-1][1] == text:
            cells[-1] = (cells[-1][0], text, cells[-1][2] + 1)
        else:
            cells.append((kind, text, 1))
    return "".join(_number(kind, text, columns) for kind, text, columns in cells)


def _number(kind: str, text: str, columns: int) -> str:
    span = f' colspan="{columns}"' if columns > 1 else ""
    return f'<td role="cell" class="{kind}"{span}><bdi>{escape(text)}</bdi></td>'
