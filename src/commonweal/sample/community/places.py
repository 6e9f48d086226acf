"""Draw census tracts: who lives there, how deprived they are, and which are priority places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import BoolArray, Draws, FloatArray, IntArray

PRIORITY_PART = 0.2
RATIONALE = "Unemployment above one and a half times the state's, five-year average"


@dataclass(frozen=True, eq=False)
class Tracts:
    """Hold tracts, one entry each in every array.

    people:  who live there
    workers: who work or look for work
    adi:     rank of deprivation, 1 to 100
    first:   whether it is a priority place
    """

    people: IntArray
    workers: IntArray
    adi: IntArray
    first: BoolArray

    @property
    def size(self) -> int:
        """Give how many tracts there are."""
        return len(self.people)

    @property
    def ranks(self) -> FloatArray:
        """Give the middle of each tract's part of the people, the least deprived first."""
        order = np.argsort(self.adi, kind="stable")
        ranks = np.zeros(self.size)
        ranks[order] = (np.cumsum(self.people[order]) - self.people[order] / 2) / self.people.sum()
        return ranks


def draw(draws: Draws, size: int) -> Tracts:
    """Draw tracts.

    draws: random numbers
    size:  how many
    """
    stream = draws.on("tracts")
    people = stream.integers(2500, 6500, size)
    adi = stream.permutation(np.linspace(1, 100, size).astype(np.int64))
    workers = np.rint(people * stream.uniform(0.48, 0.56, size)).astype(np.int64)
    edge = np.sort(adi)[round(size * (1 - PRIORITY_PART))]
    return Tracts(people, workers, adi, adi >= edge)


def code(tract: int) -> str:
    """Write the code of a tract.

    tract: its place
    """
    return f"25025{tract + 1:06d}"


def rows(tracts: Tracts, year: int) -> Iterator[tuple[object, ...]]:
    """Write the tracts of one vintage.

    tracts: all of them
    year:   of the description
    """
    for tract in range(tracts.size):
        # One tract of offices and a harbor has no rank: nobody can say how deprived it is.
        rank = "" if tract == tracts.size - 1 else int(tracts.adi[tract])
        yield (
            code(tract), year, int(tracts.people[tract]), rank, int(tracts.workers[tract]),
        )  # fmt: skip


def members(tracts: Tracts) -> Iterator[tuple[object, ...]]:
    """Write which tracts are priority places.

    tracts: all of them
    """
    for tract in np.flatnonzero(tracts.first).tolist():
        yield "PA-1", code(tract)


HEAD = ("GEOID", "ACS_YEAR", "POP", "ADI_NATRANK", "LABOR_FORCE")
SETS_HEAD = ("SET_ID", "RULE", "RATIONALE", "EFF_DT", "END_DT")
MEMBERS_HEAD = ("SET_ID", "GEOID")
