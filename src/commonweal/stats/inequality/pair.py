"""The gap and the ratio between two groups of a table: the ends of an order, or best and worst.

Whether a gap that the data chose is chance is asked in best_and_worst.py.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from commonweal.kinds import Estimate
from commonweal.stats.inequality.answers import measured, reference_reasons
from commonweal.stats.inequality.kernels.pair import Places, pair_places
from commonweal.stats.inequality.kernels.weighted import Mask, at
from commonweal.stats.inequality.subgroups import LOST_REFERENCE, NO_REFERENCE, Subgroups
from commonweal.stats.rates.two_proportions import katz


def difference(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the difference between two groups (D).

    tables: the tables
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of one difference a table: the ends of an order; else highest less lowest,
    with the flag selected_extremes; else as compared with the named group, of either sign.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.1, D; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> difference(Subgroups.one([10, 30], [3, 4], [5, 5], favorable=True)).value
    array([20.])
    """
    return measured("d", tables, level, reference_reasons(tables), flags=_flags(tables))


def ratio(tables: Subgroups, level: float = 0.95, *, counted: bool = False) -> Estimate:
    """Give the ratio between two groups (R).

    tables:  the tables
    level:   coverage of the interval, between 0 and 1
    counted: whether the estimates are proportions of the people of each group, so that estimate
             x people / scale is a number of events
    Gives an Estimate of one ratio a table, `se` on the log scale, the groups as in `difference`;
    a zero in either is undefined:zero_in_ratio, one below zero undefined:negative_estimate. If
    counted, the one-sided score bound stands where one of the two is zero, flag "one_sided".
    Fails with Problem "counts-above-people" when a counted proportion is above its scale.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.1, R, and section 0.5; bound: Koopman 1984, Biometrics
    40:513-517; checked in tests/reference/test_statistics_inequality_measures.py
    >>> ratio(Subgroups.one([10, 30], [3, 4], [5, 5], favorable=True)).value
    array([3.])
    """
    one, other = (at(tables.y, place) for place in compared(tables))
    reasons = {
        **reference_reasons(tables),
        "zero_in_ratio": (one == 0) | (other == 0),
        "negative_estimate": (one < 0) | (other < 0),
    }
    found = measured("r", tables, level, reasons, flags=_flags(tables))
    return _bounded(found, tables) if counted else found


def compared(tables: Subgroups) -> tuple[Places, Places]:
    """Give the two groups that are compared, y1 and y2.

    tables: the tables
    Gives their places in the tables as they lie here, each of shape (tables,).
    Source: statistics.md section 4, the table of y1 and y2
    >>> compared(Subgroups.one([10, 30], [3, 4], [5, 5], favorable=True))
    (array([1]), array([0]))
    """
    return pair_places(tables.y, tables.people, tables.mask, tables.first, tables.second)


def compared_groups(tables: Subgroups) -> tuple[Places, Places]:
    """Give the two groups of `difference` and `ratio` by their place in the table as it was given.

    tables: the tables
    Gives the places of y1 and y2, counted from 0 with the groups that have no estimate, each of
    shape (tables,); -1 in a table in which no two groups are compared.
    Source: statistics.md section 0, rule 4 (inputs used), and section 4, the table of y1 and y2
    >>> tables = Subgroups.one([None, 10, 30], None, [5, 5, 5], favorable=True, drop_missing=True)
    >>> compared_groups(tables)
    (array([2]), array([1]))
    """
    some = (tables.groups > 1) & (tables.reference != LOST_REFERENCE)
    first, second = (
        np.where(some, tables.position[np.arange(len(tables)), place], -1)
        for place in compared(tables)
    )
    return first, second


def _bounded(found: Estimate, tables: Subgroups) -> Estimate:
    """Put the one-sided bound of the counts where a zero leaves no ratio."""
    zero = np.array([reason == "zero_in_ratio" for reason in found.reason], dtype=np.bool_)
    sides = [
        (at(tables.y, place) / tables.scale * at(tables.people, place), at(tables.people, place))
        for place in compared(tables)
    ]
    events = [np.where(zero, had, 0.0) for had, _ in sides]
    people = [np.where(zero, size, 0.0) for _, size in sides]
    bound = katz(events[0], people[0], events[1], people[1], found.level)
    one_sided = [zero[row] and "one_sided" in flags for row, flags in enumerate(bound.flags)]
    return replace(
        found,
        low=np.where(zero, bound.low, found.low),
        high=np.where(zero, bound.high, found.high),
        flags=tuple(
            (*flags, "one_sided") if bounded else flags
            for flags, bounded in zip(found.flags, one_sided, strict=True)
        ),
    )


def _flags(tables: Subgroups) -> dict[str, Mask]:
    chosen = np.asarray(~tables.ordered & (tables.reference == NO_REFERENCE))
    return {"selected_extremes": chosen}
