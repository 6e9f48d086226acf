"""What cells differ in: terms of named levels, one code a cell, and numbers.

How terms are put together into a model is in design.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, numbers

IntArray = NDArray[np.intp]


@dataclass(frozen=True)
class Term:
    """Hold one thing that cells differ in, such as the group or the age band.

    name:      what it is
    levels:    names of its levels
    codes:     place of each cell's level in `levels`, shape (n,)
    reference: place of the level that the others are compared with
    >>> term("g", [0, 1, 1], ["B", "A"]).reference
    1
    """

    name: str
    levels: tuple[str, ...]
    codes: IntArray
    reference: int

    @cached_property
    def columns(self) -> IntArray:
        """Give the place of each level among the term's columns, -1 for the reference."""
        places = np.arange(len(self.levels)) - (np.arange(len(self.levels)) > self.reference)
        places[self.reference] = -1
        return places

    @property
    def others(self) -> list[str]:
        """Give the names of the columns: the term and each level but the reference."""
        names = enumerate(self.levels)
        return [f"{self.name}{level}" for at, level in names if at != self.reference]

    def place(self, level: str) -> int:
        """Give the place of a level, or a Problem that names the term."""
        if level not in self.levels:
            raise Problem(
                "level-unknown",
                f"'{self.name}' has no level '{level}'.",
                f"Its levels are: {', '.join(self.levels)}.",
            )
        return self.levels.index(level)


@dataclass(frozen=True)
class Number:
    """Hold a covariate that is a number, such as an index of deprivation.

    name:   what it is
    values: one number a cell, shape (n,)
    >>> Number("distance", np.array([1.0, 2.5])).name
    'distance'
    """

    name: str
    values: FloatArray


def term(name: str, codes: ArrayLike, levels: Sequence[str], reference: str | None = None) -> Term:
    """Make a term of codes and the names of its levels.

    name:      what it is
    codes:     place of each cell's level in `levels`, shape (n,)
    levels:    names of the levels, at least one
    reference: level that the others are compared with; the first of the alphabet when not given
    Gives a Term.
    Fails with Problem "levels-repeated" when two levels have one name, or there is none.
    Fails with Problem "codes-outside" when a code is no place of a level.
    Fails with Problem "level-unknown" when the reference is no level.
    Source: treatment contrasts, Chambers and Hastie 1992, Statistical Models in S, section 2.3.2;
    checked against base R in tests/reference/test_statistics_adjusted.py
    >>> term("g", [0, 1], ["B", "A"], reference="B").reference
    0
    """
    named = tuple(levels)
    if len(set(named)) != len(named) or not named:
        raise Problem(
            "levels-repeated",
            f"The levels of '{name}' do not each have a name of their own.",
            "Give each level one name.",
        )
    places = np.atleast_1d(np.asarray(codes))
    whole = places.ndim == 1 and np.issubdtype(places.dtype, np.integer)
    if not whole or ((places < 0) | (places >= len(named))).any():
        raise Problem(
            "codes-outside",
            f"A code of '{name}' is not the place of one of its levels.",
            "Count the levels from 0, and give a missing value a level of its own.",
        )
    made = Term(name, named, places.astype(np.intp), named.index(min(named)))
    return made if reference is None else replace(made, reference=made.place(reference))


def labeled(name: str, labels: Sequence[str], reference: str | None = None) -> Term:
    """Make a term of one label a cell.

    name:      what it is
    labels:    the level of each cell, n of them
    reference: level that the others are compared with; the first of the alphabet when not given
    Gives a Term whose levels are in the order of the alphabet.
    Fails with Problem "level-unknown" when the reference is no level.
    Source: as `term`
    >>> labeled("g", ["B", "A", "B"]).codes
    array([1, 0, 1])
    """
    levels, codes = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
    return term(name, codes, [str(level) for level in levels], reference)


def number(name: str, values: ArrayLike) -> Number:
    """Make a covariate that is a number.

    name:   what it is
    values: one number a cell, shape (n,)
    Gives a Number.
    Fails with Problem "numbers-missing" as `numbers` does.
    Source: none, this only reads
    >>> number("distance", [1, 2.5]).values
    array([1. , 2.5])
    """
    return Number(name, numbers(**{name: values})[0])
