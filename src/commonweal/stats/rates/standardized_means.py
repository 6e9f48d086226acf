"""Compare two means in standard deviations, so that tests of different scales can stand together.

Two means in their own unit are in two_means.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize.elementwise import find_root
from scipy.special import gammaln, nctdtr

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, amounts, normal_quantile, numbers, tail
from commonweal.stats.results import answer


@dataclass(frozen=True)
class StandardizedDifference:
    """Hold k differences of two means, group less comparison, in standard deviations.

    d:          difference over the pooled standard deviation, with exact limits, an Estimate of k
    g:          the same without the bias of small groups (Hedges), an Estimate of k
    correction: what d is multiplied by for g, shape (k,)
    >>> standardized_difference([3, 1, 20], [3.5, 1, 20]).d.value
    array([-0.5])
    """

    d: Estimate
    g: Estimate
    correction: FloatArray


def standardized_difference(
    group: tuple[ArrayLike, ArrayLike, ArrayLike],
    rest: tuple[ArrayLike, ArrayLike, ArrayLike],
    level: float = 0.95,
) -> StandardizedDifference:
    """Give the difference of two means in pooled standard deviations.

    group: mean, standard deviation and people of the group, each shape (k,)
    rest:  the same of the comparison
    level: coverage of the intervals, between 0 and 1
    Gives a StandardizedDifference, the limits of g being normal. A group of one person or none is
    insufficient:one_value, scores that do not vary are undefined:no_variation.
    Fails with Problem "counts-negative" when a deviation or a number of people is below zero.
    Source: Hedges 1981, Journal of Educational Statistics 6:107-128; exact limits by the noncentral
    t, Steiger and Fouladi 1997; checked against base R in tests/reference/test_teaching_hedges.py
    >>> standardized_difference([78.2, 8.4, 61], [81.9, 7.7, 390]).g.value.round(4)
    array([-0.4737])
    """
    amounts(spread=group[1], people=group[2], rest_spread=rest[1], rest_people=rest[2])
    m1, s1, n1, m2, s2, n2 = numbers(
        mean=group[0],
        spread=group[1],
        people=group[2],
        rest_mean=rest[0],
        rest_spread=rest[1],
        rest_people=rest[2],
    )
    few = (n1 < 2) | (n2 < 2)
    one, other = np.where(few, 2.0, n1), np.where(few, 2.0, n2)
    df = one + other - 2
    pooled = ((one - 1) * s1**2 + (other - 1) * s2**2) / df
    flat = pooled == 0
    reasons = {"one_value": few, "no_variation": flat}
    d = (m1 - m2) / np.sqrt(np.where(flat, 1.0, pooled))
    root = np.sqrt(1 / one + 1 / other)
    low, high = (root * each for each in _centers(d / root, df, tail(level)))
    correction = np.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / np.sqrt(df / 2)
    se = correction * np.sqrt(root**2 + d**2 / (2 * (one + other)))
    g, reach = correction * d, normal_quantile(level) * se
    return StandardizedDifference(
        answer(d, low, high, level=level, method="noncentral_t", reasons=reasons, n=n1),
        answer(g, g - reach, g + reach, level=level, method="hedges", reasons=reasons, se=se, n=n1),
        correction,
    )


def _centers(t: FloatArray, df: FloatArray, outside: float) -> tuple[FloatArray, FloatArray]:
    """Find the noncentralities at which t stands at each end of its distribution."""
    # Nine errors to each side leave nothing outside at any level that is asked for.
    reach = 9 * np.sqrt(1 + t**2 / (2 * np.maximum(df - 1, 1.0))) + 9 / np.sqrt(df)

    def apart(
        center: FloatArray, seen: FloatArray, freedom: FloatArray, p: FloatArray
    ) -> FloatArray:
        below = nctdtr(freedom, center, seen)
        # Beyond sixteen digits the distribution is not computed: it is all or nothing there.
        return np.asarray(np.where(np.isnan(below), center < seen, below) - p)

    made = [
        find_root(apart, (t - reach, t + reach), args=(t, df, np.full_like(t, p))).x
        for p in (1 - outside, outside)
    ]
    return np.asarray(made[0], dtype=np.float64), np.asarray(made[1], dtype=np.float64)
