"""How times are compared (measure-logic, common 1.3 and 1.4): by day or instant, and unknown.

A partial date is decided by the parts that both sides have; equal parts are unknown. A date
without time against an instant of the same day is unknown. Unknown never counts.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from sqlglot import exp

from commonweal.engine.sql import FAR, Tree, both, column, day, fill, instant, text
from commonweal.kinds import Period
from commonweal.measures.criteria import Edge, Latest, Moment, Precision, When, Window
from commonweal.tables.columns import Span

PARTS = ("ts", "day", "prec", "since", "until")


@dataclass(frozen=True)
class Time:
    """Hold the trees of one point.

    ts, day, prec: instant, day as written, precision
    since: the last day that the point is surely not before: the day itself; for a year or a month
           the day before its first
    until: the first day that the point is surely not after: the day itself; for a year or a month
           the day after its last
    """

    ts: Tree
    day: Tree
    prec: Tree
    since: Tree
    until: Tree


def point(alias: str, when: When) -> Time:
    """Give the trees of a point of a row.

    alias: of the row
    when:  a point, or the latest of a span
    """
    if isinstance(when, Latest):
        return _latest(point(alias, when.span.start), point(alias, when.span.end))
    return Time(*(column(alias, f"{when.name}_{part}") for part in PARTS))


def span_end(alias: str, span: Span) -> Time:
    """Give the end of a span: still running where only the start is known.

    alias: of the row
    span:  of the row
    """
    start, end = point(alias, span.start), point(alias, span.end)
    if not span.open_ended:
        return end
    far = exp.cast(text(FAR), "DATE")

    def running(value: Tree, otherwise: Tree) -> Tree:
        return fill(
            "CASE WHEN :end IS NOT NULL THEN :value WHEN :start IS NOT NULL THEN :far END",
            end=end.day, start=start.day, value=value, far=otherwise,
        )  # fmt: skip

    return Time(
        running(end.ts, exp.cast(text(FAR), "TIMESTAMP")),
        running(end.day, far),
        running(end.prec, text("D")),
        running(end.since, far),
        running(end.until, far),
    )


def lies(this: Time, window: Window, period: Period) -> Tree:
    """Test that a point lies in a window.

    this:   the point
    window: of the measure
    period: the measurement period
    """
    return both(not_before(this, window, period), not_after(this, window, period))


def overlaps(alias: str, span: Span, window: Window, period: Period) -> Tree:
    """Test that a span shares a moment with a window.

    alias:  of the row
    span:   of the row
    window: of the measure
    period: the measurement period
    A span without a known start counts when its end lies in the window, and always when it stands
    for a condition or an order that has no dates at all (its end is then in the year 9999). A
    span that ends before it starts overlaps nothing.
    """
    start, end = point(alias, span.start), span_end(alias, span)
    return fill(
        "CASE WHEN :reversed THEN FALSE WHEN :start IS NOT NULL THEN :begins AND :lasts "
        "ELSE :lasts AND (:ends OR :day = CAST(:far AS DATE)) END",
        reversed=instant_before(end, start, True),
        start=start.day,
        begins=not_after(start, window, period),
        lasts=not_before(end, window, period),
        ends=not_after(end, window, period),
        day=end.day,
        far=text(FAR),
    )


def not_before(this: Time, window: Window, period: Period) -> Tree:
    """Test that a point is at or after the first day of a window.

    this:   the point
    window: of the measure
    period: the measurement period
    """
    if window.first is None:
        return fill(":day IS NOT NULL", day=this.day)
    bound = resolve(window.first, period)
    by_day = fill(":since >= :bound", since=this.since, bound=day(bound))
    if window.precision is Precision.DAY:
        return by_day
    return fill(
        "CASE WHEN :prec = 'T' THEN :ts >= :instant WHEN :prec = 'D' THEN :day > :bound "
        "ELSE :by_day END",
        prec=this.prec, ts=this.ts, instant=instant(bound), day=this.day, bound=day(bound),
        by_day=by_day,
    )  # fmt: skip


def not_after(this: Time, window: Window, period: Period) -> Tree:
    """Test that a point is at or before the last day of a window (before it when open).

    this:   the point
    window: of the measure
    period: the measurement period
    """
    bound = resolve(window.last, period)
    by_day = fill(":until <= :bound", until=this.until, bound=day(bound))
    if window.precision is Precision.DAY:
        return by_day
    edge = bound if window.end_open else bound + timedelta(days=1)
    return fill(
        "CASE WHEN :prec = 'T' THEN :ts < :instant WHEN :prec = 'D' THEN :day < :bound "
        "ELSE :by_day END",
        prec=this.prec, ts=this.ts, instant=instant(edge), day=this.day, bound=day(bound),
        by_day=by_day,
    )  # fmt: skip


def sure_bounds(name: str, alias: str) -> tuple[Tree, Tree]:
    """Give the expressions of `since` and `until` of a stored point, for the views of a session.

    name:  of the point's column
    alias: of the table
    """
    parts = {"prec": column(alias, f"{name}_prec"), "day": column(alias, f"{name}_day")}
    since = fill(
        "CASE WHEN :prec = 'Y' THEN CAST(date_trunc('year', :day) AS DATE) - 1 "
        "WHEN :prec = 'M' THEN CAST(date_trunc('month', :day) AS DATE) - 1 ELSE :day END",
        **parts,
    )
    until = fill(
        "CASE WHEN :prec = 'Y' THEN CAST(date_trunc('year', :day) + INTERVAL 1 YEAR AS DATE) "
        "WHEN :prec = 'M' THEN CAST(date_trunc('month', :day) + INTERVAL 1 MONTH AS DATE) "
        "ELSE :day END",
        **parts,
    )
    return since, until


def days_apart(this: Time, that: Time, before: int, after: int) -> Tree:
    """Test that a day lies from so many days before another to so many after it.

    this:   the day tested
    that:   the day it is held against
    before, after: whole days, both included
    """
    return fill(
        ":a IN ('D', 'T') AND :b IN ('D', 'T') "
        "AND :this BETWEEN :that - CAST(:before AS INTEGER) AND :that + CAST(:after AS INTEGER)",
        a=this.prec, b=that.prec, this=this.day, that=that.day,
        before=exp.Literal.number(before), after=exp.Literal.number(after),
    )  # fmt: skip


def instant_before(this: Time, that: Time, strictly: bool) -> Tree:
    """Test that an instant is before another, or at it unless `strictly`.

    this:     the earlier
    that:     the later
    strictly: whether the same instant is not before
    Two dates are compared as dates. Where one side is less exact it is before only if its last
    day is before the other's first.
    """
    sign = "<" if strictly else "<="
    return fill(
        f"CASE WHEN :p = 'T' AND :q = 'T' THEN :a {sign} :b "
        f"WHEN :p = 'D' AND :q = 'D' THEN :this {sign} :that ELSE :last < :first END",
        p=this.prec, q=that.prec, a=this.ts, b=that.ts, this=this.day, that=that.day,
        last=_last_day(this), first=_first_day(that),
    )  # fmt: skip


def _first_day(of: Time) -> Tree:
    return _utc_day(of, fill(":since + 1", since=of.since))


def _last_day(of: Time) -> Tree:
    return _utc_day(of, fill(":until - 1", until=of.until))


def _utc_day(of: Time, partial: Tree) -> Tree:
    """Give the day held against an instant: of an instant the day in UTC, not as written."""
    return fill(
        "CASE WHEN :prec = 'T' THEN CAST(:ts AS DATE) WHEN :prec = 'D' THEN :day ELSE :partial END",
        prec=of.prec, ts=of.ts, day=of.day, partial=partial,
    )  # fmt: skip


def years_between(birth: Tree, at: Tree) -> Tree:
    """Count completed years; born on 29 February, the birthday of a common year is 1 March.

    birth: day of birth
    at:    day asked about
    """
    return fill(
        "year(:at) - year(:birth) - CASE WHEN month(:at) * 100 + day(:at) "
        "< month(:birth) * 100 + day(:birth) THEN 1 ELSE 0 END",
        at=at,
        birth=birth,
    )


def resolve(moment: Moment, period: Period) -> date:
    """Turn a moment of a measure into a day of this period.

    moment: of a measure
    period: the measurement period
    """
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

    return Time(
        choose(end.ts, start.ts),
        choose(end.day, start.day),
        choose(end.prec, start.prec),
        choose(end.since, start.since),
        choose(end.until, start.until),
    )
