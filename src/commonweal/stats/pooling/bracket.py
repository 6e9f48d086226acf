"""Find where many falling functions cross zero, each inside its own bracket.

Newton's step is taken where it stays inside the bracket, the middle where it does not.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from commonweal.stats.inputs import FloatArray

STEPS = 300
CLOSE = 1e-13


def crossing(
    function: Callable[[FloatArray], tuple[FloatArray, FloatArray]],
    low: FloatArray,
    high: FloatArray,
) -> FloatArray:
    """Find a zero of each of t functions.

    function: gives value and how fast it falls (above 0, need not be exact), shape (t,) each
    low:      where the value is at least 0, shape (t,)
    high:     where the value is at most 0, shape (t,); equal to low where the zero is known
    Gives the zeros, shape (t,).
    Source: Newton's method with bisection as in Press et al. 2007, Numerical Recipes, section 9.4
    >>> crossing(lambda x: (2 - x**2, 2 * x), np.array([0.0]), np.array([5.0])).round(6)
    array([1.414214])
    """
    low, high = low.copy(), high.copy()
    point = (low + high) / 2
    for _ in range(STEPS):
        value, fall = function(point)
        step = value / fall
        low = np.where(value > 0, point, low)
        high = np.where(value > 0, high, point)
        trial = point + step
        close = np.abs(step) <= CLOSE * np.abs(point)
        outside = (trial <= low) | (trial >= high)
        after = np.where(close, point, np.where(outside, (low + high) / 2, trial))
        moved = np.abs(after - point) > CLOSE * np.abs(point)
        point = after
        if not moved.any():
            break
    return point


def around_best(grid: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the highest of some points and its neighbors, between which the top must lie.

    grid:   points in rising order, shape (g, t)
    values: height at each point, shape (g, t)
    Gives the points before, at and after the highest, shape (t,) each; at an end it is its own
    neighbor.
    Source: none; a top of a smooth function lies between the neighbors of its highest point
    >>> around_best(np.array([[0.0], [1.0], [2.0]]), np.array([[3.0], [5.0], [4.0]]))
    (array([0.]), array([1.]), array([2.]))
    """
    best = np.argmax(values, axis=0)
    every = np.arange(grid.shape[1])
    before, after = np.maximum(best - 1, 0), np.minimum(best + 1, len(grid) - 1)
    return grid[before, every], grid[best, every], grid[after, every]
