"""Put many measures of a unit into one number, with how sure its place among units is.

Off by default: nothing here is called unless a reader asks, because one number hides what to mend.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.stats.decision.resampling import Composite, Units, by_thirds, resampled
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask


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
    table = Units((value,), (se,), higher_better, reliability, weights)

    def index(drawn: tuple[FloatArray, ...]) -> FloatArray:
        return table.mean(by_thirds(drawn[0] * table.sign, table.usable))

    return resampled(table, index, seed=seed, draws=draws, level=level, method="tertile_index")


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
    table = Units((group, rest), (group_se, rest_se), higher_better, reliability, weights)

    def index(drawn: tuple[FloatArray, ...]) -> FloatArray:
        own, others = (one * table.sign for one in drawn)
        served, gap = (_standardized(one, table.usable) for one in (own, own - others))
        return table.mean(served) / 2 + table.mean(gap) / 2

    return resampled(table, index, seed=seed, draws=draws, level=level, method="blended_index")


def _standardized(numbers: FloatArray, usable: Mask) -> FloatArray:
    counted = np.maximum(usable.sum(axis=0), 2)
    kept = np.where(usable, numbers, 0.0)
    most = np.abs(kept).max(axis=-2)[..., None, :]
    kept = kept / np.where(most > 0, most, 1.0)
    apart = np.where(usable, kept - (kept.sum(axis=-2) / counted)[..., None, :], 0.0)
    spread = np.sqrt((apart**2).sum(axis=-2) / (counted - 1))[..., None, :]
    # What rounding alone leaves between units that are alike.
    return np.where(spread > 1e-12, apart / np.where(spread > 1e-12, spread, 1.0), 0.0)
