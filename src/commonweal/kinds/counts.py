"""Cells of one measure: how many units and persons left at each step, by group.

Counts may identify people. Only `engine` makes them; only `stats` and `disclosure` read them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds.group import Group
from commonweal.kinds.period import Period

IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Counts:
    """Hold the cells of one measure, view, period and place.

    measure, version: key and version of the measure
    period, site:     when and where; site "" means all sites together
    groups:           the rows, in their natural order, g of them
    steps:            the columns, s of them, in order: why a unit left on the way (population
                      steps, exclusions, exceptions), then "not_met", then "met"
    units:            units of analysis (patients, visits ...), shape (g, s)
    persons:          distinct persons behind them, shape (g, s)
    total_units, total_persons: the same for everybody, shape (s,); not the sum over groups
                      where groups overlap
    people:           distinct persons in the denominator (not_met or met), shape (g,)
    total_people:     the same for everybody
    overlapping:      whether one person may stand in several groups
    clusters:         sums over persons of the denominator where the unit is not the person:
                      persons, n, x, n^2, nx, x^2, shape (g, 6); None where it is
    total_clusters:   the same for everybody, shape (6,)

    The event of the measure is the last column; the denominator is the last two.
    >>> import numpy as np
    >>> group = Group("sex", "female", "Women and girls")
    >>> c = Counts("m", "1", Period.parse("2020"), "", (group,), ("age", "not_met", "met"),
    ...            np.array([[5, 20, 30]]), np.array([[5, 20, 30]]), np.array([5, 20, 30]),
    ...            np.array([5, 20, 30]), np.array([50]), 50, False)
    >>> c.events, c.denominators
    (array([30]), array([50]))
    """

    measure: str
    version: str
    period: Period
    site: str
    groups: tuple[Group, ...]
    steps: tuple[str, ...]
    units: IntArray
    persons: IntArray
    total_units: IntArray
    total_persons: IntArray
    people: IntArray
    total_people: int
    overlapping: bool
    clusters: IntArray | None = None
    total_clusters: IntArray | None = None

    @property
    def events(self) -> IntArray:
        """Give the units in the numerator, shape (g,)."""
        return self.units[:, -1]

    @property
    def denominators(self) -> IntArray:
        """Give the units in the denominator after exclusions and exceptions, shape (g,)."""
        return self.units[:, -1] + self.units[:, -2]

    @property
    def total_events(self) -> int:
        """Give the units in the numerator over everybody."""
        return int(self.total_units[-1])

    @property
    def total_denominator(self) -> int:
        """Give the units in the denominator over everybody."""
        return int(self.total_units[-1] + self.total_units[-2])
