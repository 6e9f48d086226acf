"""Products of a design's columns over a full table of two parts, to which cells are added up.

Where nearly all combinations of the terms occur this is faster than the cells themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from commonweal.stats.adjustment.parts import Part, joint, summed
from commonweal.stats.adjustment.terms import IntArray
from commonweal.stats.inputs import FloatArray


@dataclass(frozen=True)
class Grid:
    """Make the products over a full table of two parts, to which the cells are added up.

    rows:    the part down the side
    columns: the part along the top, or None when there is one part
    width:   number of columns of the design
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.parts import parts
    >>> from commonweal.stats.adjustment.terms import term
    >>> one, = parts(design([term("g", [0, 1, 1], ["A", "B"])]))
    >>> Grid(one, None, 2).gathered(np.ones(3))
    array([1., 2.])
    """

    rows: Part
    columns: Part | None
    width: int

    @cached_property
    def _shape(self) -> tuple[int, int]:
        return self.rows.size, 1 if self.columns is None else self.columns.size

    @cached_property
    def _codes(self) -> IntArray:
        if self.columns is None:
            return self.rows.codes
        return joint([self.rows.codes, self.columns.codes], self._shape)

    def gathered(self, values: FloatArray) -> FloatArray:
        """Give the sums of a column of cells over the table, shape (rows x columns,)."""
        return summed(self._codes, values, self._shape[0] * self._shape[1])

    def predict(self, beta: FloatArray) -> FloatArray:
        """Give X beta over the table."""
        down = self.rows.predict(beta)
        if self.columns is None:
            return down
        return np.add.outer(down, self.columns.predict(beta)).ravel()

    def pull(self, values: FloatArray) -> FloatArray:
        """Give X'v, shape (p,)."""
        table = values.reshape(self._shape)
        made = np.zeros(self.width)
        made[self.rows.columns] = self.rows.pull(table.sum(axis=1))
        if self.columns is not None:
            made[self.columns.columns] = self.columns.pull(table.sum(axis=0))
        return made

    def gram(self, weights: FloatArray) -> FloatArray:
        """Give X' diag(w) X, shape (p, p)."""
        table = weights.reshape(self._shape)
        made = np.zeros((self.width, self.width))
        down, along = self.rows, self.columns
        made[np.ix_(down.columns, down.columns)] = down.gram(table.sum(axis=1))
        if along is not None:
            made[np.ix_(along.columns, along.columns)] = along.gram(table.sum(axis=0))
            block = along.pull(down.pull(table).T).T
            made[np.ix_(down.columns, along.columns)] = block
            made[np.ix_(along.columns, down.columns)] = block.T
        return made

    def quadratic(self, matrix: FloatArray) -> FloatArray:
        """Give x'Mx over the table."""
        down, along = self.rows, self.columns
        if along is None:
            return down.quadratic(matrix)
        middle = matrix[np.ix_(down.columns, along.columns)]
        both = np.add.outer(down.quadratic(matrix), along.quadratic(matrix))
        return np.asarray(both + 2 * ((down.lookup @ middle) @ along.lookup.T)).ravel()
