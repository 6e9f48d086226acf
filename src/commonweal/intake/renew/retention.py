"""How long rows are kept: as long as the measures in use look back from the first period wanted.

A row is too old when every day that it bears is. What is still running, what bears no day and what
lists people is never too old, and a visit stays as long as anything that may name it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb
from sqlglot import exp

from commonweal.intake.query import build, expression, rows
from commonweal.intake.staging import layout
from commonweal.kinds import Period
from commonweal.measures.look_back import LookBack, look_backs
from commonweal.measures.registry import every_measure, find
from commonweal.tables.columns import Point, Span
from commonweal.tables.dataset import Dataset
from commonweal.tables.registry import BY_NAME

VISIT = "encounter"
_LAST = """CASE prec__ WHEN 'Y' THEN day__ + 366 WHEN 'M' THEN day__ + 31 ELSE day__ END"""
_OPEN = "NOT start__ IS NULL AND end__ IS NULL"
_TOLD = "SELECT COUNT(*), MIN(day__) FROM rows__"
_OLD = "SELECT COUNT(*) FROM rows__ WHERE old__"


@dataclass(frozen=True)
class Retention:
    """Say what will be measured, and from which period on.

    period:   the earliest
    measures: keys of the measures in use, or none for all
    """

    period: Period
    measures: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Give both as they are written down."""
        return " ".join((self.period.key, *sorted(self.measures)))

    def look_backs(self) -> dict[str, LookBack]:
        """Give how far back each table is looked at by any measure."""
        used = [find(key) for key in self.measures] or every_measure()
        found = look_backs(used, self.period)
        named = [
            one for table, one in sorted(found.items()) if table in BY_NAME and _names_visits(table)
        ]
        if VISIT in found:
            found[VISIT] = min(named, key=lambda one: one.since or date.min)
        return found

    def cut(self) -> dict[str, exp.Expr]:
        """Give the condition of the rows that are too old, by table."""
        return {
            table: _too_old(table, one.since, {name for name, _ in layout(table)})
            for table, one in self.look_backs().items()
            if one.since is not None and _points(table) and not BY_NAME[table].roster()
        }


@dataclass(frozen=True)
class Kept:
    """Say of one table how long its rows are kept.

    table:   its name
    many:    rows that stand
    first:   oldest day that stands, or None
    since:   first day that any measure looks at, or None where all is kept
    measure: key of the measure that looks farthest, or "" where none looks
    old:     rows that are older
    """

    table: str
    many: int
    first: date | None
    since: date | None
    measure: str
    old: int


def kept(dataset: Dataset, retention: Retention) -> list[Kept]:
    """Say how long the rows of every table are kept.

    dataset: an opened version
    retention: from which period on
    """
    found = retention.look_backs()
    told = []
    with duckdb.connect(config={"threads": 1, "memory_limit": "1GB"}) as connection:
        for table in sorted(dataset.tables):
            connection.from_parquet(dataset.parts(table)).create_view(f"rows_{table}")
            point = _points(table)[0] if _points(table) else None
            day = exp.column(f"{point.name}_day") if point else exp.cast(exp.null(), "DATE")
            query = build(_TOLD, rows=f"rows_{table}", day=day)
            ((many, first),) = rows(connection, query)
            one = found.get(table, LookBack(None, ""))
            old = 0
            if one.since is not None and point is not None and not BY_NAME[table].roster():
                columns = {name for name, _, _ in BY_NAME[table].physical()}
                condition = _too_old(table, one.since, columns)
                query = build(_OLD, rows=f"rows_{table}", old=condition)
                old = int(rows(connection, query)[0][0])
            told.append(Kept(table, int(many), first, one.since, one.measure, old))
    return told


def _names_visits(table: str) -> bool:
    return any(one.name == "encounter_key" for one in BY_NAME[table].declared())


def _points(table: str) -> list[Point]:
    return [one for one in BY_NAME[table].declared() if isinstance(one, Point)]


def _too_old(table: str, since: date | None, columns: set[str]) -> exp.Expr:
    """Give the condition that all days of a row lie before one, and that nothing still runs."""
    derived = {"prevalence_start", "prevalence_end"}  # they follow from the others
    points = [one.name for one in _points(table)
              if f"{one.name}_day" in columns and one.name not in derived]  # fmt: skip
    lasts = [expression(_LAST, day=f"{name}_day", prec=f"{name}_prec") for name in points]
    last = exp.Greatest(this=lasts[0], expressions=lasts[1:], ignore_nulls=True)
    before = exp.LT(this=last, expression=exp.cast(exp.Literal.string(f"{since}"), "DATE"))
    found: exp.Expr = before
    for start, end in _spans(table, points):
        running = expression(_OPEN, start=f"{start}_day", end=f"{end}_day")
        found = exp.and_(found, exp.not_(exp.paren(running)))
    return found


def _spans(table: str, points: list[str]) -> list[tuple[str, str]]:
    """Name the pairs of points between which something runs."""
    found = [(span.start.name, span.end.name) for span in vars(BY_NAME[table]).values()
             if isinstance(span, Span)]  # fmt: skip
    found += [("onset", "abate")] if table == "condition" else []
    return [pair for pair in found if set(pair) <= set(points)]
