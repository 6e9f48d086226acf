"""Score limits of two proportions by root finding, where no closed form keeps its digits.

Used by two_proportions.py, which checks the input; here all groups have somebody in them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize.elementwise import find_root
from scipy.special import ndtri

from commonweal.stats.inputs import FloatArray, amounts, tail

# Each step halves the search, so 54 steps use all digits a number between -1 and 1 has.
STEPS = 54
# Rates that differ by more than e^50 are beyond any table of people.
WIDEST = 50.0


def difference_limits(
    tables: tuple[FloatArray, FloatArray, FloatArray, FloatArray], z: float, factor: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the difference of two proportions and the differences that a score test accepts.

    tables: events and people in the group, events and people in the comparison, each shape (k,)
    z:      standard errors to each side
    factor: what the variance is multiplied by, shape (k,)
    Gives value, lower and upper limit, each shape (k,).
    Source: Mee 1984, Biometrics 40:1175-1176; Miettinen and Nurminen 1985, Statistics in Medicine
    4:213-226; checked in tests/reference/test_statistics_two_proportion_score.py
    >>> import numpy as np
    >>> table = tuple(np.array([n]) for n in (56.0, 70.0, 48.0, 80.0))
    >>> difference_limits(table, 1.959964, np.ones(1))[2].round(4)
    array([0.3377])
    """
    had, size, rest_had, rest_size = (np.tile(array, 2) for array in tables)
    value = had / size - rest_had / rest_size
    ends = np.repeat((-1.0, 1.0), len(value) // 2)
    allowed = z * z * np.tile(factor, 2)
    complete = value == ends
    open_ones = tuple(
        array[~complete] for array in (value, allowed, had, size, rest_had, rest_size)
    )
    limits = ends.copy()
    limits[~complete] = find_root(_rejected, (open_ones[0], ends[~complete]), args=open_ones).x
    low, high = np.split(limits, 2)
    return np.split(value, 2)[0], low, high


def _rejected(
    gap: FloatArray, value: FloatArray, allowed: FloatArray, *tables: FloatArray
) -> FloatArray:
    had, size, rest_had, rest_size = tables
    rest_rate = _likeliest(had, size, rest_had, rest_size, gap)
    rate = np.clip(rest_rate + gap, 0.0, 1.0)
    variance = rate * (1 - rate) / size + rest_rate * (1 - rest_rate) / rest_size
    # The difference seen is never rejected, though the variance may be zero there.
    return np.where(gap == value, -1.0, (value - gap) ** 2 - allowed * variance)


def ratio_bound(
    events: FloatArray, people: FloatArray, none_people: FloatArray, level: float
) -> FloatArray:
    """Give the largest ratio that a one-sided score test accepts when one group had no event.

    events:      events in the group that had some, above 0, shape (k,)
    people:      people in that group, shape (k,)
    none_people: people in the group that had none, shape (k,)
    level:       coverage of the bound, between 0 and 1
    Gives the upper bound of (rate where none had it) / (rate where some had it), shape (k,).
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Koopman 1984, Biometrics 40:513-517
    >>> import numpy as np
    >>> ratio_bound(np.array([10.0]), np.array([50.0]), np.array([40.0]), 0.95).round(4)
    array([0.3205])
    """
    amounts(events=events, people=people, none_people=none_people)
    if not len(events):
        return events
    z = -float(ndtri(2 * tail(level)))
    rest_rate = events / people
    inside, outside = np.full_like(events, -WIDEST), np.full_like(events, WIDEST)
    for _ in range(STEPS + 10):
        middle = (inside + outside) / 2
        ratio = np.exp(middle)
        fitted = _likeliest_ratio(events, people, none_people, ratio)
        first = np.minimum(ratio * fitted, 1.0)
        spread = first * (1 - first) / none_people + ratio**2 * fitted * (1 - fitted) / people
        accepted = (ratio * rest_rate) ** 2 <= z * z * spread
        inside, outside = np.where(accepted, middle, inside), np.where(accepted, outside, middle)
    return np.asarray(np.exp(inside))


def _likeliest(
    had: FloatArray, size: FloatArray, rest_had: FloatArray, rest_size: FloatArray, gap: FloatArray
) -> FloatArray:
    # The likelihood along rate = rest_rate + gap has one top; its slope changes sign there.
    low, high = np.maximum(0.0, -gap), np.minimum(1.0, 1.0 - gap)
    for _ in range(STEPS):
        other = (low + high) / 2
        one = other + gap
        slope = other * (1 - other) * (had - size * one)
        slope += one * (1 - one) * (rest_had - rest_size * other)
        rising = slope > 0
        low, high = np.where(rising, other, low), np.where(rising, high, other)
    return (low + high) / 2


def _likeliest_ratio(
    events: FloatArray, people: FloatArray, none_people: FloatArray, ratio: ArrayLike
) -> FloatArray:
    theta = np.asarray(ratio, dtype=np.float64)
    square = (none_people + people) * theta
    linear = none_people * theta + people + events * theta
    root = np.sqrt(np.maximum(linear * linear - 4 * square * events, 0.0))
    # The smaller root, written so that nothing cancels.
    return np.minimum(2 * events / (linear + root), 1.0)
