"""Spells at risk and the table they make: who was at risk at each time, and what happened.

Entry later than zero is left truncation: records that begin with survivors. Every estimator of
this folder is a function of the table.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, amounts, whole

Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Spells:
    """Hold n spells at risk, each of one person in one of several groups.

    entry:  when each spell begins to be seen, shape (n,)
    exit:   when it ends, after its entry, shape (n,)
    status: 0 where it ended without event, else 1, 2 ... for the kind of event, shape (n,)
    group:  place of the group of each spell in `groups`, shape (n,)
    groups: labels of the groups in order

    >>> spells([5, 8], [1, 0]).groups
    ('0',)
    """

    entry: FloatArray
    exit: FloatArray
    status: NDArray[np.int64]
    group: Places
    groups: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class RiskTable:
    """Hold people at risk and events at each time anything happened, by group.

    times:   distinct times with an event of any kind, ascending, shape (t,)
    at_risk: people at risk just before each time, shape (t, groups)
    events:  events of the kind asked for, shape (t, groups)
    others:  events of any other kind, shape (t, groups)

    >>> risk_table(spells([5, 8, 8], [1, 2, 1])).at_risk.ravel()
    array([3., 2.])
    """

    times: FloatArray
    at_risk: FloatArray
    events: FloatArray
    others: FloatArray

    @property
    def survival(self) -> FloatArray:
        """Give the share without any event after each time, shape (t, groups)."""
        left = 1 - (self.events + self.others) / np.where(self.at_risk > 0, self.at_risk, 1.0)
        return np.asarray(np.cumprod(left, axis=0), dtype=np.float64)

    def place(self, when: FloatArray) -> Places:
        """Give how many times of the table are not after each time asked for."""
        return np.searchsorted(self.times, when, side="right")


def spells(
    exit: ArrayLike,
    status: ArrayLike,
    entry: ArrayLike = 0.0,
    group: ArrayLike | None = None,
) -> Spells:
    """Read spells at risk.

    exit:   when each spell ended, shape (n,), in one unit of time
    status: 0 where it ended without event, else 1, 2 ... for the kind of event, shape (n,)
    entry:  when each spell began to be seen, shape (n,), before its exit
    group:  label of the group of each spell, shape (n,), or None for one group
    Gives Spells; groups come in the order of their labels.
    Fails with Problem "spell-empty" when a spell ends when it begins or before.
    Fails with Problem "spells-missing" when there is none.
    Fails with Problem "counts-not-whole", "counts-negative", "numbers-missing" or "shapes-differ"
    when a column can not be.
    Source: workforce specification, section 16: exit not after entry is refused
    >>> spells([5, 8], [1, 0], group=["b", "a"]).group
    array([1, 0])
    """
    end, begin, kind = amounts(exit=exit, entry=entry, status=status)
    whole(status=kind)
    if len(end) == 0:
        raise Problem("spells-missing", "There is no spell.", "Give one row for each person.")
    if (end <= begin).any():
        raise Problem(
            "spell-empty",
            "A spell ends when it begins, or before.",
            "Correct the dates, or leave out who was never at risk.",
        )
    labels = np.zeros(len(end), dtype=np.int64) if group is None else np.asarray(group)
    if labels.shape != end.shape:
        raise Problem(
            "shapes-differ",
            "There is not one group for each spell.",
            "Give one label for each row.",
        )
    named, place = np.unique(labels, return_inverse=True)
    return Spells(begin, end, kind.astype(np.int64), place, tuple(str(one) for one in named))


def risk_table(people: Spells, kind: int | None = None) -> RiskTable:
    """Count people at risk and events at each time anything happened.

    people: spells as `spells` reads them
    kind:   the kind of event asked for, or None for all kinds as one
    Gives a RiskTable; who leaves without event at a time of events is still at risk at it.
    Source: Kalbfleisch and Prentice 2002, The Statistical Analysis of Failure Time Data, 1.4
    >>> risk_table(spells([5, 8, 8], [1, 2, 1]), kind=1).others.ravel()
    array([0., 1.])
    """
    happened = people.status > 0
    times = np.unique(people.exit[happened])
    asked = happened if kind is None else people.status == kind
    first, last = reach(people, times)
    shape = (len(times) + 1, len(people.groups))
    change = np.zeros(shape)
    np.add.at(change, (first, people.group), 1.0)
    np.add.at(change, (last, people.group), -1.0)
    return RiskTable(
        times,
        np.cumsum(change, axis=0)[:-1],
        _counted(people, asked, times),
        _counted(people, happened & ~asked, times),
    )


def reach(people: Spells, times: FloatArray) -> tuple[Places, Places]:
    """Give the times each spell is at risk at, as a first place and one past the last.

    people: spells as `spells` reads them
    times:  ascending times, shape (t,)
    Gives two arrays of shape (n,).
    Source: at risk at a time is entry < time <= exit
    >>> import numpy as np
    >>> reach(spells([5, 8], [1, 0], [0, 5]), np.array([5.0, 8.0]))
    (array([0, 1]), array([1, 2]))
    """
    first = np.searchsorted(times, people.entry, side="right")
    return first, np.searchsorted(times, people.exit, side="right")


def _counted(people: Spells, which: NDArray[np.bool_], times: FloatArray) -> FloatArray:
    count = np.zeros((len(times), len(people.groups)))
    np.add.at(count, (np.searchsorted(times, people.exit[which]), people.group[which]), 1.0)
    return count
