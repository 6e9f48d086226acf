"""Products of a design's columns, summed over cells without ever making the columns.

Two ways: over the cells as they are (`Crossing`), or over a full table of two parts (`Grid`), for
which the cells are first added up. Both give the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from commonweal.stats.adjustment.design import Design, IntArray
from commonweal.stats.adjustment.parts import Part, joint, parts, pieces, summed
from commonweal.stats.inputs import FloatArray

# A table of all combinations is worth its empty places up to this many a cell.
ROOM = 4


class Products(Protocol):
    """Say what a fit asks of a design X: never X itself."""

    def gathered(self, values: FloatArray) -> FloatArray:
        """Give sums of a column of cells for the places that the other methods work on."""

    def predict(self, beta: FloatArray) -> FloatArray:
        """Give X beta."""

    def pull(self, values: FloatArray) -> FloatArray:
        """Give X'v."""

    def gram(self, weights: FloatArray) -> FloatArray:
        """Give X' diag(w) X."""

    def quadratic(self, matrix: FloatArray) -> FloatArray:
        """Give x'Mx of each row x of X, for a symmetric M."""


@dataclass(frozen=True)
class Crossing:
    """Make the products over the cells as they are.

    model: the design
    >>> from commonweal.stats.adjustment.design import design, term
    >>> Crossing(design([term("g", [0, 1, 1], ["A", "B"])])).gram(np.ones(3))
    array([[3., 2.],
           [2., 2.]])
    """

    model: Design

    @cached_property
    def _parts(self) -> list[Part]:
        return parts(self.model)

    @cached_property
    def _pairs(self) -> list[tuple[Part, Part, IntArray]]:
        """Give each part beside each piece of a later part, and the code of both together."""
        made = []
        for at, one in enumerate(self._parts):
            for later in self._parts[at + 1 :]:
                for piece in pieces(self.model, later.names):
                    both = joint([one.codes, piece.codes], (one.size, piece.size))
                    made.append((one, piece, both))
        return made

    @cached_property
    def _numeric(self) -> FloatArray:
        return np.array([each.values for each in self.model.numeric]).reshape(-1, self.model.cells)

    def gathered(self, values: FloatArray) -> FloatArray:
        """Give the cells' own values."""
        return values

    def predict(self, beta: FloatArray) -> FloatArray:
        """Give X beta, shape (n,)."""
        made = beta[self.model.numeric_columns] @ self._numeric
        for each in self._parts:
            made += each.predict(beta)[each.codes]
        return made

    def pull(self, values: FloatArray) -> FloatArray:
        """Give X'v, shape (p,)."""
        made = np.zeros(len(self.model.names))
        made[self.model.numeric_columns] = self._numeric @ values
        for each in self._parts:
            made[each.columns] = each.pull(each.total(values))
        return made

    def gram(self, weights: FloatArray) -> FloatArray:
        """Give X' diag(w) X, shape (p, p)."""
        size = len(self.model.names)
        made = np.zeros((size, size))
        for each in self._parts:
            made[np.ix_(each.columns, each.columns)] = each.gram(each.total(weights))
        for one, piece, both in self._pairs:
            table = summed(both, weights, one.size * piece.size)
            block = piece.pull(one.pull(table.reshape(one.size, piece.size)).T).T
            made[np.ix_(one.columns, piece.columns)] = block
            made[np.ix_(piece.columns, one.columns)] = block.T
        for at, column in enumerate(self.model.numeric_columns):
            row = self.pull(weights * self._numeric[at])
            made[column], made[:, column] = row, row
        return made

    def quadratic(self, matrix: FloatArray) -> FloatArray:
        """Give x'Mx of each row, shape (n,)."""
        at = self.model.numeric_columns
        made = np.einsum("in,ij,jn->n", self._numeric, matrix[np.ix_(at, at)], self._numeric)
        for each in self._parts:
            made += each.quadratic(matrix)[each.codes]
            for place, column in enumerate(at):
                made += 2 * self._numeric[place] * each.predict(matrix[column])[each.codes]
        for one, piece, both in self._pairs:
            middle = matrix[np.ix_(one.columns, piece.columns)]
            made += 2 * ((one.lookup @ middle) @ piece.lookup.T).ravel()[both]
        return np.asarray(made)


@dataclass(frozen=True)
class Grid:
    """Make the products over a full table of two parts, to which the cells are added up.

    rows:    the part down the side
    columns: the part along the top, or None when there is one part
    width:   number of columns of the design
    >>> from commonweal.stats.adjustment.design import design, term
    >>> products(design([term("g", [0, 1, 1], ["A", "B"])])).gathered(np.ones(3))
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


def products(model: Design) -> Products:
    """Choose the faster way to make the products of a design.

    model: the design
    Gives a Grid where nearly all combinations of the terms may occur, else a Crossing.
    Source: none; both ways give what dense matrices give, tests/unit/stats/adjustment
    >>> from commonweal.stats.adjustment.design import design, term
    >>> type(products(design([term("g", [0, 1, 1], ["A", "B"])]))).__name__
    'Grid'
    """
    made = parts(model)
    places = np.prod([float(each.size) for each in made])
    if model.numeric or len(made) > 2 or places > ROOM * model.cells:
        return Crossing(model)
    return Grid(made[0], made[1] if len(made) == 2 else None, len(model.names))
