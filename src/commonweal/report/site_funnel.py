"""The funnel of sites: is this site unusual for its size? It never ranks sites."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil

from commonweal.findings.course import Place
from commonweal.findings.finding import Finding
from commonweal.kinds import opened
from commonweal.report import figure_words
from commonweal.report.figure_nodes import Area, Bar, Beside, Chart, Plane, Point, Spot, Stroke
from commonweal.report.figures import AnyScale, figure_name
from commonweal.report.number_scale import NumberScale, number_scale
from commonweal.report.planes import ALL, between, lines, place
from commonweal.report.tables import ruled

DOT, LETTER, LINE = 1.0, 1.15, 9.0  # room of a dot, a letter and a line, in hundredths of a drawing
LETTERS = 18  # in a line of a name
LOWEST = 13.0  # below this a name would touch the sizes under the drawing
Room = tuple[float, float, float, float]  # from start to end, and from lowest to highest
BEYOND = {"above": figure_words.ABOVE, "below": figure_words.BELOW, "": figure_words.NO}


def site_funnel(finding: Finding, scale: AnyScale) -> tuple[Chart, ...]:
    """Draw the sites by their size.

    finding: with its course
    scale:   of everything the measure shows across sites

    Gives one chart, or none; a site whose size is hidden stands in the table alone.

    >>> from types import SimpleNamespace
    >>> from commonweal.findings.course import Course
    >>> site_funnel(SimpleNamespace(course=Course(), unit=""), None)
    ()
    """
    places = finding.course.places
    if not places:
        return ()
    title = figure_words.by_size(finding.title)
    hidden = any(not (one.rate.shown and one.people.shown) for one in places)
    plane = _plane(places, finding, scale, title)
    legend = (
        figure_words.READ_FUNNEL,
        *((figure_words.BEYOND_FUNNEL,) if any(one.beyond for one in places) else ()),
        figure_words.DIRECTION_UP[finding.better],
        *((figure_words.HATCHED_SITE,) if hidden else ()),
        scale.sentence,
    )
    caption = figure_words.in_period(opened(finding.people), finding.site, finding.period)
    return (Chart("funnel", title, caption, legend, scale.ticks, (plane,)),)


def _plane(places: tuple[Place, ...], finding: Finding, scale: AnyScale, title: str) -> Plane:
    sizes = [one.people.value for one in places if one.people.value is not None]
    along = number_scale([0.0, *sizes], (), "count")
    drawn = sorted(
        (along.place(one.people.value), at, one)
        for at, one in enumerate(places)
        if one.people.value is not None and one.rate.shown
    )
    limits = [(at, place(one.low, scale), place(one.high, scale)) for at, _order, one in drawn]
    told = [(at, low, high) for at, low, high in limits if low is not None and high is not None]
    edge = (*((at, low) for at, low, _ in told), *((at, high) for at, _, high in reversed(told)))
    columns = (
        figure_words.SITE, figure_name(finding.unit), opened(finding.people),
        figure_words.CHANCE_ALONE, figure_words.BEYOND,
    )  # fmt: skip
    rows = tuple(
        (
            one.label, one.rate.text, one.people.text,
            between(one.low, one.high, finding.unit, figure_words.UNTOLD),
            BEYOND[one.beyond] if one.rate.shown else figure_words.UNTOLD,
        )
        for one in places
    )  # fmt: skip
    caption = figure_words.numbers_caption(figure_words.EVERY_SITE, title)
    ats = [at for at, _low, _high in limits]
    return Plane(
        title=figure_words.EVERY_SITE,
        says="",
        opens=figure_words.numbers_of(figure_words.EVERY_SITE),
        alt=figure_words.alt(title, figure_words.EVERY_SITE),
        along=_sizes(along),
        ends=(),
        areas=(Area("band", edge),) if len(told) > 1 else (),
        curves=(
            *lines("limit", ats, [low for _at, low, _high in limits]),
            *lines("limit", ats, [high for _at, _low, high in limits]),
        ),
        bars=tuple(
            Bar("hidden", along.place(one.people.value), 0.0, ALL)
            for one in places
            if one.people.value is not None and not one.rate.shown
        ),
        points=_named(
            [
                (at, up, one)
                for at, _order, one in drawn
                if (up := place(one.rate, scale)) is not None
            ],
            [
                *_along([(at, low) for at, low, _high in told]),
                *_along([(at, high) for at, _low, high in told]),
            ],
        ),
        table=ruled(caption, columns, rows, (False, True, True, True, False)),
        strokes=tuple(_stroke(one, scale) for one in places),
    )


def _along(curve: list[Spot]) -> Iterator[Room]:
    """Guess the room of a curve, piece by piece: a name on it can not be read."""
    for (start, low), (end, high) in pairwise(curve):
        pieces = ceil(end - start) or 1
        ups = [low + (high - low) * at / pieces for at in range(pieces + 1)]
        for at, (one, two) in enumerate(pairwise(ups)):
            first = start + (end - start) * at / pieces
            yield first, first + (end - start) / pieces, min(one, two), max(one, two)


def _named(drawn: list[tuple[float, float, Place]], curves: list[Room]) -> tuple[Point, ...]:
    """Name a site where its name touches nothing; one beyond the curves always has its name."""
    points: list[Point] = []
    taken = curves + [(at - DOT, at + DOT, up - 2 * DOT, up + 2 * DOT) for at, up, _one in drawn]
    for at, up, one in sorted(drawn, key=lambda each: not each[2].beyond):
        role = "beyond" if one.beyond else "in"
        tried = [Point(role, at, up, one.label, below) for below in (False, up > LOWEST)]
        chosen = tried[one.beyond == "below" and up > LOWEST]
        if not one.beyond:
            aside = [Point(role, at, up, one.label, beside=side) for side in ("end", "start")]
            tried += [each for each in aside if _room(each)[0] >= 0 and _room(each)[1] <= ALL]
            free = (each for each in tried if not any(_touch(_room(each), held) for held in taken))
            chosen = next(free, Point(role, at, up))
        points.append(chosen)
        taken += [_room(chosen)] if chosen.name else []
    return tuple(sorted(points, key=lambda each: each.at))


def _room(point: Point) -> Room:
    """Guess the room of a name, from start to end and from lowest to highest."""
    wide = LETTER * min(len(point.name), LETTERS)
    high = LINE * -(-len(point.name) // LETTERS)
    start = point.at - {"start": 0.0, "middle": wide / 2, "end": wide}[point.side]
    if point.beside:
        start += 1.5 * DOT if point.beside == "end" else -1.5 * DOT
        return start, start + wide, point.up - high / 2, point.up + high / 2
    low = point.up - 4 * DOT - high if point.below else point.up + 4 * DOT
    return start, start + wide, low, low + high


def _touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    across = one[0] < other[1] and other[0] < one[1]
    return across and one[2] < other[3] and other[2] < one[3]


def _sizes(along: NumberScale) -> tuple[Beside, ...]:
    """Write the sizes below; a narrow page leaves out every other one."""
    return tuple(
        Beside(tick.text, tick.place, "middle", "spare" if at % 2 else "")
        for at, tick in enumerate(along.ticks)
    )


def _stroke(one: Place, scale: AnyScale) -> Stroke:
    up, low, high = (place(cell, scale) for cell in (one.rate, one.low, one.high))
    span = None if up is None or low is None or high is None else (low, high)
    role = "beyond" if one.beyond else "in"
    return Stroke(span, () if up is None else ((role, up),), up is None)
