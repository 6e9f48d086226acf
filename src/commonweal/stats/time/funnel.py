"""Funnels: many places at one time around one target, each with limits for its own size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, shares
from commonweal.stats.results import Mask, answer
from commonweal.stats.time.funnel_limits import chance, funnel_limits, overdispersion
from commonweal.stats.time.series import count_series

WARNING, ALARM = 0.95, 0.998


@dataclass(frozen=True, eq=False)
class Funnel:
    """Hold k funnels.

    values:      proportion of each place, shape (k, places); nan where nobody is
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
    center = _targets(pooled if target is None else target, len(had))
    reasons = {
        "zero_denominator": ~here.any(axis=1),
        "no_variation": (center == 0) | (center == 1),
    }
    said = answer(center, None, None, level=WARNING, method=method, reasons=reasons).reason
    gone = np.array([reason != "" for reason in said])
    around = np.where(gone, 0.5, center)[:, None]
    phi, tau2 = overdispersion((had / size - around) / chance(around, size), here, around, size)
    taken = np.where(gone | (not overdispersed), 0.0, tau2)
    missing = gone[:, None] | ~here
    (low, high), (low_alarm, high_alarm) = (
        [np.where(missing, np.nan, limit) for limit in limits]
        for limits in (
            funnel_limits(around, size, level, method=method, tau2=taken[:, None])
            for level in (WARNING, ALARM)
        )
    )
    values = np.where(here, had / size, np.nan)
    return Funnel(
        values,
        np.where(gone, np.nan, center),
        low,
        high,
        low_alarm,
        high_alarm,
        np.where(gone, np.nan, phi),
        np.where(gone, np.nan, taken),
        (values < low) | (values > high),
        (values < low_alarm) | (values > high_alarm),
        said,
    )


def _targets(target: ArrayLike, funnels: int) -> FloatArray:
    (read,) = shares(target=target)
    if len(read) not in (1, funnels):
        raise Problem(
            "shapes-differ",
            "There is not one target for each funnel.",
            "Give one target for all, or as many as there are rows.",
        )
    return np.broadcast_to(read, (funnels,))
