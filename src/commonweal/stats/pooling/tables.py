"""Say which row belongs to which table, so that many tables are summed in one pass.

A table is a set of rows that are pooled together. No estimate is made here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, whole
from commonweal.stats.results import Mask


@dataclass(frozen=True, eq=False)
class Tables:
    """Hold the table of each row.

    row:   number of the table of each row, from 0, shape (k,)
    count: how many tables there are
    >>> Tables(np.array([0, 0, 1]), 2).sums(np.array([1.0, 2.0, 5.0]))
    array([3., 5.])
    """

    row: NDArray[np.intp]
    count: int

    def sums(self, values: FloatArray) -> FloatArray:
        """Add values of shape (k,) within each table, shape (t,)."""
        summed = np.bincount(self.row, weights=values, minlength=self.count)
        return np.asarray(summed, dtype=np.float64)

    def any(self, mask: Mask) -> Mask:
        """Say for each table whether it holds for one of its rows, shape (t,)."""
        return np.asarray(np.bincount(self.row[mask], minlength=self.count) > 0)

    def largest(self, values: FloatArray) -> FloatArray:
        """Give the largest value of each table, shape (t,), at least 0."""
        largest = np.zeros(self.count)
        np.maximum.at(largest, self.row, values)
        return largest

    def products(self, left: FloatArray, weight: FloatArray, right: FloatArray) -> FloatArray:
        """Give left' diag(weight) right of each table: (k, p), (k,), (k, q) to (t, p, q)."""
        summed = [
            [self.sums(weight * left[:, i] * right[:, j]) for j in range(right.shape[1])]
            for i in range(left.shape[1])
        ]
        return np.moveaxis(np.array(summed), 2, 0)

    def only(self, kept: Mask) -> Tables:
        """Give the tables that are kept, shape (t,), numbered anew from 0, with their rows."""
        anew = np.cumsum(kept) - 1
        return Tables(anew[self.row[kept[self.row]]], int(np.count_nonzero(kept)))


def read_tables(table: ArrayLike | None, rows: int) -> Tables:
    """Read which table each row belongs to.

    table: number of the table of each row, whole and not negative, shape (k,); None is one table
    rows:  how many rows there are
    Gives the tables in the order of their numbers.
    Fails with Problem "shapes-differ" when there is not one number for each row.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: none; a table is a set of rows
    >>> read_tables([7, 3, 7], 3).row
    array([1, 0, 1])
    """
    if table is None:
        return Tables(np.zeros(rows, dtype=np.intp), min(rows, 1))
    (numbers,) = whole(table=table)
    if len(numbers) != rows:
        raise Problem(
            "shapes-differ",
            "The numbers of the tables are not as many as the rows.",
            "Give the number of its table for each row.",
        )
    found, row = np.unique(numbers, return_inverse=True)
    return Tables(row, len(found))
