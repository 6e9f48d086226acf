"""Yearly moves between grades as rows of shares: from counts, pulled together where few, compared.

What is left of a row to 1 is the share who leave.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from commonweal.kinds import Problem
from commonweal.stats.chi_square import ChiSquare, chi_square
from commonweal.stats.inputs import FloatArray, amounts
from commonweal.stats.results import Mask

# A pooled row weighs as much as this many years of people when a cell is small.
PRIOR_YEARS = 20.0


def move_counts(moves: ArrayLike) -> FloatArray:
    """Read counts of moves by group, grade left and grade reached.

    moves: people-years by group, grade and outcome, shape (groups, grades, outcomes)
    Gives a float array of that shape.
    Fails with Problem "shapes-differ" when it has another shape or no cell.
    Fails with Problem "counts-negative" and "numbers-missing" when a count can not be.
    Source: no formula: what may come in
    >>> move_counts([[[8, 1, 1]]]).shape
    (1, 1, 3)
    """
    try:
        table = np.asarray(moves, dtype=np.float64)
    except (TypeError, ValueError):
        table = np.empty(0)
    if table.ndim != 3 or table.size == 0:
        raise Problem(
            "shapes-differ",
            "These moves are no table of groups by grades by outcomes.",
            "Give for each group one row for each grade and one column for each outcome.",
        )
    return amounts(moves=table.ravel())[0].reshape(table.shape)


def move_shares(moves: ArrayLike, prior_years: float = 0.0) -> tuple[FloatArray, Mask]:
    """Give the share of each outcome for each grade and group.

    moves:       people-years by group, grade and outcome, shape (groups, grades, outcomes)
    prior_years: years of people that the row of all groups together weighs, 0 for none; small
                 cells want about 20
    Gives the shares, same shape, and whether a row is the pooled row because its group has no
    year in it, shape (groups, grades); a grade nobody was in has nan.
    Fails with Problem "counts-negative" when a count or the prior is below zero.
    Source: Anderson and Goodman 1957, Annals of Mathematical Statistics 28:89-110; shrinkage:
    Dirichlet prior with the pooled row as its mean; checked in
    tests/reference/test_workforce_transition_test.py
    >>> move_shares([[[8, 1, 1]], [[0, 0, 0]]])[0].ravel()
    array([0.8, 0.1, 0.1, 0.8, 0.1, 0.1])
    """
    table = move_counts(moves)
    (prior,) = amounts(prior_years=prior_years)
    together = table.sum(axis=0)
    everybody = together.sum(axis=1, keepdims=True)
    pooled = np.where(everybody > 0, together / np.where(everybody > 0, everybody, 1.0), np.nan)
    years = table.sum(axis=2, keepdims=True)
    empty: Mask = years[:, :, 0] == 0
    weight = years + prior
    shares = (table + prior * pooled) / np.where(weight > 0, weight, 1.0)
    return np.where(empty[:, :, None], pooled[None], shares), empty


def equal_moves(moves: ArrayLike) -> ChiSquare:
    """Test whether all groups move between grades with the same shares.

    moves: people-years by group, grade and outcome, shape (groups, grades, outcomes)
    Gives a ChiSquare of one likelihood-ratio test; a grade where fewer than two groups have years
    adds nothing, and neither does an outcome nobody had. One group is undefined:single_group,
    nothing to compare undefined:no_variation.
    Fails with Problem "counts-negative" when a count is below zero.
    Source: Anderson and Goodman 1957, Annals of Mathematical Statistics 28:89-110; checked in
    tests/reference/test_workforce_transition_test.py
    >>> equal_moves([[[8, 1, 1]], [[16, 2, 2]]]).df
    array([2.])
    """
    table = move_counts(moves)
    years, reached = table.sum(axis=2), table.sum(axis=0)
    present = (years > 0).sum(axis=0)
    df = ((present - 1) * ((reached > 0).sum(axis=1) - 1))[present > 1].sum()
    expected = years[:, :, None] * reached[None] / _over(reached.sum(axis=1))[None, :, None]
    ratio = np.divide(table, expected, out=np.ones_like(table), where=table > 0)
    statistic = np.array([max(2 * xlogy(table, ratio).sum(), 0.0)])
    reasons = {
        "single_group": np.array([len(table) < 2]),
        "no_variation": np.array([df == 0]),
    }
    return chi_square(statistic, float(df), method="equal_moves", reasons=reasons)


def _over(array: FloatArray) -> FloatArray:
    return np.where(array == 0, 1.0, array)
