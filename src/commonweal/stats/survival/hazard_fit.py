"""Climb a partial likelihood to its top, and say so when it has none.

The likelihoods are in cox.py and fine_gray.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import answer
from commonweal.stats.survival.spells import Spells

Slope = tuple[float, FloatArray, FloatArray]
STEPS, CLOSE = 60, 1e-11
# A likelihood whose curvature has all but gone where the climb ends rises for ever.
FLAT = 1e-7


@dataclass(frozen=True, eq=False)
class HazardModel:
    """Hold the logarithms of p hazard ratios with what they rest on.

    coefficients:   an Estimate of p logarithms of hazard ratios with `se`
    covariance:     their covariance, shape (p, p); nan where there is no fit
    log_likelihood: partial log likelihood with all coefficients 0 and at the fit, shape (2,)

    >>> HazardModel(answer(np.zeros(1), None, None, level=0.95, method="m", reasons={}),
    ...             np.zeros((1, 1)), np.zeros(2)).coefficients.value
    array([0.])
    """

    coefficients: Estimate
    covariance: FloatArray
    log_likelihood: FloatArray


def columns(people: Spells, covariates: ArrayLike) -> FloatArray:
    """Read the columns of a hazard model.

    people:     spells as `spells` reads them, n of them
    covariates: one row for each spell, shape (n, p) or (n,)
    Gives a float array of shape (n, p).
    Fails with Problem "numbers-missing" when a value is no finite number.
    Fails with Problem "shapes-differ" when there is not one row for each spell.
    Source: no formula: what may come in
    >>> from commonweal.stats.survival.spells import spells
    >>> columns(spells([5, 8], 1), [1, 0]).shape
    (2, 1)
    """
    table = np.asarray(covariates, dtype=np.float64)
    table = table[:, None] if table.ndim == 1 else table
    if table.ndim != 2 or len(table) != len(people.exit):
        raise Problem(
            "shapes-differ",
            "There is not one row of columns for each spell.",
            "Give one row for each spell and one column for each term.",
        )
    if not np.isfinite(table).all():
        raise Problem(
            "numbers-missing",
            "A column holds something that is not a number.",
            "Leave out the row, or give its number.",
        )
    return table


def climb(
    slope: Callable[[FloatArray], Slope],
    table: FloatArray,
    spread: Callable[[FloatArray, FloatArray], FloatArray],
    *,
    level: float,
    method: str,
) -> HazardModel:
    """Find the coefficients that make a partial likelihood largest.

    slope:  gives the log likelihood, its gradient and its information at coefficients
    table:  the columns, shape (n, p)
    spread: gives the covariance from the coefficients and the inverse information
    level:  coverage of the intervals, between 0 and 1
    method: stable name of the model
    Gives a HazardModel. Columns that say the same, or nothing, are undefined:collinear; a
    likelihood that rises for ever is undefined:no_maximum.
    Source: Newton and Raphson with halved steps, as R survival's agreg.fit
    >>> climb(lambda b: (-float(b @ b), -2 * b, 2 * np.eye(1)), np.array([[0.0], [1.0]]),
    ...       lambda _, inverse: inverse, level=0.95, method="m").coefficients.se.round(4)
    array([0.7071])
    """
    size = table.shape[1]
    start = slope(np.zeros(size))
    if np.linalg.matrix_rank(start[2], tol=1e-9 * max(np.abs(start[2]).max(), 1e-300)) < size:
        return _without(size, start[0], "collinear", level, method)
    at, here, moving = np.zeros(size), start, STEPS
    while moving:
        at, here, small = _stepped(slope, at, here)
        moving = 0 if small else moving - 1
    if not small or (np.diag(here[2]) < FLAT * np.diag(start[2])).any():
        return _without(size, start[0], "no_maximum", level, method)
    covariance = spread(at, np.asarray(np.linalg.inv(here[2]), dtype=np.float64))
    se = np.sqrt(np.diag(covariance))
    reach = normal_quantile(level) * se
    told = answer(at, at - reach, at + reach, level=level, method=method, reasons={}, se=se)
    return HazardModel(told, covariance, np.array([start[0], here[0]]))


def _stepped(
    slope: Callable[[FloatArray], Slope], at: FloatArray, here: Slope
) -> tuple[FloatArray, Slope, bool]:
    step = np.asarray(np.linalg.lstsq(here[2], here[1])[0], dtype=np.float64)
    there = slope(at + step)
    while there[0] < here[0] - 1e-12 * abs(here[0]) and np.abs(step).max() > CLOSE:
        step = step / 2
        there = slope(at + step)
    small = bool(np.abs(step).max() <= CLOSE * (1 + np.abs(at + step).max()))
    return at + step, there, small


def _without(size: int, start: float, why: str, level: float, method: str) -> HazardModel:
    missing = np.full(size, np.nan)
    reasons = {why: np.ones(size, dtype=np.bool_)}
    told = answer(missing, None, None, level=level, method=method, reasons=reasons, se=missing)
    return HazardModel(told, np.full((size, size), np.nan), np.array([start, np.nan]))
