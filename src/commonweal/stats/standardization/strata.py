"""Read groups by strata (ages, most often) and what part of a standard each group can speak for.

No rate is made here: direct.py, contrast.py and indirect.py do that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, amounts, floats


@dataclass(frozen=True, eq=False)
class Weighted:
    """Hold events and the weight of each event in a standardized rate.

    events: events, shape (g, s); 0 where a stratum has no weight or nobody
    weight: share of the standard over people, shape (g, s); 0 where a stratum does not count
    people: people in all strata, shape (g,)
    lost:   share of the standard's weight in strata without people, shape (g,)

    >>> read_strata([[1, 2]], [[10, 20]], [1, 3]).weight
    array([[0.025 , 0.0375]])
    """

    events: FloatArray
    weight: FloatArray
    people: FloatArray
    lost: FloatArray


def read_grid(**named: ArrayLike) -> tuple[FloatArray, ...]:
    """Read tables of groups by strata, no number below zero.

    named: the inputs by the word a reader knows them by; each shape (g, s), or (s,) for one row
           that all groups share
    Gives one float array of shape (g, s) for each, in the order given.
    Fails with Problem "numbers-missing" when a value is no finite number.
    Fails with Problem "counts-negative" when a value is below zero.
    Fails with Problem "shapes-differ" when the tables do not have the same strata.
    Source: none, it reads; checked in tests/unit/stats/standardization/test_direct.py
    >>> read_grid(events=[[1, 2], [3, 4]], standard=[5, 6])[1]
    array([[5., 6.],
           [5., 6.]])
    """
    read = [_grid(name, value) for name, value in named.items()]
    rows, columns = ({array.shape[axis] for array in read} for axis in (0, 1))
    groups = rows - {1} or {1}
    if len(groups) > 1 or len(columns) > 1:
        listed = ", ".join(name.replace("_", " ") for name in named)
        raise Problem(
            "shapes-differ",
            f"These do not have the same groups and strata: {listed}.",
            "Give one row for each group and one column for each stratum.",
        )
    shape = groups.pop(), columns.pop()
    return tuple(np.broadcast_to(array, shape).copy() for array in read)


def read_strata(
    events: ArrayLike, people: ArrayLike, standard: ArrayLike, *, collapse: bool = False
) -> Weighted:
    """Read groups by strata and weigh each stratum as the standard does.

    events:   events, shape (g, s)
    people:   people or time lived, shape (g, s)
    standard: people of the standard population, shape (s,) or (g, s)
    collapse: whether a stratum without people may be left out and its weight given to the others
    Gives a Weighted; a group of nobody at all loses the whole standard.
    Fails with Problem "stratum-empty" when a stratum has weight and no people, unless `collapse`.
    Fails with Problem "events-without-people" when a stratum has events and no people.
    Fails with Problem "numbers-missing", "counts-negative" and "shapes-differ" as `read_grid` does.
    Source: Breslow and Day 1987, Statistical Methods in Cancer Research II, IARC 82, section 2.2
    >>> read_strata([[1, 0]], [[10, 0]], [1, 3], collapse=True).lost
    array([0.75])
    """
    had, size, weight = read_grid(events=events, people=people, standard=standard)
    if ((had > 0) & (size == 0)).any():
        raise Problem(
            "events-without-people",
            "A stratum has events but no people they could have happened to.",
            "Correct the people of that stratum.",
        )
    empty = (size == 0) & (weight > 0)
    somebody = ((size > 0) & (weight > 0)).any(axis=1)
    if (empty.any(axis=1) & somebody).any() and not collapse:
        raise Problem(
            "stratum-empty",
            "A group has nobody in a stratum of the standard population.",
            "Use broader strata, or allow that its weight goes to the others (collapse).",
        )
    return weigh(had, size, weight, ~empty)


def weigh(
    events: FloatArray,
    people: FloatArray,
    standard: FloatArray,
    counted: np.typing.NDArray[np.bool_],
) -> Weighted:
    """Weigh the strata that count, so that their shares of the standard sum to one.

    events:   events, shape (g, s)
    people:   people or time lived, shape (g, s), above 0 wherever a stratum counts and has weight
    standard: people of the standard population, shape (g, s)
    counted:  whether a stratum counts, shape (g, s)
    Gives a Weighted.
    Source: Breslow and Day 1987, Statistical Methods in Cancer Research II, IARC 82, section 2.2
    >>> import numpy as np
    >>> one = np.array([[1.0, 2.0]])
    >>> weigh(one, 10 * one, one, np.array([[True, False]])).weight
    array([[0.1, 0. ]])
    """
    kept = np.where(counted, standard, 0.0)
    all_kept = kept.sum(axis=1)
    used = kept > 0
    share = kept / np.where(all_kept > 0, all_kept, 1.0)[:, None]
    weight = np.where(used, share / np.where(used, people, 1.0), 0.0)
    whole = standard.sum(axis=1)
    lost = (standard - kept).sum(axis=1) / np.where(whole > 0, whole, 1.0)
    return Weighted(np.where(used, events, 0.0), weight, people.sum(axis=1), lost)


def _grid(name: str, value: ArrayLike) -> FloatArray:
    array = np.atleast_2d(floats(name, value))
    if array.ndim > 2:
        raise Problem(
            "shapes-differ",
            f"'{name.replace('_', ' ')}' is not a plain table of groups by strata.",
            "Give one row for each group and one column for each stratum.",
        )
    amounts(**{name: array.ravel()})
    return array
