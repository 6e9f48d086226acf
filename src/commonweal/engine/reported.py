"""Which measures computed elsewhere a store holds, as measures like any other."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from commonweal.engine.session import Session
from commonweal.engine.sql import fill, text
from commonweal.engine.units.results import LAST_DAY
from commonweal.kinds import Period, Problem
from commonweal.kinds import message as _
from commonweal.measures.measure import Measure, Unit
from commonweal.measures.registry import every_measure
from commonweal.measures.registry import find as find_ours
from commonweal.measures.reported import DOMAIN, Reported, declared
from commonweal.tables.clinical import Patient
from commonweal.tables.columns import Table
from commonweal.tables.dataset import Dataset
from commonweal.tables.results import RESULTS
from commonweal.tables.units.results import ReportedResult

READ: tuple[type[Table], ...] = (Patient, *RESULTS)
_HELD = """
    WITH named AS (
        SELECT *, coalesce(measure_version, '') AS version FROM stored_measure_result
        WHERE measure_id IS NOT NULL
    ), persons AS (
        SELECT measure_id, version, max(results) AS most FROM (
            SELECT measure_id, version,
                count(DISTINCT (coalesce(encounter_key, ''), coalesce(site, ''))) AS results
            FROM named WHERE patient_key IS NOT NULL
            GROUP BY measure_id, version, patient_key, period_start_day, period_end_day
        ) AS counted GROUP BY measure_id, version
    ), said AS (
        SELECT *, row_number() OVER (PARTITION BY measure_id, coalesce(measure_version, '')
            ORDER BY reported_measure_key) AS place FROM stored_reported_measure
    )
    SELECT n.measure_id, n.version,
        bool_or(n.value IS NOT NULL) AND NOT bool_or(n.in_numerator IS NOT NULL),
        bool_or(n.encounter_key IS NOT NULL), coalesce(any_value(p.most), 1) <= 1,
        count(DISTINCT n.site),
        coalesce(any_value(s.title), any_value(a.title), ''),
        coalesce(any_value(s.better), any_value(a.better), ''),
        coalesce(any_value(s.unit), any_value(a.unit), min(n.unit), ''),
        coalesce(any_value(s.met), any_value(a.met), ''),
        coalesce(any_value(s.promises), any_value(a.promises), ''),
        coalesce(any_value(s.smallest_difference), any_value(a.smallest_difference)),
        coalesce(any_value(s.smallest_gap), any_value(a.smallest_gap))
    FROM named AS n
    LEFT JOIN persons AS p ON p.measure_id = n.measure_id AND p.version = n.version
    LEFT JOIN said AS s
        ON s.measure_id = n.measure_id AND s.measure_version = n.version AND s.place = 1
    LEFT JOIN said AS a
        ON a.measure_id = n.measure_id AND a.measure_version IS NULL AND a.place = 1
    GROUP BY n.measure_id, n.version ORDER BY n.measure_id, n.version
"""
_PERIODS = """
    SELECT DISTINCT period_start_day AS first, :last_day AS last FROM measure_result
    WHERE measure_id = :id AND coalesce(measure_version, '') = :version
    ORDER BY ALL
"""


@lru_cache(maxsize=16)
def reported(dataset: Dataset) -> tuple[tuple[Reported, Measure], ...]:
    """Give the measures computed elsewhere that a version of the data holds.

    dataset: the version looked at
    Gives each with what the store says of it, in the order of their keys.
    """
    if "measure_result" not in dataset.tables:
        return ()
    with Session(dataset, None, blind=True, tables=READ) as look:
        rows = look.run(fill(_HELD))
    return declared(_reported(row) for row in rows)


def absent(look: Session, measure: Measure, period: Period) -> tuple[str, ...]:
    """Say why a measure computed elsewhere has nothing in a period; nothing where it has.

    look:    an open look
    measure: any; of our own nothing is said
    period:  the measurement period
    """
    unit = measure.unit_of_analysis
    if isinstance(unit, Unit) or not issubclass(unit, ReportedResult):
        return ()
    measure_id, version = unit.of
    held = look.run(
        fill(_PERIODS, id=text(measure_id), version=text(version), last_day=fill(LAST_DAY))
    )
    if (period.first, period.last) in held:
        return ()
    labels = [Period(first, last).label for first, last in held
              if isinstance(first, date) and isinstance(last, date) and first <= last]  # fmt: skip
    if not labels:
        return (_("No result of a known person says of which period it is."),)
    return (_("Its results are of other periods: {periods}.").format(periods=", ".join(labels)),)


def every(dataset: Dataset) -> tuple[Measure, ...]:
    """Give every measure that can be asked of a version of the data: ours, then those reported.

    dataset: the version looked at
    """
    return every_measure() + tuple(measure for _, measure in reported(dataset))


def find(dataset: Dataset, key: str) -> Measure:
    """Find a measure by its key: one of ours, or one that was computed elsewhere.

    dataset: the version looked at
    key:     such as "care.bp_control" or "results.cms165"
    Fails with Problem "measure-unknown".
    """
    if not key.startswith(f"{DOMAIN}."):
        return find_ours(key)
    held = reported(dataset)
    for _id, measure in held:
        if measure.key == key:
            return measure
    known = ", ".join(measure.key for _, measure in held) or "none"
    raise Problem(
        "measure-unknown",
        f"The store holds no results of a measure '{key}'.",
        f"Results there are of: {known}.",
    )


def _reported(row: tuple[object, ...]) -> Reported:
    measure_id, version, measured, visits, one_each, sites, *said, difference, share = row
    title, better, unit, met, promises = map(str, said)
    return Reported(
        str(measure_id), str(version), bool(measured), bool(visits), bool(one_each),
        int(str(sites)), title, better, unit, met, promises, _number(difference), _number(share),
    )  # fmt: skip


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
