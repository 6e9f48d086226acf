"""Funnels of rates over time lived: many places around one rate, with limits of Poisson events.

Proportions of people have their own in funnel.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize.elementwise import find_root
from scipy.special import gammainc, gammaincc

from commonweal.stats.inputs import FloatArray, normal_quantile, tail
from commonweal.stats.results import answer
from commonweal.stats.time.funnel import WARNING, Funnel, drawn, targets
from commonweal.stats.time.movement import each_over
from commonweal.stats.time.series import rate_series

# Beyond e^2 times what is expected, x events have a chance below e^-x.
FAR = float(np.exp(2.0))


def rate_funnel(
    events: ArrayLike,
    exposure: ArrayLike,
    target: ArrayLike | None = None,
    *,
    overdispersed: bool = True,
) -> Funnel:
    """Set the rate of each place beside the limits that chance allows a place of its size.

    events:        events, shape (k, places) or (places,)
    exposure:      time lived, or events expected for a ratio of observed to expected, the same
                   shape; 0 where a funnel has no such place
    target:        the rate expected, shape (k,) or one, not below 0; None for that of all places
    overdispersed: whether the limits take up variance between places beyond chance
    Gives the Funnel. Where places vary beyond chance the limits are normal ones of chance and
    tau2 together; else the places outside are those whose exact interval misses the target.
    Nothing exposed at all is zero_denominator, a target of 0 no_variation.
    Fails with Problem "events-without-exposure" when events stand where nothing is exposed.
    Fails with Problem "counts-negative" when a number is below zero, "shapes-differ" when there is
    not one target a funnel.
    Source: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202, overdispersion additive; exact
    limits without steps, by the incomplete gamma function of events that need not be whole
    >>> rate_funnel([30, 12, 11, 9], [100] * 4, overdispersed=False).alarm
    array([[ True, False, False, False]])
    """
    had, lived = rate_series(events, exposure)
    here = lived > 0
    pooled = each_over(had.sum(axis=1), lived.sum(axis=1))
    center = targets(pooled if target is None else target, len(had))
    reasons = {"zero_denominator": ~here.any(axis=1), "no_variation": center == 0}
    said = answer(center, None, None, level=WARNING, method="exact", reasons=reasons).reason
    size = np.where(here, lived, 1.0)
    around = np.where(center > 0, center, 1.0)[:, None]

    def limits(level: float, tau2: FloatArray) -> tuple[FloatArray, FloatArray]:
        return rate_limits(around, size, level, tau2=tau2)

    values = np.where(here, had / size, np.nan)
    return drawn(values, center, said, np.sqrt(around / size), limits, overdispersed=overdispersed)


def rate_limits(
    target: FloatArray, exposure: FloatArray, level: float, *, tau2: FloatArray | float = 0.0
) -> tuple[FloatArray, FloatArray]:
    """Give the rates between which a place of a size is in line with a target.

    target:   the rate expected, above 0, of a shape that fits exposure
    exposure: time lived in each place, above 0
    level:    share of places in line that lie between the limits, between 0 and 1
    tau2:     variance between places that the limits take up, of a shape that fits exposure
    Gives lower and upper limits; above a tau2 of 0 they are target +- z sqrt(chance + tau2).
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202, appendix; checked against the
    exact interval of a rate in tests/unit/stats/time/test_rate_funnel.py
    >>> low, high = rate_limits(np.array([0.2]), np.array([100.0]), 0.95)
    >>> low.round(4), high.round(4)
    (array([0.1125]), array([0.2971]))
    """
    middle, size, between = np.broadcast_arrays(target, exposure, tau2)
    wide = normal_quantile(level) * np.sqrt(middle / size + between)
    low, high = np.maximum(middle - wide, 0.0), middle + wide
    awaited, outside = middle * size, tail(level)
    exact_low, exact_high = _fewest(awaited, outside) / size, _most(awaited, outside) / size
    return np.where(between > 0, low, exact_low), np.where(between > 0, high, exact_high)


def _fewest(awaited: FloatArray, outside: float) -> FloatArray:
    """Give the number of events below which a place has too few, 0 where none is too few."""

    def too_few(events: FloatArray, expected: FloatArray) -> FloatArray:
        return np.asarray(gammaincc(events + 1, expected) - outside)

    found = np.zeros_like(awaited)
    some = np.exp(-awaited) < outside
    if some.any():
        found[some] = find_root(too_few, (found[some], awaited[some]), args=(awaited[some],)).x
    return found


def _most(awaited: FloatArray, outside: float) -> FloatArray:
    """Give the number of events above which a place has too many."""

    def too_many(events: FloatArray, expected: FloatArray) -> FloatArray:
        return np.asarray(gammainc(events, expected) - outside)

    far = np.maximum(FAR * awaited, -np.log(outside)) + 1
    least = np.minimum(awaited, far / 2)
    return np.asarray(find_root(too_many, (least, far), args=(awaited,)).x)
