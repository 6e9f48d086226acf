"""Slopes: before and after. Two moments for each group, with the ends of their intervals."""

from __future__ import annotations

from commonweal.findings.course import SlopeLine
from commonweal.findings.finding import Finding
from commonweal.kinds import opened
from commonweal.report import figure_words, words
from commonweal.report.figure_nodes import Bar, Beside, Chart, Plane, Stroke
from commonweal.report.figures import AnyScale, figure_name
from commonweal.report.planes import (
    hidden_bars,
    interval_text,
    lines,
    place,
    points,
)
from commonweal.report.tables import ruled

ALONG = (25.0, 75.0)


def slopes(finding: Finding, scale: AnyScale) -> tuple[Chart, ...]:
    """Draw each group before and after.

    finding: with its course
    scale:   of everything the measure shows over time

    Gives one chart with a drawing for each group, or none.

    >>> from types import SimpleNamespace
    >>> from commonweal.findings.course import Course
    >>> slopes(SimpleNamespace(course=Course(), unit=""), None)
    ()
    """
    found = finding.course.slopes
    if not found:
        return ()
    title = figure_words.before_after(finding.title)
    planes = tuple(_plane(one, finding, scale, title) for one in found)
    first = found[0]
    caption = figure_words.then_and_now(
        opened(finding.people), finding.site, first.before.label, first.after.label
    )
    hidden = any(bar.role == "hidden" for plane in planes for bar in plane.bars)
    legend = (
        figure_words.READ_SLOPE,
        figure_words.DIRECTION_UP[finding.better],
        *((figure_words.HATCHED_TIME,) if hidden else ()),
        scale.sentence,
    )
    return (Chart("slope", title, caption, legend, scale.ticks, planes),)


def _plane(slope: SlopeLine, finding: Finding, scale: AnyScale, title: str) -> Plane:
    moments = (slope.before, slope.after)
    ups = [place(one.rate, scale) for one in moments]
    spans = [_span(place(one.low, scale), place(one.high, scale)) for one in moments]
    spans = [None if up is None else span for up, span in zip(ups, spans, strict=True)]
    columns = (
        figure_words.WHEN, figure_name(finding.unit), words.INTERVAL, opened(finding.people),
    )  # fmt: skip
    rows = tuple(
        (one.label, one.rate.text, interval_text(one, finding.unit), one.people.text)
        for one in moments
    )
    caption = figure_words.numbers_caption(slope.label, title)
    return Plane(
        title=slope.label,
        says="",
        opens=figure_words.numbers_of(slope.label),
        alt=figure_words.alt(title, slope.label),
        along=tuple(
            Beside(one.label, at, "middle") for one, at in zip(moments, ALONG, strict=True)
        ),
        ends=(),
        areas=(),
        curves=lines("rate", ALONG, ups),
        bars=(
            *hidden_bars(ALONG, ups),
            *(Bar("interval", at, *s) for at, s in zip(ALONG, spans, strict=True) if s),
        ),
        points=points("in", ALONG, ups),
        table=ruled(caption, columns, rows, (False, True, True, True)),
        strokes=tuple(
            Stroke(span, () if up is None else (("in", up),), up is None)
            for up, span in zip(ups, spans, strict=True)
        ),
    )


def _span(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None else (low, high)
