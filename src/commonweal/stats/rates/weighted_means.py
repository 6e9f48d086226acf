"""Weighted means of many tables of rows at once, under a design of strata and sampled units.

One mean at a time, and shares of a survey with their own intervals, are in mean.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import numbers, tail
from commonweal.stats.linearized import design_variance, read_design, row_codes, sums_by
from commonweal.stats.results import answer


def weighted_means(
    values: ArrayLike,
    weights: ArrayLike,
    table: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    units: ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Give the weighted mean of each table with its linearized standard error.

    values:  one value a row, shape (r,)
    weights: one weight a row, shape (r,), not negative
    table:   label of the table each row belongs to, shape (r,)
    strata:  stratum of each row, shape (r,), told apart within tables; None means one a table
    units:   sampled unit of each row, shape (r,), told apart within strata; None means each row
    level:   coverage of the interval, between 0 and 1
    Gives an Estimate of t means in the order of the labels, Student's interval on units less
    strata; no weight is undefined:zero_denominator, one row is insufficient:one_value, a stratum
    of one unit is insufficient:single_unit_stratum; values all alike are flagged "no_variation".
    Fails with Problem "weight-negative" when a weight is below zero, with the number of the row.
    Source: Binder 1983, International Statistical Review 51:279-292; checked against
    linearised_mean, and so the R package survey 4.1, in
    tests/unit/stats/rates/test_weighted_means.py
    >>> weighted_means([0, 1, 1, 3], [1, 1, 2, 1], ["a", "a", "b", "b"]).value.round(4)
    array([0.5   , 1.6667])
    """
    y, w = numbers(values=values, weights=weights)
    if (w < 0).any():
        row = int(np.flatnonzero(w < 0)[0]) + 1
        raise Problem(
            "weight-negative", f"The weight in row {row} is below zero.", "Correct that weight."
        )
    home, many = row_codes(table, len(y))
    total = sums_by(home, w, many)
    share = w / np.where(total > 0, total, 1.0)[home]
    # From the first value on, so that values all alike leave a spread of exactly zero.
    first = np.zeros(many)
    first[home[::-1]] = y[::-1]
    mean = first + sums_by(home, share * (y - first[home]), many)
    design = read_design(home, many, strata, units)
    se = np.sqrt(design_variance(share * (y - mean[home]), design))
    rows = sums_by(home, np.ones(len(y)), many)
    reach = -np.asarray(stdtrit(np.maximum(design.df, 1.0), tail(level))) * se
    return answer(
        mean,
        mean - reach,
        mean + reach,
        level=level,
        method="weighted_t",
        reasons={
            "zero_denominator": total == 0,
            "one_value": rows < 2,
            "single_unit_stratum": design.lonely,
        },
        se=se,
        n=rows,
        flags={"no_variation": (se == 0) & ~design.lonely & (total > 0)},
    )
