"""Intervals for one proportion, many groups at once.

Nothing here compares groups (two_proportions.py) or decides what may be shown (presentation.py).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from commonweal.kinds import Estimate
from commonweal.stats.beta import beta_quantile
from commonweal.stats.inputs import (
    FloatArray,
    amounts,
    counts,
    normal_quantile,
    numbers,
    shares,
    tail,
)
from commonweal.stats.results import answer


def wilson(events: ArrayLike, people: ArrayLike, level: float = 0.95) -> Estimate:
    """Give the score interval of Wilson, the default for proportions.

    events: events a group, shape (k,), 0 <= events <= people
    people: people a group, shape (k,)
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k proportions; a group of nobody is undefined:zero_denominator.
    Fails with Problem "counts-above-people" when a group has more events than people.
    Source: Wilson 1927, JASA 22:209-212; checked against base R prop.test in
    tests/reference/test_statistics_proportions.py
    >>> wilson([8], [10]).low.round(4)
    array([0.4902])
    """
    had, all_people = counts(events, people)
    size = np.where(all_people == 0, 1.0, all_people)
    low, high = _score_limits(had, size, normal_quantile(level))
    return answer(
        had / size,
        low,
        high,
        level=level,
        method="wilson",
        reasons={"zero_denominator": all_people == 0},
        n=all_people,
    )


def wilson_cc(events: ArrayLike, people: ArrayLike, level: float = 0.95) -> Estimate:
    """Give the score interval with continuity correction.

    events: events a group, shape (k,), 0 <= events <= people
    people: people a group, shape (k,)
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k proportions; a group of nobody is undefined:zero_denominator.
    Fails with Problem "counts-above-people" when a group has more events than people.
    Source: Newcombe 1998, Statistics in Medicine 17:857-872, method 4; the correction shrinks to
    |events - people/2| when that is below one half, as base R prop.test does; checked against it
    in tests/reference/test_statistics_proportions.py
    >>> wilson_cc([8], [10]).low.round(4)
    array([0.4422])
    """
    had, all_people = counts(events, people)
    size = np.where(all_people == 0, 1.0, all_people)
    z = normal_quantile(level)
    correction = np.minimum(0.5, np.abs(had - size / 2))
    low, _ = _score_limits(np.maximum(had - correction, 0.0), size, z)
    _, high = _score_limits(np.minimum(had + correction, size), size, z)
    return answer(
        had / size,
        low,
        high,
        level=level,
        method="wilson_cc",
        reasons={"zero_denominator": all_people == 0},
        n=all_people,
    )


def clopper_pearson(events: ArrayLike, people: ArrayLike, level: float = 0.95) -> Estimate:
    """Give the exact interval of Clopper and Pearson.

    events: events a group, shape (k,), 0 <= events <= people
    people: people a group, shape (k,)
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k proportions; a group of nobody is undefined:zero_denominator.
    Fails with Problem "counts-above-people" when a group has more events than people.
    Source: Clopper and Pearson 1934, Biometrika 26:404-413; checked against base R binom.test in
    tests/reference/test_statistics_proportions.py
    >>> clopper_pearson([8], [10]).low.round(4)
    array([0.4439])
    """
    had, all_people = counts(events, people)
    size = np.where(all_people == 0, 1.0, all_people)
    low, high = _beta_limits(had, size - had, tail(level))
    return answer(
        had / size,
        low,
        high,
        level=level,
        method="clopper_pearson",
        reasons={"zero_denominator": all_people == 0},
        n=all_people,
    )


def jeffreys(
    events: ArrayLike, people: ArrayLike, level: float = 0.95, *, closed_ends: bool = True
) -> Estimate:
    """Give the interval of Jeffreys: quantiles of the posterior under the prior Beta(1/2, 1/2).

    events: events a group, shape (k,), 0 <= events <= people
    people: people a group, shape (k,)
    level:  coverage of the interval, between 0 and 1
    closed_ends: whether the limit is 0 with no event and 1 with nothing else; else raw quantiles
    Gives an Estimate of k proportions; a group of nobody is undefined:zero_denominator.
    Fails with Problem "counts-above-people" when a group has more events than people.
    Source: Brown, Cai and DasGupta 2001, Statistical Science 16:101-133, section 3.1.2; checked
    against base R in tests/reference/test_statistics_proportions.py
    >>> jeffreys([0, 8], [10, 10]).low.round(4)
    array([0.    , 0.4972])
    """
    had, all_people = counts(events, people)
    size = np.where(all_people == 0, 1.0, all_people)
    outside = tail(level)
    low = beta_quantile(had + 0.5, size - had + 0.5, outside, upper=False).share
    high = beta_quantile(had + 0.5, size - had + 0.5, outside, upper=True).share
    if closed_ends:
        low = np.where(had == 0, 0.0, low)
        high = np.where(had == size, 1.0, high)
    return answer(
        had / size,
        low,
        high,
        level=level,
        method="jeffreys",
        reasons={"zero_denominator": all_people == 0},
        n=all_people,
    )


def korn_graubard(
    share: ArrayLike,
    people: ArrayLike,
    effective: ArrayLike,
    *,
    df: ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Give the exact interval for a survey, where people in one cluster are alike.

    share:     proportions, shape (k,), between 0 and 1
    people:    people who answered, shape (k,)
    effective: people of a simple sample that would tell as much: people / design effect, or
               share (1 - share) / se^2, shape (k,)
    df:        degrees of freedom of the design (units less strata), shape (k,); None leaves the
               correction for them out
    level:     coverage of the interval, between 0 and 1
    Gives an Estimate of k proportions; nobody is undefined:zero_denominator; with df, one person
    is insufficient:one_value and df below 1 is insufficient:no_degrees_of_freedom.
    Fails with Problem "share-outside" when a share is not between 0 and 1.
    Source: Korn and Graubard 1998, Survey Methodology 24:193-201; checked against the R package
    survey 4.1 in tests/reference/test_statistics_survey_proportions.py
    >>> korn_graubard(0.25, 60, 60).low.round(4)
    array([0.1472])
    """
    shares(share=share)
    amounts(people=people, effective=effective)
    rate, all_people, size, freedom = numbers(
        share=share, people=people, effective=effective, df=1.0 if df is None else df
    )
    outside = tail(level)
    nobody = (size == 0) | (all_people == 0)
    reasons = {"zero_denominator": nobody}
    size = np.where(nobody, 1.0, size)
    if df is not None:
        reasons["one_value"] = all_people < 2
        reasons["no_degrees_of_freedom"] = freedom < 1
        simple = np.asarray(stdtrit(np.maximum(all_people - 1, 1.0), outside))
        design = np.asarray(stdtrit(np.maximum(freedom, 1.0), outside))
        size = size * (simple / design) ** 2
    low, high = _beta_limits(rate * size, (1 - rate) * size, outside)
    return answer(
        rate, low, high, level=level, method="korn_graubard", reasons=reasons, n=all_people
    )


def _score_limits(had: FloatArray, size: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    rate = had / size
    rest = (size - had) / size
    middle = rate + z * z / (2 * size)
    reach = z * np.sqrt(rate * rest / size + z * z / (4 * size * size))
    # The product of the two roots is known, so no digits are lost in a difference near zero.
    low = rate * rate / (middle + reach)
    high = np.where(had == size, 1.0, np.minimum((middle + reach) / (1 + z * z / size), 1.0))
    return np.minimum(low, rate), np.maximum(high, rate)


def _beta_limits(
    had: FloatArray, rest: FloatArray, outside: float
) -> tuple[FloatArray, FloatArray]:
    none, all_of_them = had <= 0, rest <= 0
    low = beta_quantile(np.where(none, 1.0, had), rest + 1, outside, upper=False).share
    high = beta_quantile(had + 1, np.where(all_of_them, 1.0, rest), outside, upper=True).share
    return np.where(none, 0.0, low), np.where(all_of_them, 1.0, high)
