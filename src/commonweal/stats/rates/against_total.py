"""Compare a group with the total that it is part of, taking account of that part.

A group against everybody else (nobody in both) is compared in two_proportions.py and the like.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, amounts, normal_quantile, numbers
from commonweal.stats.linearized import Codes, row_codes, sums_by
from commonweal.stats.results import Mask, answer, fold


def difference_from_total(
    estimate: ArrayLike,
    se: ArrayLike,
    people: ArrayLike,
    *,
    table: ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Give how far each group is from the mean of all groups, itself included.

    estimate: rate or mean of each group, shape (g,)
    se:       its standard error, shape (g,)
    people:   people each group stands for in the total, shape (g,)
    table:    label of the table each group belongs to, shape (g,); None means one table
    level:    coverage of the interval, between 0 and 1
    Gives an Estimate of g differences, group less total, in the order given; a table of nobody is
    undefined:zero_denominator, a table of one group is undefined:single_group.
    Fails with Problem "counts-negative" when a standard error or a count is below zero.
    Source: variance of a linear combination of independent estimates:
    (1 - 2 p_j) se_j^2 + sum of p_k^2 se_k^2; checked in
    tests/unit/stats/rates/test_against_total.py
    >>> difference_from_total([0.1, 0.3], [0.02, 0.03], [300, 100]).se.round(5)
    array([0.00901, 0.02704])
    """
    groups = _read(numbers(estimate=estimate)[0], se, people, table)
    value = groups.estimate - groups.mean[groups.table]
    # Written as a sum of squares, so that rounding can not make it negative.
    own = groups.share * groups.se
    others = np.maximum(groups.variance[groups.table] - own**2, 0.0)
    error = np.sqrt(((1 - groups.share) * groups.se) ** 2 + others)
    reach = normal_quantile(level) * error
    return answer(
        value,
        value - reach,
        value + reach,
        level=level,
        method="total_wald",
        reasons=groups.reasons,
        se=error,
    )


def ratio_to_total(
    estimate: ArrayLike,
    se: ArrayLike,
    people: ArrayLike,
    *,
    table: ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Give the ratio of each group to the mean of all groups, itself included, on the log scale.

    estimate: rate or mean of each group, not negative, shape (g,)
    se:       its standard error, shape (g,)
    people:   people each group stands for in the total, shape (g,)
    table:    label of the table each group belongs to, shape (g,); None means one table
    level:    coverage of the interval, between 0 and 1
    Gives an Estimate of g ratios, `se` on the log scale, with the reasons of
    `difference_from_total`; a total of zero is undefined:zero_mean, a group of zero
    undefined:zero_in_ratio.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: delta method on ln y_j - ln mu with covariance p_j se_j^2 of the two; checked in
    tests/unit/stats/rates/test_against_total.py
    >>> ratio_to_total([0.1, 0.3], [0.02, 0.03], [300, 100]).value.round(4)
    array([0.6667, 2.    ])
    """
    groups = _read(amounts(estimate=estimate)[0], se, people, table)
    flat, none = groups.mean[groups.table] == 0, groups.estimate == 0
    mean = np.where(flat, 1.0, groups.mean[groups.table])
    own = np.where(none, 1.0, groups.estimate)
    # The group enters its own total with the share p, which takes off as much of its error.
    apart = (1 / own - groups.share / mean) * groups.se
    others = np.maximum(groups.variance[groups.table] - (groups.share * groups.se) ** 2, 0.0)
    error = np.hypot(apart, np.sqrt(others) / mean)
    ratio = groups.estimate / mean
    reach = fold(normal_quantile(level) * error)
    return answer(
        ratio,
        ratio / reach,
        ratio * reach,
        level=level,
        method="total_wald_log",
        reasons={**groups.reasons, "zero_mean": flat, "zero_in_ratio": none},
        se=error,
    )


@dataclass(frozen=True, eq=False)
class _Groups:
    estimate: FloatArray
    se: FloatArray
    share: FloatArray
    table: Codes
    mean: FloatArray
    variance: FloatArray
    reasons: dict[str, Mask]


def _read(y: FloatArray, se: ArrayLike, people: ArrayLike, table: ArrayLike | None) -> _Groups:
    y, spread, size = numbers(estimate=y, standard_error=se, people=people)
    amounts(standard_error=spread, people=size)
    home, many = row_codes(table, len(y))
    total = sums_by(home, size, many)
    share = size / np.where(total > 0, total, 1.0)[home]
    alone = sums_by(home, np.ones(len(y)), many) == 1
    return _Groups(
        y,
        spread,
        share,
        home,
        sums_by(home, share * y, many),
        sums_by(home, (share * spread) ** 2, many),
        {"zero_denominator": (total == 0)[home], "single_group": alone[home]},
    )
