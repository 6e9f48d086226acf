"""Put many measures of a unit into one number, with how sure its place among units is.

Off by default: nothing here is called unless a reader asks, because one number hides what to mend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

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

    >>> values, se = [[1.0], [2.0], [3.0]], [[0.01], [0.01], [0.01]]
    >>> tertile_index(values, se, higher_better=[True], reliability=0.9, seed=1).third.round(1)
    array([[1., 0., 0.],
           [0., 1., 0.],
           [0., 0., 1.]])
    """

    index: Estimate
    third: FloatArray
    measures: NDArray[np.int64]


def tertile_index(
    value: ArrayLike,
    se: ArrayLike,
    *,
    higher_better: ArrayLike,
    reliability: ArrayLike,
    seed: int,
    weights: ArrayLike = 1.0,
    draws: int = 2000,
    level: float = 0.95,
) -> Composite:
    """Give +1, 0 or -1 for the third of units that each measure falls in, and their mean.

    value:         number of each unit on each measure, nan where there is none, shape (u, m)
    se:            standard errors, nan where there are none, shape (u, m)
    higher_better: whether more is better, shape (m,)
    reliability:   reliability of each number, shape (u, m), (m,) or one
    seed:          seed of the resampling
    weights:       weight of each measure, shape (m,) or one
    draws:         how many times the numbers are drawn again
    level:         coverage of the interval, between 0 and 1
    Gives Composite. A number without a standard error or of a reliability below 0.7 is left out,
    and so is a measure with fewer than three units left. A unit with fewer than half of the
    measures is undefined:too_few_measures; fewer than three units with an index are
    undefined:too_few_units. The interval holds the middle of the redrawn indices: noise draws
    them towards 0, so an index near 1 or -1 may lie outside.
    Fails with Problem "shapes-differ" when the tables do not have one shape.
    Fails with Problem "counts-negative" when a standard error or weight is below zero.
    Fails with Problem "draws-too-few" when there is not one draw.
    Source: statistics.md section 15, after the health equity index of the Centers for Medicare and
    Medicaid Services (thirds of contracts, half of the measures, reliability 0.7)
    >>> given = [[1.0, 9.0], [2.0, 8.0], [3.0, 7.0]]
    >>> tertile_index(given, [[0.0, 0.0]] * 3, higher_better=[True, False], reliability=1.0,
    ...               seed=1).index.value
    array([-1.,  0.,  1.])
    """
    table = _Units((value,), (se,), higher_better, reliability, weights)

    def index(drawn: tuple[FloatArray, ...]) -> FloatArray:
        return table.mean(_points(drawn[0] * table.sign, table.usable))

    return _resampled(table, index, seed=seed, draws=draws, level=level, method="tertile_index")


def blended_index(
    group: ArrayLike,
    group_se: ArrayLike,
    rest: ArrayLike,
    rest_se: ArrayLike,
    *,
    higher_better: ArrayLike,
    reliability: ArrayLike,
    seed: int,
    weights: ArrayLike = 1.0,
    draws: int = 2000,
    level: float = 0.95,
) -> Composite:
    """Give half for how well a unit serves a group and half for the group's gap to the rest.

    group:         number of the group in each unit on each measure, nan where none, shape (u, m)
    group_se:      its standard errors, shape (u, m)
    rest:          number of everybody else in the unit, nan where none, shape (u, m)
    rest_se:       its standard errors, shape (u, m)
    higher_better: whether more is better, shape (m,)
    reliability:   reliability of each number, shape (u, m), (m,) or one
    seed:          seed of the resampling
    weights:       weight of each measure, shape (m,) or one
    draws:         how many times the numbers are drawn again
    level:         coverage of the interval, between 0 and 1
    Gives Composite with the rules of `tertile_index` for what is left out; both halves are
    standardized over the units (mean 0, standard deviation 1; 0 where the units are alike).
    Fails with Problem "shapes-differ", "counts-negative" and "draws-too-few" as `tertile_index`.
    Source: statistics.md section 15, in the manner of the health equity summary score (Agniel and
    others 2021, Health Services Research 56:1003-1013), without its part for improvement
    >>> alike = [[0.1], [0.1], [0.1]]
    >>> blended_index([[50], [60], [70]], alike, [[70], [70], [70]], alike, higher_better=[True],
    ...               reliability=1.0, seed=1).index.value
    array([-1.,  0.,  1.])
    """
    table = _Units((group, rest), (group_se, rest_se), higher_better, reliability, weights)

    def index(drawn: tuple[FloatArray, ...]) -> FloatArray:
        own, others = (one * table.sign for one in drawn)
        served, gap = (_standardized(one, table.usable) for one in (own, own - others))
        return table.mean(served) / 2 + table.mean(gap) / 2

    return _resampled(table, index, seed=seed, draws=draws, level=level, method="blended_index")


class _Units:
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


def _resampled(
    table: _Units, index: Index, *, seed: int, draws: int, level: float, method: str
) -> Composite:
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
        points = _points(again[:, placed, None], np.ones((placed.sum(), 1), np.bool_))[..., 0]
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


def _points(numbers: FloatArray, usable: Mask) -> FloatArray:
    """Give -1, 0, 1 by thirds along the units of (draws, units, measures); ties share one place."""
    ranks = rankdata(np.where(usable, numbers, np.inf), axis=-2, method="average")
    place = (ranks - 0.5) / np.maximum(usable.sum(axis=0), 1)
    # A unit that stands exactly on a third, by ties, belongs to the middle on both sides.
    return np.where(place > 2 / 3 + 1e-9, 1.0, np.where(place < 1 / 3 - 1e-9, -1.0, 0.0))


def _standardized(numbers: FloatArray, usable: Mask) -> FloatArray:
    counted = np.maximum(usable.sum(axis=0), 2)
    kept = np.where(usable, numbers, 0.0)
    apart = np.where(usable, kept - (kept.sum(axis=-2) / counted)[..., None, :], 0.0)
    spread = np.sqrt((apart**2).sum(axis=-2) / (counted - 1))[..., None, :]
    noise = 1e-12 * np.abs(kept).max(axis=-2, initial=0.0)[..., None, :]
    return np.where(spread > noise, apart / np.where(spread > noise, spread, 1.0), 0.0)


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
