"""What explains a concentration of an outcome among the better off, and what explains its change.

Each factor contributes its elasticity (how much the outcome leans on it) times its own
concentration. Explained is not caused: no adjustment for need is made here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inequality.individual_concentration import relative_index
from commonweal.stats.inequality.ranks import RankedRows, rank_rows
from commonweal.stats.inputs import FloatArray, numbers

# Below this share of a factor's spread the factors before it say all that it could.
ALIASED = 1e-9
# Below this share of a factor's size its spread is what rounding leaves of a constant.
CONSTANT = 1e-13


@dataclass(frozen=True, eq=False)
class Explained:
    """Hold a concentration index and the parts it is made of.

    index:          the relative concentration index of the outcome, an Estimate of one
    coefficients:   intercept and one coefficient a factor, shape (k + 1,); 0 where aliased
    elasticities:   coefficient times mean of the factor over mean of the outcome, shape (k,)
    factor_indices: concentration index of each factor, shape (k,); nan where its mean is 0
    contributions:  what each factor adds to the index, shape (k,); defined whatever its mean
    residual:       what no factor explains; contributions and residual sum to the index
    aliased:        positions of the factors that the factors before them say in full

    All numbers but the aliased positions are nan where the index is undefined; its reason says why.

    >>> explain([1, 2, 4], [10, 20, 30], [[0, 1, 2]]).contributions.round(4)
    array([0.2857])
    """

    index: Estimate
    coefficients: FloatArray
    elasticities: FloatArray
    factor_indices: FloatArray
    contributions: FloatArray
    residual: float
    aliased: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class ExplainedChange:
    """Hold what a change of a concentration index is made of, in both orders.

    total:      later index less earlier index
    inequality: part from factors becoming more or less concentrated, shape (2, k): first by the
                later elasticities, then by the earlier ones
    elasticity: part from the outcome leaning more or less on factors, shape (2, k): first by the
                earlier indices of the factors, then by the later ones
    residual:   change of what no factor explains

    In each order the parts and the residual sum to the total. A factor with a mean of zero at
    either time has no index, so its parts are nan.

    >>> before = explain([1, 2, 4], [10, 20, 30], [[1, 2, 2]])
    >>> explain_change(before, before).total
    0.0
    """

    total: float
    inequality: FloatArray
    elasticity: FloatArray
    residual: float


def explain(
    outcome: ArrayLike, ranking: ArrayLike, factors: ArrayLike, weights: ArrayLike = 1.0
) -> Explained:
    """Take a relative concentration index apart by the factors of a linear regression.

    outcome: one value a row, shape (r,)
    ranking: what people are ranked by, such as income, shape (r,)
    factors: what may explain the outcome, shape (k, r): one row a factor
    weights: one weight a row, shape (r,), not negative
    Gives an Explained. With a mean of zero or one rank its index is undefined and so are its parts.
    Fails with Problem "shapes-differ" when factors do not have one value for each row.
    Fails with Problem "numbers-missing" and "weight-negative" as `rank_rows` does.
    Source: Wagstaff, van Doorslaer and Watanabe 2003, Journal of Econometrics 112:207-223,
    equation 4; checked against base R in tests/reference/test_statistics_concentration.py
    >>> round(explain([1, 2, 4], [10, 20, 30], [[0, 1, 1]]).residual, 4)
    0.0952
    """
    rows = rank_rows(outcome, ranking, weights)
    columns = _factors(factors, len(rows.outcome))
    index = relative_index(rows)
    means = columns @ rows.share
    centered = columns - means[:, None]
    noise = CONSTANT * np.sqrt(columns**2 @ rows.share)
    slopes, aliased = _regression(centered, noise, rows)
    if not index.ok[0]:
        nothing = np.full(len(columns), np.nan)
        intercept = np.full(len(columns) + 1, np.nan)
        return Explained(index, intercept, nothing, nothing, nothing, np.nan, aliased)
    mean = float(rows.mean[0])
    spread = _generalized(rows, centered)
    left = _generalized(rows, (rows.apart - slopes @ centered)[None, :])[0]
    none = _flat(columns, means, rows.share)
    safe = np.where(none, 1.0, means)
    return Explained(
        index,
        np.concatenate([[mean - slopes @ means], slopes]),
        np.where(none, 0.0, slopes * means / mean),
        np.where(none, np.nan, spread / safe),
        slopes * spread / mean,
        float(left / mean),
        aliased,
    )


def explain_change(before: Explained, after: Explained) -> ExplainedChange:
    """Take the change of a concentration index apart, in both orders.

    before: the earlier index and its parts
    after:  the later index and its parts, of the same factors in the same order
    Gives an ExplainedChange, nan throughout where either index is undefined.
    Fails with Problem "shapes-differ" when the two do not have as many factors.
    Source: Wagstaff, van Doorslaer and Watanabe 2003, Journal of Econometrics 112:207-223,
    equations 6 and 7 (Oaxaca's decomposition of elasticities)
    >>> before, after = (explain([1, 2, 4], [10, 20, 30], [x]) for x in ([1, 2, 2], [1, 2, 3]))
    >>> explain_change(before, after).inequality.shape
    (2, 1)
    """
    if len(before.elasticities) != len(after.elasticities):
        raise Problem(
            "shapes-differ",
            "The earlier and the later index were explained by different factors.",
            "Give both the same factors in the same order.",
        )
    more_unequal = after.factor_indices - before.factor_indices
    leans_more = after.elasticities - before.elasticities
    return ExplainedChange(
        float(after.index.value[0] - before.index.value[0]),
        np.stack([after.elasticities * more_unequal, before.elasticities * more_unequal]),
        np.stack([before.factor_indices * leans_more, after.factor_indices * leans_more]),
        after.residual - before.residual,
    )


def _factors(factors: ArrayLike, rows: int) -> FloatArray:
    given = np.asarray(factors)
    if given.ndim != 2 or given.shape[1] != rows:
        raise Problem(
            "shapes-differ",
            "The factors do not have one value for each row.",
            "Give one list of values for each factor, as long as the outcome.",
        )
    return np.array([numbers(factor=each)[0] for each in given]).reshape(given.shape)


def _generalized(rows: RankedRows, centered: FloatArray) -> FloatArray:
    return 2 * centered @ (rows.share * (rows.position - 0.5))


def _flat(columns: FloatArray, means: FloatArray, share: FloatArray) -> np.typing.NDArray[np.bool_]:
    return np.asarray(np.abs(means) <= 4 * np.finfo(np.float64).eps * (np.abs(columns) @ share))


def _regression(
    centered: FloatArray, noise: FloatArray, rows: RankedRows
) -> tuple[FloatArray, tuple[int, ...]]:
    weighed = centered * np.sqrt(rows.share)
    spread = np.linalg.norm(weighed, axis=1)
    basis: list[FloatArray] = []
    kept: list[int] = []
    for position, column in enumerate(weighed):
        left = column
        for _ in range(2):  # once more takes off what rounding left
            for other in basis:
                left = left - (other @ left) * other
        size = float(np.linalg.norm(left))
        if size > max(ALIASED * spread[position], noise[position]):
            basis.append(left / size)
            kept.append(position)
    slopes = np.zeros(len(centered))
    if kept:
        even = weighed[kept] / spread[kept, None]
        target = rows.apart * np.sqrt(rows.share)
        slopes[kept] = np.linalg.lstsq(even.T, target, rcond=None)[0] / spread[kept]
    return slopes, tuple(sorted(set(range(len(centered))) - set(kept)))
