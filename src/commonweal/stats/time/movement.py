"""How much more a series moves from period to period than chance alone makes it.

The charts that widen their limits by it are in control.py and rate_control.py.
"""

from __future__ import annotations

import numpy as np

from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask
from commonweal.stats.time.signals import mean_moving_range

# The mean range of two normal values is 1.128 standard deviations.
MEAN_RANGE = 1.128
# Above this, more moves the points than chance within a period.
SPREAD_MORE = 1.2


def each_over(above: FloatArray, below: FloatArray) -> FloatArray:
    """Divide, and leave what stands over a 0 as it is.

    above: numbers, of a shape that fits below
    below: numbers, 0 where a series has no such period
    Gives the quotients.
    Source: none, it only divides
    >>> each_over(np.array([3.0, 0.0]), np.array([4.0, 0.0]))
    array([0.75, 0.  ])
    """
    return np.asarray(above / np.where(below == 0, 1.0, below))


def center_of(events: FloatArray, size: FloatArray, used: Mask) -> FloatArray:
    """Give the rate over all periods that count.

    events: events, shape (k, periods)
    size:   people or time lived, shape (k, periods)
    used:   which periods count, shape (k, periods)
    Gives shape (k,); 0 where there is nothing to divide by.
    Source: statistics.md section 11, limits frozen on a declared baseline
    >>> center_of(np.array([[1.0, 5.0]]), np.array([[4.0, 4.0]]), np.array([[True, False]]))
    array([0.25])
    """
    return each_over(np.where(used, events, 0.0).sum(axis=1), np.where(used, size, 0.0).sum(axis=1))


def sigma_z(values: FloatArray, center: FloatArray, chance: FloatArray, used: Mask) -> FloatArray:
    """Give how many times as far the points move from one to the next as chance moves them.

    values: the points, shape (k, periods)
    center: the center line, shape (k,)
    chance: one standard deviation by chance, shape (k, periods)
    used:   which periods count, shape (k, periods)
    Gives shape (k,): the mean moving range of the standardized points over 1.128.
    Source: Laney 2002, Quality Engineering 14:531-537; checked in
    tests/reference/test_statistics_spc.py
    >>> sigma_z(np.array([[2.0, 4.0]]), np.array([3.0]), np.ones((1, 2)),
    ...         np.ones((1, 2), dtype=bool)).round(4)
    array([1.773])
    """
    z = (values - center[:, None]) / np.where(chance > 0, chance, 1.0)
    return mean_moving_range(z, used) / MEAN_RANGE
