"""How the units of a measure that was computed elsewhere come about: its rows of the period.

A row counts where its period is the one asked about. Of several rows of one person, visit and
site one counts: the one with the greatest key, as everywhere where two rows say different things.
"""

from __future__ import annotations

from sqlglot import exp

from commonweal.engine.sql import day, fill, text
from commonweal.engine.templates import PeriodQuery
from commonweal.kinds import Period
from commonweal.tables.columns import Table
from commonweal.tables.units.results import ReportedResult

# A year or a month that ends a period ends it with its last day.
LAST_DAY = (
    "CASE period_end_prec WHEN 'Y' THEN make_date(year(period_end_day), 12, 31) "
    "WHEN 'M' THEN last_day(period_end_day) ELSE period_end_day END"
)
# Who was excluded is out of the denominator, whether or not the engine still counts them in it. A
# row with a value is in the denominator unless it says no.
COUNTED = (
    "CASE WHEN coalesce(excluded, FALSE) THEN TRUE "
    "ELSE coalesce(in_denominator, CASE WHEN value IS NOT NULL THEN TRUE END) END"
)
_FIRST_OF = "PARTITION BY patient_key, encounter_key, site ORDER BY measure_result_key DESC"


def query_of_results(table: type[ReportedResult], period: Period) -> exp.Query:
    """Give the query of the results of one measure and version in a period.

    table:  from `results_of`
    period: the measurement period
    """
    measure_id, version = table.of
    placed = exp.select(
        "row_key", "patient_key", "excluded", "in_numerator", "value", "site",
        exp.alias_(fill(COUNTED), "counted"),
        exp.alias_(fill(f"row_number() OVER ({_FIRST_OF})"), "place"),
    )  # fmt: skip
    placed = placed.from_("measure_result").where(
        fill("measure_id = :id", id=text(measure_id)),
        fill("coalesce(measure_version, '') = :version", version=text(version)),
        fill("period_start_day = :first", first=day(period.first)),
        exp.EQ(this=exp.paren(fill(LAST_DAY)), expression=day(period.last)),
    )
    chosen = exp.select(
        "row_key AS result_key", "patient_key", "counted", "excluded",
        "in_numerator AS met", "value", "site AS reported_site",
    )  # fmt: skip
    return chosen.from_(placed.subquery("placed")).where(fill("placed.place = 1"))


UNITS: dict[type[Table], PeriodQuery] = {}
