"""People ranked one by one, as by income: mean ranks, and what each adds to a concentration.

The indices themselves are in individual_concentration.py; groups in an order in concentration.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, numbers
from commonweal.stats.linearized import Codes, Design, read_design, row_codes, sums_by
from commonweal.stats.results import Mask


@dataclass(frozen=True, eq=False)
class RankedRows:
    """Hold rows in their ranks: what every measure of concentration starts from.

    outcome:  the outcome of each row, shape (r,)
    share:    weight of each row as a share of its table, shape (r,)
    position: mean rank of each row, from 0 (most disadvantaged) to 1, ties sharing it, shape (r,)
    tie:      rows of one table and rank, numbered upwards in rank, shape (r,)
    table:    table of each row, shape (r,)
    people:   rows with weight in each table, shape (t,)
    reasons:  reason code -> the tables it holds for, each shape (t,)
    design:   how rows were sampled, or None for independent rows

    >>> rank_rows([0, 1, 1], [10, 20, 20]).position.round(4)
    array([0.1667, 0.6667, 0.6667])
    """

    outcome: FloatArray
    share: FloatArray
    position: FloatArray
    tie: Codes
    table: Codes
    people: FloatArray
    reasons: dict[str, Mask]
    design: Design | None

    def summed(self, values: FloatArray) -> FloatArray:
        """Sum what rows hold over each table, shape (t,)."""
        return sums_by(self.table, values, len(self.people))

    @property
    def mean(self) -> FloatArray:
        """Give the weighted mean of the outcome in each table, shape (t,)."""
        return self.summed(self.share * self.outcome)

    @property
    def apart(self) -> FloatArray:
        """Give how far each row is from the mean of its table, shape (r,)."""
        return self.outcome - self.mean[self.table]


def rank_rows(
    outcome: ArrayLike,
    ranking: ArrayLike,
    weights: ArrayLike = 1.0,
    *,
    table: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    units: ArrayLike | None = None,
) -> RankedRows:
    """Rank people from the most to the least disadvantaged, ties sharing the mean rank.

    outcome: one value a row, shape (r,)
    ranking: what people are ranked by, such as income, low is disadvantaged, shape (r,)
    weights: one weight a row, shape (r,), not negative
    table:   label of the table each row belongs to, shape (r,); None means one table. Tables come
             out in the order of their labels.
    strata:  stratum of each row, shape (r,), or None
    units:   sampled unit of each row, shape (r,), or None; with either, variances follow the design
    Gives RankedRows, which the measures of individual_concentration.py take.
    Fails with Problem "weight-negative" when a weight is below zero, with the number of the row.
    Fails with Problem "shapes-differ" when the inputs do not have one length.
    Source: Lerman and Yitzhaki 1989, Journal of Econometrics 42:43-47 (weighted mean rank)
    >>> rank_rows([0, 1, 1], [10, 20, 30], [1, 1, 2]).position
    array([0.125, 0.375, 0.75 ])
    """
    y, x, w = numbers(outcome=outcome, ranking=ranking, weights=weights)
    if (w < 0).any():
        row = int(np.flatnonzero(w < 0)[0]) + 1
        raise Problem(
            "weight-negative", f"The weight in row {row} is below zero.", "Correct that weight."
        )
    rows = len(y)
    tables, many = row_codes(table, rows)
    total = sums_by(tables, w, many)
    share = w / np.where(total > 0, total, 1.0)[tables]
    tie = _ties(x, tables)
    ranks = len(np.unique(tie))
    home = np.zeros(ranks, dtype=np.int64)
    home[tie] = tables
    held = sums_by(tie, share, ranks)
    position = np.clip((_up_to(held, home) - held / 2)[tie], 0.0, 1.0)
    designed = strata is not None or units is not None
    design = read_design(tables, many, strata, units) if designed else None
    reasons: dict[str, Mask] = {
        "zero_denominator": total == 0,
        "single_group": np.bincount(home[held > 0], minlength=many) == 1,
    }
    if design is not None:
        reasons["single_unit_stratum"] = design.lonely
    people = sums_by(tables, (w > 0).astype(np.float64), many)
    return RankedRows(y, share, position, tie, tables, people, reasons, design)


def absolute_parts(rows: RankedRows, nu: float) -> tuple[FloatArray, FloatArray]:
    """Give the absolute concentration index and what each row's presence adds to it.

    rows: ranked rows, as `rank_rows` gives them
    nu:   how much the bottom counts, at least 1
    Gives the index, shape (t,), and the value of its influence function at each row, shape (r,).
    Fails with Problem "nu-outside" when nu is below 1.
    Source: nu = 2: Kakwani, Wagstaff and van Doorslaer 1997, Journal of Econometrics 77:87-103,
    equation 14; other nu by the same differentiation of -nu cov(y, (1 - R)^(nu - 1))
    >>> absolute_parts(rank_rows([0, 1], [10, 20]), 2.0)[0]
    array([0.25])
    """
    if not 1 <= nu < np.inf:
        raise Problem(
            "nu-outside",
            f"An index can not be extended by nu = {nu}.",
            "Give 2 for the standard index, or another number from 1 on.",
        )
    # What is ranked above is at least half of a row's own tie, which rounding may not see.
    held = sums_by(rows.tie, rows.share, int(rows.tie.max(initial=-1)) + 1)[rows.tie]
    rest = np.maximum(1 - rows.position, np.maximum(held / 2, np.finfo(np.float64).tiny))
    weighed = rest ** (nu - 1)
    slope = np.where(rows.share > 0, (nu - 1) * rest ** (nu - 2), 0.0)
    own = rows.apart * (weighed - rows.summed(rows.share * weighed)[rows.table])
    added = -nu * (own - sum_above(rows, rows.share * rows.apart * slope))
    value = -nu * rows.summed(rows.share * own)
    return value, added - rows.summed(rows.share * added)[rows.table]


def sum_above(rows: RankedRows, values: FloatArray) -> FloatArray:
    """Sum over the rows ranked above each row, and half over those tied with it.

    rows:   ranked rows, as `rank_rows` gives them
    values: what is summed, shape (r,)
    Gives shape (r,), each row's sum within its own table.
    Source: derivative of the mean rank by the weight of a row; checked in
    tests/unit/stats/inequality/test_ranks.py
    >>> sum_above(rank_rows([0, 0, 0], [1, 2, 2]), np.array([1.0, 2.0, 3.0]))
    array([5.5, 2.5, 2.5])
    """
    ranks = int(rows.tie.max(initial=-1)) + 1
    home = np.zeros(ranks, dtype=np.int64)
    home[rows.tie] = rows.table
    # Each table in its own scale, or a large one would take the digits of a small one.
    scale = np.zeros(len(rows.people))
    np.maximum.at(scale, rows.table, np.abs(values))
    scale = np.where(scale > 0, scale, 1.0)
    sums = sums_by(rows.tie, values / scale[rows.table], ranks)
    whole = sums_by(home, sums, len(rows.people))
    above = whole[home] - _up_to(sums, home) + sums / 2
    return above[rows.tie] * scale[rows.table]


def _ties(ranking: FloatArray, table: Codes) -> Codes:
    order = np.lexsort((ranking, table))
    x, home = ranking[order], table[order]
    begins = np.ones(len(order), dtype=np.int64)
    begins[1:] = (x[1:] != x[:-1]) | (home[1:] != home[:-1])
    tie = np.empty(len(order), dtype=np.int64)
    tie[order] = np.cumsum(begins) - 1
    return tie


def _up_to(sums: FloatArray, home: Codes) -> FloatArray:
    # Ranks are numbered table by table, so what stands before a table is taken off.
    running = np.cumsum(sums)
    first = np.searchsorted(home, home)
    return running - np.where(first > 0, running[first - 1], 0.0)
