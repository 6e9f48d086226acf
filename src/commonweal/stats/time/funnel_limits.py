"""How far a place may lie from a target by chance, and how much places differ beyond it.

The funnel itself, place by place, stands in funnel.py.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize.elementwise import find_root
from scipy.special import betainc

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, normal_quantile, tail
from commonweal.stats.results import Mask

# Share of places at each end that may not drive the overdispersion.
WINSORIZED = 0.1


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
        says = f"There is no funnel by '{method}'."
        raise Problem("method-unknown", says, "Use exact or wilson.")
    middle, size, between = np.broadcast_arrays(target, people, tau2)
    wide = normal_quantile(level) * np.sqrt(chance(middle, size) ** 2 + between)
    low, high = np.maximum(middle - wide, 0.0), np.minimum(middle + wide, 1.0)
    if method == "wilson":
        return low, high
    exact_low = _fewest(1 - middle, size, tail(level)) / size
    exact_high = 1 - _fewest(middle, size, tail(level)) / size
    return np.where(between > 0, low, exact_low), np.where(between > 0, high, exact_high)


def overdispersion(z: FloatArray, here: Mask, sigma: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Measure how much more places vary than by chance, the furthest tenth at each end drawn in.

    z:     distance of each place from the target in units of chance, shape (k, places)
    here:  which places there are, shape (k, places)
    sigma: one standard deviation by chance, above 0, shape (k, places)
    Gives phi, the mean of the squared z after drawing in, and tau2, the variance between places,
    0 where phi does not exceed chance; each shape (k,). Drawing in lowers phi by a third where
    places vary normally, so tau2 is rather too small than too large.
    Source: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202, section 5; tau2 by the method
    of moments of DerSimonian and Laird with phi in place of the mean squared z
    >>> z, here = np.array([[2.0, -2.0, 2.0, -2.0]]), np.ones((1, 4), dtype=bool)
    >>> overdispersion(z, here, np.full((1, 4), 0.05))
    (array([4.]), array([0.01083333]))
    """
    count = here.sum(axis=1)
    ordered = np.sort(np.where(here, z, np.inf), axis=1)
    skipped = np.floor(WINSORIZED * count).astype(np.intp)
    row = np.arange(len(z))
    low, high = ordered[row, skipped], ordered[row, np.maximum(count - 1 - skipped, 0)]
    drawn = np.where(here, np.clip(z, low[:, None], high[:, None]), 0.0)
    phi = (drawn**2).sum(axis=1) / np.maximum(count, 1)
    weights = np.where(here, 1 / sigma**2, 0.0)
    total = weights.sum(axis=1)
    spread = total - (weights**2).sum(axis=1) / np.where(count > 0, total, 1.0)
    beyond = count * phi - (count - 1)
    several = count > 1
    between = np.where(several, np.maximum(beyond, 0.0) / np.where(several, spread, 1.0), 0.0)
    return phi, between


def chance(target: FloatArray, people: FloatArray) -> FloatArray:
    """Give one standard deviation of a proportion by chance alone.

    target: the proportion expected, from 0 to 1
    people: people of each place, above 0, of a shape that fits target
    Gives the standard deviations.
    Source: the binomial distribution, sqrt(p (1 - p) / n)
    >>> chance(np.array([0.5]), np.array([100.0]))
    array([0.05])
    """
    return np.asarray(np.sqrt(target * (1 - target) / people), dtype=np.float64)


def _fewest(without: FloatArray, people: FloatArray, outside: float) -> FloatArray:
    """Give the number of events below which a place has too few, 0 where none is too few.

    Told by the proportion expected without the event, which keeps its digits when it is tiny.
    """
    found = np.zeros_like(people)
    some = without**people < outside
    size, rest = people[some], without[some]
    if some.any():
        found[some] = find_root(
            _too_few, (np.zeros_like(size), np.nextafter(size, 0.0)), args=(size, rest, outside)
        ).x
    return found


def _too_few(events: FloatArray, people: FloatArray, rest: FloatArray, out: float) -> FloatArray:
    few = betainc(people - events, events + 1, rest)
    return np.asarray(few - out, dtype=np.float64)
