"""What all formulas of this folder share: the mean weighted by people, and quotients.

The last axis holds the groups. Places that only fill up a table have weight 0 and any number in y.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.stats.inputs import FloatArray

Mask = NDArray[np.bool_]


def mean(y: FloatArray, p: FloatArray) -> FloatArray:
    """Give the mean weighted by people.

    y: estimates, shape (..., groups)
    p: shares of people, summing to 1, 0 where there is no group, shape (..., groups)
    Gives means, shape (...); exactly the estimate where all groups have the same.
    Source: statistics.md section 0, rule 2
    >>> import numpy as np
    >>> mean(np.array([10.0, 20.0]), np.array([0.25, 0.75]))
    array(17.5)
    """
    first = (p * y).sum(axis=-1)
    # A second pass takes away the rounding of the first: groups all alike have no spread at all.
    return np.asarray(first + (p * (y - first[..., None])).sum(axis=-1))


def over(above: FloatArray, below: FloatArray) -> FloatArray:
    """Divide, with nan where there is nothing to divide by.

    above: numerators, any shape
    below: denominators, a shape that fits
    Gives quotients.
    Source: statistics.md section 0, rule 5
    >>> import numpy as np
    >>> over(np.array([1.0, 1.0]), np.array([2.0, 0.0]))
    array([0.5, nan])
    """
    return np.asarray(above / np.where(below == 0, np.nan, below))


def best(y: FloatArray, mask: Mask, favorable: Mask) -> FloatArray:
    """Give the best estimate: the highest of something good, the lowest of something bad.

    y:         estimates, shape (..., groups)
    mask:      where there is a group, shape (..., groups)
    favorable: whether more is better, shape (...)
    Gives the best estimates, shape (...).
    Source: statistics.md section 4.2, MDBU
    >>> import numpy as np
    >>> best(np.array([3.0, 5.0]), np.array([True, True]), np.array(False))
    array(3.)
    """
    high = np.where(mask, y, -np.inf).max(axis=-1, initial=-np.inf)
    low = np.where(mask, y, np.inf).min(axis=-1, initial=np.inf)
    return np.asarray(np.where(favorable, high, low))


def plain_mean(y: FloatArray, mask: Mask) -> FloatArray:
    """Give the mean in which every group counts the same.

    y:    numbers, shape (..., groups)
    mask: where there is a group, shape (..., groups)
    Gives means, shape (...); nan where there is no group.
    Source: statistics.md section 4.2, the measures marked U
    >>> import numpy as np
    >>> plain_mean(np.array([1.0, 2.0, 9.0]), np.array([True, True, False]))
    array(1.5)
    """
    return over(np.where(mask, y, 0.0).sum(axis=-1), np.asarray(mask.sum(axis=-1), dtype=float))


def at(y: FloatArray, place: NDArray[np.intp]) -> FloatArray:
    """Give the estimate of one group of each table.

    y:     estimates, shape (..., tables, groups)
    place: place of the group in its table, shape (tables,); a negative place gives any number
    Gives estimates, shape (..., tables).
    Source: statistics.md section 4, the choice of y1 and y2
    >>> import numpy as np
    >>> at(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1, 0]))
    array([2., 3.])
    """
    chosen = np.broadcast_to(np.maximum(place, 0)[..., None], (*y.shape[:-1], 1))
    return np.asarray(np.take_along_axis(y, chosen, axis=-1)[..., 0])
