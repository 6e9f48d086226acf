"""A straight line by weighted least squares through each of many series at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.stats.inputs import FloatArray


@dataclass(frozen=True, eq=False)
class Line:
    """Hold one line a series.

    slope:   change a unit of time, shape (k,)
    level:   height at the middle, shape (k,)
    middle:  weighted mean time, shape (k,)
    reach:   weighted sum of squared times about the middle, shape (k,)
    left:    weighted sum of squares that the line leaves, shape (k,)

    >>> found = weighted_line(np.array([[1.0, 3.0]]), np.ones((1, 2)), np.array([0.0, 1.0]))
    >>> found.at(np.array([2.0]))
    array([[5.]])
    """

    slope: FloatArray
    level: FloatArray
    middle: FloatArray
    reach: FloatArray
    left: FloatArray

    def at(self, when: FloatArray) -> FloatArray:
        """Give the height at each time, shape (k, times)."""
        apart = when[None, :] - self.middle[:, None]
        return self.level[:, None] + self.slope[:, None] * apart


def weighted_line(values: FloatArray, weights: FloatArray, when: FloatArray) -> Line:
    """Lay a line through each series.

    values:  what is fitted, shape (k, periods), any number where the weight is 0
    weights: weights, not negative, shape (k, periods)
    when:    time of each period, shape (periods,)
    Gives the Line; a series with weight at fewer than two times has slope 0 and reach 0.
    Source: weighted least squares, as base R lm with weights; checked against it in
    tests/reference/test_statistics_trend.py
    >>> weighted_line(np.array([[1.0, 3.0]]), np.ones((1, 2)), np.array([0.0, 1.0])).slope
    array([2.])
    """
    total = _not_zero(weights.sum(axis=1))
    # Summed by row, as a product of matrices would sum a row otherwise in other company.
    middle = (weights * when[None, :]).sum(axis=1) / total
    level = (weights * values).sum(axis=1) / total
    apart = when[None, :] - middle[:, None]
    above = values - level[:, None]
    reach = (weights * apart**2).sum(axis=1)
    slope = (weights * apart * above).sum(axis=1) / _not_zero(reach)
    left = (weights * (above - slope[:, None] * apart) ** 2).sum(axis=1)
    return Line(slope, level, middle, reach, left)


def _not_zero(array: FloatArray) -> FloatArray:
    return np.where(array == 0, 1.0, array)
