"""Compare two directly standardized rates: difference and ratio, many pairs at once.

Indirectly standardized ratios are not compared with each other: see indirect.py for why.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.rates.rate import FEW_EVENTS
from commonweal.stats.results import Mask, answer, fold
from commonweal.stats.standardization.limits import midp_limits, moments
from commonweal.stats.standardization.strata import Weighted, read_grid, read_strata, weigh

Pair = tuple[Weighted, Weighted]


def direct_difference(
    events: ArrayLike,
    people: ArrayLike,
    rest_events: ArrayLike,
    rest_people: ArrayLike,
    standard: ArrayLike,
    *,
    per: float = 1.0,
    level: float = 0.95,
    collapse: bool = False,
) -> Estimate:
    """Give the difference of two directly standardized rates, its interval made of mid-P limits.

    events:      events in the group, shape (g, s)
    people:      people or time lived in the group, shape (g, s)
    rest_events: events in the comparison, shape (g, s) or (s,)
    rest_people: people or time lived in the comparison, shape (g, s) or (s,)
    standard:    people of the standard population, shape (s,)
    per:         the difference is given for so many people, such as 100000
    level:       coverage of the interval, between 0 and 1
    collapse:    whether a stratum without people in either may be left out of both
    Gives an Estimate of g differences, group less comparison, with the flags of `gamma`; a
    group of nobody, or two groups with no stratum in common, is undefined:zero_denominator.
    Fails with Problem "stratum-empty" when a stratum has weight and no people, unless `collapse`.
    Source: Zou and Donner 2008, Statistics in Medicine 27:1693-1702 (method of variance estimates
    recovery), with the limits of Fay and Kim 2017, Biometrical Journal 59:549-575
    >>> direct_difference([[9, 20]], [[100, 90]], [[9, 10]], [[100, 90]], [1, 1]).high.round(4)
    array([0.1313])
    """
    pair = _pair(events, people, rest_events, rest_people, standard, collapse=collapse)
    value, low, high = _difference(pair, level)
    return answer(
        per * value,
        per * low,
        per * high,
        level=level,
        method="direct_mover_midp",
        reasons={"zero_denominator": _nobody(pair)},
        se=per * np.sqrt(moments(pair[0])[1] + moments(pair[1])[1]),
        flags=_flags(pair),
    )


def direct_ratio(
    events: ArrayLike,
    people: ArrayLike,
    rest_events: ArrayLike,
    rest_people: ArrayLike,
    standard: ArrayLike,
    *,
    level: float = 0.95,
    collapse: bool = False,
) -> Estimate:
    """Give the ratio of two directly standardized rates, its interval made of mid-P limits.

    events:      events in the group, shape (g, s)
    people:      people or time lived in the group, shape (g, s)
    rest_events: events in the comparison, shape (g, s) or (s,)
    rest_people: people or time lived in the comparison, shape (g, s) or (s,)
    standard:    people of the standard population, shape (s,)
    level:       coverage of the interval, between 0 and 1
    collapse:    whether a stratum without people in either may be left out of both
    Gives an Estimate of g ratios, `se` on the log scale, with the flags of `gamma`; nobody
    is undefined:zero_denominator, no event in either is undefined:zero_in_ratio.
    Fails with Problem "stratum-empty" when a stratum has weight and no people, unless `collapse`.
    Source: Zou and Donner 2008, Statistics in Medicine 27:1693-1702 (method of variance estimates
    recovery, of logarithms), with the limits of Fay and Kim 2017, Biometrical Journal 59:549-575
    >>> direct_ratio([[9, 20]], [[100, 90]], [[9, 10]], [[100, 90]], [1, 1]).value.round(4)
    array([1.5525])
    """
    pair = _pair(events, people, rest_events, rest_people, standard, collapse=collapse)
    (one, spread), (other, rest_spread) = moments(pair[0]), moments(pair[1])
    none = (one == 0) | (other == 0)
    top, bottom = np.where(none, 1.0, one), np.where(none, 1.0, other)
    se = np.sqrt(spread / top**2 + rest_spread / bottom**2)
    low, high = (_logs(limit, none) for limit in midp_limits(pair[0], level))
    rest_low, rest_high = (_logs(limit, none) for limit in midp_limits(pair[1], level))
    log_one, log_other = np.log(top), np.log(bottom)
    down = np.hypot(log_one - low, rest_high - log_other)
    up = np.hypot(high - log_one, log_other - rest_low)
    ratio = top / bottom
    return answer(
        ratio,
        ratio / fold(down),
        ratio * fold(up),
        level=level,
        method="direct_mover_log_midp",
        reasons={"zero_denominator": _nobody(pair), "zero_in_ratio": none},
        se=se,
        flags=_flags(pair),
    )


def direct_test(
    events: ArrayLike,
    people: ArrayLike,
    rest_events: ArrayLike,
    rest_people: ArrayLike,
    standard: ArrayLike,
    *,
    collapse: bool = False,
) -> Estimate:
    """Test whether two directly standardized rates are equal.

    events:      events in the group, shape (g, s)
    people:      people or time lived in the group, shape (g, s)
    rest_events: events in the comparison, shape (g, s) or (s,)
    rest_people: people or time lived in the comparison, shape (g, s) or (s,)
    standard:    people of the standard population, shape (s,)
    collapse:    whether a stratum without people in either may be left out of both
    Gives an Estimate whose values are g two-sided p-values, below 0.05 exactly where the 95 percent
    interval of `direct_difference` leaves out zero, with its flags and reasons; no event at all is
    undefined:no_variation.
    Fails with Problem "stratum-empty" when a stratum has weight and no people, unless `collapse`.
    Source: Altman and Bland 2011, BMJ 343:d2304 (p-value from an interval), of the interval of
    `direct_difference`
    >>> direct_test([[9, 20]], [[100, 90]], [[9, 10]], [[100, 90]], [1, 1]).value.round(4)
    array([0.137])
    """
    pair = _pair(events, people, rest_events, rest_people, standard, collapse=collapse)
    value, low, high = _difference(pair, 0.95)
    # The limit on the side of zero says how many standard errors away zero is.
    toward = np.where(value > 0, value - low, high - value)
    z = normal_quantile(0.95) * np.abs(value) / np.where(toward > 0, toward, 1.0)
    none = (pair[0].events.sum(axis=1) == 0) & (pair[1].events.sum(axis=1) == 0)
    return answer(
        np.asarray(2 * ndtr(-z), dtype=np.float64),
        None,
        None,
        level=0.95,
        method="direct_mover_midp",
        reasons={"zero_denominator": _nobody(pair), "no_variation": none},
        flags=_flags(pair),
    )


def _pair(
    events: ArrayLike,
    people: ArrayLike,
    rest_events: ArrayLike,
    rest_people: ArrayLike,
    standard: ArrayLike,
    *,
    collapse: bool,
) -> Pair:
    had, size, rest_had, rest_size, weight = read_grid(
        events=events,
        people=people,
        rest_events=rest_events,
        rest_people=rest_people,
        standard=standard,
    )
    read_strata(had, size, weight, collapse=collapse)
    read_strata(rest_had, rest_size, weight, collapse=collapse)
    # Both must be weighted by one and the same standard, or the difference is one of ages.
    common = (size > 0) & (rest_size > 0)
    return weigh(had, size, weight, common), weigh(rest_had, rest_size, weight, common)


def _difference(pair: Pair, level: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    one, other = moments(pair[0])[0], moments(pair[1])[0]
    low, high = midp_limits(pair[0], level)
    rest_low, rest_high = midp_limits(pair[1], level)
    value = one - other
    down, up = np.hypot(one - low, rest_high - other), np.hypot(high - one, other - rest_low)
    return value, value - down, value + up


def _logs(limit: FloatArray, none: Mask) -> FloatArray:
    # Part of an event, as a survey may have, can leave a lower limit of 0.
    return np.asarray(np.log(np.where(none, 1.0, np.maximum(limit, np.finfo(np.float64).tiny))))


def _nobody(pair: Pair) -> Mask:
    return np.asarray(~(pair[0].weight > 0).any(axis=1))


def _flags(pair: Pair) -> dict[str, Mask]:
    few = [one.events.sum(axis=1) < FEW_EVENTS for one in pair]
    return {"few_events": few[0] | few[1], "weight_lost": (pair[0].lost > 0) & ~_nobody(pair)}
