"""Who could follow in critical roles, all at once: one person can fill one role only.

Nothing is known of a person here but their readiness for roles, and nobody is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, whole

Ready = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Bench:
    """Hold how well roles are covered by people ready for them.

    named:        share of roles with any successor, whenever ready
    ready:        share of roles with a successor ready now
    per_role:     successors ready now for each role, on average
    single:       roles with exactly one successor, whenever ready
    people:       different people ready now
    simultaneous: share of roles that different people could fill at once, by the last level
                  counted: first ready now, then ready now or soon, and so on, shape (levels,)
    pivotal:      people without whom fewer roles could be filled at once, ready now

    >>> bench([[1, 1], [1, 0]]).simultaneous
    array([1.])
    """

    named: float
    ready: float
    per_role: float
    single: int
    people: int
    simultaneous: FloatArray
    pivotal: tuple[int, ...]


def bench(readiness: ArrayLike) -> Bench:
    """Measure how well roles are covered, one by one and all at once.

    readiness: level by role and person, shape (roles, people): 0 for no successor, 1 for ready
               now, 2 and up for later, as `readiness_table` makes it
    Gives a Bench; without roles every share is nan.
    Fails with Problem "shapes-differ" when it is no table.
    Fails with Problem "counts-not-whole" when a level is no whole number.
    Source: Hall 1935, Journal of the London Mathematical Society 10:26-30; Hopcroft and Karp
    1973, SIAM Journal on Computing 2:225-231; checked in
    tests/reference/test_workforce_succession.py
    >>> bench([[1, 2], [1, 0]]).simultaneous
    array([0.5, 1. ])
    """
    table = _levels(readiness)
    roles = len(table)
    now, listed = table == 1, table > 0
    levels = int(table.max(initial=1))
    filled = [matched((table > 0) & (table <= level)) for level in range(1, levels + 1)]
    return Bench(
        _part(int(listed.any(axis=1).sum()), roles),
        _part(int(now.any(axis=1).sum()), roles),
        _part(int(now.sum()), roles),
        int((listed.sum(axis=1) == 1).sum()),
        int(now.any(axis=0).sum()),
        np.array([_part(one, roles) for one in filled]),
        tuple(
            int(person)
            for person in np.flatnonzero(now.any(axis=0))
            if matched(np.delete(now, person, axis=1)) < filled[0]
        ),
    )


def readiness_table(
    role: ArrayLike,
    person: ArrayLike,
    level: ArrayLike,
    *,
    roles: int,
    people: int,
    expired: ArrayLike = False,
    incumbent: ArrayLike | None = None,
) -> tuple[NDArray[np.int64], int]:
    """Make the table of readiness from assessments that still count.

    role:      place of the role of each assessment, 0 to roles - 1, shape (m,)
    person:    place of the person of each assessment, 0 to people - 1, shape (m,)
    level:     1 for ready now, 2 and up for later, shape (m,)
    roles:     how many roles there are
    people:    how many people there are
    expired:   whether an assessment is too old to count, one or shape (m,)
    incumbent: place of who holds each role, -1 for nobody, shape (roles,), or None
    Gives the table, shape (roles, people), the readiest level where a pair has several, and how
    many assessments were left out: expired, or of somebody to follow themselves.
    Fails with Problem "place-outside" when a place is not one of the roles or people.
    Fails with Problem "counts-not-whole" when a place or level is no whole number.
    Fails with Problem "level-missing" when a level is below 1.
    Source: workforce specification, sections 8 and 16; checked in
    tests/reference/test_workforce_succession.py
    >>> readiness_table([0, 0], [0, 1], [1, 2], roles=1, people=2, incumbent=[0])
    (array([[0, 2]]), 1)
    """
    at, who, when = (one.astype(np.int64) for one in whole(role=role, person=person, level=level))
    _places(at, roles)
    _places(who, people)
    if (when < 1).any():
        raise Problem(
            "level-missing",
            "An assessment names no level of readiness.",
            "Write 1 for ready now and 2 and up for later.",
        )
    held = np.full(roles, -1) if incumbent is None else np.asarray(incumbent, dtype=np.int64)
    left_out = np.broadcast_to(np.asarray(expired, dtype=np.bool_), at.shape) | (held[at] == who)
    never = np.iinfo(np.int64).max
    table = np.full((roles, people), never)
    kept = ~left_out
    np.minimum.at(table, (at[kept], who[kept]), when[kept])
    return np.where(table == never, 0, table), int(left_out.sum())


def matched(possible: Ready) -> int:
    """Give the most roles that different people can fill at once.

    possible: whether a person could fill a role, shape (roles, people)
    Gives a number of roles.
    Source: Hopcroft and Karp 1973, SIAM Journal on Computing 2:225-231 (scipy)
    >>> import numpy as np
    >>> matched(np.array([[True, False], [True, False]]))
    1
    """
    if not possible.any():
        return 0
    return int((maximum_bipartite_matching(csr_matrix(possible), perm_type="column") >= 0).sum())


def _levels(readiness: ArrayLike) -> NDArray[np.int64]:
    table = np.asarray(readiness, dtype=np.float64)
    if table.ndim != 2:
        raise Problem(
            "shapes-differ",
            "Readiness is no table of roles by people.",
            "Give one row for each role and one column for each person.",
        )
    return whole(readiness=table.ravel())[0].reshape(table.shape).astype(np.int64)


def _part(some: int, roles: int) -> float:
    return some / roles if roles else float(np.nan)


def _places(places: NDArray[np.int64], many: int) -> None:
    if (places >= many).any():
        raise Problem(
            "place-outside",
            "An assessment names a role or person that is not there.",
            "Number roles and people from 0.",
        )
