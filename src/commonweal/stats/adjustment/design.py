"""What a model compares: terms of named levels, numbers and interactions, one code a cell.

No matrix of dummy variables is made here or anywhere; crossing.py works on the codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from commonweal.kinds import Problem
from commonweal.stats.adjustment.terms import IntArray, Number, Term
from commonweal.stats.inputs import FloatArray

INTERCEPT = "(Intercept)"


@dataclass(frozen=True)
class Design:
    """Hold the right side of a model: an intercept, then these columns in this order.

    terms:        the terms, each with one column a level but the reference
    numeric:      the numbers, each with one column
    interactions: pairs of term names, each with one column a pair of levels but the references
    >>> from commonweal.stats.adjustment.terms import term
    >>> design([term("g", [0, 1], ["A", "B"])]).names
    ('(Intercept)', 'gB')
    """

    terms: tuple[Term, ...]
    numeric: tuple[Number, ...] = ()
    interactions: tuple[tuple[str, str], ...] = ()

    @property
    def cells(self) -> int:
        """Give the number of cells."""
        return len(self.terms[0].codes)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Give the name of each column: the term followed by the level, as R writes it."""
        named = [INTERCEPT, *(name for each in self.terms for name in each.others)]
        named += [number.name for number in self.numeric]
        for one, other in self.interactions:
            pairs = (f"{a}:{b}" for a in self.term(one).others for b in self.term(other).others)
            named += pairs
        return tuple(named)

    def term(self, name: str) -> Term:
        """Give the term of a name, or a Problem that lists what there is."""
        for each in self.terms:
            if each.name == name:
                return each
        raise Problem(
            "term-unknown",
            f"The model has no term '{name}'.",
            f"Its terms are: {', '.join(each.name for each in self.terms)}.",
        )

    def first_column(self, name: str) -> int:
        """Give the first column of a term."""
        before = self.terms[: self.terms.index(self.term(name))]
        return 1 + sum(len(each.levels) - 1 for each in before)

    @property
    def numeric_columns(self) -> IntArray:
        """Give the columns of the numbers."""
        start = 1 + sum(len(each.levels) - 1 for each in self.terms)
        return np.arange(start, start + len(self.numeric))

    def crossed_columns(self, one: str, other: str) -> IntArray:
        """Give the column of each pair of levels of an interaction, -1 beside a reference."""
        start = len(self.names) - sum(map(self._width, self.interactions))
        before = self.interactions[: self.interactions.index((one, other))]
        start += sum(map(self._width, before))
        left, right = self.term(one), self.term(other)
        columns = start + left.columns[:, None] * (len(right.levels) - 1) + right.columns[None, :]
        columns[left.reference], columns[:, right.reference] = -1, -1
        return columns

    def _width(self, pair: tuple[str, str]) -> int:
        return (len(self.term(pair[0]).levels) - 1) * (len(self.term(pair[1]).levels) - 1)

    def everybody_at(self, name: str, place: int) -> Design:
        """Give the design of the same cells if all of them had one level of a term."""
        chosen = self.term(name)
        moved = replace(chosen, codes=np.full(self.cells, place, dtype=np.intp))
        return replace(self, terms=tuple(moved if each is chosen else each for each in self.terms))

    def thinned(self, every: int) -> Design:
        """Give the design of one cell in so many."""
        terms = tuple(replace(each, codes=each.codes[::every]) for each in self.terms)
        numeric = tuple(replace(each, values=each.values[::every]) for each in self.numeric)
        return replace(self, terms=terms, numeric=numeric)

    def sums_at(self, name: str, values: FloatArray) -> FloatArray:
        """Give the sum of a column of cells for each level of a term, shape (levels,)."""
        chosen = self.term(name)
        return np.asarray(np.bincount(chosen.codes, values, len(chosen.levels)), dtype=np.float64)


def design(
    terms: Sequence[Term],
    numeric: Sequence[Number] = (),
    interactions: Sequence[tuple[str, str]] = (),
) -> Design:
    """Put the terms of a model together.

    terms:        the terms, at least one
    numeric:      covariates that are numbers
    interactions: pairs of names of terms, such as ("group", "period")
    Gives a Design.
    Fails with Problem "shapes-differ" when they are not about one number of cells.
    Fails with Problem "names-repeated" when two have one name, or a pair names one thing twice.
    Fails with Problem "term-unknown" when an interaction names no term.
    Source: as `term`
    >>> from commonweal.stats.adjustment.terms import term
    >>> design([term("g", [0, 1], ["A", "B"]), term("t", [0, 1], ["1", "2"])], [],
    ...        [("g", "t")]).names
    ('(Intercept)', 'gB', 't2', 'gB:t2')
    """
    made = Design(tuple(terms), tuple(numeric), tuple(interactions))
    sizes = {len(each.codes) for each in made.terms} | {len(each.values) for each in made.numeric}
    if len(sizes) != 1 or not made.terms:
        raise Problem(
            "shapes-differ",
            "The terms of the model are not about the same cells.",
            "Give at least one term, and one code or number for each cell in all of them.",
        )
    named = [each.name for each in made.terms] + [each.name for each in made.numeric]
    pairs = [frozenset(pair) for pair in made.interactions]
    if len(set(named)) < len(named) or len(set(pairs)) < len(pairs) or {1} & set(map(len, pairs)):
        raise Problem(
            "names-repeated",
            "Two terms of the model have one name, or an interaction stands twice.",
            "Give each its own name, and each interaction once.",
        )
    for name in (name for pair in made.interactions for name in pair):
        made.term(name)
    return made
