"""One series interrupted once: the jump and the change of slope, its errors linked over time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, numbers, tail
from commonweal.stats.results import answer


@dataclass(frozen=True)
class InterruptedSeries:
    """Hold a segmented line.

    coefficients:  level at time 0, slope before, jump, change of slope: an Estimate of 4
    effect:        jump and change of slope together some periods after, an Estimate of 1
    lag:           periods over which errors may go together
    durbin_watson: near 2 where neighbors' errors do not go together
    plain_se:      standard errors if they never did, shape (4,)
    >>> interrupt([1, 2, 3, 5, 7, 9, 11, 13], 3, 2, lag=0).effect.value.round(6)
    array([2.])
    """

    coefficients: Estimate
    effect: Estimate
    lag: int
    durbin_watson: float
    plain_se: FloatArray


def interrupt(
    outcome: ArrayLike,
    before: int,
    horizon: int,
    *,
    lag: int | None = None,
    adjusted: bool = True,
    level: float = 0.95,
) -> InterruptedSeries:
    """Fit a line that may jump and bend once.

    outcome:  outcome of each period, evenly spaced, the first at time 1, shape (n,)
    before:   number of periods before the interruption, at least two and two less than all
    horizon:  periods after the interruption at which the effect is given
    lag:      periods over which errors may go together; None for 4 (n / 100)^(2/9), rounded down
    adjusted: whether errors are multiplied by n / (n - 4), for short series
    level:    coverage of the intervals, between 0 and 1
    Gives an InterruptedSeries with n - 4 degrees of freedom; none of them is
    insufficient:no_degrees_of_freedom.
    Fails with Problem "interruption-outside" when fewer than two periods stand on a side, or the
    lag or the horizon is below 0.
    Source: Wagner et al. 2002, Journal of Clinical Pharmacy and Therapeutics 27:299-309; errors:
    Newey and West 1987, Econometrica 55:703-708; checked against R sandwich 3.0 in
    tests/reference/test_teaching_its.py
    >>> interrupt([1, 2, 3, 6, 8, 10, 12, 14], 3, 2, lag=0).coefficients.value.round(6)[1:]
    array([1., 1., 1.])
    """
    (y,) = numbers(outcome=outcome)
    many = len(y)
    if not (2 <= before <= many - 2) or horizon < 0 or (lag is not None and lag < 0):
        raise Problem(
            "interruption-outside",
            "Fewer than two periods stand before or after the interruption, or a lag is below 0.",
            "Give a longer series.",
        )
    time = np.arange(1.0, many + 1)
    past = np.maximum(time - before, 0.0)
    x = np.stack((np.ones(many), time, (past > 0).astype(np.float64), past), axis=1)
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ (x.T @ y)
    left = y - x @ beta
    reach = int(4 * (many / 100) ** (2 / 9)) if lag is None else lag
    spare = many - 4
    covariance = _newey_west(x * left[:, None], bread, reach)
    if adjusted and spare > 0:
        covariance = covariance * (many / spare)
    later = np.array([0.0, 0.0, 1.0, float(horizon)])
    squares = float(left @ left)
    plain = np.sqrt(np.diag(bread) * squares / spare) if spare else np.full(4, np.nan)
    steps = float((np.diff(left) ** 2).sum())
    # Rounding leaves dust where the line goes through every point.
    exact = squares <= 1e-20 * float(y @ y)
    return InterruptedSeries(
        _told(beta, np.diag(covariance), spare, level),
        _told(np.array([later @ beta]), np.array([later @ covariance @ later]), spare, level),
        reach,
        float("nan") if exact else steps / squares,
        plain,
    )


def _newey_west(scores: FloatArray, bread: FloatArray, lag: int) -> FloatArray:
    meat = scores.T @ scores
    for step in range(1, min(lag, len(scores) - 1) + 1):
        both = scores[step:].T @ scores[:-step]
        meat = meat + (1 - step / (lag + 1)) * (both + both.T)
    return np.asarray(bread @ meat @ bread)


def _told(value: FloatArray, variance: FloatArray, spare: int, level: float) -> Estimate:
    se = np.sqrt(np.maximum(variance, 0.0))
    reach = -float(student.ppf(tail(level), max(spare, 1))) * se
    return answer(
        value,
        value - reach,
        value + reach,
        level=level,
        method="newey_west",
        reasons={"no_degrees_of_freedom": np.full(len(value), spare < 1)},
        se=se,
    )
