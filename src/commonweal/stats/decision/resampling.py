"""Units by measures, and how an index of them moves when their numbers are drawn again.

The indices themselves are in composite.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, amounts, tail
from commonweal.stats.results import Mask, answer

STEADY, THIRDS, TOGETHER = 0.7, 3, 2_000_000
Index = Callable[[tuple[FloatArray, ...]], FloatArray]


@dataclass(frozen=True, eq=False)
class Composite:
    """Hold one index of u units with its uncertainty.

    index:    the index and the interval that resampling gives, u of them
    third:    chance of standing in the lowest, middle and highest third of the units, shape (u, 3);
              nan where there is no index
    measures: how many measures counted for each unit, shape (u,)

    >>> from commonweal.stats.decision.composite import tertile_index
    >>> values, se = [[1.0], [2.0], [3.0]], [[0.01], [0.01], [0.01]]
    >>> tertile_index(values, se, higher_better=[True], reliability=0.9, seed=1).third.round(1)
    array([[1., 0., 0.],
           [0., 1., 0.],
           [0., 0., 1.]])
    """

    index: Estimate
    third: FloatArray
    measures: NDArray[np.int64]


class Units:
    """Hold the tables of u units and m measures, and what of them counts."""

    def __init__(
        self,
        values: tuple[ArrayLike, ...],
        errors: tuple[ArrayLike, ...],
        higher_better: ArrayLike,
        reliability: ArrayLike,
        weights: ArrayLike,
    ) -> None:
        self.values = tuple(_table(one) for one in values)
        shape = self.values[0].shape
        self.errors = tuple(_spread(one, shape) for one in errors)
        steady = _spread(reliability, shape)
        self.sign = np.where(_spread(higher_better, shape[1:]) != 0, 1.0, -1.0)
        self.weights = _spread(weights, shape[1:])
        amounts(weights=self.weights)
        given = np.all([~np.isnan(_spread(one, shape)) for one in self.values], axis=0)
        given &= np.all([~np.isnan(one) for one in self.errors], axis=0)
        for one in self.errors:
            amounts(standard_errors=one[~np.isnan(one)])
        given &= steady >= STEADY
        self.usable: Mask = given & (given.sum(axis=0) >= THIRDS)
        self.measures: NDArray[np.int64] = self.usable.sum(axis=1)
        weighed = (self.usable * self.weights).sum(axis=1) > 0
        self.enough: Mask = weighed & (2 * self.measures >= shape[1])

    def mean(self, numbers: FloatArray) -> FloatArray:
        """Give the weighted mean over the measures that count, nan for units with too few."""
        weights = np.where(self.enough[:, None], self.usable * self.weights, 1.0)
        whole: FloatArray = (np.where(self.usable, numbers, 0.0) * weights).sum(axis=-1)
        return np.where(self.enough, whole / weights.sum(axis=-1), np.nan)

    def drawn(self, seed: int, draws: int) -> Iterator[tuple[FloatArray, ...]]:
        """Draw all tables again, as many at once as memory allows."""
        chance = np.random.Generator(np.random.Philox(seed))
        middles = [np.where(self.usable, one, 0.0) for one in self.values]
        spreads = [np.where(self.usable, one, 0.0) for one in self.errors]
        at_once = max(TOGETHER // max(middles[0].size, 1), 1)
        for done in range(0, draws, at_once):
            size = (min(at_once, draws - done), *middles[0].shape)
            noise = [chance.standard_normal(size) for _ in middles]
            yield tuple(m + s * z for m, s, z in zip(middles, spreads, noise, strict=True))


def resampled(
    table: Units, index: Index, *, seed: int, draws: int, level: float, method: str
) -> Composite:
    """Give an index with its interval and the chance of each third of the units.

    table:  the units, their measures and what of them counts
    index:  tables of shape (units, measures) or (draws, units, measures) -> index of each unit
    seed:   seed of the resampling
    draws:  how many times the numbers are drawn again, each normal around itself
    level:  coverage of the interval, between 0 and 1
    method: stable name of the index
    Gives Composite.
    Fails with Problem "draws-too-few" when there is not one draw.
    Source: the parametric bootstrap, Efron and Tibshirani 1993, section 6.5, on tables of numbers
    with standard errors
    >>> import numpy as np
    >>> table = Units(([[1.0], [2.0], [4.0]],), ([[0.1]] * 3,), [True], 1.0, 1.0)
    >>> ours = resampled(table, lambda drawn: table.mean(drawn[0]), seed=1, draws=10, level=0.9,
    ...                  method="plain")
    >>> ours.index.value
    array([1., 2., 4.])
    """
    if draws < 1:
        raise Problem("draws-too-few", "Nothing is drawn again.", "Give at least one draw.")
    outside = tail(level)
    few = np.full(table.enough.shape, np.count_nonzero(table.enough) < THIRDS)
    placed = table.enough & ~few
    value = index(tuple(np.where(table.usable, one, 0.0) for one in table.values))
    again = np.concatenate([index(one) for one in table.drawn(seed, draws)])
    low, high = np.full((2, len(value)), np.nan)
    third = np.full((len(value), THIRDS), np.nan)
    if placed.any():
        low[placed], high[placed] = np.quantile(again[:, placed], [outside, 1 - outside], axis=0)
        points = by_thirds(again[:, placed, None], np.ones((placed.sum(), 1), np.bool_))[..., 0]
        third[placed] = np.stack([(points == one).mean(axis=0) for one in (-1, 0, 1)], axis=1)
    return Composite(
        answer(
            value,
            low,
            high,
            level=level,
            method=method,
            reasons={"too_few_measures": ~table.enough, "too_few_units": few},
        ),
        third,
        table.measures,
    )


def by_thirds(numbers: FloatArray, usable: Mask) -> FloatArray:
    """Give -1, 0 or 1 by the third of the units that each number falls in; ties share a place.

    numbers: shape (units, measures) or (draws, units, measures)
    usable:  which numbers count, shape (units, measures)
    Gives the shape of the numbers.
    Source: statistics.md section 15
    >>> by_thirds(np.array([[5.0], [6.0], [9.0]]), np.full((3, 1), True)).ravel()
    array([-1.,  0.,  1.])
    """
    ranks = _ranks(np.where(usable, numbers, np.inf))
    place = (ranks - 0.5) / np.maximum(usable.sum(axis=0), 1)
    # A unit that stands exactly on a third, by ties, belongs to the middle on both sides.
    return np.where(place > 2 / 3 + 1e-9, 1.0, np.where(place < 1 / 3 - 1e-9, -1.0, 0.0))


def _ranks(numbers: FloatArray) -> FloatArray:
    """Give the places from 1 up along the units; ties share the mean of theirs."""
    order = np.argsort(numbers, axis=-2, kind="stable")
    placed = np.take_along_axis(numbers, order, axis=-2)
    place = np.arange(1.0, placed.shape[-2] + 1)[:, None]
    other = placed[..., 1:, :] != placed[..., :-1, :]
    edge = np.ones_like(placed[..., :1, :], dtype=bool)
    opens = np.concatenate((edge, other), axis=-2)
    closes = np.concatenate((other, edge), axis=-2)
    first = np.maximum.accumulate(np.where(opens, place, 0.0), axis=-2)
    last = np.where(closes, place, np.inf)[..., ::-1, :]
    last = np.minimum.accumulate(last, axis=-2)[..., ::-1, :]
    ranks = np.empty_like(placed)
    np.put_along_axis(ranks, order, (first + last) / 2, axis=-2)
    return ranks


def _table(given: ArrayLike) -> FloatArray:
    array = np.asarray(given, dtype=np.float64)
    if array.ndim != 2 or not array.size or np.isinf(array).any():
        raise Problem(
            "shapes-differ",
            "The numbers are not one table of units by measures.",
            "Give one row for each unit and one column for each measure.",
        )
    return array


def _spread(given: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    try:
        return np.broadcast_to(np.asarray(given, dtype=np.float64), shape)
    except ValueError:
        raise Problem(
            "shapes-differ",
            "What belongs to the numbers does not have their shape.",
            "Give one entry for each unit and measure, or one for each measure.",
        ) from None
