"""The funnel of sites: is this site unusual for its size? It never ranks sites."""

from __future__ import annotations

from commonweal.findings.course import Place
from commonweal.findings.finding import Finding
from commonweal.report import figure_words
from commonweal.report.figure_nodes import Area, Bar, Beside, Chart, Plane, Point, Stroke
from commonweal.report.figures import AnyScale, figure_name
from commonweal.report.number_scale import NumberScale, number_scale
from commonweal.report.planes import ALL, between, lines, opened, place
from commonweal.report.tables import ruled

BEYOND = {"above": figure_words.ABOVE, "below": figure_words.BELOW, "": figure_words.NO}


def site_funnel(finding: Finding, scale: AnyScale) -> tuple[Chart, ...]:
    """Draw the sites by their size.

    finding: with its course
    scale:   of everything the measure shows across sites

    Gives one chart, or none; a site whose size is hidden stands in the table alone.

    >>> site_funnel.__name__
    'site_funnel'
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
        points=tuple(
            Point(one.beyond or "in", at, up, one.label if one.beyond else "")
            for at, _order, one in drawn
            if (up := place(one.rate, scale)) is not None
        ),
        table=ruled(caption, columns, rows, (False, True, True, True, False)),
        strokes=tuple(_stroke(one, scale) for one in places),
    )


def _sizes(along: NumberScale) -> tuple[Beside, ...]:
    """Write the sizes below; a narrow page leaves out every other one."""
    return tuple(
        Beside(tick.text, tick.place, "middle", "spare" if at % 2 else "")
        for at, tick in enumerate(along.ticks)
    )


def _stroke(one: Place, scale: AnyScale) -> Stroke:
    up, low, high = (place(cell, scale) for cell in (one.rate, one.low, one.high))
    span = None if up is None or low is None or high is None else (low, high)
    return Stroke(span, () if up is None else ((one.beyond or "in", up),), up is None)
