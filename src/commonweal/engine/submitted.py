"""Read the figures that were submitted from a store: whole numbers, and rates as written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commonweal.engine.session import Session
from commonweal.engine.sql import fill
from commonweal.engine.units.results import LAST_DAY
from commonweal.kinds import Period

_FIGURES = """
    SELECT measure_id, coalesce(measure_version, ''), period_start_day, :last_day,
        coalesce(population, ''), coalesce(site, ''), denominator, exclusions,
        coalesce(exclusions_inside, FALSE), numerator, coalesce(rate, ''), coalesce(unit, '')
    FROM stored_submitted_figure WHERE measure_id IS NOT NULL
    ORDER BY measure_id, 2, period_start_day, 4, 6, 5, submitted_figure_key
"""


@dataclass(frozen=True)
class Submitted:
    """Hold one figure as it was submitted.

    measure_id, measure_version: as the engine calls them; the version may be ""
    period:      the measurement period, or None where it was not named
    population, site: whom and where it is about; "" for everybody
    denominator: without those excluded; None where it was not submitted
    numerator, exclusions: whole numbers, or None
    rate:        as written, with its decimals, or ""
    unit:        of the rate; "" is percent
    """

    measure_id: str
    measure_version: str = ""
    period: Period | None = None
    population: str = ""
    site: str = ""
    denominator: int | None = None
    numerator: int | None = None
    exclusions: int | None = None
    rate: str = ""
    unit: str = ""


def submitted(look: Session) -> tuple[Submitted, ...]:
    """Give the figures of a store, in the order of measure, version, period and site.

    look: an open look
    """
    return tuple(_figure(row) for row in look.run(fill(_FIGURES, last_day=fill(LAST_DAY))))


def period_of(first: object, last: object) -> Period | None:
    """Make a period of two days; None where one is missing or they lie the other way round.

    first, last: days, or None
    """
    if isinstance(first, date) and isinstance(last, date) and first <= last:
        return Period(first, last)
    return None


def _figure(row: tuple[object, ...]) -> Submitted:
    measure_id, version, first, last, population, site, size, out, inside, met, rate, unit = row
    exclusions, denominator = _whole(out), _whole(size)
    if inside:
        # Without the exclusions nobody knows what is left of such a denominator.
        known = denominator is not None and exclusions is not None
        denominator = (denominator or 0) - (exclusions or 0) if known else None
    return Submitted(
        str(measure_id), str(version), period_of(first, last), str(population), str(site),
        denominator, _whole(met), exclusions, str(rate), str(unit),
    )  # fmt: skip


def _whole(value: object) -> int | None:
    """Read a count; what is no whole number, or below nothing, is no count."""
    if value is None:
        return None
    number = float(str(value))
    return int(number) if number >= 0 and number.is_integer() else None
