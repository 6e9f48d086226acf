"""Write which clinics began which program when, and the gap of each clinic quarter by quarter.

Clinics differ in level, quarters move all of them alike, and one program narrows the gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import FloatArray
from commonweal.sample.teaching import truth
from commonweal.sample.teaching.school import Row, School

QUARTERS = 12
_EACH, _WEDGE = 24, 24
_PEOPLE, _REST = 160, 320
_SHARE, _GAP = 0.68, -0.12


@dataclass(frozen=True, eq=False)
class Clinics:
    """Hold the clinics, one entry each.

    program: what they took part in, "" for nothing
    first:   quarter in which it began, from 0; QUARTERS for never
    """

    program: tuple[str, ...]
    first: tuple[int, ...]


def clinics() -> Clinics:
    """Lay out who begins what and when: staggered, by lot, and all at once."""
    program, first = [], []
    for name in (truth.REAL, truth.NULL):
        program += [name] * _EACH
        first += [4 + 2 * (at % 3) for at in range(_EACH)]
    program += [truth.WEDGE] * _WEDGE + [truth.SERIES] * 12 + [""] * _EACH
    first += [2 + at % 8 for at in range(_WEDGE)] + [6] * 12 + [QUARTERS] * _EACH
    return Clinics(tuple(program), tuple(first))


def exposures(school: School) -> Iterator[Row]:
    """Make the register of programs.

    school: what it is drawn from
    """
    laid = clinics()
    how = {truth.WEDGE: "Randomized order", truth.SERIES: "Everyone at once"}
    for place, (program, first) in enumerate(zip(laid.program, laid.first, strict=True)):
        if program:
            yield (f"P{place + 1:03d}", clinic(place), program, how.get(program, "As ready"),
                   quarter(school, first), truth.OUTCOME, "race_ethnicity",
                   truth.OUTCOME_GROUP)  # fmt: skip


def outcomes(school: School) -> Iterator[Row]:
    """Make the outcomes: how many of a group, and of everybody else, reached a goal of care.

    school: what it is drawn from
    """
    stream, laid = school.draws.on("outcomes"), clinics()
    size = len(laid.program)
    own, when = stream.normal(0.0, 0.03, size), stream.normal(0.0, 0.015, QUARTERS)
    apart = _GAP + stream.normal(0.0, 0.02, size)
    chance = np.empty((size, QUARTERS, 2))
    chance[..., 0] = _SHARE + own[:, None] + when[None, :]
    chance[..., 1] = chance[..., 0] + apart[:, None] + _effects(school, laid)
    people = np.array([_REST, _PEOPLE])
    reached = stream.binomial(people, np.clip(chance, 0.02, 0.98))
    for place in range(size):
        for at in range(QUARTERS):
            for side, word in enumerate(("All others", "Group")):
                yield (
                    clinic(place), quarter(school, at), truth.OUTCOME, truth.OUTCOME_GROUP, word,
                    int(reached[place, at, side]), int(people[side]),
                )  # fmt: skip


def _effects(school: School, laid: Clinics) -> FloatArray:
    found = np.zeros((len(laid.program), QUARTERS))
    for gap in school.gaps:
        if gap.measure == "teaching.effect_staggered":
            for place, first in enumerate(laid.first):
                named = f"{laid.program[place]}{truth.ABOUT}"
                found[place, first:] += gap.size * (named == gap.group)
    return found


def clinic(place: int) -> str:
    """Name a clinic.

    place: in the arrays
    """
    return f"Clinic {place + 1:03d}"


def quarter(school: School, at: int) -> str:
    """Give the first day of a quarter.

    school: what it is drawn from
    at:     from 0, the first quarter of three years
    """
    return f"{school.last_year - 2 + at // 4}-{3 * (at % 4) + 1:02d}-01"
