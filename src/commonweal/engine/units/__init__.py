"""How the rows of each unit table come about: one query a table, one module an area.

The folder is the registry: a module here names its queries in UNITS, by the table they fill. A
table that has none here is a canonical one, and is read as it stands.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from sqlglot import exp

from commonweal.engine.templates import PeriodQuery
from commonweal.engine.units.results import query_of_results
from commonweal.kinds import Period
from commonweal.tables.columns import Table
from commonweal.tables.units.results import ReportedResult


def query_of(table: type[Table], period: Period) -> exp.Query:
    """Give the query of a unit table's rows in a period, one column for each declared.

    table:  a unit table, or a canonical one
    period: the measurement period
    """
    if issubclass(table, ReportedResult):
        return query_of_results(table, period)
    made = _queries().get(table)
    return made(period) if made else exp.select("*").from_(exp.to_table(table.name))


@lru_cache(maxsize=1)
def _queries() -> dict[type[Table], PeriodQuery]:
    found: dict[type[Table], PeriodQuery] = {}
    for entry in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{entry.name}")
        found |= module.UNITS
    return found
