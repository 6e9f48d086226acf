"""Draw the learners of a made-up school; program, place and past go with no group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import Draws, FloatArray, IntArray, pick

RACES = ("white", "black", "hispanic", "asian", "multiple", "declined", "unread")
_RACE_SHARES = (0.37, 0.17, 0.18, 0.18, 0.04, 0.04, 0.02)
SEXES = ("female", "male", "other", "unknown")
_SEX_SHARES = (0.50, 0.46, 0.02, 0.02)
ROLES = ("student", "resident", "educator")
_ROLE_SHARES = (0.60, 0.28, 0.12)
PROGRAMS = ("Medicine", "Nursing", "Physical therapy", "Physician assistant")
_PROGRAM_SHARES = (0.45, 0.30, 0.13, 0.12)
DEPARTMENTS = ("Family medicine", "Internal medicine", "Pediatrics", "Surgery", "Psychiatry")
SITES = ("Harbor", "Hill", "Mill Street", "North", "Riverside", "West")
_SITE_EFFECT, _COHORT_EFFECT, _ABILITY = 1.5, 1.0, 6.0
COHORTS = 4
_PRIOR_MEAN, _PRIOR_OWN, _PRIOR_CHANCE = 505.0, 6.0, 7.0


@dataclass(frozen=True, eq=False)
class Learners:
    """Hold the learners, one entry each in every array.

    race, sex, role, program, department, site: places in lists
    cohort:  0 for those who began first
    ability: how well they do, in points of a grade, around zero
    skill:   the same in the wards, apart from it
    prior:   admission index
    place:   what their site and cohort add to a grade
    """

    race: IntArray
    sex: IntArray
    role: IntArray
    program: IntArray
    department: IntArray
    site: IntArray
    cohort: IntArray
    ability: FloatArray
    skill: FloatArray
    prior: FloatArray
    place: FloatArray

    @property
    def size(self) -> int:
        """Give how many learners there are."""
        return len(self.race)

    def of(self, view: str, group: str) -> FloatArray:
        """Say who is of a group, 1 or 0.

        view: race_ethnicity, sex or role
        group: code of the group
        """
        names, places = {
            "race_ethnicity": (RACES, self.race),
            "sex": (SEXES, self.sex),
            "role": (ROLES, self.role),
        }[view]
        inside: FloatArray = (places == names.index(group)).astype(np.float64)
        return inside


def draw(draws: Draws, size: int) -> Learners:
    """Draw learners.

    draws: random numbers
    size:  how many
    """
    stream = draws.on("learners")
    ability = stream.normal(0.0, _ABILITY, size)
    sites = stream.normal(0.0, _SITE_EFFECT, len(SITES))
    cohorts = stream.normal(0.0, _COHORT_EFFECT, COHORTS)
    site = stream.integers(0, len(SITES), size)
    cohort = stream.integers(0, COHORTS, size)
    chance = stream.normal(0.0, _PRIOR_CHANCE, size)
    return Learners(
        race=pick(stream, _RACE_SHARES, size),
        sex=pick(stream, _SEX_SHARES, size),
        role=pick(stream, _ROLE_SHARES, size),
        program=pick(stream, _PROGRAM_SHARES, size),
        department=stream.integers(0, len(DEPARTMENTS), size),
        site=site,
        cohort=cohort,
        ability=ability,
        skill=stream.normal(0.0, 1.0, size),
        prior=np.round(_PRIOR_MEAN + _PRIOR_OWN * ability / _ABILITY + chance),
        place=sites[site] + cohorts[cohort],
    )
