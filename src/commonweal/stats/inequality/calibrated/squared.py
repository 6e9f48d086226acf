"""Limits of the smooth measures that can not fall below equality, from sums of squares.

Theil's index and the mean log deviation follow the variation that they become near equality.
"""

from __future__ import annotations

import numpy as np

from commonweal.stats.inequality.answers import delta_error
from commonweal.stats.inequality.by_name import gradient, values
from commonweal.stats.inequality.calibrated.paths import turns
from commonweal.stats.inequality.calibrated.quadratic import Squares
from commonweal.stats.inequality.kernels.weighted import Mask, over
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inputs import FloatArray

Limits = dict[str, tuple[FloatArray, FloatArray]]
LOGARITHMIC = ("ti", "mld")
# Groups this near to each other, in standard errors, only differ by rounding.
ALIKE = 1e-9


def squared_limits(tables: Subgroups, level: float) -> Limits:
    """Give limits of the variance, the standard deviation, the variation, Theil's index and MLD.

    tables: tables whose groups all have people and a standard error
    level:  coverage of the interval, between 0 and 1
    Gives the lower and upper limits by name of measure, each of shape (tables,).
    Source: test inversion; Liu, Tang and Zhang 2009, Computational Statistics and Data Analysis
    53:853-856, for the tail; coverage in docs/why/coverage.md
    >>> tables = Subgroups.one([10, 30], [1, 2], [50, 150], favorable=True)
    >>> low, high = squared_limits(tables, 0.95)["bgsd"]
    >>> low.round(2), high.round(2)
    (array([6.76]), array([10.56]))
    """
    se = np.zeros_like(tables.y) if tables.se is None else np.where(tables.mask, tables.se, 0.0)
    # Squares of very large or small numbers are none: count in standard errors.
    unit = np.where(se.max(axis=-1) > 0, se.max(axis=-1), 1.0)
    with np.errstate(all="ignore"):
        se = se / unit[:, None]
        y, seen, alike = _apart(tables, se, unit)
        squares = Squares.of(y, se, tables.weight)
        low, high = squares.limits(seen, level)
        size = np.sqrt(squares.apart) * unit
        found: Limits = {"bgsd": (low * size, high * size)}
        found["bgv"] = ((low * size) ** 2, (high * size) ** 2)
        middle = tables.mean / unit
        cut = over(seen, middle**2)
        relative = Squares.of(y, se, tables.weight, cut)
        low, high = relative.limits(np.zeros_like(seen), level)
        size = 100 * np.sqrt(over(relative.apart, middle**2))
        found["cov"] = (low * size, high * size)
        for name in LOGARITHMIC:
            found[name] = _logarithmic(name, tables, low, high)
            # Where nothing differs the index is half the square of the variation.
            half = (found["cov"][1] / 100) ** 2 / 2 * 1000
            found[name] = (
                np.where(alike, 0.0, found[name][0]),
                np.where(alike, half, found[name][1]),
            )
    return found


def _apart(
    tables: Subgroups, se: FloatArray, unit: FloatArray
) -> tuple[FloatArray, FloatArray, Mask]:
    """Give the estimates, or where they are all equal tables that lead away from equality.

    Beside them what is seen of their squares, and whether they are equal.
    """
    middle, y = (tables.mean / unit)[:, None], tables.y / unit[:, None]
    seen = (tables.weight * (y - middle) ** 2).sum(axis=-1)
    alike = seen <= ALIKE**2
    turned = se * turns(se, tables.weight)
    turned = turned - (tables.weight * turned).sum(axis=-1, keepdims=True)
    return np.where(alike[:, None], middle + turned, y), seen, alike


def _logarithmic(
    name: str, tables: Subgroups, low: FloatArray, high: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Stretch the limits of the variation as the index bends and scatters more than it does."""
    seen = values(name, tables.y, tables)
    pull = gradient(name, tables.y, tables)
    away = np.where(tables.mask, tables.y - tables.mean[:, None], 0.0)
    # The index goes with this power of the scale; 2 near equality.
    power = over((pull * away).sum(axis=-1), seen)
    variation = gradient("cov", tables.y, tables)
    scatter = over(delta_error(variation, tables), values("cov", tables.y, tables))
    stretch = over(over(delta_error(pull, tables), seen), power * scatter)
    root = np.sqrt(seen)
    below = root - stretch * (root - root * low ** (power / 2))
    above = root + stretch * (root * high ** (power / 2) - root)
    lowest = np.where(low == 0, 0.0, np.maximum(below, 0.0) ** 2)
    return lowest, np.maximum(above, 0.0) ** 2
