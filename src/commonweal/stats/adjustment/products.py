"""What a fit asks of a design, and the choice between the two ways to give it."""

from __future__ import annotations

from math import prod
from typing import Protocol

from commonweal.stats.adjustment.crossing import Crossing
from commonweal.stats.adjustment.design import Design
from commonweal.stats.adjustment.grid import Grid
from commonweal.stats.adjustment.parts import groups, parts
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


def products(model: Design) -> Products:
    """Choose the faster way to make the products of a design.

    model: the design
    Gives a Grid where nearly all combinations of the terms may occur, else a Crossing.
    Source: none; both ways give what dense matrices give, tests/unit/stats/adjustment
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> type(products(design([term("g", [0, 1, 1], ["A", "B"])]))).__name__
    'Grid'
    """
    together = groups(model)
    places = prod(len(each.levels) for each in model.terms)
    if model.numeric or len(together) > 2 or places > ROOM * model.cells:
        return Crossing(model)
    made = parts(model)
    return Grid(made[0], made[1] if len(made) == 2 else None, len(model.names))
