"""What a comparison could have seen, and how many people it would take to see more.

Printed beside every "too little data to say": it is the price of knowing.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri
from scipy.stats import nct
from scipy.stats import t as student

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import (
    FloatArray,
    amounts,
    design_effects,
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
    value = _reach(power, level) * np.sqrt(rate * (1 - rate) * spread)
    return _answer(value, level, "mdd", {"zero_denominator": nobody})


def expected_detectable(
    rest_rate: ArrayLike,
    people: ArrayLike,
    rest_people: ArrayLike,
    *,
    deff: ArrayLike = 1.0,
    rest_deff: ArrayLike = 1.0,
    comparisons: int = 1,
    power: float = 0.8,
    level: float = 0.95,
) -> Estimate:
    """Give the difference that a planned comparison of this size can be expected to see.

    rest_rate:   rate of the comparison, shape (k,), between 0 and 1
    people:      people planned in the group, shape (k,)
    rest_people: people planned in the comparison, shape (k,)
    deff:        design effect of the group, at least 1, shape (k,)
    rest_deff:   design effect of the comparison, at least 1, shape (k,)
    comparisons: groups in the family; the p-value that counts is divided by it
    power:       how likely the difference is to be seen, between 0 and 1
    level:       1 - the two-sided p-value that counts as seen
    Gives an Estimate of k differences; a group of nobody is undefined:zero_denominator.
    Fails with Problem "design-effect-below-one" when a design effect is below 1.
    Fails with Problem "comparisons-below-one" when there is no comparison.
    Source: statistics.md section 10: `mdd` on people / design effect, alpha / comparisons
    >>> expected_detectable(0.5, 400, 600, deff=2, rest_deff=2).value.round(4)
    array([0.1279])
    """
    one, other, effect, rest_effect = numbers(
        people=people, rest_people=rest_people, deff=deff, rest_deff=rest_deff
    )
    design_effects(deff=effect, rest_deff=rest_effect)
    strict = _shared_level(level, comparisons)
    inner = mdd(rest_rate, one / effect, other / rest_effect, power=power, level=strict)
    missing = {"zero_denominator": ~inner.ok}
    return _answer(inner.value, level, "expected_detectable", missing)


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


def people_needed(
    rest_rate: ArrayLike,
    difference: ArrayLike,
    *,
    deff: ArrayLike = 1.0,
    comparisons: int = 1,
    power: float = 0.8,
    level: float = 0.95,
) -> Estimate:
    """Give how many people each of two equal groups needs to see a given gap.

    rest_rate:   rate of the comparison, shape (k,), between 0 and 1
    difference:  gap to be seen, group less comparison, shape (k,); its sign counts
    deff:        design effect, at least 1, shape (k,); it multiplies the number
    comparisons: groups in the family; the p-value that counts is divided by it
    power:       how likely the gap is to be seen, between 0 and 1
    level:       1 - the two-sided p-value that counts as seen
    Gives an Estimate of k whole numbers of people a group; no gap is undefined:zero_difference, a
    gap that leads out of 0 to 1 is undefined:beyond_range.
    Fails with Problem "design-effect-below-one" when a design effect is below 1.
    Fails with Problem "comparisons-below-one" when there is no comparison.
    Source: statistics.md section 10: `people_for` times the design effect, alpha / comparisons
    >>> people_needed(0.135, 0.05).value
    array([843.])
    """
    shares(rest_rate=rest_rate)
    rate, gap, effect = numbers(rest_rate=rest_rate, difference=difference, deff=deff)
    design_effects(deff=effect)
    beyond = _beyond(rate, gap)
    target = np.clip(rate + gap, 0.0, 1.0)
    strict = _shared_level(level, comparisons)
    inner = people_for(rate, np.where(beyond, rate, target), power=power, level=strict)
    reasons = {"beyond_range": beyond, "zero_difference": ~inner.ok}
    value = _whole(np.where(inner.ok, inner.value, 0.0) * effect)
    return _answer(value, level, "people_needed", reasons)


def people_needed_beside(
    rest_rate: ArrayLike,
    difference: ArrayLike,
    rest_people: ArrayLike,
    *,
    deff: ArrayLike = 1.0,
    rest_deff: ArrayLike = 1.0,
    power: float = 0.8,
    level: float = 0.95,
) -> Estimate:
    """Give how many people a group needs for a gap to be seen beside a comparison of fixed size.

    rest_rate:   rate of the comparison, shape (k,), between 0 and 1
    difference:  gap to be seen, shape (k,); its sign does not count
    rest_people: people in the comparison, shape (k,)
    deff:        design effect of the group, at least 1, shape (k,)
    rest_deff:   design effect of the comparison, at least 1, shape (k,)
    power:       how likely the gap is to be seen, between 0 and 1
    level:       1 - the two-sided p-value that counts as seen
    Gives an Estimate of k whole numbers of people; no comparison is undefined:zero_denominator, no
    gap is undefined:zero_difference, a rate of 0 or 1 is undefined:no_variation, and a comparison
    too small for any group to be enough is undefined:comparison_too_small.
    Fails with Problem "design-effect-below-one" when a design effect is below 1.
    Source: statistics.md section 10: `mdd` solved for the people of the group
    >>> people_needed_beside(0.5, 0.1279085, 300).value
    array([200.])
    """
    shares(rest_rate=rest_rate)
    rate, gap, size, effect, rest_effect = numbers(
        rest_rate=rest_rate,
        difference=difference,
        rest_people=rest_people,
        deff=deff,
        rest_deff=rest_deff,
    )
    amounts(rest_people=size)
    design_effects(deff=effect, rest_deff=rest_effect)
    same, nobody, certain = gap == 0, size == 0, (rate == 0) | (rate == 1)
    usable = ~(same | nobody | certain)
    wanted = np.where(usable, gap / _reach(power, level), 1.0) ** 2
    spread = np.where(usable, rate * (1 - rate), 1.0)
    left = wanted / spread - rest_effect / np.where(nobody, 1.0, size)
    reasons = {
        "zero_denominator": nobody,
        "zero_difference": same,
        "no_variation": certain,
        "comparison_too_small": left <= 0,
    }
    value = _whole(effect / np.where(left > 0, left, 1.0))
    return _answer(value, level, "people_needed_beside", reasons)


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
        limit = float(student.isf(outside, freedom))
        return float(nct.sf(limit, freedom, np.sqrt(size / 2) * effect)) >= power

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


def _reach(power: float, level: float) -> float:
    return normal_quantile(level) + float(ndtri(_power_checked(power)))


def _power_checked(power: float) -> float:
    if not 0 < power < 1:
        raise Problem(
            "power-outside",
            f"A comparison can not have the power {power}.",
            "Give a number between 0 and 1, such as 0.8.",
        )
    return power


def _shared_level(level: float, comparisons: int) -> float:
    if comparisons < 1:
        raise Problem(
            "comparisons-below-one",
            "There is no comparison to plan for.",
            "Give the number of groups that will be compared.",
        )
    return 1 - 2 * tail(level) / comparisons


def _beyond(rate: FloatArray, gap: FloatArray) -> Mask:
    # Rounding of 0.9 + 0.1 is no reason to call a rate of 1 out of range.
    beyond: Mask = (rate + gap > 1 + 1e-12) | (rate + gap < -1e-12)
    return beyond


def _whole(people: FloatArray) -> FloatArray:
    # A hair above a whole number is rounding, not a person.
    return np.asarray(np.ceil(people * (1 - 1e-12)))


def _answer(value: FloatArray, level: float, method: str, reasons: dict[str, Mask]) -> Estimate:
    return answer(value, None, None, level=level, method=method, reasons=reasons)
