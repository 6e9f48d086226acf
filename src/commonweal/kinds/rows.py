"""Units of one measure, one line each: what an estimator reads when cells are not enough.

Rows may identify people. Only `engine` makes them; only `stats` reads them, through `findings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds.group import Group

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

# Beyond so many times the rows, numbers of persons are too far apart to be marked one by one.
FAR_APART = 16


@dataclass(frozen=True, eq=False)
class Beside:
    """Hold a whole table that an estimator needs beside the units, such as benchmark shares.

    columns: by name, each of shape (m,); numbers are nan where unknown; words are numbers of
             their place in `labels`, -1 where unknown
    labels:  words of each column of words

    >>> Beside({"share": np.array([0.1])}, {}).columns["share"]
    array([0.1])
    """

    columns: Mapping[str, FloatArray]
    labels: Mapping[str, tuple[str, ...]]

    def words(self, name: str) -> tuple[str, ...]:
        """Give a column of words, "" where unknown."""
        known = (*self.labels[name], "")
        return tuple(known[int(place)] for place in self.columns[name])


@dataclass(frozen=True, eq=False)
class Rows:
    """Hold the units in the denominator of one measure, period and view.

    groups:  the groups in their natural order, g of them
    member:  which unit is in which group, shape (n, g); a unit may be in none or in several
    person:  number of the person behind each unit, or of the unit itself where it is not about
             a person, shape (n,)
    met:     whether the unit is in the numerator, shape (n,)
    columns: by role, each of shape (n,); numbers are nan where unknown; words are numbers of
             their place in `labels`, -1 where unknown
    labels:  words of each role of words
    beside:  other tables, whole, by name

    >>> group = Group("sex", "female", "Female")
    >>> rows = Rows((group,), np.array([[True], [False]]), np.array([0, 1]),
    ...             np.array([True, False]), {"value": np.array([3.0, np.nan])})
    >>> rows.known("value")
    array([ True, False])
    """

    groups: tuple[Group, ...]
    member: BoolArray
    person: IntArray
    met: BoolArray
    columns: Mapping[str, FloatArray]
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: Mapping[str, Beside] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Give the number of units."""
        return len(self.person)

    def known(self, role: str) -> BoolArray:
        """Say of which units the column of a role is known, shape (n,)."""
        column = self.columns[role]
        known: BoolArray = column >= 0 if role in self.labels else ~np.isnan(column)
        return known

    def words(self, role: str) -> tuple[str, ...]:
        """Give a column of words, "" where unknown."""
        known = (*self.labels[role], "")
        return tuple(known[int(place)] for place in self.columns[role])

    def persons(self, chosen: BoolArray) -> int:
        """Count the distinct persons behind some units; chosen has shape (n,)."""
        some = self.person[chosen]
        first, last = int(some.min(initial=0)), int(some.max(initial=0))
        if last - first > FAR_APART * len(self.person):
            return len(np.unique(some))
        # Numbers that lie together are marked in a table: faster than sorting a million of them.
        seen = np.zeros(last - first + 1, dtype=np.bool_)
        seen[some - first] = True
        return int(seen.sum())


@dataclass(frozen=True)
class Asked:
    """Hold what a measure asks of its estimator.

    level:     coverage of intervals, between 0 and 1
    reference: "everybody_else", "target", "benchmark" or "zero"
    target:    the stated target, in the measure's unit, or None
    ratio:     whether the gap is a ratio
    options:   further settings by name
    seed:      of every random number

    >>> Asked(options={"horizon": 60.0}).number("horizon")
    60.0
    """

    level: float = 0.95
    reference: str = "everybody_else"
    target: float | None = None
    ratio: bool = False
    options: Mapping[str, float | str] = field(default_factory=dict)
    seed: int = 1

    def number(self, name: str) -> float:
        """Give an option that is a number."""
        return float(self.options[name])
