"""Write drawings with two directions: lines stretch with the page, dots and text keep their size.

Lines and areas stand in an SVG that stretches, with strokes that do not; dots, bars and text lie
above it in percent. A drawing repeats its table, so that it is kept from those who hear the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from commonweal.report.drawn_text import FEW_LETTERS, LETTERS, folded
from commonweal.report.figure_nodes import Bar, Beside, Chart, Multiples, Plane, Point, Spot
from commonweal.report.writers.html_dots import dot_rows
from commonweal.report.writers.html_parts import isolated, records

DEEPEST = 4  # lines of a text below a drawing that the stylesheet has room for
NAME_LETTERS = 18  # in a line of the name of a point
TIMES = ("run", "gap")  # charts with stretches of time below
ASIDE = 10  # px from the middle of a point to a name at its height
_DIAMOND = '<path d="M0 -8 8 0 0 8 -8 0Z"/>'


def chart(figure: Chart) -> str:
    """Write drawings that share one scale.

    figure: with its planes

    Gives HTML.

    >>> 'class="card chart run"' in chart(Chart("run", "Over time", "Patients.", (), (), ()))
    True
    """
    planes = "\n".join(_plane(plane, figure) for plane in figure.planes)
    return _figure(f"chart {figure.role}", figure, f'<div class="planes">\n{planes}\n</div>')


def multiples(figure: Multiples) -> str:
    """Write small figures side by side.

    figure: with its panels

    Gives HTML.

    >>> 'class="card multiples"' in multiples(Multiples("By site", "Patients.", (), ()))
    True
    """
    panels = "\n".join(f'<div class="panel">{dot_rows(panel)}</div>' for panel in figure.panels)
    return _figure("multiples", figure, f'<div class="planes">\n{panels}\n</div>')


def _figure(kind: str, figure: Chart | Multiples, inner: str) -> str:
    said = " ".join(isolated(text) for text in (figure.caption, *figure.legend))
    head = f"<figcaption><strong>{isolated(figure.title)}</strong> {said}</figcaption>"
    return f'<figure class="card {kind}">\n{head}\n{inner}\n</figure>'


def _plane(plane: Plane, figure: Chart) -> str:
    says = f" {isolated(plane.says)}" if plane.says else ""
    ups = "".join(_tick(tick.text, tick.place) for tick in figure.ticks)
    letters = FEW_LETTERS if figure.role in TIMES else LETTERS
    along = "".join(_below(one, letters) for one in plane.along)
    ends = "".join(_end(one) for one in plane.ends)
    deep = max((len(folded(one.text, letters)) for one in plane.along), default=1)
    return (
        f'<div class="plane">\n<p class="name"><strong><bdi>{escape(plane.title)}</bdi></strong>'
        f'{says}</p>\n<div class="drawing deep-{min(deep, DEEPEST)}" aria-hidden="true">'
        f'<svg class="up">{ups}</svg><svg class="field">{_field(plane, figure)}</svg>'
        f'<svg class="ends">{ends}</svg><svg class="along">{along}</svg></div>\n'
        f"<details><summary>{isolated(plane.opens)}</summary>{records(plane.table)}</details>\n"
        "</div>"
    )


def _field(plane: Plane, figure: Chart) -> str:
    grid = "".join(_across("grid", tick.place) for tick in figure.ticks)
    areas = "".join(f'<path class="{one.role}" d="{_path(one.spots)}Z"/>' for one in plane.areas)
    curves = "".join(f'<path class="{one.role}" d="{_path(one.spots)}"/>' for one in plane.curves)
    bars = "".join(_bar(one) for one in plane.bars)
    points = "".join(_point(one) for one in plane.points)
    view = '<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%"'
    return (
        f'{grid}{view} class="areas">{areas}</svg>{view} class="curves">{curves}</svg>'
        f"{bars}{points}"
    )


def _path(spots: Iterable[Spot]) -> str:
    return "M" + " ".join(f"{at:g} {_down(up):g}" for at, up in spots)


def _down(up: float) -> float:
    """Turn a place on the scale into a place from the top, where a drawing begins."""
    return round(100 - up, 3)


def _across(name: str, up: float) -> str:
    y = f"{_down(up):g}%"
    return f'<line class="{name}" x1="0%" x2="100%" y1="{y}" y2="{y}"/>'


def _bar(bar: Bar) -> str:
    return (
        f'<line class="bar {bar.role}" x1="{bar.at:g}%" x2="{bar.at:g}%" '
        f'y1="{_down(bar.high):g}%" y2="{_down(bar.low):g}%"/>'
    )


def _point(point: Point) -> str:
    at, down = f"{point.at:g}%", f"{_down(point.up):g}%"
    beyond = point.role == "beyond"
    circle = f'<circle class="point {point.role}" cx="{at}" cy="{down}" r="5"/>'
    if not (point.name or beyond):
        return circle
    lines = folded(point.name, NAME_LETTERS)
    if point.beside:
        return f"{circle}{_beside(point, lines)}"
    first = 1.6 if point.below else -0.9 - 1.2 * (len(lines) - 1)
    name = f'<text class="{point.side}">{_lines(lines, first)}</text>' if point.name else ""
    role = "point beyond" if beyond else "spare"
    return (
        f'{"" if beyond else circle}<svg class="{role} mark" x="{at}" y="{down}" width="1" '
        f'height="1">{_DIAMOND if beyond else ""}{name}</svg>'
    )


def _beside(point: Point, lines: tuple[str, ...]) -> str:
    """Set a name before or behind its point, at its height."""
    away = ASIDE if point.beside == "end" else -ASIDE
    text = f'<text class="{point.side}">{_lines(lines, 0.32 - 0.6 * (len(lines) - 1))}</text>'
    return (
        f'<svg class="spare mark" x="{point.at:g}%" y="{_down(point.up):g}%" width="1" height="1">'
        f'<svg x="{away}" width="1" height="1">{text}</svg></svg>'
    )


def _tick(text: str, up: float) -> str:
    return (
        f'<svg class="tick" x="100%" y="{_down(up):g}%" width="1" height="1">'
        f'<text y="0.32em">{escape(text)}</text></svg>'
    )


def _below(one: Beside, letters: int) -> str:
    kind = f"mark {one.role}".strip()
    return (
        f'<svg class="{kind}" x="{one.place:g}%" width="1" height="1">'
        f'<text class="{one.side}">{_lines(folded(one.text, letters), 1.1)}</text></svg>'
    )


def _end(one: Beside) -> str:
    lines = folded(one.text)
    first = 0.32 - 0.6 * (len(lines) - 1)
    return (
        f'<svg class="mark" y="{_down(one.place):g}%" width="1" height="1">'
        f'<text class="start">{_lines(lines, first)}</text></svg>'
    )


def _lines(lines: tuple[str, ...], first: float) -> str:
    return "".join(
        f'<tspan x="0" dy="{first if at == 0 else 1.2:.3g}em">{escape(line)}</tspan>'
        for at, line in enumerate(lines)
    )
