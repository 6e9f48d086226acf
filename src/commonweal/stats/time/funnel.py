"""Funnels: many places at one time around one target, each with limits for its own size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize.elementwise import find_root
from scipy.special import betainc

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, normal_quantile, shares, tail
from commonweal.stats.results import Mask, answer
from commonweal.stats.time.series import count_series

# Share of places at each end that may not drive the overdispersion.
WINSORIZED = 0.1
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
    Fails with Problem "method-unknown" when the method is neither of the two.
    Fails with Problem "share-outside" when a target is not between 0 and 1, "shapes-differ" when
    there is not one a funnel.
    Source: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202, with its additive model for
    overdispersion
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
    phi, tau2 = overdispersion((had / size - around) / _chance(around, size), here, around, size)
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


def funnel_limits(
    target: FloatArray,
    people: FloatArray,
    level: float,
    *,
    method: str = "exact",
    tau2: FloatArray | float = 0.0,
) -> tuple[FloatArray, FloatArray]:
    """Give the proportions between which a place of a size is in line with a target.

    target: the proportion expected, strictly between 0 and 1, of a shape that fits people
    people: people of each place, above 0
    level:  share of places in line that lie between the limits, between 0 and 1
    method: "exact" or "wilson": the places outside are those whose interval misses the target
    tau2:   variance between places that the limits take up, of a shape that fits people
    Gives lower and upper limits; above a tau2 of 0 they are target +- z sqrt(chance + tau2).
    Fails with Problem "method-unknown" when the method is neither of the two.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202, appendix; exact limits
    without steps, by the incomplete beta function of a number of events that need not be whole
    >>> low, high = funnel_limits(np.array([0.2]), np.array([100.0]), 0.95, method="wilson")
    >>> low.round(4), high.round(4)
    (array([0.1216]), array([0.2784]))
    """
    if method not in ("exact", "wilson"):
        raise Problem(
            "method-unknown",
            f"There is no funnel by '{method}'.",
            "Use exact or wilson.",
        )
    middle, size, between = np.broadcast_arrays(target, people, tau2)
    wide = normal_quantile(level) * np.sqrt(_chance(middle, size) ** 2 + between)
    low, high = np.maximum(middle - wide, 0.0), np.minimum(middle + wide, 1.0)
    if method == "wilson":
        return low, high
    exact_low = _fewest(middle, size, tail(level)) / size
    exact_high = 1 - _fewest(1 - middle, size, tail(level)) / size
    return np.where(between > 0, low, exact_low), np.where(between > 0, high, exact_high)


def overdispersion(
    z: FloatArray, here: Mask, target: FloatArray, people: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Measure how much more places vary than by chance, the furthest tenth at each end drawn in.

    z:      distance of each place from the target in units of chance, shape (k, places)
    here:   which places there are, shape (k, places)
    target: the proportion expected, strictly between 0 and 1, shape (k, 1)
    people: people of each place, above 0, shape (k, places)
    Gives phi, the mean of the squared z after drawing in, and tau2, the variance between places,
    0 where phi does not exceed chance; each shape (k,). Drawing in lowers phi by a third where
    places vary normally, so tau2 is rather too small than too large.
    Source: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202, section 5; tau2 by the method
    of moments of DerSimonian and Laird with phi in place of the mean squared z
    >>> z, here = np.array([[2.0, -2.0, 2.0, -2.0]]), np.ones((1, 4), dtype=bool)
    >>> overdispersion(z, here, np.array([[0.5]]), np.full((1, 4), 100.0))
    (array([4.]), array([0.01083333]))
    """
    count = here.sum(axis=1)
    ordered = np.sort(np.where(here, z, np.inf), axis=1)
    skipped = np.floor(WINSORIZED * count).astype(np.intp)
    row = np.arange(len(z))
    low, high = ordered[row, skipped], ordered[row, np.maximum(count - 1 - skipped, 0)]
    drawn = np.where(here, np.clip(z, low[:, None], high[:, None]), 0.0)
    phi = (drawn**2).sum(axis=1) / np.maximum(count, 1)
    weights = np.where(here, 1 / _chance(target, people) ** 2, 0.0)
    total = weights.sum(axis=1)
    spread = total - (weights**2).sum(axis=1) / np.where(count > 0, total, 1.0)
    beyond = count * phi - (count - 1)
    several = count > 1
    between = np.where(several, np.maximum(beyond, 0.0) / np.where(several, spread, 1.0), 0.0)
    return phi, between


def _targets(target: ArrayLike, funnels: int) -> FloatArray:
    (read,) = shares(target=target)
    if len(read) not in (1, funnels):
        raise Problem(
            "shapes-differ",
            "There is not one target for each funnel.",
            "Give one target for all, or as many as there are rows.",
        )
    return np.broadcast_to(read, (funnels,))


def _chance(target: FloatArray, people: FloatArray) -> FloatArray:
    return np.asarray(np.sqrt(target * (1 - target) / people), dtype=np.float64)


def _fewest(target: FloatArray, people: FloatArray, outside: float) -> FloatArray:
    """Give the number of events below which a place has too few, 0 where none is too few."""
    found = np.zeros_like(people)
    some = (1 - target) ** people < outside
    size, middle = people[some], target[some]
    if some.any():
        found[some] = find_root(
            _too_few, (np.zeros_like(size), size * (1 - 1e-9)), args=(size, middle, outside)
        ).x
    return found


def _too_few(events: FloatArray, people: FloatArray, target: FloatArray, out: float) -> FloatArray:
    few = betainc(people - events, events + 1, 1 - target)
    return np.asarray(few - out, dtype=np.float64)
