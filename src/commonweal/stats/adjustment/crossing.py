"""Products of a design's columns, summed over cells without ever making the columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from commonweal.stats.adjustment.design import Design
from commonweal.stats.adjustment.parts import Part, joint, parts, pieces, summed
from commonweal.stats.adjustment.terms import IntArray
from commonweal.stats.inputs import FloatArray


@dataclass(frozen=True)
class Crossing:
    """Make the products over the cells as they are.

    model: the design
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
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
        totals: dict[tuple[str, ...], FloatArray] = {}
        for one, piece, both in self._pairs:
            table = summed(both, weights, one.size * piece.size).reshape(one.size, piece.size)
            totals[one.names] = table.sum(axis=1)
            block = piece.pull(one.pull(table).T).T
            made[np.ix_(one.columns, piece.columns)] = block
            made[np.ix_(piece.columns, one.columns)] = block.T
        for each in self._parts:
            total = totals[each.names] if each.names in totals else each.total(weights)
            made[np.ix_(each.columns, each.columns)] = each.gram(total)
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
