"""Constant queries over the days of a period: filled in one way for every unit table."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from sqlglot import exp

from commonweal.engine.sql import Tree, day, fill, text
from commonweal.kinds import Period

PeriodQuery = Callable[[Period], exp.Query]


def days_of(period: Period) -> dict[str, Tree]:
    """Give what every template may name of a period.

    period: the measurement period
    Gives :first and :last, its days; :next, the day after it; :since, the day five years before
    that; and :year, the year of its last day as text.
    """
    last = day(period.last)
    following = fill("CAST(:last + INTERVAL 1 DAY AS DATE)", last=last)
    return {
        "first": day(period.first),
        "last": last,
        "next": following,
        "since": fill("CAST(:next - INTERVAL 5 YEAR AS DATE)", next=following),
        "year": text(str(period.last.year)),
    }


def filled(template: str, period: Period, **parts: Tree) -> exp.Query:
    """Fill a query of ours with the days of a period.

    template: SQL of ours, a SELECT
    period:   the measurement period
    parts:    further trees by name
    """
    return cast(exp.Query, fill(template, **days_of(period), **parts))


def templated(template: str, **parts: str) -> PeriodQuery:
    """Make the query of a unit table from a constant template.

    template: SQL of ours, a SELECT
    parts:    further pieces of SQL of ours by name, which may name the days too
    """

    def of(period: Period) -> exp.Query:
        days = days_of(period)
        pieces = {name: fill(piece, **days) for name, piece in parts.items()}
        return filled(template, period, **pieces)

    return of
