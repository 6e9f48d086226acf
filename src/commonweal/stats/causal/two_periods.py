"""Treated units' change over two periods less that of units not treated, for units alike before.

Many periods and starts are in staggered.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit

from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask

Method = Literal["doubly_robust", "regression", "weighting"]
# A chance of being treated this near 1 has nobody to compare with.
NO_OVERLAP = 0.999
TRIMMED = 0.995
STEPS = 50
SINGULAR = 1e-12


@dataclass(frozen=True)
class Chances:
    """Hold chances of being treated given covariates.

    chance: of each unit, shape (n,)
    linear: how much each unit moves the coefficients, shape (n, p)
    reason: "", "singular" or "no_overlap"
    >>> chances(np.array([True, False]), np.ones((2, 1))).chance
    array([0.5, 0.5])
    """

    chance: FloatArray
    linear: FloatArray
    reason: str = ""


def chances(treated: Mask, x: FloatArray) -> Chances:
    """Fit the chance of being treated by logistic regression.

    treated: whether a unit is treated, shape (n,)
    x:       covariates with an intercept, shape (n, p)
    Gives Chances; covariates that repeat each other are "singular", ones that part the treated
    from the rest "no_overlap".
    Source: maximum likelihood by Newton's method, to machine precision; checked in
    tests/reference/test_teaching_did.py
    >>> chances(np.array([True, False, False, False]), np.ones((4, 1))).chance.round(6)
    array([0.25, 0.25, 0.25, 0.25])
    """
    given = treated.astype(np.float64)
    beta = np.zeros(x.shape[1])
    if np.linalg.matrix_rank(x) < x.shape[1]:
        return Chances(given, np.zeros_like(x), "singular")
    for _ in range(STEPS):
        chance = expit(x @ beta)
        bend = (x.T * (chance * (1 - chance))) @ x
        if np.linalg.cond(bend) > 1 / SINGULAR:
            return Chances(given, np.zeros_like(x), "no_overlap")
        move = np.linalg.solve(bend, x.T @ (given - chance))
        beta = beta + move
        if np.abs(x @ move).max() < 1e-12:
            break
    else:
        return Chances(given, np.zeros_like(x), "no_overlap")
    chance = expit(x @ beta)
    bend = (x.T * (chance * (1 - chance))) @ x
    linear = (x * (given - chance)[:, None]) @ np.linalg.inv(bend) * len(x)
    reason = "no_overlap" if chance.max() >= NO_OVERLAP else ""
    return Chances(np.minimum(chance, 1 - 1e-6), linear, reason)


def effect(
    change: FloatArray, treated: Mask, x: FloatArray, method: Method, known: Chances | None
) -> tuple[float, FloatArray, str]:
    """Give the effect on the treated and how much each unit moves it.

    change:  change of each unit from the base period, shape (n,)
    treated: whether a unit is treated, the others compared with, shape (n,)
    x:       covariates with an intercept, shape (n, p)
    method:  "doubly_robust" is right when either model is, "regression" models the change,
             "weighting" the chance of being treated
    known:   what `chances` gives for the same units; None for "regression"
    Gives the effect, influences of shape (n,), and a reason why there is none: "no_controls",
    "singular" or "no_overlap".
    Source: Sant'Anna and Zhao 2020, Journal of Econometrics 219:101-122, estimators for panels;
    checked against R DRDID 1.2.3 in tests/reference/test_teaching_did.py
    >>> y, d = np.array([3.0, 1.0, 2.0]), np.array([True, False, False])
    >>> effect(y, d, np.ones((3, 1)), "regression", None)[0]
    1.5
    """
    none = np.full(len(change), np.nan)
    if treated.all() or not treated.any():
        return float("nan"), none, "no_controls"
    if known is not None and known.reason:
        return float("nan"), none, known.reason
    line = _Line.none(x) if method == "weighting" else _Line.of(change, treated, x)
    if line.reason:
        return float("nan"), none, line.reason
    weight = treated.astype(np.float64)
    if known is None:
        return *_by_regression(change, weight, x, line), ""
    rest = np.where(treated, 0.0, known.chance / (1 - known.chance))
    rest = np.where(known.chance < TRIMMED, rest, 0.0)
    apart = change - line.expected
    first, second = _mean(weight, apart), _mean(rest, apart)
    own = weight * (apart - first) - line.linear @ (weight @ x / len(x))
    other = rest * (apart - second)
    other = other + known.linear @ (other @ x / len(x)) - line.linear @ (rest @ x / len(x))
    return first - second, own / weight.mean() - other / rest.mean(), ""


@dataclass(frozen=True)
class _Line:
    expected: FloatArray
    linear: FloatArray
    reason: str = ""

    @staticmethod
    def none(x: FloatArray) -> _Line:
        """Expect no change, and be sure of it."""
        return _Line(np.zeros(len(x)), np.zeros_like(x))

    @staticmethod
    def of(change: FloatArray, treated: Mask, x: FloatArray) -> _Line:
        """Fit the change of the units not treated by least squares."""
        rest = np.where(treated, 0.0, 1.0)
        squares = (x.T * rest) @ x
        if np.linalg.matrix_rank(x[~treated]) < x.shape[1]:
            return _Line(change, np.zeros_like(x), "singular")
        beta = np.linalg.solve(squares, x.T @ (rest * change))
        expected = x @ beta
        linear = (x * (rest * (change - expected))[:, None]) @ np.linalg.inv(squares / len(x))
        return _Line(expected, linear)


def _by_regression(
    change: FloatArray, weight: FloatArray, x: FloatArray, line: _Line
) -> tuple[float, FloatArray]:
    first, second = _mean(weight, change), _mean(weight, line.expected)
    own = weight * (change - first)
    other = weight * (line.expected - second) + line.linear @ (weight @ x / len(x))
    return first - second, (own - other) / weight.mean()


def _mean(weight: FloatArray, values: FloatArray) -> float:
    return float((weight * values).sum() / weight.sum())
