"""Intervals for what is a sum of squares: variance, standard deviation, variation, Theil, MLD.

No draws: what a sum of squares does by chance is known closely enough from three cumulants.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import elementwise
from scipy.special import chndtr, gammainc, gammaincc, ndtr

from commonweal.stats.inputs import FloatArray

# From here to there, in how far chance scatters the root of the sum, a limit becomes two-sided.
NEAR, FAR = 1.2, 2.0
# Tables whose matrices stand in memory at once.
BLOCK = 500
# Below this skewness a gamma distribution is a normal one to every digit that counts.
STRAIGHT = 1e-3
# With few groups and much chance a sum of squares is not a shifted gamma variable.
FEW_GROUPS, CURVED = 5, 0.1
LEAST = 1e-12


@dataclass(frozen=True)
class Squares:
    """Hold the cumulants of a sum of squares on the way from equality (0) to the estimates (1).

    The sum is sum p (y - mean)^2 - cut x mean^2. Each array has shape (tables,).
    apart:    the sum of squares at the estimates
    fixed:    what is taken off at every scale
    noise:    traces of the first four powers of the form times the variances, shape (4, tables)
    moved:    parts of the second to fourth cumulant that go with scale^2, scale and 1, shape
              (3, 3, tables)
    few:      whether there are few groups, shape (tables,)

    >>> Squares.of(np.array([[1.0, 3.0]]), np.ones((1, 2)), np.full((1, 2), 0.5)).apart
    array([1.])
    """

    apart: FloatArray
    fixed: FloatArray
    noise: FloatArray
    moved: FloatArray
    few: FloatArray

    @classmethod
    def of(
        cls, y: FloatArray, se: FloatArray, p: FloatArray, cut: FloatArray | None = None
    ) -> Squares:
        """Compute the cumulants for many tables.

        y:   estimates, shape (tables, groups)
        se:  standard errors, 0 where there is no group, shape (tables, groups)
        p:   shares of people, 0 where there is no group, shape (tables, groups)
        cut: how much of the squared mean is taken off, shape (tables,), or None for nothing
        Gives one record for all tables.
        """
        taken = np.zeros(len(y)) if cut is None else cut
        blocks = [
            _cumulants(
                y[at : at + BLOCK], se[at : at + BLOCK], p[at : at + BLOCK], taken[at:][:BLOCK]
            )
            for at in range(0, max(len(y), 1), BLOCK)
        ]
        parts = [np.concatenate(part, axis=-1) for part in zip(*blocks, strict=True)]
        return cls(parts[0], parts[1], parts[2], parts[3], parts[4])

    def lower_tail(self, scale: FloatArray, seen: FloatArray) -> FloatArray:
        """Give the chance of a sum below what was seen.

        scale: how far the tables are from equality, 1 at the estimates, shape (tables,)
        seen:  the sum that was seen, shape (tables,)
        Gives chances, shape (tables,).
        """
        sums = self._at(scale)
        tail = pearson(seen, sums[0], 2 * sums[1], 8 * sums[2])
        hard = (self.few > 0) & (8 * sums[2] > CURVED * (2 * sums[1]) ** 1.5)
        if hard.any():
            tail[hard] = liu(seen[hard], sums[:, hard])
        return tail

    def left_out(self, scale: FloatArray, outside: float) -> FloatArray:
        """Give the chance that an interval leaves out below: nothing at equality.

        scale:   how far the tables are from equality, shape (tables,)
        outside: what it leaves out at each end far from equality
        Gives chances, shape (tables,).
        """
        first, usual = self._at(scale)[0], self._at(np.zeros_like(scale))
        with np.errstate(all="ignore"):
            away = np.sqrt(np.maximum(first - usual[0], 0) / np.sqrt(2 * usual[1]))
        two_sided = np.clip((np.nan_to_num(away, nan=0.0) - NEAR) / (FAR - NEAR), 0.0, 1.0)
        return np.asarray(outside * two_sided)

    def limits(self, seen: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
        """Give the scales that what was seen does not contradict.

        seen:  the sum that was seen, shape (tables,)
        level: coverage of the interval, between 0 and 1
        Gives the lower and the upper scale, shape (tables,); nan where none was found.
        """
        outside = (1 - level) / 2
        low = self._root(seen, level, outside)
        at_equality = self.lower_tail(np.zeros_like(seen), seen) <= level
        return np.where(at_equality, 0.0, low), self._root(seen, 0.0, outside)

    def _at(self, scale: FloatArray) -> FloatArray:
        """Give sums that the first four cumulants are 1, 2, 8 and 48 times of."""
        powers = np.stack([scale**2, scale, np.ones_like(scale)])
        moved = (self.moved * powers).sum(axis=1) * np.array([[2.0], [3.0], [4.0]])
        first = scale**2 * self.apart - self.fixed + self.noise[0]
        return np.concatenate([first[None], self.noise[1:] + moved])

    def _root(self, seen: FloatArray, share: float, outside: float) -> FloatArray:
        """Find the scale at which the tail meets its bound; it falls as the scale grows."""

        def above(scale: FloatArray, at: FloatArray) -> FloatArray:
            place = at.astype(np.intp)
            some = self._part(place)
            tail = some.lower_tail(scale, seen[place]) - share - some.left_out(scale, outside)
            # Near equality nothing is left out below, and a tail of 0 is no end of the interval.
            return np.asarray(tail + LEAST)

        every = np.arange(len(seen), dtype=np.float64)
        top = np.ones(len(seen))
        for _ in range(40):
            short = above(top, every) > 0
            if not short.any():
                break
            top = np.where(short, 2 * top, top)
        with np.errstate(all="ignore"):
            find: Any = elementwise.find_root
            found = find(
                above,
                (np.zeros(len(seen)), top),
                args=(every,),
                tolerances={"xatol": 1e-9, "xrtol": 1e-7, "fatol": 0.0, "frtol": 0.0},
            )
        return np.where(found.success, found.x, np.nan)

    def _part(self, place: NDArray[np.intp]) -> Squares:
        held = (self.apart, self.fixed, self.noise, self.moved, self.few)
        return Squares(*(part[..., place] for part in held))


def pearson(
    seen: FloatArray, first: FloatArray, second: FloatArray, third: FloatArray
) -> FloatArray:
    """Give the chance of less than was seen, from the first three cumulants.

    seen:   what was seen, shape (k,)
    first:  means, shape (k,)
    second: variances, shape (k,)
    third:  third cumulants, shape (k,)
    Gives chances by a shifted gamma distribution, shape (k,).
    Source: Pearson type III; for sums of squares Imhof 1961, Biometrika 48:419-426, section 4
    >>> pearson(np.array([3.841459]), np.array([1.0]), np.array([2.0]), np.array([8.0])).round(4)
    array([0.95])
    """
    with np.errstate(all="ignore"):
        far = (seen - first) / np.sqrt(second)
        skew = third / second**1.5
        shape = 4 / skew**2
        turned = np.maximum(shape + np.sign(skew) * far * np.sqrt(shape), 0.0)
        curved = np.where(skew > 0, gammainc(shape, turned), gammaincc(shape, turned))
    return np.where(np.abs(skew) < STRAIGHT, ndtr(far), curved)


def liu(seen: FloatArray, sums: FloatArray) -> FloatArray:
    """Give the chance of less than was seen, from four cumulants that are skewed to the right.

    seen: what was seen, shape (k,)
    sums: cumulants over 1, 2, 8 and 48, shape (4, k)
    Gives chances by a non-central chi-squared distribution, exact for one square, shape (k,).
    Source: Liu, Tang and Zhang 2009, Computational Statistics and Data Analysis 53:853-856
    >>> liu(np.array([3.841459]), np.array([[1.0], [1.0], [1.0], [1.0]])).round(4)
    array([0.95])
    """
    first, second, third, fourth = sums
    skew, tail = third / second**1.5, fourth / second**2
    apart = skew**2 > tail
    length = 1 / np.where(apart, skew - np.sqrt(np.maximum(skew**2 - tail, 0)), skew)
    center = np.where(apart, np.maximum(skew * length**3 - length**2, 0), 0.0)
    degrees = np.where(apart, np.maximum(length**2 - 2 * center, 1e-3), 1 / skew**2)
    far = (seen - first) / np.sqrt(2 * second)
    turned = far * np.sqrt(2 * (degrees + 2 * center)) + degrees + center
    return np.asarray(chndtr(np.maximum(turned, 0.0), degrees, center))


def _cumulants(
    y: FloatArray, se: FloatArray, p: FloatArray, cut: FloatArray
) -> tuple[FloatArray, ...]:
    """Give the fields of Squares for some tables."""
    variance = se**2
    middle = (p * y).sum(axis=-1, keepdims=True)
    apart, even = p * (y - middle), -(cut[:, None] * middle) * p
    outer = p[:, :, None] * p[:, None, :]
    form = np.eye(y.shape[1]) * p[:, None, :] - (1 + cut)[:, None, None] * outer
    noisy = form * variance[:, None, :]
    twice = noisy @ noisy
    powers = (noisy, twice, twice @ noisy, twice @ twice)
    noise = np.stack([np.trace(power, axis1=1, axis2=2) for power in powers])
    moved = [_moved(left, right, variance, noisy) for left, right in _pairs(apart, even)]
    return (
        (apart * (y - middle)).sum(axis=-1),
        cut * middle[:, 0] ** 2,
        noise,
        np.stack(moved, axis=1) * np.array([1.0, 2.0, 1.0])[:, None],
        ((p > 0).sum(axis=-1) <= FEW_GROUPS).astype(np.float64),
    )


def _pairs(apart: FloatArray, even: FloatArray) -> tuple[tuple[FloatArray, FloatArray], ...]:
    return (apart, apart), (apart, even), (even, even)


def _moved(
    left: FloatArray, right: FloatArray, variance: FloatArray, noisy: FloatArray
) -> FloatArray:
    """Give what two linear parts add to the second, third and fourth cumulant."""
    added = []
    reach = left * variance
    for _ in range(3):
        added.append((reach * right).sum(axis=-1))
        # Once more through the form and the variances.
        reach = np.einsum("ti,tij->tj", reach, noisy)
    return np.stack(added)
