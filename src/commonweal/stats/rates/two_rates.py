"""Compare two rates over time lived: ratio and difference, many pairs at once.

Proportions are compared in two_proportions.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.beta import beta_quantile
from commonweal.stats.inputs import FloatArray, amounts, normal_quantile, tail, whole
from commonweal.stats.rates.rate import byar_limits
from commonweal.stats.rates.tails import as_unlikely, binomial_steps
from commonweal.stats.results import Mask, answer, fold

# Below these no odds can be told from none; whole events never come near.
LEAST_ODDS = 1e-200


def wald_ratio(
    events: ArrayLike,
    time: ArrayLike,
    rest_events: ArrayLike,
    rest_time: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Give the ratio of two rates with the interval on the log scale.

    events:      events in the group, shape (k,)
    time:        time lived by the group, shape (k,)
    rest_events: events in the comparison, shape (k,)
    rest_time:   time lived by the comparison, shape (k,), in the same unit
    level:       coverage of the interval, between 0 and 1
    Gives an Estimate of k ratios, `se` on the log scale; no time is undefined:zero_denominator,
    no event in either is undefined:zero_in_ratio.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Rothman, Greenland and Lash 2008, Modern Epidemiology, 3rd edition, chapter 14;
    checked against base R in tests/reference/test_statistics_two_rates.py
    >>> wald_ratio([42], [2572], [84], [3711]).low.round(4)
    array([0.4981])
    """
    tables = amounts(events=events, time=time, rest_events=rest_events, rest_time=rest_time)
    reasons = _reasons(*tables)
    had, lived, rest_had, rest_lived = (_positive(array) for array in tables)
    ratio = had / lived * (rest_lived / rest_had)
    se = np.sqrt(1 / had + 1 / rest_had)
    reach = fold(normal_quantile(level) * se)
    return answer(
        ratio, ratio / reach, ratio * reach, level=level, method="wald_log", reasons=reasons, se=se
    )


def exact_ratio(
    events: ArrayLike,
    time: ArrayLike,
    rest_events: ArrayLike,
    rest_time: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Give the ratio of two rates with the exact conditional interval.

    events:      events in the group, shape (k,)
    time:        time lived by the group, shape (k,)
    rest_events: events in the comparison, shape (k,)
    rest_time:   time lived by the comparison, shape (k,), in the same unit
    level:       coverage of the interval, between 0 and 1
    Gives an Estimate of k ratios; no time is undefined:zero_denominator; no event in either is
    undefined:zero_in_ratio, and then the one limit that stands is still given.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Przyborowski and Wilenski 1940, Biometrika 31:313-323; limits of Clopper and Pearson;
    checked against base R poisson.test in tests/reference/test_statistics_two_rates.py
    >>> exact_ratio([42], [2572], [84], [3711]).low.round(4)
    array([0.4858])
    """
    tables = amounts(events=events, time=time, rest_events=rest_events, rest_time=rest_time)
    had, lived, rest_had, rest_lived = tables
    reasons = _reasons(*tables)
    timeless, outside = reasons["zero_denominator"], tail(level)
    scale = _positive(rest_lived) / _positive(lived)
    low = _odds(_positive(had), rest_had + 1, outside) * scale
    # The upper odds are the lower odds of the other way round, turned over.
    other = _odds(_positive(rest_had), had + 1, outside)
    endless = other < LEAST_ODDS
    high = np.where(endless, np.nan, scale / np.where(endless, 1.0, other))
    neither = (had == 0) & (rest_had == 0)
    return answer(
        _positive(had) / _positive(rest_had) * scale,
        np.where(timeless | neither, np.nan, np.where(had == 0, 0.0, low)),
        np.where(timeless | (rest_had == 0), np.nan, high),
        level=level,
        method="exact_conditional",
        reasons=reasons,
        bounds=True,
        flags={"one_sided": ~timeless & ~neither & (reasons["zero_in_ratio"] | endless)},
    )


def exact_test(
    events: ArrayLike, time: ArrayLike, rest_events: ArrayLike, rest_time: ArrayLike
) -> Estimate:
    """Test whether two rates are equal, given how many events there were in all.

    events:      events in the group, whole numbers, shape (k,)
    time:        time lived by the group, shape (k,)
    rest_events: events in the comparison, whole numbers, shape (k,)
    rest_time:   time lived by the comparison, shape (k,), in the same unit
    Gives an Estimate whose values are k two-sided p-values; no time is undefined:zero_denominator.
    Fails with Problem "counts-not-whole" when events are not whole numbers.
    Source: binomial test of the first of all events with share time / (time + rest_time);
    checked against base R poisson.test in tests/reference/test_statistics_two_rates.py
    >>> exact_test([42], [2572], [84], [3711]).value.round(4)
    array([0.0857])
    """
    had, rest_had, lived, rest_lived = amounts(
        events=events, rest_events=rest_events, time=time, rest_time=rest_time
    )
    whole(events=events, rest_events=rest_events)
    timeless = (lived == 0) | (rest_lived == 0)
    share = _positive(lived) / (_positive(lived) + _positive(rest_lived))
    p = np.array(
        [
            as_unlikely(binomial_steps(int(one + other), float(part)), int(one))
            for one, other, part in zip(had, rest_had, share, strict=True)
        ],
        dtype=np.float64,
    )
    reasons = {"zero_denominator": timeless}
    return answer(p, None, None, level=0.95, method="exact_conditional", reasons=reasons)


def wald_difference(
    events: ArrayLike,
    time: ArrayLike,
    rest_events: ArrayLike,
    rest_time: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Give the difference of two rates with the normal interval.

    events:      events in the group, shape (k,)
    time:        time lived by the group, shape (k,)
    rest_events: events in the comparison, shape (k,)
    rest_time:   time lived by the comparison, shape (k,), in the same unit
    level:       coverage of the interval, between 0 and 1
    Gives an Estimate of k differences a unit of time, group less comparison; no time is
    undefined:zero_denominator.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Rothman, Greenland and Lash 2008, Modern Epidemiology, 3rd edition, chapter 14
    >>> wald_difference([42], [2572], [84], [3711]).value.round(5)
    array([-0.00631])
    """
    tables = amounts(events=events, time=time, rest_events=rest_events, rest_time=rest_time)
    had, lived, rest_had, rest_lived = tables
    one, other = _positive(lived), _positive(rest_lived)
    value = had / one - rest_had / other
    se = np.sqrt(had / one**2 + rest_had / other**2)
    reach = normal_quantile(level) * se
    reasons = {"zero_denominator": (lived == 0) | (rest_lived == 0)}
    return answer(
        value, value - reach, value + reach, level=level, method="wald", reasons=reasons, se=se
    )


def mover_difference(
    events: ArrayLike,
    time: ArrayLike,
    rest_events: ArrayLike,
    rest_time: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Give the difference of two rates with an interval made of Byar's limits of each.

    events:      events in the group, shape (k,)
    time:        time lived by the group, shape (k,)
    rest_events: events in the comparison, shape (k,)
    rest_time:   time lived by the comparison, shape (k,), in the same unit
    level:       coverage of the interval, between 0 and 1
    Gives an Estimate of k differences a unit of time, group less comparison; no time is
    undefined:zero_denominator.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Zou and Donner 2008, Statistics in Medicine 27:1693-1702 (method of variance estimates
    recovery), with Byar's limits
    >>> mover_difference([0], [2572], [84], [3711]).high.round(5)
    array([-0.01784])
    """
    tables = amounts(events=events, time=time, rest_events=rest_events, rest_time=rest_time)
    had, lived, rest_had, rest_lived = tables
    one, other = _positive(lived), _positive(rest_lived)
    z = normal_quantile(level)
    low, high = (limit / one for limit in byar_limits(had, z))
    rest_low, rest_high = (limit / other for limit in byar_limits(rest_had, z))
    rate, rest_rate = had / one, rest_had / other
    value = rate - rest_rate
    return answer(
        value,
        value - np.hypot(rate - low, rest_high - rest_rate),
        value + np.hypot(high - rate, rest_rate - rest_low),
        level=level,
        method="mover_byar",
        reasons={"zero_denominator": (lived == 0) | (rest_lived == 0)},
    )


def _reasons(
    had: FloatArray, lived: FloatArray, rest_had: FloatArray, rest_lived: FloatArray
) -> dict[str, Mask]:
    return {
        "zero_denominator": (lived == 0) | (rest_lived == 0),
        "zero_in_ratio": (had == 0) | (rest_had == 0),
    }


def _positive(array: FloatArray) -> FloatArray:
    return np.where(array == 0, 1.0, array)


def _odds(ours: FloatArray, theirs: FloatArray, outside: float) -> FloatArray:
    share, rest = beta_quantile(ours, theirs, outside, upper=False)
    return share / rest
