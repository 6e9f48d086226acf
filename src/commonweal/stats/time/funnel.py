"""Funnels: many places at one time around one target, each with limits for its own size.

Rates over time lived have their own in rate_funnel.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, amounts, shares
from commonweal.stats.results import Mask, answer
from commonweal.stats.time.funnel_limits import chance, funnel_limits, overdispersion
from commonweal.stats.time.series import count_series

WARNING, ALARM = 0.95, 0.998


@dataclass(frozen=True, eq=False)
class Funnel:
    """Hold k funnels.

    values:      proportion or rate of each place, shape (k, places); nan where nobody is
    target:      what the limits are around, shape (k,); nan where a reason says why not
    low, high:   limits of 95 % (2 sigma), shape (k, places)
    low_alarm, high_alarm: limits of 99.8 % (3 sigma), shape (k, places)
    phi:         how many times the places vary more than by chance, shape (k,)
    tau2:        variance between places that the limits take up, shape (k,)
    outside:     places beyond the limits of 95 %, shape (k, places)
    alarm:       places beyond the limits of 99.8 %, shape (k, places)
    reason:      "" or why there is no funnel, k of them

    >>> funnel([30, 12, 11, 9], [100] * 4, overdispersed=False).alarm
    array([[ True, False, False, False]])
    """

    values: FloatArray
    target: FloatArray
    low: FloatArray
    high: FloatArray
    low_alarm: FloatArray
    high_alarm: FloatArray
    phi: FloatArray
    tau2: FloatArray
    outside: Mask
    alarm: Mask
    reason: tuple[str, ...]


def funnel(
    events: ArrayLike,
    people: ArrayLike,
    target: ArrayLike | None = None,
    *,
    method: str = "exact",
    overdispersed: bool = True,
) -> Funnel:
    """Set each place beside the limits that chance allows a place of its size.

    events:        events, shape (k, places) or (places,)
    people:        people, the same shape; 0 where a funnel has no such place
    target:        the proportion expected, shape (k,) or one; None for that of all places
    method:        "exact" or "wilson": whose interval the limits invert
    overdispersed: whether the limits take up variance between places beyond chance
    Gives the Funnel. Where places vary beyond chance the limits are normal ones of chance and
    tau2 together; else those of the method. Nobody at all is zero_denominator, a target of 0 or
    1 no_variation.
    Fails with Problem "counts-above-people" when there are more events than people.
    Fails with Problem "method-unknown" when the method is neither of the two, "share-outside" when
    a target is not between 0 and 1, "shapes-differ" when there is not one a funnel.
    Source: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202, overdispersion additive
    >>> funnel([30, 12, 11, 9], [100] * 4).phi.round(4)
    array([5.44])
    """
    had, seen = count_series(events, people)
    size, here = np.where(seen == 0, 1.0, seen), seen > 0
    pooled = had.sum(axis=1) / np.where(here.any(axis=1), seen.sum(axis=1), 1.0)
    center = targets(pooled if target is None else shares(target=target)[0], len(had))
    reasons = {
        "zero_denominator": ~here.any(axis=1),
        "no_variation": (center == 0) | (center == 1),
    }
    said = answer(center, None, None, level=WARNING, method=method, reasons=reasons).reason
    around = np.where((center > 0) & (center < 1), center, 0.5)[:, None]

    def limits(level: float, tau2: FloatArray) -> tuple[FloatArray, FloatArray]:
        return funnel_limits(around, size, level, method=method, tau2=tau2)

    values = np.where(here, had / size, np.nan)
    sigma = chance(around, size)
    return drawn(values, center, said, sigma, limits, overdispersed=overdispersed)


def drawn(
    values: FloatArray,
    target: FloatArray,
    reason: tuple[str, ...],
    sigma: FloatArray,
    limits: Callable[[float, FloatArray], tuple[FloatArray, FloatArray]],
    *,
    overdispersed: bool,
) -> Funnel:
    """Make Funnels of places whose chance is known.

    values:        what each place has, shape (k, places); nan where there is no such place
    target:        what the limits are around, shape (k,)
    reason:        "" or why there is no funnel, k of them
    sigma:         one standard deviation by chance, above 0, shape (k, places)
    limits:        level and tau2 -> lower and upper limits, each shape (k, places)
    overdispersed: whether the limits take up variance between places beyond chance
    Gives the Funnel; where a reason stands there are no limits and no place is outside.
    Source: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202
    >>> found = drawn(np.array([[3.0, 9.0]]), np.zeros(1), ("",), np.ones((1, 2)),
    ...               lambda level, tau2: (np.full((1, 2), -5.0), np.full((1, 2), 5.0)),
    ...               overdispersed=False)
    >>> found.alarm
    array([[False,  True]])
    """
    gone = np.array([code != "" for code in reason], dtype=np.bool_)
    here = ~np.isnan(values)
    missing = gone[:, None] | ~here
    apart = np.where(missing, 0.0, values - target[:, None])
    phi, tau2 = overdispersion(apart / sigma, here, sigma)
    taken = np.where(gone | (not overdispersed), 0.0, tau2)
    (low, high), (low_alarm, high_alarm) = (
        [np.where(missing, np.nan, limit) for limit in limits(level, taken[:, None])]
        for level in (WARNING, ALARM)
    )
    return Funnel(
        values,
        np.where(gone, np.nan, target),
        low,
        high,
        low_alarm,
        high_alarm,
        np.where(gone, np.nan, phi),
        np.where(gone, np.nan, taken),
        (values < low) | (values > high),
        (values < low_alarm) | (values > high_alarm),
        reason,
    )


def targets(target: ArrayLike, funnels: int) -> FloatArray:
    """Read one target for each funnel, or one for all.

    target:  numbers not below zero, shape (k,) or one
    funnels: how many funnels there are
    Gives the targets, shape (k,).
    Fails with Problem "shapes-differ" when there is not one a funnel.
    Fails with Problem "counts-negative" and "numbers-missing" as inputs.py does.
    Source: none, it only checks
    >>> targets(0.5, 2)
    array([0.5, 0.5])
    """
    (read,) = amounts(target=target)
    if len(read) not in (1, funnels):
        raise Problem(
            "shapes-differ",
            "There is not one target for each funnel.",
            "Give one target for all, or as many as there are rows.",
        )
    return np.broadcast_to(read, (funnels,))
