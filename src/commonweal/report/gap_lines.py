"""Gap lines: is the gap opening or closing? A group beside everybody else, named at their ends."""

from __future__ import annotations

from itertools import pairwise

from commonweal.findings.course import GapLine, Moment
from commonweal.findings.finding import Finding
from commonweal.kinds import opened
from commonweal.report import figure_words
from commonweal.report.drawn_text import labels
from commonweal.report.figure_nodes import Area, Bar, Beside, Chart, Plane, Stroke
from commonweal.report.figures import AnyScale
from commonweal.report.planes import (
    hidden_bars,
    lines,
    place,
    points,
    sized,
    when,
    who_when,
)
from commonweal.report.tables import ruled

LETTERS = 12  # in one line of a name beside a drawing
BETWEEN = 4.0  # room between two names, so that they do not read as one
LINE = 9.0  # room of one such line, in hundredths of the height of a drawing


def gap_lines(finding: Finding, scale: AnyScale) -> tuple[Chart, ...]:
    """Draw the groups with the largest gaps beside everybody else.

    finding: with its course
    scale:   of everything the measure shows over time

    Gives one chart of as many drawings as there are groups, or none.

    >>> from types import SimpleNamespace
    >>> from commonweal.findings.course import Course
    >>> gap_lines(SimpleNamespace(course=Course(), unit=""), None)
    ()
    """
    gaps = [one for one in finding.course.gaps if one.group]
    if not gaps:
        return ()
    title = figure_words.gaps(finding.title)
    planes = tuple(_plane(one, finding, scale, title) for one in gaps)
    moments = [each for one in gaps for each in one.group]
    roles = {bar.role for plane in planes for bar in plane.bars}
    legend = (
        figure_words.READ_GAP,
        *((figure_words.APART_GAP,) if "apart" in roles else ()),
        figure_words.DIRECTION_UP[finding.better],
        *((figure_words.HATCHED_TIME,) if "hidden" in roles else ()),
        scale.sentence,
    )
    return (Chart("gap", title, who_when(finding, moments), legend, scale.ticks, planes),)


def _plane(gap: GapLine, finding: Finding, scale: AnyScale, title: str) -> Plane:
    along = when(gap.group)
    ups = [place(one.rate, scale) for one in gap.group]
    others = [place(one.rate, scale) for one in gap.others]
    pairs = [
        (up, other) if apart and up is not None and other is not None else None
        for up, other, apart in zip(ups, others, gap.apart, strict=True)
    ]
    unit, people = finding.unit, opened(finding.people)
    columns = (
        figure_words.WHEN, figure_words.THIS_GROUP, people, figure_words.EVERYBODY_ELSE, people,
        figure_words.APART,
    )  # fmt: skip
    rows = tuple(
        (
            one.label, sized(one, unit), one.people.text, sized(other, unit), other.people.text,
            _apart(apart, one, other),
        )
        for one, other, apart in zip(gap.group, gap.others, gap.apart, strict=True)
    )  # fmt: skip
    caption = figure_words.numbers_caption(gap.label, title)
    return Plane(
        title=gap.label,
        says=gap.verdict,
        opens=figure_words.numbers_of(gap.label),
        alt=figure_words.alt(title, gap.label),
        along=labels([one.label for one in gap.group], along),
        ends=_ends(gap.label, ups, others),
        areas=_gaps(along, pairs),
        curves=(*lines("others", along, others), *lines("rate", along, ups)),
        bars=(
            *hidden_bars(along, ups),
            *(Bar("apart", at, min(p), max(p)) for at, p in zip(along, pairs, strict=True) if p),
        ),
        points=(*points("others", along, others), *points("in", along, ups)),
        table=ruled(caption, columns, rows, (False, True, True, True, True, False)),
        strokes=tuple(
            _stroke(up, other, pair) for up, other, pair in zip(ups, others, pairs, strict=True)
        ),
    )  # fmt: skip


def _apart(apart: bool, one: Moment, other: Moment) -> str:
    if not (one.rate.shown and other.rate.shown):
        return figure_words.UNTOLD
    return figure_words.YES if apart else figure_words.NO


def _stroke(up: float | None, other: float | None, pair: tuple[float, float] | None) -> Stroke:
    others = () if other is None else (("others", other),)
    here = () if up is None else (("in", up),)
    return Stroke((min(pair), max(pair)) if pair else None, (*others, *here), up is None)


def _gaps(along: tuple[float, ...], pairs: list[tuple[float, float] | None]) -> tuple[Area, ...]:
    """Shade between the lines from one moment to the next where both are beyond chance."""
    return tuple(
        Area("gap", ((at, one[0]), (then, two[0]), (then, two[1]), (at, one[1])))
        for (at, one), (then, two) in pairwise(zip(along, pairs, strict=True))
        if one and two
    )


def _ends(label: str, ups: list[float | None], others: list[float | None]) -> tuple[Beside, ...]:
    """Name the lines at their ends, apart by the room of the names, the higher line above."""
    named = [
        (up[-1], name)
        for line, name in ((others, figure_words.EVERYBODY_ELSE), (ups, label))
        if (up := [one for one in line if one is not None])
    ]
    if len(named) < 2:
        return tuple(Beside(name, _inside(at, name), "start") for at, name in named)
    (low, lower), (high, upper) = sorted(named)
    need = LINE * (_lines(lower) + _lines(upper)) / 2 + BETWEEN
    push = max(0.0, need - (high - low)) / 2
    at = _inside(low - push, lower)
    above = _inside(max(high + push, at + need), upper)
    return (
        Beside(lower, round(min(at, above - need), 3), "start"),
        Beside(upper, round(above, 3), "start"),
    )


def _lines(name: str) -> int:
    return max(1, -(-len(name) // (LETTERS - 3)))  # words seldom fill their lines


def _inside(at: float, name: str) -> float:
    half = LINE * _lines(name) / 2
    return min(max(at, min(half, 50.0)), max(100.0 - half, 50.0))
