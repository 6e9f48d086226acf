"""Terms of a design gathered into parts: few enough pairs of parts make every pair of terms.

A part has one code a cell, for the combination of its terms' levels. The columns of a part are
known from its code alone, so sums over cells are made once a combination, not once a column.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

import numpy as np
from scipy import sparse

from commonweal.stats.adjustment.design import Design
from commonweal.stats.adjustment.terms import IntArray
from commonweal.stats.inputs import FloatArray

# A table of this many combinations, times the levels of one term, stays in the processor's cache.
LARGEST = 16384


@dataclass(frozen=True)
class Part:
    """Hold some terms of a design as one code a cell.

    names:   the terms
    codes:   the combination of their levels, shape (n,)
    size:    how many combinations there can be
    columns: the columns of the design that the part's terms make, shape (q,)
    lookup:  the value of these columns for each combination, size x q, mostly zeros
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> parts(design([term("g", [0, 1], ["A", "B"])]))[0].lookup.toarray()
    array([[1., 0.],
           [1., 1.]])
    """

    names: tuple[str, ...]
    codes: IntArray
    size: int
    columns: IntArray
    lookup: sparse.csr_array

    @cached_property
    def _owners(self) -> IntArray:
        return np.repeat(np.arange(self.size), np.diff(self.lookup.indptr))

    def predict(self, beta: FloatArray) -> FloatArray:
        """Give what the part adds to the predictor of each combination, shape (size,)."""
        return np.asarray(self.lookup @ beta[self.columns])

    def total(self, values: FloatArray) -> FloatArray:
        """Give the sum of a column of cells for each combination, shape (size,)."""
        return summed(self.codes, values, self.size)

    def pull(self, totals: FloatArray) -> FloatArray:
        """Give the columns' sums of totals by combination, shape (q,) or (q, others)."""
        return np.asarray(self.lookup.T @ totals)

    def gram(self, totals: FloatArray) -> FloatArray:
        """Give the columns' products with each other, weighted by combination, shape (q, q)."""
        weighted = self.lookup.copy()
        weighted.data = weighted.data * totals[self._owners]
        return np.asarray((self.lookup.T @ weighted).toarray())

    def without(self, taken: IntArray) -> Part:
        """Give the same part less some columns."""
        kept = ~np.isin(self.columns, taken)
        return replace(self, columns=self.columns[kept], lookup=self.lookup[:, kept])

    def quadratic(self, matrix: FloatArray) -> FloatArray:
        """Give x'Mx for each combination, M over all columns of the design, shape (size,)."""
        inner = np.asarray(self.lookup @ matrix[np.ix_(self.columns, self.columns)])
        return np.asarray(self.lookup.multiply(inner).sum(axis=1)).ravel()


def parts(model: Design) -> list[Part]:
    """Gather the terms of a design into parts of few combinations.

    model: the design
    Gives parts; the intercept is with the first; terms that interact are in one part.
    Source: none, this is book-keeping; equal to dense matrices in tests/unit/stats/adjustment
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> [part.names for part in parts(design([term("g", [0, 1], ["A", "B"])]))]
    [('g',)]
    """
    return [part(model, names, first=at == 0) for at, names in enumerate(groups(model))]


def groups(model: Design) -> list[list[str]]:
    """Say which terms of a design are gathered into one part.

    model: the design
    Gives lists of names of terms.
    Source: as `gathered`
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> groups(design([term("g", [0, 1], ["A", "B"])]))
    [['g']]
    """
    return gathered(_bound(model), {each.name: len(each.levels) for each in model.terms})


def gathered(bound: list[list[str]], levels: dict[str, int]) -> list[list[str]]:
    """Put lists of terms into as few parts as hold them, of sizes as equal as may be.

    bound:  lists of terms that must stay together
    levels: number of levels of each term
    Gives lists of terms; only a list that is too large by itself makes too large a part.
    Source: none; the largest list first, each into the part that is smallest so far
    >>> gathered([["a"], ["b"], ["c"]], {"a": 2, "b": 3, "c": 4})
    [['c'], ['b', 'a']]
    """
    ordered = sorted(bound, key=lambda names: -prod(levels[name] for name in names))
    for count in range(min(2, len(ordered)), len(ordered) + 1):
        made: list[list[str]] = [[] for _ in range(count)]
        for names in ordered:
            min(made, key=lambda part: prod(levels[name] for name in part)).extend(names)
        sizes = [prod(levels[name] for name in part) for part in made]
        if max(sizes) <= LARGEST:
            break
    return [names for names in made if names]


def part(model: Design, names: list[str], first: bool) -> Part:
    """Make one part of some terms and of the interactions among them.

    model: the design
    names: the terms of the part
    first: whether the intercept is among its columns
    Gives a Part.
    Source: none, this is book-keeping
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> part(design([term("g", [0, 1], ["A", "B"])]), ["g"], first=False).columns
    array([1])
    """
    terms = [model.term(name) for name in names]
    shape = tuple(len(each.levels) for each in terms)
    size = prod(shape)
    places = dict(zip(names, np.unravel_index(np.arange(size), shape), strict=True))
    found = [np.zeros(size, dtype=np.intp)] if first else []
    for each in terms:
        own = np.where(each.columns < 0, -1, each.columns + model.first_column(each.name))
        found.append(own[places[each.name]])
    for one, other in model.interactions:
        if one in places and other in places:
            found.append(model.crossed_columns(one, other)[places[one], places[other]])
    table = np.stack(found, axis=1)
    columns = np.unique(table[table >= 0])
    rows, at = np.nonzero(table >= 0)
    spots = np.searchsorted(columns, table[rows, at])
    lookup = sparse.csr_array((np.ones(len(rows)), (rows, spots)), shape=(size, len(columns)))
    codes = joint([each.codes for each in terms], shape)
    return Part(tuple(names), codes, size, columns, lookup)


def pieces(model: Design, names: tuple[str, ...]) -> list[Part]:
    """Give the smallest parts of some terms: one term, or a pair of terms that interact.

    model: the design
    names: the terms
    Gives parts that hold each column of these terms once, and not the intercept.
    Source: none, this is book-keeping
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> [each.columns for each in pieces(design([term("g", [0, 1], ["A", "B"])]), ("g",))]
    [array([1])]
    """
    lists = [list(pair) for pair in model.interactions if set(pair) <= set(names)]
    lists += [[name] for name in names if all(name not in pair for pair in lists)]
    made: list[Part] = []
    taken: IntArray = np.array([], dtype=np.intp)
    for each in lists:
        piece = part(model, each, first=False)
        made.append(piece.without(taken))
        taken = np.concatenate([taken, piece.columns])
    return made


def summed(codes: IntArray, values: FloatArray, size: int) -> FloatArray:
    """Give the sums of values by code.

    codes:  one code each, below `size`, shape (n,)
    values: one value each, shape (n,)
    size:   number of codes there can be
    Gives the sums, shape (size,).
    Source: none
    >>> summed(np.array([0, 2, 2]), np.ones(3), 3)
    array([1., 0., 2.])
    """
    return np.asarray(np.bincount(codes, values, minlength=size), dtype=np.float64)


def joint(codes: list[IntArray], shape: tuple[int, ...]) -> IntArray:
    """Make one code of several, the last running fastest.

    codes: arrays of codes, each of shape (n,)
    shape: how many levels each has
    Gives the place of each combination in a table of that shape, shape (n,).
    Source: none
    >>> joint([np.array([1, 0]), np.array([0, 2])], (2, 3))
    array([3, 2])
    """
    if len(codes) == 1:
        return codes[0]
    made = codes[0] * shape[1]
    made += codes[1]
    for each, levels in zip(codes[2:], shape[2:], strict=True):
        made *= levels
        made += each
    return made


def _bound(model: Design) -> list[list[str]]:
    """Give the terms in lists that interactions tie together."""
    lists = [[each.name] for each in model.terms]
    for pair in model.interactions:
        tied = [names for names in lists if set(pair) & set(names)]
        lists = [names for names in lists if not set(pair) & set(names)]
        lists.append([name for names in tied for name in names])
    return lists
