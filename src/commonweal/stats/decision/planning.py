"""The price of knowing: how many more people it takes before a gap can be seen.

Printed beside every "too little data to say". The formulas of one comparison are in power.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.decision.power import mdd, people_for, reach
from commonweal.stats.inputs import FloatArray, amounts, design_effects, numbers, shares, tail
from commonweal.stats.results import Mask, answer


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
    return answer(
        inner.value, None, None, level=level, method="expected_detectable", reasons=missing
    )


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
    return answer(value, None, None, level=level, method="people_needed", reasons=reasons)


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
    wanted = np.where(usable, gap / reach(power, level), 1.0) ** 2
    spread = np.where(usable, rate * (1 - rate), 1.0)
    left = wanted / spread - rest_effect / np.where(nobody, 1.0, size)
    reasons = {
        "zero_denominator": nobody,
        "zero_difference": same,
        "no_variation": certain,
        "comparison_too_small": left <= 0,
    }
    value = _whole(effect / np.where(left > 0, left, 1.0))
    return answer(value, None, None, level=level, method="people_needed_beside", reasons=reasons)


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
