"""What a comparison could have seen, and the size of sample that sees a given difference.

Planning with design effects and several groups is in planning.py.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import nctdtr, ndtr, ndtri, stdtrit

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import (
    FloatArray,
    amounts,
    normal_quantile,
    numbers,
    shares,
    tail,
)
from commonweal.stats.results import Mask, answer

# Each step halves the search, so 60 steps use all digits a number has.
STEPS = 60


def mdd(
    rest_rate: ArrayLike,
    people: ArrayLike,
    rest_people: ArrayLike,
    *,
    power: float = 0.8,
    level: float = 0.95,
) -> Estimate:
    """Give the smallest difference from a rate that a comparison would most likely have seen.

    rest_rate:   rate of the comparison, shape (k,), between 0 and 1
    people:      people in the group, shape (k,)
    rest_people: people in the comparison, shape (k,)
    power:       how likely the difference is to be seen, between 0 and 1
    level:       1 - the two-sided p-value that counts as seen
    Gives an Estimate of k differences; a group of nobody is undefined:zero_denominator.
    Fails with Problem "power-outside" when the power is not strictly between 0 and 1.
    Source: statistics.md section 10 after Fleiss, Levin and Paik 2003, Statistical Methods for
    Rates and Proportions, section 4.3, common variance at the comparison's rate; checked in
    tests/reference/test_statistics_decision.py
    >>> mdd(0.5, 200, 300).value.round(4)
    array([0.1279])
    """
    shares(rest_rate=rest_rate)
    amounts(people=people, rest_people=rest_people)
    rate, one, other = numbers(rest_rate=rest_rate, people=people, rest_people=rest_people)
    nobody = (one == 0) | (other == 0)
    spread = 1 / np.where(nobody, 1.0, one) + 1 / np.where(nobody, 1.0, other)
    value = reach(power, level) * np.sqrt(rate * (1 - rate) * spread)
    return _answer(value, level, "mdd", {"zero_denominator": nobody})


def detectable(
    rate: ArrayLike,
    people: ArrayLike,
    *,
    power: float = 0.8,
    level: float = 0.95,
    upward: bool = True,
) -> Estimate:
    """Give the second proportion that two groups of this size would most likely tell apart.

    rate:   proportion in the first group, shape (k,), between 0 and 1
    people: people in each of the two groups, shape (k,)
    power:  how likely the difference is to be seen, between 0 and 1
    level:  1 - the two-sided p-value that counts as seen
    upward: whether the second proportion lies above the first or below it
    Gives an Estimate of k proportions; nobody is undefined:zero_denominator, groups too small to
    tell even 0 or 1 apart are undefined:not_detectable.
    Fails with Problem "share-outside" when a rate is not between 0 and 1.
    Source: Fleiss, Levin and Paik 2003, section 4.3, solved for the second proportion; checked
    against base R power.prop.test in tests/reference/test_statistics_power.py
    >>> detectable(0.284, 1200).value.round(4)
    array([0.3369])
    """
    _power_checked(power)
    shares(rate=rate)
    first, size = numbers(rate=rate, people=people)
    amounts(people=size)
    z = normal_quantile(level)
    nobody = size == 0
    edge = np.ones_like(first) if upward else np.zeros_like(first)
    safe = np.where(nobody, 1.0, size)
    impossible = _seen(first, edge, safe, z) < power
    near, far = first.copy(), edge
    for _ in range(STEPS):
        middle = (near + far) / 2
        enough = _seen(first, middle, safe, z) >= power
        near, far = np.where(enough, near, middle), np.where(enough, middle, far)
    reasons = {"zero_denominator": nobody, "not_detectable": impossible}
    return _answer(far, level, "detectable", reasons)


def power_of(
    rate: ArrayLike, other_rate: ArrayLike, people: ArrayLike, level: float = 0.95
) -> Estimate:
    """Give how likely two groups of equal size are to be told apart.

    rate:       true proportion in the first group, shape (k,), between 0 and 1
    other_rate: true proportion in the second group, shape (k,), between 0 and 1
    people:     people in each group, shape (k,)
    level:      1 - the two-sided p-value that counts as seen
    Gives an Estimate whose values are k probabilities; nobody is undefined:zero_denominator.
    Fails with Problem "share-outside" when a rate is not between 0 and 1.
    Source: Fleiss, Levin and Paik 2003, section 4.3, the tail on the side of the difference only;
    checked against base R power.prop.test in tests/reference/test_statistics_power.py
    >>> power_of(0.135, 0.235, 80).value.round(4)
    array([0.3692])
    """
    shares(rate=rate, other_rate=other_rate)
    first, second, size = numbers(rate=rate, other_rate=other_rate, people=people)
    amounts(people=size)
    nobody = size == 0
    value = _seen(first, second, np.where(nobody, 1.0, size), normal_quantile(level))
    return _answer(value, level, "power", {"zero_denominator": nobody})


def people_for(
    rate: ArrayLike, other_rate: ArrayLike, *, power: float = 0.8, level: float = 0.95
) -> Estimate:
    """Give the size of each of two groups that tells two proportions apart, not rounded.

    rate:       true proportion in the first group, shape (k,), between 0 and 1
    other_rate: true proportion in the second group, shape (k,), between 0 and 1
    power:      how likely the difference is to be seen, between 0 and 1
    level:      1 - the two-sided p-value that counts as seen
    Gives an Estimate of k sizes; equal rates are undefined:zero_difference.
    Fails with Problem "share-outside" when a rate is not between 0 and 1.
    Source: Fleiss, Levin and Paik 2003, section 4.3, equation 4.14 without correction; checked
    against base R power.prop.test in tests/reference/test_statistics_power.py
    >>> people_for(0.135, 0.185).value.round(1)
    array([842.7])
    """
    _power_checked(power)
    first, second = shares(rate=rate, other_rate=other_rate)
    gap = np.abs(first - second)
    same = gap == 0
    both = first + second
    under_equal = normal_quantile(level) * np.sqrt(both * (1 - both / 2))
    under_apart = float(ndtri(power)) * np.sqrt(first * (1 - first) + second * (1 - second))
    value = (np.maximum(under_equal + under_apart, 0.0) / np.where(same, 1.0, gap)) ** 2
    return _answer(value, level, "people_for", {"zero_difference": same})


def people_for_means(
    difference: float, sd: float, *, power: float = 0.8, level: float = 0.95
) -> float:
    """Give the size of each of two groups that tells two means apart by Student's test.

    difference: true difference of the means, not 0
    sd:         standard deviation in each group, above 0, in the same unit
    power:      how likely the difference is to be seen, between 0 and 1
    level:      1 - the two-sided p-value that counts as seen
    Gives one number of people a group, not rounded, at least 2.
    Fails with Problem "difference-zero" when difference or sd is 0, or no finite number.
    Source: Cohen 1988, Statistical Power Analysis, chapter 2, non-central t; checked against base
    R power.t.test in tests/reference/test_statistics_power.py
    >>> round(people_for_means(3, 11), 2)
    212.01
    """
    _power_checked(power)
    outside = tail(level)
    if not (np.isfinite([difference, sd]).all() and difference != 0 and sd > 0):
        raise Problem(
            "difference-zero",
            "A difference of 0, or no spread, has no size of sample.",
            "Give the difference that matters and the spread of the values.",
        )
    effect = abs(difference) / sd

    def enough(size: float) -> bool:
        freedom = 2 * (size - 1)
        limit = -float(stdtrit(freedom, outside))
        return 1 - float(nctdtr(freedom, np.sqrt(size / 2) * effect, limit)) >= power

    return _smallest(enough)


def _smallest(enough: Callable[[float], bool]) -> float:
    low = high = 2.0
    while not enough(high):
        low, high = high, high * 2
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _seen(first: FloatArray, second: FloatArray, people: FloatArray, z: float) -> FloatArray:
    both = first + second
    spread = np.sqrt(first * (1 - first) + second * (1 - second))
    apart = np.sqrt(people) * np.abs(first - second) - z * np.sqrt(both * (1 - both / 2))
    certain = spread == 0
    score = apart / np.where(certain, 1.0, spread)
    # Two rates of 0 or 1 without spread are told apart for sure, or not at all.
    score = np.where(certain, np.where(apart > 0, np.inf, -np.inf), score)
    return np.asarray(ndtr(score), dtype=np.float64)


def reach(power: float, level: float) -> float:
    """Give how many standard errors apart two numbers must be to be told apart most often.

    power: how likely the difference is to be seen, between 0 and 1
    level: 1 - the two-sided p-value that counts as seen
    Gives the sum of the normal quantiles of both.
    Fails with Problem "power-outside" when the power is not strictly between 0 and 1.
    Source: Fleiss, Levin and Paik 2003, section 4.3
    >>> round(reach(0.8, 0.95), 4)
    2.8016
    """
    return normal_quantile(level) + float(ndtri(_power_checked(power)))


def _power_checked(power: float) -> float:
    if not 0 < power < 1:
        raise Problem(
            "power-outside",
            f"A comparison can not have the power {power}.",
            "Give a number between 0 and 1, such as 0.8.",
        )
    return power


def _answer(value: FloatArray, level: float, method: str, reasons: dict[str, Mask]) -> Estimate:
    return answer(value, None, None, level=level, method=method, reasons=reasons)
