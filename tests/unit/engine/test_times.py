"""How times compare (measure-logic, common 1.3 and 1.4): every precision, both precisions."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest
from sqlglot import exp
from tests.unit.engine.made import YEAR, point

from commonweal.engine import sql, times
from commonweal.kinds import Period
from commonweal.measures.criteria import (
    END,
    PERIOD,
    START,
    Latest,
    Moment,
    Precision,
    Window,
)
from commonweal.tables.columns import Point, Span

BY_INSTANT = Window(START, END, Precision.INSTANT)
UP_TO_END = Window(None, END)
FIRST_HALF = Window(START, START.shifted(months=6), Precision.INSTANT, end_open=True)
FROM, TO, AT = Point("start"), Point("end"), Point("at")
for _name, _column in (("start", FROM), ("end", TO), ("at", AT)):
    _column.__set_name__(type("Thing", (), {"name": "thing"}), _name)
SPAN = Span(FROM, TO)
CLOSED = Span(FROM, TO, open_ended=False)
FAR = "9999-12-31"
DATABASE = duckdb.connect(config={"threads": 1})


def known(tree: sql.Tree, **points: str | None) -> Any:
    """Ask a condition of one row that holds these points; unknown is not true."""
    held = exp.select("1")
    for name in ("start", "end", "at"):
        given = points.get(name)
        ts, day, prec = point(given) if given else (None, None, None)
        stamps = ((ts, "TIMESTAMP", "ts"), (day, "DATE", "day"), (prec, "VARCHAR", "prec"))
        for value, kind, part in stamps:
            literal = sql.text(str(value)) if value is not None else exp.Null()
            held = held.select(exp.alias_(exp.cast(literal, kind), f"{name}_{part}"))
    bounded = exp.select("*").from_(held.subquery("h"))
    for name in ("start", "end", "at"):
        since, until = times.sure_bounds(name, "h")
        bounded = bounded.select(exp.alias_(since, f"{name}_since"))
        bounded = bounded.select(exp.alias_(until, f"{name}_until"))
    query = exp.select(tree.copy()).from_(bounded.subquery("r"))
    return DATABASE.execute(sql.render(query)).fetchall()[0][0]


def holds(tree: sql.Tree, **points: str | None) -> bool:
    return known(tree, **points) is True


@pytest.mark.parametrize(("at", "inside"), [
    ("2024-12-31", False),
    ("2025-01-01", True),
    ("2025-12-31", True),
    ("2026-01-01", False),
    ("2025-12-31T23:59:59.999", True),
    ("2024-12-31T23:59:59.999", False),
    ("2026-01-01T00:00:00", False),
    ("2024-12", False),
    ("2025-01", False),  # the first of January is a day of that month: equal parts are unknown
    ("2025-02", True),
    ("2025-11", True),
    ("2025-12", False),
    ("2026-01", False),
    ("2024", False),
    ("2025", False),
    ("2026", False),
    (None, False),
])  # fmt: skip
def test_lies_in_the_year_by_day(at: str | None, inside: bool) -> None:
    assert holds(times.lies(times.point("r", AT), PERIOD, YEAR), at=at) is inside


@pytest.mark.parametrize(("at", "inside"), [
    ("2025-01-01", False),  # without a time it is unknown whether it is after the first instant
    ("2025-01-01T00:00:00", True),
    ("2024-12-31T23:59:59.999", False),
    ("2025-01-02", True),
    ("2025-12-30", True),
    ("2025-12-31", False),
    ("2025-12-31T23:59:59.999", True),
    ("2026-01-01T00:00:00", False),
    ("2025-06", True),
    ("2025-12", False),
    ("2025", False),
    (None, False),
])  # fmt: skip
def test_lies_in_the_year_by_instant(at: str | None, inside: bool) -> None:
    assert holds(times.lies(times.point("r", AT), BY_INSTANT, YEAR), at=at) is inside


@pytest.mark.parametrize(("at", "inside"), [
    ("2025-06-30T23:59:59.999", True),
    ("2025-07-01T00:00:00", False),
    ("2025-06-30", True),
    ("2025-07-01", False),
    ("2025-05", True),
    ("2025-07", False),
])  # fmt: skip
def test_an_open_end_leaves_its_first_instant_outside(at: str, inside: bool) -> None:
    assert holds(times.lies(times.point("r", AT), FIRST_HALF, YEAR), at=at) is inside


@pytest.mark.parametrize(("at", "inside"), [
    ("1900-01-01", True), ("1900", True), ("2025-12-31", True), ("2026-01-01", False),
    ("2025", False), ("2024", True), (None, False),
])  # fmt: skip
def test_any_time_before(at: str | None, inside: bool) -> None:
    assert holds(times.lies(times.point("r", AT), UP_TO_END, YEAR), at=at) is inside


@pytest.mark.parametrize(("start", "end", "shared"), [
    ("2024-06-01", "2024-12-31", False),
    ("2024-06-01", "2025-01-01", True),
    ("2024-06-01", "2026-06-01", True),
    ("2025-03-01", "2025-03-01", True),
    ("2025-12-31", "2026-06-01", True),
    ("2026-01-01", "2026-06-01", False),
    ("2024-06-01", None, True),  # still running
    ("2026-01-01", None, False),
    (None, "2025-03-01", True),  # without a start, only an end inside is sure
    (None, "2024-12-31", False),
    (None, "2026-03-01", False),
    (None, FAR, True),  # no dates at all, and still standing
    (None, None, False),
    ("2025-06-01", "2025-02-01", False),  # reversed
    ("2026-06-01", "2024-02-01", False),
    ("2024", "2024", False),
    ("2024", None, True),
    ("2024-06-01", "2025", False),  # the end may be before or after the first of the year
    ("2024-06-01", "2025-02", True),
    ("2025-06", "2025-06", True),
    ("2025", None, False),
])  # fmt: skip
def test_spans_overlap(start: str | None, end: str | None, shared: bool) -> None:
    assert holds(times.overlaps("r", SPAN, PERIOD, YEAR), start=start, end=end) is shared


@pytest.mark.parametrize(("start", "end", "shared"), [
    ("2024-06-01", None, False), ("2024-06-01", FAR, True), ("2024-06-01", "2025-06-01", True),
    (None, FAR, True),
])  # fmt: skip
def test_a_closed_span_without_end_does_not_run_on(
    start: str | None, end: str | None, shared: bool
) -> None:
    assert holds(times.overlaps("r", CLOSED, PERIOD, YEAR), start=start, end=end) is shared


@pytest.mark.parametrize(("start", "end", "shared"), [
    ("2024-06-01", "2025-01-01", False),  # the day alone does not say whether it ended before 0:00
    ("2024-06-01", "2025-01-01T00:00:00", True),
    ("2024-06-01T10:00:00", "2024-12-31T23:59:59.999", False),
    ("2025-12-31T23:59:59.999", None, True),
    ("2025-06-01T10:00:00", "2025-06-01T09:00:00", False),  # reversed by an hour
    ("2025-06-01T10:00:00", "2025-06-01", True),
])  # fmt: skip
def test_spans_overlap_by_instant(start: str, end: str | None, shared: bool) -> None:
    assert holds(times.overlaps("r", SPAN, BY_INSTANT, YEAR), start=start, end=end) is shared


@pytest.mark.parametrize(("start", "end", "day"), [
    ("2025-03-01", "2025-03-05", date(2025, 3, 5)),
    ("2025-03-01", None, date(9999, 12, 31)),
    (None, "2025-03-05", date(2025, 3, 5)),
    (None, None, None),
])  # fmt: skip
def test_the_end_of_a_span(start: str | None, end: str | None, day: date | None) -> None:
    assert known(times.span_end("r", SPAN).day, start=start, end=end) == day
    if end is None:
        assert known(times.span_end("r", CLOSED).day, start=start, end=end) is None


@pytest.mark.parametrize(("start", "end", "day"), [
    ("2025-03-01", "2025-03-05", date(2025, 3, 5)),
    ("2025-03-01", None, date(2025, 3, 1)),
    ("2025-03-01", FAR, date(2025, 3, 1)),
    (None, "2025-03-05", date(2025, 3, 5)),
    (None, None, None),
])  # fmt: skip
def test_latest_is_the_end_unless_it_runs_on(
    start: str | None, end: str | None, day: date | None
) -> None:
    latest = times.point("r", Latest(SPAN))
    assert known(latest.day, start=start, end=end) == day
    told = holds(times.lies(latest, PERIOD, YEAR), start=start, end=end)
    assert told is (day is not None)


def test_latest_carries_the_precision_of_what_it_chose() -> None:
    latest = times.point("r", Latest(SPAN))
    assert known(latest.prec, start="2025-03-01T10:00:00", end="2025-04") == "M"
    assert known(latest.prec, start="2025-03-01T10:00:00") == "T"
    assert known(latest.until, start="2025-03-01", end="2025-04") == date(2025, 5, 1)


@pytest.mark.parametrize(("text", "since", "until"), [
    ("2025-03-05", date(2025, 3, 5), date(2025, 3, 5)),
    ("2025-03-05T23:00:00", date(2025, 3, 5), date(2025, 3, 5)),
    ("2025-12", date(2025, 11, 30), date(2026, 1, 1)),
    ("2024-02", date(2024, 1, 31), date(2024, 3, 1)),
    ("2025", date(2024, 12, 31), date(2026, 1, 1)),
    (None, None, None),
])  # fmt: skip
def test_sure_bounds(text: str | None, since: date | None, until: date | None) -> None:
    at = times.point("r", AT)
    assert known(at.since, at=text) == since
    assert known(at.until, at=text) == until


def test_a_partial_birth_date_is_bounded_wherever_it_stands() -> None:
    """Births stand in the middle of their year or month; their bounds do not move for it."""
    held = exp.select(
        exp.alias_(sql.day(date(2025, 7, 1)), "b_day"), exp.alias_(sql.text("Y"), "b_prec")
    )
    query = exp.select(*times.sure_bounds("b", "h")).from_(held.subquery("h"))
    found = DATABASE.execute(sql.render(query)).fetchall()
    assert found == [(date(2024, 12, 31), date(2026, 1, 1))]


@pytest.mark.parametrize(("this", "that", "near"), [
    ("2025-03-01", "2025-03-15", True),  # the 14th day before is inside
    ("2025-03-01", "2025-03-16", False),
    ("2025-03-01T23:59:59", "2025-03-15T00:00:00", True),
    ("2025-03-17", "2025-03-15", True),
    ("2025-03-18", "2025-03-15", False),
    ("2025-03", "2025-03-15", False),
    ("2025-03-15", "2025", False),
    (None, "2025-03-15", False),
    ("2025-03-15", None, False),
])  # fmt: skip
def test_days_apart(this: str | None, that: str | None, near: bool) -> None:
    tree = times.days_apart(times.point("r", FROM), times.point("r", TO), 14, 2)
    assert holds(tree, start=this, end=that) is near


@pytest.mark.parametrize(("this", "that", "before", "at_or_before"), [
    ("2025-03-01T10:00:00", "2025-03-01T10:00:00.001", True, True),
    ("2025-03-01T10:00:00", "2025-03-01T10:00:00", False, True),
    ("2025-03-01T10:00:01", "2025-03-01T10:00:00", False, False),
    ("2025-03-01", "2025-03-02", True, True),
    ("2025-03-01", "2025-03-02T00:00:00", True, True),
    ("2025-03-01", "2025-03-01T12:00:00", False, False),
    ("2025-03-01", "2025-03-01", False, True),
    ("2025-03-02", "2025-03-01", False, False),
    ("2025-03", "2025-04-01", True, True),
    ("2025-03", "2025-03-31", False, False),
    ("2025-03-01", "2026", True, True),
    ("2025-12-31T23:00:00", "2026", True, True),
    ("2025-12-31", "2025", False, False),
    ("2024", "2025-06", True, True),
    ("2024-12", "2025", True, True),
    ("2025-06", "2025-06", False, False),
    ("2026", "2025-06-01T10:00:00", False, False),
    (None, "2025-03-01", False, False),
    ("2025-03-01", None, False, False),
])  # fmt: skip
def test_instants_in_order(
    this: str | None, that: str | None, before: bool, at_or_before: bool
) -> None:
    first, second = times.point("r", FROM), times.point("r", TO)
    strictly = times.instant_before(first, second, True)
    loosely = times.instant_before(first, second, False)
    assert holds(strictly, start=this, end=that) is before
    assert holds(loosely, start=this, end=that) is at_or_before


@pytest.mark.parametrize(("birth", "at", "years"), [
    ("2000-06-15", "2025-06-14", 24),
    ("2000-06-15", "2025-06-15", 25),
    ("2004-02-29", "2025-02-28", 20),
    ("2004-02-29", "2025-03-01", 21),
    ("2004-02-29", "2024-02-29", 20),
    ("2025-06-15", "2025-06-15", 0),
    ("2026-01-01", "2025-12-31", -1),
    (None, "2025-12-31", None),
])  # fmt: skip
def test_completed_years(birth: str | None, at: str, years: int | None) -> None:
    tree = times.years_between(times.point("r", FROM).day, times.point("r", TO).day)
    assert known(tree, start=birth, end=at) == years


FISCAL = Period.parse("2024-03/2025-02")


@pytest.mark.parametrize(("moment", "period", "day"), [
    (START, YEAR, date(2025, 1, 1)),
    (END, YEAR, date(2025, 12, 31)),
    (END.shifted(days=-14), YEAR, date(2025, 12, 17)),
    (START.shifted(years=-1), YEAR, date(2024, 1, 1)),
    (START.shifted(months=6), YEAR, date(2025, 7, 1)),
    (START.shifted(months=-1), YEAR, date(2024, 12, 1)),
    (START.shifted(years=-2).set_to(10, 1), YEAR, date(2023, 10, 1)),
    (START.shifted(years=-2, days=-1).set_to(10, 1), YEAR, date(2023, 9, 30)),
    (END.shifted(months=2), YEAR, date(2026, 2, 28)),
    (END.shifted(years=-1), FISCAL, date(2024, 2, 28)),
    (END.shifted(years=-1), Period.parse("2023-03/2024-02"), date(2023, 2, 28)),
])  # fmt: skip
def test_moments(moment: Moment, period: Period, day: date) -> None:
    assert times.resolve(moment, period) == day
