"""Run charts: is this change more than chance? Limits, and the rule that fired, in words."""

from __future__ import annotations

from commonweal.findings.course import RunChart
from commonweal.findings.finding import Cell, Finding
from commonweal.kinds import opened
from commonweal.report import figure_words, words
from commonweal.report.drawn_text import labels
from commonweal.report.figure_nodes import Area, Beside, Chart, Plane, Point, Stroke
from commonweal.report.figures import AnyScale, figure_name
from commonweal.report.planes import (
    between,
    hidden_bars,
    interval_text,
    lines,
    place,
    unbroken,
    when,
    who_when,
)
from commonweal.report.tables import ruled


def run_charts(finding: Finding, scale: AnyScale) -> tuple[Chart, ...]:
    """Draw how everybody, and each group that may be shown, fared over time.

    finding: with its course
    scale:   of everything the measure shows over time

    Gives one chart of as many drawings, or none.

    >>> from types import SimpleNamespace
    >>> from commonweal.findings.course import Course
    >>> run_charts(SimpleNamespace(course=Course(), unit=""), None)
    ()
    """
    runs = [one for one in finding.course.runs if one.moments]
    if not runs:
        return ()
    title = figure_words.over_time(finding.title)
    planes = tuple(_plane(one, finding, scale, title) for one in runs)
    moments = [each for one in runs for each in one.moments]
    fired = any(point.role == "beyond" for plane in planes for point in plane.points)
    hidden = any(plane.bars for plane in planes)
    legend = (
        figure_words.READ_RUN,
        *((figure_words.BEYOND_RUN,) if fired else ()),
        figure_words.DIRECTION_UP[finding.better],
        *((figure_words.HATCHED_TIME,) if hidden else ()),
        scale.sentence,
    )
    return (Chart("run", title, who_when(finding, moments), legend, scale.ticks, planes),)


def _plane(run: RunChart, finding: Finding, scale: AnyScale, title: str) -> Plane:
    along = when(run.moments)
    ups = [place(one.rate, scale) for one in run.moments]
    limits = run.limits or tuple((Cell(None, ""), Cell(None, "")) for _ in run.moments)
    lows = [place(low, scale) for low, _high in limits]
    highs = [place(high, scale) for _low, high in limits]
    center = place(run.center, scale)
    spans = list(zip(lows, highs, strict=True))
    roles = ["beyond" if one.beyond else "in" for one in run.moments]
    rows = tuple(
        (
            one.label,
            one.rate.text,
            interval_text(one, finding.unit),
            one.people.text,
            between(*pair, finding.unit, figure_words.UNTOLD),
            _beyond(one.beyond, one.rate),
        )
        for one, pair in zip(run.moments, limits, strict=True)
    )
    columns = (
        figure_words.WHEN,
        figure_name(finding.unit),
        words.INTERVAL,
        opened(finding.people),
        figure_words.CHANCE_ALONE,
        figure_words.BEYOND,
    )
    caption = figure_words.numbers_caption(run.label, title)
    return Plane(
        title=run.label,
        says=words.both(run.rule, figure_words.middle(run.center.text))
        if run.center.shown
        else run.rule,
        opens=figure_words.numbers_of(run.label),
        alt=figure_words.alt(title, run.label),
        along=labels([one.label for one in run.moments], along),
        ends=() if center is None else (Beside(run.center.text, center, "start"),),
        areas=_bands(along, lows, highs),
        curves=(
            *lines("limit", along, lows),
            *lines("limit", along, highs),
            *lines("center", along, [center for _ in along]),
            *lines("rate", along, ups),
        ),
        bars=hidden_bars(along, ups),
        points=tuple(
            Point(role, at, up)
            for role, at, up in zip(roles, along, ups, strict=True)
            if up is not None
        ),
        table=ruled(caption, columns, rows, (False, True, True, True, True, False)),
        strokes=tuple(
            Stroke(
                None if low is None or high is None else (low, high),
                () if up is None else ((role, up),),
                up is None,
            )
            for (low, high), role, up in zip(spans, roles, ups, strict=True)
        ),
    )


def _beyond(fired: bool, rate: Cell) -> str:
    if not rate.shown:
        return figure_words.UNTOLD
    return figure_words.YES if fired else figure_words.NO


def _bands(
    along: tuple[float, ...], lows: list[float | None], highs: list[float | None]
) -> tuple[Area, ...]:
    """Fill between the limits, as far as both are told without a break."""
    both = [
        (at, None if low is None or high is None else (low, high))
        for at, low, high in zip(along, lows, highs, strict=True)
    ]
    told = dict(both)
    runs = unbroken((at, None if pair is None else pair[0]) for at, pair in both)
    bands = []
    for run in runs:
        back = [(at, pair[1]) for at, _low in reversed(run) if (pair := told[at]) is not None]
        bands.append(Area("band", (*run, *back)))
    return tuple(one for one in bands if len(one.spots) > 2)
