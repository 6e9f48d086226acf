"""The figure of every group in the user's table, with its interval, before anything is hidden."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.cli.own_shown import Figure
from commonweal.cli.own_table import FloatArray, Kind, OwnTable
from commonweal.kinds import Estimate
from commonweal.stats.inequality.standard_errors import rate_errors, share_errors
from commonweal.stats.inputs import normal_quantile
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.rates.rate import exact


@dataclass(frozen=True, eq=False)
class Figures:
    """Hold the figures of every row of a file, before anything is hidden.

    y:         figures in the unit of the table, nan where there is none, shape (rows,)
    se:        standard errors, nan where none is known, shape (rows,)
    low, high: limits, nan where there are none, shape (rows,)
    method:    name of the method of the interval
    """

    y: FloatArray
    se: FloatArray
    low: FloatArray
    high: FloatArray
    method: str


def figures_of(own: OwnTable, scale: float, level: float) -> Figures:
    """Compute what each row has, with its standard error and interval."""
    if own.kind is Kind.ESTIMATE:
        y, se = own.estimate, own.se
        reach = normal_quantile(level) * se
        return Figures(y, se, y - reach, y + reach, "normal")
    missing, had = np.isnan(own.events), np.nan_to_num(own.events)
    if own.kind is Kind.RATE:
        lived = np.where(missing, 0.0, np.nan_to_num(own.time))
        return _scaled(exact(had, lived, level=level), rate_errors(had, lived), scale)
    everybody = np.where(missing, 0.0, own.people)
    return _scaled(wilson(had, everybody, level=level), share_errors(had, everybody), scale)


def together(
    own: OwnTable,
    rows: NDArray[np.intp],
    events: float,
    people: float,
    *,
    scale: float,
    level: float,
) -> Figure | None:
    """Give the figure of all groups of some rows, or None where there is nobody."""
    if own.kind is Kind.RATE:
        lived = float(own.time[rows].sum())
        found = exact([events], [lived], scale, level)
        return figure_at(Figures(found.value, found.value, found.low, found.high, ""), 0)
    found = wilson([events], [people], level)
    y, low, high = (one * scale for one in (found.value, found.low, found.high))
    return figure_at(Figures(y, y, low, high, ""), 0)


def figure_at(figures: Figures, row: int) -> Figure | None:
    """Give the figure of one row, or None where it has none."""
    value, low, high = (float(one[row]) for one in (figures.y, figures.low, figures.high))
    return Figure(value, low, high) if np.isfinite(value) else None


def _scaled(found: Estimate, error: FloatArray, scale: float) -> Figures:
    return Figures(
        found.value * scale,
        np.where(found.ok, error, np.nan) * scale,
        found.low * scale,
        found.high * scale,
        found.method,
    )
