"""What all drawings with two directions share: places along, lines that break, texts of intervals.

A figure that may not be shown is neither placed nor joined to its neighbors; its place is hatched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from commonweal.findings import numbers
from commonweal.findings.course import Moment
from commonweal.findings.finding import Cell, Finding
from commonweal.kinds import opened
from commonweal.report import figure_words, words
from commonweal.report.figure_nodes import Bar, Curve, Point, Spot
from commonweal.report.figures import AnyScale, interval_of, scale_around

FEWEST_LINES, ALL = 2, 100.0


def time_scale(findings: Iterable[Finding]) -> AnyScale:
    """Choose the one scale of everything a measure shows over time.

    findings: of one measure

    Gives a scale that holds every figure shown, and limits and interval ends where they are drawn.

    >>> time_scale([]).sentence
    'The scale runs from 0% to 100%.'
    """
    shared = tuple(findings)
    runs = [one for each in shared for one in each.course.runs]
    gaps = [one for each in shared for one in each.course.gaps]
    slopes = [one for each in shared for one in each.course.slopes]
    ends = [each for one in slopes for each in (one.before, one.after)]
    drawn = [
        *(each for one in runs for each in one.moments),
        *(each for one in gaps for each in (*one.group, *one.others)),
        *ends,
    ]
    limits = [
        *(cell for one in runs for pair in one.limits for cell in pair),
        *(one.center for one in runs),
        *(cell for each in ends if each.rate.shown for cell in (each.low, each.high)),
    ]
    return scale_around((each.rate for each in drawn), limits, _unit(shared))


def site_scale(findings: Iterable[Finding]) -> AnyScale:
    """Choose the one scale of everything a measure shows across sites.

    findings: of one measure

    >>> site_scale([]).sentence
    'The scale runs from 0% to 100%.'
    """
    shared = tuple(findings)
    places = [one for each in shared for one in each.course.places]
    rows = [row for each in shared for panel in each.course.panels for row in panel.rows]
    drawn = [row for row in rows if row.rate.shown]
    limits = [
        *(cell for one in places if one.rate.shown for cell in (one.low, one.high)),
        *(cell for row in drawn for cell in (row.low, row.high)),
    ]
    figures = (*(one.rate for one in places), *(row.rate for row in drawn))
    return scale_around(figures, limits, _unit(shared))


def _unit(findings: Sequence[Finding]) -> str:
    return findings[0].unit if findings else ""


def place(cell: Cell, scale: AnyScale) -> float | None:
    """Place a figure or a limit; what lies beyond the scale stands at its end.

    cell:  with a number, or with the words of why there is none
    scale: of the figure

    >>> place(Cell(None, "not shown"), time_scale([])) is None
    True
    >>> place(Cell(0.5, "50%"), time_scale([]))
    50.0
    """
    return None if cell.value is None else min(max(scale.place(cell.value), 0.0), ALL)


def when(moments: Sequence[Moment]) -> tuple[float, ...]:
    """Place stretches of time along, by their first day.

    moments: in order of time

    Gives places that leave half a stretch free at both ends.

    >>> when(())
    ()
    """
    if len(moments) < FEWEST_LINES:
        return tuple(50.0 for _ in moments)
    days = [date.fromisoformat(one.day).toordinal() for one in moments]
    half = ALL / 2 / len(moments)
    room = ALL - 2 * half
    return tuple(round(half + room * (day - days[0]) / (days[-1] - days[0]), 3) for day in days)


def lines(role: str, along: Sequence[float], ups: Sequence[float | None]) -> tuple[Curve, ...]:
    """Draw a line through figures, broken where one is not shown.

    role:  of the line
    along: places along
    ups:   places on the scale, None where a figure is not shown

    >>> [one.spots for one in lines("rate", (0, 1, 2, 3), (5.0, 6.0, None, 8.0))]
    [((0, 5.0), (1, 6.0))]
    """
    runs = unbroken(zip(along, ups, strict=True))
    return tuple(Curve(role, run) for run in runs if len(run) >= FEWEST_LINES)


def unbroken(spots: Iterable[tuple[float, float | None]]) -> list[tuple[Spot, ...]]:
    """Part places into runs without a gap.

    spots: places along and up, None where there is nothing

    >>> unbroken([(0, 5.0), (1, None), (2, 7.0)])
    [((0, 5.0),), ((2, 7.0),)]
    """
    runs = []
    for shown, run in groupby(spots, key=lambda spot: spot[1] is not None):
        if shown:
            runs.append(tuple((at, up) for at, up in run if up is not None))
    return runs


def points(role: str, along: Sequence[float], ups: Sequence[float | None]) -> tuple[Point, ...]:
    """Draw the figures of one line.

    role:  of each
    along: places along
    ups:   places on the scale, None where a figure is not shown

    >>> points("in", (10.0, 20.0), (50.0, None))
    (Point(role='in', at=10.0, up=50.0, name='', below=False, beside=''),)
    """
    return tuple(Point(role, at, up) for at, up in zip(along, ups, strict=True) if up is not None)


def hidden_bars(along: Sequence[float], ups: Sequence[float | None]) -> tuple[Bar, ...]:
    """Hatch the place of each figure that is not shown.

    along: places along
    ups:   places on the scale, None where a figure is not shown

    >>> hidden_bars((10.0, 20.0), (50.0, None))
    (Bar(role='hidden', at=20.0, low=0.0, high=100.0),)
    """
    return tuple(
        Bar("hidden", at, 0.0, ALL) for at, up in zip(along, ups, strict=True) if up is None
    )


def interval_text(moment: Moment, unit: str) -> str:
    """Write the interval of a figure, or why there is none.

    moment: with its limits
    unit:   of the figure, or "" for a rate

    >>> rate, low, high = Cell(0.6, "60.0%"), Cell(0.5, "50.0%"), Cell(0.7, "70.0%")
    >>> interval_text(Moment("2025", "2025-01-01", rate, low, high, Cell(90, "90")), "")
    '50.0 to 70.0'
    """
    written = between(moment.low, moment.high, unit, moment.rate.text)
    if not moment.rate.shown:
        return written
    return interval_of(moment.low, moment.high, written)


def between(low: Cell, high: Cell, unit: str, otherwise: str) -> str:
    """Write two limits, or other words where one is missing.

    low, high: the limits
    unit:      of the figure, or "" for a rate
    otherwise: what is said where a limit is missing

    >>> between(Cell(0.5, ""), Cell(None, ""), "", "not shown")
    'not shown'
    """
    if low.value is None or high.value is None:
        return otherwise
    if unit:
        return numbers.interval_in(low.value, high.value, unit)
    return numbers.interval(low.value, high.value)


def sized(moment: Moment, unit: str) -> str:
    """Write a figure with its interval.

    moment: with its limits
    unit:   of the figure, or "" for a rate

    >>> sized(Moment("2025", "2025-01-01", *[Cell(None, "not shown")] * 3, Cell(90, "90")), "")
    'not shown'
    """
    written = interval_text(moment, unit)
    return words.size(moment.rate.text, "" if written == words.NO_INTERVAL else written)


def who_when(finding: Finding, moments: Sequence[Moment]) -> str:
    """Say who, where and when a figure over time is about.

    finding: it belongs to
    moments: that it draws, at least one

    >>> from types import SimpleNamespace
    >>> cells = [Cell(0.6, "60.0%")] * 4
    >>> two = [Moment(f"July {year}", f"{year}-07-01", *cells) for year in (2025, 2024)]
    >>> who_when(SimpleNamespace(people="patients", site="all sites"), two)
    'Patients, all sites. First stretch of time: July 2024. Last: July 2025.'
    """
    ordered = sorted(moments, key=lambda one: one.day)
    people = opened(finding.people)
    return figure_words.from_to(people, finding.site, ordered[0].label, ordered[-1].label)
