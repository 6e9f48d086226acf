"""The rate a group would have with some of its covariates taken from another group.

Which covariates to take, and in which order, is decided in fairlie.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask

# How many pairs of cells are held in memory at once.
PAIRS = 2_000_000


@dataclass(frozen=True, eq=False)
class Cells:
    """Hold the covariates of two groups and a logistic model of them.

    share:        share of the group in each of its cells, shape (cells,)
    rest_share:   share of the rest in each of its cells, shape (rest cells,)
    columns:      columns of the group's cells, shape (cells, p)
    rest_columns: columns of the rest's cells, shape (rest cells, p)
    coefficients: coefficients of the model, shape (p,)
    block:        the number of the block of each column, -1 for none, shape (p,)

    >>> Cells(*[np.ones(1)] * 2, *[np.ones((1, 1))] * 2, np.ones(1), np.zeros(1, int)).block
    array([0])
    """

    share: FloatArray
    rest_share: FloatArray
    columns: FloatArray
    rest_columns: FloatArray
    coefficients: FloatArray
    block: NDArray[np.intp]


def swapped_rate(cells: Cells, swapped: Mask) -> FloatArray:
    """Give the mean rate of the group when it has some blocks of the rest.

    cells:   the covariates of both
    swapped: which blocks are the rest's, shape (blocks,)
    Gives the rate, then its slope by each coefficient, shape (1 + p,). The blocks kept and those
    swapped are each distributed as in their group, and independent of each other.
    Source: the expected value of the random pairing of Fairlie 2005, Journal of Economic and
    Social Measurement 30:305-316
    >>> one, other = np.array([[0.0], [1.0]]), np.array([[1.0]])
    >>> cells = Cells(np.array([0.5, 0.5]), np.ones(1), one, other, np.ones(1), np.zeros(1, int))
    >>> swapped_rate(cells, np.array([False])).round(4), swapped_rate(cells, np.array([True]))[0]
    (array([0.6155, 0.0983]), np.float64(0.7310585786300049))
    """
    # The last place stands for the columns without a block, which are never swapped.
    moved = np.append(swapped, False)[cells.block]
    keeps = _gathered(cells.columns, cells.share, cells.coefficients, ~moved)
    takes = _gathered(cells.rest_columns, cells.rest_share, cells.coefficients, moved)
    found = np.zeros(1 + len(moved))
    step = max(1, PAIRS // max(len(takes.predictor), 1))
    for start in range(0, len(keeps.predictor), step):
        rows = slice(start, start + step)
        rate = expit(keeps.predictor[rows, None] + takes.predictor[None, :])
        slope = rate * (1 - rate)
        found[0] += keeps.share[rows] @ rate @ takes.share
        found[1:] += (slope @ takes.share) @ keeps.columns[rows]
        found[1:] += (keeps.share[rows] @ slope) @ takes.columns
    return found


@dataclass(frozen=True)
class _Gathered:
    """Hold cells of one partial predictor as one: their share and their weighted columns."""

    predictor: FloatArray
    share: FloatArray
    columns: FloatArray


def _gathered(
    columns: FloatArray, share: FloatArray, coefficients: FloatArray, used: Mask
) -> _Gathered:
    kept = np.where(used, columns, 0.0)
    predictor, where = np.unique(kept @ coefficients, return_inverse=True)
    summed = np.zeros((len(predictor), columns.shape[1]))
    np.add.at(summed, where, kept * share[:, None])
    shares = np.zeros(len(predictor))
    np.add.at(shares, where, share)
    return _Gathered(predictor, shares, summed)
