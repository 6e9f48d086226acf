"""What is read off a row of points: runs on one side, and how far each is from the one before."""

from __future__ import annotations

import numpy as np

from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask

RUN = 8


def runs(side: FloatArray) -> Mask:
    """Find the points that end 8 or more in a row on one side.

    side: 1 above, -1 below, 0 on the line, nan where absent, shape (k, periods)
    Gives shape (k, periods). A point on the line ends a run; an absent one is passed over.
    Source: Western Electric 1956, Statistical Quality Control Handbook
    >>> runs(np.ones((1, 9))).sum()
    np.int64(2)
    """
    found = np.zeros(side.shape, dtype=np.bool_)
    length, last = np.zeros(len(side)), np.zeros(len(side))
    for period in range(side.shape[1]):
        now = side[:, period]
        here = ~np.isnan(now)
        longer = np.where(now == last, length + 1, 1.0)
        length = np.where(here, np.where(now == 0, 0.0, longer), length)
        last = np.where(here, now, last)
        found[:, period] = here & (length >= RUN)
    return found


def mean_moving_range(values: FloatArray, used: Mask) -> FloatArray:
    """Give the mean step from one used point to the next.

    values: the points, shape (k, periods)
    used:   which points count, shape (k, periods); others are passed over
    Gives shape (k,); 0 where there are fewer than two points.
    Source: Shewhart 1931, Economic Control of Quality of Manufactured Product; checked in
    tests/reference/test_statistics_spc.py
    >>> mean_moving_range(np.array([[1.0, 3.0, 4.0]]), np.ones((1, 3), dtype=bool))
    array([1.5])
    """
    total, steps, last = np.zeros(len(values)), np.zeros(len(values)), np.zeros(len(values))
    started = np.zeros(len(values), dtype=np.bool_)
    for period in range(values.shape[1]):
        now, here = values[:, period], used[:, period]
        total += np.where(here & started, np.abs(now - last), 0.0)
        steps += here & started
        last, started = np.where(here, now, last), started | here
    return total / np.maximum(steps, 1.0)
