"""How many people a study will enroll by when, from how many came so far.

Which strata they are of is in goal.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincinv
from scipy.stats import nbinom

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, amounts, tail, whole
from commonweal.stats.results import answer


@dataclass(frozen=True)
class Accrual:
    """Hold the forecast of k studies.

    rate:   expected people a unit of time, an Estimate of k
    total:  people enrolled in all after the time ahead: the mean, and percentiles as its limits, an
            Estimate of k
    median: median of that number, shape (k,)
    reach:  chance that the target is reached in the time ahead, an Estimate of k
    time:   median time until the target, with its limits, an Estimate of k; 0 where it is reached
    >>> forecast_accrual(64, 9, 9, 150, prior=(1, 0.5)).median
    array([125.])
    """

    rate: Estimate
    total: Estimate
    median: FloatArray
    reach: Estimate
    time: Estimate


def forecast_accrual(
    enrolled: ArrayLike,
    time: ArrayLike,
    ahead: ArrayLike,
    target: ArrayLike,
    *,
    prior: tuple[float, float],
    level: float = 0.9,
) -> Accrual:
    """Forecast enrollment when people go on coming at one rate, which is not known exactly.

    enrolled: people enrolled so far, whole numbers, shape (k,)
    time:     time the study has been open, shape (k,)
    ahead:    time ahead, shape (k,), in the same unit
    target:   people to be enrolled in all, whole numbers, shape (k,)
    prior:    what is believed of the rate beforehand: so many people in so much time
    level:    coverage of the limits, between 0 and 1; 0.9 gives the 5th and 95th percentile
    Gives an Accrual.
    Fails with Problem "prior-not-positive" when the prior is not above zero.
    Fails with Problem "counts-not-whole" when people are not whole numbers.
    Source: Anisimov and Fedorov 2007, Statistics in Medicine 26:4958-4975 (Poisson-gamma model, one
    site): the count ahead is negative binomial, the time to k more has quantiles
    (b + t) z / (1 - z) with z of Beta(k, a + x); checked against base R in
    tests/reference/test_research_accrual.py
    >>> forecast_accrual(64, 9, 9, 150, prior=(1, 0.5)).reach.value.round(4)
    array([0.0203])
    """
    if not min(prior) > 0:
        raise Problem(
            "prior-not-positive",
            "The prior is not made of two numbers above zero.",
            "Give a small one, such as half a person in a thousandth of the time.",
        )
    had, lived, next_time, goal = amounts(enrolled=enrolled, time=time, ahead=ahead, target=target)
    whole(enrolled=had, target=goal)
    people, exposure = prior[0] + had, prior[1] + lived
    rate, outside = people / exposure, tail(level)
    low, median, high = (
        _quantile(q, people, exposure, next_time) for q in (outside, 0.5, 1 - outside)
    )
    needed = goal - had
    more = np.maximum(needed, 1.0)
    share = next_time / (exposure + next_time)
    reach = np.where(needed <= 0, 1.0, betainc(more, people, share))
    soon, middle, late = (
        np.where(needed <= 0, 0.0, exposure * _odds(more, people, q))
        for q in (outside, 0.5, 1 - outside)
    )
    return Accrual(
        _told(rate, None, None, level, had),
        _told(had + rate * next_time, had + low, had + high, level, had),
        had + median,
        _told(reach, None, None, level, had),
        _told(middle, soon, late, level, had),
    )


def _quantile(q: float, people: FloatArray, exposure: FloatArray, ahead: FloatArray) -> FloatArray:
    found = nbinom.ppf(q, people, exposure / (exposure + ahead))
    return np.asarray(np.where(ahead == 0, 0.0, found), dtype=np.float64)


def _odds(first: FloatArray, second: FloatArray, q: float) -> FloatArray:
    # From both ends, so that no digits are lost where the share is nearly 1.
    share, rest = betaincinv(first, second, q), betaincinv(second, first, 1 - q)
    return np.asarray(share / rest, dtype=np.float64)


def _told(
    value: FloatArray,
    low: FloatArray | None,
    high: FloatArray | None,
    level: float,
    n: FloatArray,
) -> Estimate:
    return answer(value, low, high, level=level, method="poisson_gamma", reasons={}, n=n)
