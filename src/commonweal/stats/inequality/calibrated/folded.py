"""Limits of a ratio that is always taken the way that makes it 1 or more.

The relative index itself is in ../slope.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import elementwise
from scipy.special import ndtr

from commonweal.stats.inputs import FloatArray

# From here to there, in standard errors, an interval becomes two-sided.
NEAR, FAR = 1.4, 2.5


def folded_limits(size: FloatArray, se: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Give limits of the size of a normal mean, of which only the size was seen.

    size:  the size seen, 0 or more, shape (k,)
    se:    its standard error, shape (k,)
    level: coverage of the interval, between 0 and 1
    Gives lower limits, 0 where equality is not contradicted, and upper limits, shape (k,).
    Source: test inversion in a folded normal distribution; the ends as in Feldman and Cousins
    1998, Physical Review D 57:3873-3889, section IV
    >>> low, high = folded_limits(np.array([0.5, 4.0]), np.ones(2), 0.95)
    >>> low.round(3), high.round(3)
    (array([0.   , 2.158]), array([2.452, 5.96 ]))
    """
    seen = size / se
    low = np.where(_tail(np.zeros_like(seen), seen) <= level, 0.0, _root(seen, level, level, 0.0))
    return low * se, _root(seen, 0.0, level, NEAR) * se


def _tail(true: FloatArray, seen: FloatArray) -> FloatArray:
    return np.asarray(ndtr(seen - true) - ndtr(-seen - true))


def _root(seen: FloatArray, share: float, level: float, start: float) -> FloatArray:
    """Find where the tail meets its bound, in standard errors."""

    def above(true: FloatArray, at: FloatArray) -> FloatArray:
        two_sided = np.clip((true - NEAR) / (FAR - NEAR), 0.0, 1.0)
        return np.asarray(_tail(true, at) - share - (1 - level) / 2 * two_sided)

    with np.errstate(all="ignore"):
        find: Any = elementwise.find_root
        found = find(above, (np.full_like(seen, start), seen + 10.0), args=(seen,))
    return np.where(found.success, found.x, np.nan)
