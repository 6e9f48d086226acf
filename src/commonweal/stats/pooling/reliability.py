"""Say how far a ranking of groups can be trusted, and who is likely among the worst.

Reliabilities come from normal.py, beta_binomial.py and gamma_poisson.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, amounts, numbers, shares
from commonweal.stats.pooling.tables import Tables, read_tables
from commonweal.stats.results import answer

CAUTION, USABLE = 0.5, 0.7
# 7 people of 10 are 0.7 however the division rounds.
ROUNDING = 1e-12
DRAWS = 10_000
AT_ONCE = 2_000_000


def bands(reliability: ArrayLike) -> NDArray[np.object_]:
    """Say what each reliability allows.

    reliability: share of differences that is not chance, 0 to 1, shape (k,); nan is unknown
    Gives "do_not_rank" below 0.5, "caution" from 0.5, "usable" from 0.7, "" for nan, shape (k,).
    Fails with Problem "share-outside" when a number is below 0 or above 1.
    Source: Adams 2009, RAND TR-653 (0.7 as the floor for comparing); 0.5 is this project's
    >>> bands([0.49, 0.5, 0.7]).tolist()
    ['do_not_rank', 'caution', 'usable']
    """
    given = np.atleast_1d(np.asarray(reliability, dtype=np.float64))
    unknown = np.isnan(given)
    (known,) = shares(reliability=np.where(unknown, 0.0, given))
    band = np.full(len(known), "do_not_rank", dtype=object)
    band[known >= CAUTION - ROUNDING] = "caution"
    band[known >= USABLE - ROUNDING] = "usable"
    band[unknown] = ""
    return band


def chance_among_worst(
    mean: ArrayLike,
    se: ArrayLike,
    worst: int,
    table: ArrayLike | None = None,
    *,
    seed: int,
    high_is_worse: bool = True,
    draws: int = DRAWS,
) -> Estimate:
    """Give each group's posterior chance to be among the worst of its table.

    mean:          posterior mean of each group, shape (k,)
    se:            posterior standard deviation of each group, shape (k,)
    worst:         how many places count as worst, 1 or more
    table:         number of the table of each group, shape (k,); None is one table
    seed:          whole number, 0 or more, that fixes the draws
    high_is_worse: whether a higher value is worse
    draws:         draws of each group; the chance is known to 0.5 / sqrt(draws)
    Gives an Estimate of k chances that sum to `worst` in each table, `se` that of drawing. A table
    is drawn alike whatever other tables stand beside it. No more groups than places is
    undefined:too_few_groups.
    Fails with Problem "ranking-impossible" when worst, draws or seed is out of range.
    Source: Laird and Louis 1989, Journal of Educational Statistics 14:29-46
    >>> chance_among_worst([1, 2, 9], [1, 1, 1], 1, seed=1).value.round(2)
    array([0., 0., 1.])
    """
    if worst < 1 or draws < 1 or seed < 0:
        raise Problem(
            "ranking-impossible",
            "Places and draws are 1 or more, and a seed is 0 or more.",
            "Correct the numbers.",
        )
    centers, _ = numbers(mean=mean, se=se)
    spreads, _ = amounts(se=se, mean=np.zeros(len(centers)))
    tables = read_tables(table, len(centers))
    groups = tables.sums(np.ones(len(centers)))
    few = (groups <= worst)[tables.row]
    chance = np.full(len(centers), np.nan)
    side = 1.0 if high_is_worse else -1.0
    for size in np.unique(groups[groups > worst]):
        rows = _rows(tables, groups == size)
        normal = _normal(seed, int(size), draws)
        step = max(1, AT_ONCE // normal.size)
        for first in range(0, len(rows), step):
            some = rows[first : first + step]
            drawn = side * centers[some][..., None] + spreads[some][..., None] * normal
            floor = np.partition(drawn, -worst, axis=1)[:, -worst][:, None]
            chance[some] = _share(drawn, floor, worst)
    error = np.sqrt(chance * (1 - chance) / draws)
    return answer(
        chance,
        None,
        None,
        level=0.95,
        method="posterior_rank",
        reasons={"too_few_groups": few},
        se=error,
    )


def _rows(tables: Tables, chosen: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Give the rows of tables of one size, a table a line."""
    order = np.argsort(tables.row, kind="stable")
    order = order[chosen[tables.row[order]]]
    return order.reshape(int(np.count_nonzero(chosen)), -1)


def _normal(seed: int, groups: int, draws: int) -> FloatArray:
    generator = np.random.Generator(np.random.Philox(key=seed))
    return generator.standard_normal((groups, draws))


def _share(drawn: FloatArray, floor: FloatArray, worst: int) -> FloatArray:
    """Give the share of draws in which a group is among the worst; ties share the last places."""
    above, level = drawn > floor, drawn == floor
    left = worst - above.sum(axis=1, keepdims=True)
    shared: FloatArray = (above + level * (left / level.sum(axis=1, keepdims=True))).mean(axis=2)
    return shared
