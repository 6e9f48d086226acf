"""How times are compared (measure-logic, common 1.3 and 1.4): by day or instant, and unknown.

A partial date is decided by the parts that both sides have; equal parts are unknown. A date
without time against an instant of the same day is unknown. Unknown never counts.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from sqlglot import exp

from commonweal.engine.sql import FAR, Tree, both, column, day, either, fill, instant, text
from commonweal.kinds import Period
from commonweal.measures.criteria import Edge, Latest, Moment, Precision, When, Window
from commonweal.tables.columns import Point, Span


@dataclass(frozen=True)
class Time:
    """Hold the three trees of one point: instant, day as written, precision."""

    ts: Tree
    day: Tree
    prec: Tree


def point(alias: str, when: When) -> Time:
    """Give the trees of a point of a row."""
    if isinstance(when, Latest):
        return _latest(point(alias, when.span.start), point(alias, when.span.end))
    return Time(*(column(alias, f"{when.name}_{part}") for part in ("ts", "day", "prec")))


def span_end(alias: str, span: Span) -> Time:
    """Give the end of a span: still running where only the start is known."""
    start, end = point(alias, span.start), point(alias, span.end)
    if not span.open_ended:
        return end
    running = "CASE WHEN :end IS NOT NULL THEN :value WHEN :start IS NOT NULL THEN :far END"
    far_day = exp.cast(text(FAR), "DATE")
    return Time(
        fill(running, end=end.day, start=start.day, value=end.ts,
             far=exp.cast(text(FAR), "TIMESTAMP")),
        fill(running, end=end.day, start=start.day, value=end.day, far=far_day),
        fill(running, end=end.day, start=start.day, value=end.prec, far=text("D")),
    )  # fmt: skip


def lies(this: Time, window: Window, period: Period) -> Tree:
    """Test that a point lies in a window."""
    return both(not_before(this, window, period), not_after(this, window, period))


def overlaps(alias: str, span: Span, window: Window, period: Period) -> Tree:
    """Test that a span shares a moment with a window.

    A span without a known start counts when its end lies in the window, and always when it stands
    for a condition or an order that has no dates at all (its end is then in the year 9999).
    """
    start, end = point(alias, span.start), span_end(alias, span)
    return fill(
        "CASE WHEN :start IS NOT NULL THEN :begins AND :lasts "
        "ELSE :lasts AND (:ends OR :day = CAST(:far AS DATE)) END",
        start=start.day,
        begins=not_after(start, window, period),
        lasts=not_before(end, window, period),
        ends=not_after(end, window, period),
        day=end.day,
        far=text(FAR),
    )


def not_before(this: Time, window: Window, period: Period) -> Tree:
    """Test that a point is at or after the first day of a window."""
    if window.first is None:
        return exp.Is(this=this.day.copy(), expression=exp.Not(this=exp.Null()))
    bound = resolve(window.first, period)
    if window.precision is Precision.DAY:
        return fill("CASE WHEN :prec IN ('D', 'T') THEN :day >= :bound ELSE :parts END",
                     prec=this.prec, day=this.day, bound=day(bound),
                     parts=_parts(this, bound, ">"))  # fmt: skip
    return fill(
        "CASE WHEN :prec = 'T' THEN :ts >= :instant WHEN :prec = 'D' THEN :day > :bound "
        "ELSE :parts END",
        prec=this.prec, ts=this.ts, instant=instant(bound), day=this.day, bound=day(bound),
        parts=_parts(this, bound, ">"),
    )  # fmt: skip


def not_after(this: Time, window: Window, period: Period) -> Tree:
    """Test that a point is at or before the last day of a window (before it when open)."""
    bound = resolve(window.last, period)
    if window.precision is Precision.DAY:
        return fill("CASE WHEN :prec IN ('D', 'T') THEN :day <= :bound ELSE :parts END",
                    prec=this.prec, day=this.day, bound=day(bound),
                    parts=_parts(this, bound, "<"))  # fmt: skip
    edge = bound if window.end_open else bound + timedelta(days=1)
    return fill(
        "CASE WHEN :prec = 'T' THEN :ts < :instant WHEN :prec = 'D' THEN :day < :bound "
        "ELSE :parts END",
        prec=this.prec, ts=this.ts, instant=instant(edge), day=this.day, bound=day(bound),
        parts=_parts(this, bound, "<"),
    )  # fmt: skip


def days_apart(this: Time, that: Time, before: int, after: int) -> Tree:
    """Test that a day lies from so many days before another to so many after it."""
    return fill(
        ":a IN ('D', 'T') AND :b IN ('D', 'T') "
        "AND :this BETWEEN :that - CAST(:before AS INTEGER) AND :that + CAST(:after AS INTEGER)",
        a=this.prec, b=that.prec, this=this.day, that=that.day,
        before=exp.Literal.number(before), after=exp.Literal.number(after),
    )  # fmt: skip


def instant_before(this: Time, that: Time, strictly: bool) -> Tree:
    """Test that an instant is before another, or at it unless `strictly`."""
    compared = fill(":a < :b" if strictly else ":a <= :b", a=this.ts, b=that.ts)
    return fill(
        "CASE WHEN :p = 'T' AND :q = 'T' THEN :compared "
        "WHEN :p IN ('D', 'T') AND :q IN ('D', 'T') THEN :this < :that ELSE FALSE END",
        p=this.prec, q=that.prec, compared=compared, this=this.day, that=that.day,
    )  # fmt: skip


def years_between(birth: Tree, at: Tree) -> Tree:
    """Count completed years; born on 29 February, the birthday of a common year is 1 March."""
    return fill(
        "year(:at) - year(:birth) - CASE WHEN month(:at) * 100 + day(:at) "
        "< month(:birth) * 100 + day(:birth) THEN 1 ELSE 0 END",
        at=at,
        birth=birth,
    )


def resolve(moment: Moment, period: Period) -> date:
    """Turn a moment of a measure into a day of this period."""
    base = period.first if moment.edge is Edge.START else period.last
    months = base.year * 12 + base.month - 1 + moment.years * 12 + moment.months
    year, month = divmod(months, 12)
    moved = date(year, month + 1, min(base.day, calendar.monthrange(year, month + 1)[1]))
    if moment.on is not None:
        moved = date(moved.year, *moment.on)
    return moved + timedelta(days=moment.days)


def _latest(start: Time, end: Time) -> Time:
    def choose(value: Tree, other: Tree) -> Tree:
        return fill(
            "CASE WHEN :end IS NOT NULL AND :end < CAST(:far AS DATE) THEN :value ELSE :other END",
            end=end.day, far=text(FAR), value=value, other=other,
        )  # fmt: skip

    return Time(choose(end.ts, start.ts), choose(end.day, start.day), choose(end.prec, start.prec))


def _parts(this: Time, bound: date, sign: str) -> Tree:
    """Compare a year or a month by the parts that both sides have."""
    year = fill(f":prec = 'Y' AND year(:day) {sign} :year",
                prec=this.prec, day=this.day, year=exp.Literal.number(bound.year))  # fmt: skip
    month = fill(f":prec = 'M' AND year(:day) * 12 + month(:day) {sign} :months",
                 prec=this.prec, day=this.day,
                 months=exp.Literal.number(bound.year * 12 + bound.month))  # fmt: skip
    return either(year, month)


__all__ = [
    "Point", "Time", "days_apart", "instant_before", "lies", "not_after", "not_before",
    "overlaps", "point", "resolve", "span_end", "years_between",
]  # fmt: skip
