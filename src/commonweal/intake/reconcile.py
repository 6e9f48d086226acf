"""Reconcile the stock of staff with its flows: for each unit and period, to zero.

Opening stock + hires + moves in - moves out - separations = closing stock. The stock is counted
in the snapshots where the load holds them, else in the main assignments; the flows are counted in
the events. What does not balance is a fault of the data, and is told.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import duckdb
from sqlglot import exp

from commonweal.intake.query import build, rows
from commonweal.tables.workforce import Assignment, HeadcountSnapshot, StaffEvent

ARRIVALS = ("hire", "rehire")
DEPARTURES = ("separation",)
MOVES = ("promotion", "demotion", "rank_change", "lateral")
_SNAPSHOT_DAYS = """SELECT DISTINCT source_id AS feed, as_of_day AS day FROM headcount_snapshot
    WHERE NOT as_of_day IS NULL"""
# Without snapshots a period is a year, from the first event to the last. Those of the first day are
# taken as given: systems write everybody's first row on the day they begin.
_YEARS = """SELECT feed, UNNEST(LIST_DISTINCT(LIST_CONCAT([first, last],
    LIST_TRANSFORM(GENERATE_SERIES(EXTRACT(year FROM first), EXTRACT(year FROM last) - 1),
    y -> MAKE_DATE(y, 12, 31))))) AS day FROM (SELECT source_id AS feed, MIN(on_day) AS first,
    MAX(on_day) AS last FROM staff_event WHERE NOT on_day IS NULL GROUP BY source_id) AS known"""
_PERIODS = """SELECT feed, LAG(day) OVER (PARTITION BY feed ORDER BY day) AS first, day AS last
    FROM days__ AS days QUALIFY NOT first IS NULL"""
_SNAPSHOT_STOCK = """SELECT source_id AS feed, as_of_day AS day, COALESCE(unit_id, '') AS unit
    FROM headcount_snapshot WHERE NOT person_key IS NULL AND NOT as_of_day IS NULL
    QUALIFY ROW_NUMBER() OVER (PARTITION BY person_key, as_of_day
    ORDER BY fte DESC NULLS LAST, snapshot_key) = 1"""
_ASSIGNED = """SELECT DISTINCT d.feed, d.day, COALESCE(a.unit_id, '') AS unit, a.person_key
    FROM days__ AS d JOIN assignment AS a ON a.source_id = d.feed AND a.valid_from_day <= d.day
    AND COALESCE(a.valid_to_day > d.day, TRUE) WHERE COALESCE(a.main, TRUE)"""
_FLOWS = """SELECT source_id AS feed, on_day AS day, COALESCE(unit__, '') AS unit, sign__ AS n
    FROM staff_event WHERE NOT on_day IS NULL AND LIST_CONTAINS(kinds__, kind)"""
_TALLY = """SELECT unit, first, last, SUM(opening), SUM(flow), SUM(closing) FROM (
    SELECT s.unit, p.first, p.last, s.n AS opening, 0 AS flow, 0 AS closing
    FROM stock_periods AS p JOIN stock_counts AS s ON s.feed = p.feed AND s.day = p.first
    UNION ALL
    SELECT s.unit, p.first, p.last, 0, 0, s.n
    FROM stock_periods AS p JOIN stock_counts AS s ON s.feed = p.feed AND s.day = p.last
    UNION ALL
    SELECT f.unit, p.first, p.last, 0, f.n, 0
    FROM stock_periods AS p JOIN stock_flows AS f ON f.feed = p.feed AND f.day > p.first
    AND f.day <= p.last) AS found GROUP BY unit, first, last ORDER BY first, last, unit"""


@dataclass(frozen=True)
class Unbalanced:
    """Hold one unit and period whose stock is not what the flows say.

    unit: id of the unit, "" where none was recorded
    first, last: day of the opening stock and day of the closing one
    people: closing stock less what opening stock and flows give; never 0
    """

    unit: str
    first: date
    last: date
    people: int


@dataclass(frozen=True)
class Stock:
    """Say whether the stock of staff balances.

    units, periods: how many were looked at
    unbalanced: the units and periods that do not, in order of time
    """

    units: int
    periods: int
    unbalanced: tuple[Unbalanced, ...]


def reconcile(connection: duckdb.DuckDBPyConnection, held: Collection[str]) -> Stock | None:
    """Reconcile the staff of a load; None where it does not hold what that takes.

    connection: holds the tables of the load under their names
    held: their names
    """
    snapshots = HeadcountSnapshot.name in held
    if StaffEvent.name not in held or not (snapshots or Assignment.name in held):
        return None
    _table(connection, "stock_days", build(_SNAPSHOT_DAYS if snapshots else _YEARS))
    _table(connection, "stock_periods", build(_PERIODS, days="stock_days"))
    persons = build(_SNAPSHOT_STOCK) if snapshots else build(_ASSIGNED, days="stock_days")
    _table(connection, "stock_persons", persons)
    _table(connection, "stock_counts", build(
        "SELECT feed, day, unit, COUNT(*) AS n FROM stock_persons GROUP BY feed, day, unit"
    ))  # fmt: skip
    _flows(connection)
    counted = rows(connection, build(_TALLY))
    return Stock(
        len({unit for unit, *_ in counted}), len({(first, last) for _, first, last, *_ in counted}),
        tuple(
            Unbalanced(unit, first, last, int(closing - opening - flow))
            for unit, first, last, opening, flow, closing in counted
            if closing != opening + flow
        ),
    )  # fmt: skip


def _flows(connection: duckdb.DuckDBPyConnection) -> None:
    """List who came to a unit and who left it. A move inside a unit is both, and so neither."""
    ways = (("arrivals", "to_unit", 1, ARRIVALS), ("departures", "from_unit", -1, DEPARTURES))
    for name, column, sign, kinds in ways:
        one = exp.Literal.number(1)
        statement = build(
            _FLOWS, unit=column, sign=one if sign > 0 else exp.Neg(this=one),
            kinds=exp.Array(expressions=[exp.Literal.string(kind) for kind in kinds + MOVES]),
        )  # fmt: skip
        _table(connection, f"stock_{name}", statement)
    both = build("SELECT * FROM stock_arrivals UNION ALL SELECT * FROM stock_departures")
    _table(connection, "stock_flows", both)


def _table(connection: duckdb.DuckDBPyConnection, name: str, statement: str) -> None:
    connection.sql(statement).create(name)
