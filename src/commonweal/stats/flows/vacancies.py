"""What vacancies do to roles when each falls vacant by chance: expected gaps, exactly.

Chances of vacancy come from flows and eligibility to retire, never from health or leave.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from commonweal.kinds import Problem
from commonweal.stats.flows.succession import Ready, matched
from commonweal.stats.inputs import FloatArray, shares

# Roles tied to each other by their successors, up to which every case is counted.
EXACT, DRAWS = 20, 100_000


@dataclass(frozen=True, eq=False)
class VacancyRisk:
    """Hold what is to be expected when roles fall vacant by chance.

    uncovered:    expected number of vacant roles that nobody ready could fill
    all_covered:  chance that every vacant role could be filled
    uncovered_se: standard error of `uncovered`, 0 where every case was counted
    covered_se:   standard error of `all_covered`, 0 where every case was counted

    >>> vacancy_risk([[True]], [0.1]).all_covered
    1.0
    """

    uncovered: float
    all_covered: float
    uncovered_se: float
    covered_se: float


def vacancy_risk(ready: ArrayLike, chance: ArrayLike, seed: int = 0) -> VacancyRisk:
    """Give the gaps to be expected from vacancies, each role falling vacant on its own.

    ready:  whether a person could fill a role now, shape (roles, people)
    chance: chance of each role falling vacant, shape (roles,), 0 to 1
    seed:   which random numbers are drawn where more than 20 roles hang together
    Gives a VacancyRisk. Roles that share no successor are counted apart, every case of them.
    Fails with Problem "share-outside" when a chance is not between 0 and 1.
    Fails with Problem "shapes-differ" when there is not one chance for each role.
    Source: workforce specification, section 8; sets that can be filled: Edmonds and Fulkerson
    1965, Journal of Research of the NBS 69B:147-153; checked in
    tests/reference/test_workforce_succession.py
    >>> round(vacancy_risk([[True], [True]], [0.1, 0.2]).uncovered, 3)
    0.02
    """
    possible = np.asarray(ready, dtype=np.bool_)
    (vacant,) = shares(chance=chance)
    if possible.ndim != 2 or len(possible) != len(vacant):
        raise Problem(
            "shapes-differ",
            "There is not one chance of vacancy for each role.",
            "Give one row of readiness and one chance for each role.",
        )
    stream = Generator(Philox(seed))
    found = [
        _counted(possible[roles], vacant[roles])
        if len(roles) <= EXACT
        else _drawn(possible[roles], vacant[roles], stream)
        for roles in _together(possible)
    ]
    gaps, covered = (np.array([each[at] for each in found]) for at in (0, 1))
    gap_errors, errors = (np.array([each[at] for each in found]) for at in (2, 3))
    all_covered = float(covered.prod())
    relative = np.divide(errors, covered, out=np.zeros_like(errors), where=covered > 0)
    return VacancyRisk(
        float(gaps.sum()),
        all_covered,
        float(np.sqrt((gap_errors**2).sum())),
        all_covered * float(np.sqrt((relative**2).sum())),
    )


def _together(possible: Ready) -> list[NDArray[np.intp]]:
    """Give the roles that hang together by a person who could fill several."""
    links = csr_matrix(possible.astype(np.int64) @ possible.T.astype(np.int64))
    many, label = connected_components(links, directed=False)
    return [np.flatnonzero(label == one) for one in range(many)]


def _counted(possible: Ready, chance: FloatArray) -> tuple[float, float, float, float]:
    roles = len(chance)
    sets = np.arange(2**roles)
    size = ((sets[:, None] >> np.arange(roles)) & 1).sum(axis=1)
    gap = size - _most_filled(possible, size)
    weight = np.ones(1)
    for vacant in chance:
        weight = np.concatenate((weight * (1 - vacant), weight * vacant))
    return float(weight @ gap), float(weight[gap == 0].sum()), 0.0, 0.0


def _most_filled(possible: Ready, size: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give for every set of roles the most of them that different people can fill."""
    roles = len(possible)
    sets = np.arange(2**roles)
    fillable = sets == 0
    for person in range(possible.shape[1]):
        before = fillable.copy()
        for role in np.flatnonzero(possible[:, person]).tolist():
            has = (sets >> role) & 1 == 1
            fillable |= has & before[sets & ~(1 << role)]
    most = np.where(fillable, size, 0)
    for role in range(roles):
        most = np.maximum(most, most[sets & ~(1 << role)])
    return most


def _drawn(
    possible: Ready, chance: FloatArray, stream: Generator
) -> tuple[float, float, float, float]:
    vacant = stream.random((DRAWS, len(chance))) < chance
    cases, many = np.unique(vacant, axis=0, return_counts=True)
    gap = np.array([int(case.sum()) - matched(possible[case]) for case in cases])
    weight = many / DRAWS
    mean, covered = float(weight @ gap), float(weight[gap == 0].sum())
    spread = float(weight @ (gap - mean) ** 2)
    return mean, covered, (spread / DRAWS) ** 0.5, (covered * (1 - covered) / DRAWS) ** 0.5
