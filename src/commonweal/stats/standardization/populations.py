"""Standard populations: published figures that never change, each with its source.

Each row of a standard begins at an age and ends where the next begins; the last is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray


@dataclass(frozen=True)
class StandardPopulation:
    """Hold one published standard population.

    key:       stable name, such as "esp_2013"
    title:     its name in words
    period:    the years its ages stand for
    version:   how often our copy of the figures was corrected, from 1 on
    ages:      first age of each row, in years
    people:    people, or percent of people, of each row
    published: the total that the source prints
    source:    where the figures were published

    >>> STANDARDS["esp_2013"].published
    100000.0
    """

    key: str
    title: str
    period: str
    version: int
    ages: tuple[int, ...]
    people: tuple[float, ...]
    published: float
    source: str


STANDARDS = {
    one.key: one
    for one in (
        StandardPopulation(
            "who_2000_2025",
            "WHO World Standard",
            "2000-2025",
            1,
            tuple(range(0, 101, 5)),
            (
                *(8.86, 8.69, 8.60, 8.47, 8.22, 7.93, 7.61, 7.15, 6.59, 6.04, 5.37),
                *(4.55, 3.72, 2.96, 2.21, 1.52, 0.91, 0.44, 0.15, 0.04, 0.005),
            ),
            # Printed as 100; the rows, rounded each for itself, sum to 100.035.
            100.0,
            "Ahmad and others 2001, Age standardization of rates: a new WHO standard, GPE "
            "Discussion Paper 31, World Health Organization, table 4",
        ),
        StandardPopulation(
            "us_2000",
            "2000 US Standard Population",
            "2000",
            1,
            (0, 1, *range(5, 86, 5)),
            (
                *(3794901, 15191619, 19919840, 20056779, 19819518, 18257225, 17722067),
                *(19511370, 22179956, 22479229, 19805793, 17224359, 13307234, 10654272),
                *(9409940, 8725574, 7414559, 4900234, 4259173),
            ),
            274633642.0,
            "US Bureau of the Census 1996, Current Population Reports P25-1130, in the 19 age "
            "groups of the Surveillance, Epidemiology, and End Results Program",
        ),
        StandardPopulation(
            "us_2000_nchs",
            "2000 US Standard Population, 11 age groups in thousands",
            "2000",
            1,
            (0, 1, 5, 15, 25, 35, 45, 55, 65, 75, 85),
            (3795, 15192, 39977, 38077, 37233, 44659, 37030, 23961, 18136, 12315, 4259),
            274634.0,
            "Anderson and Rosenberg 1998, Age standardization of death rates: implementation of "
            "the year 2000 standard, National Vital Statistics Reports 47(3), table 1",
        ),
        StandardPopulation(
            "esp_2013",
            "European Standard Population",
            "2011-2030",
            1,
            (0, 1, *range(5, 91, 5)),
            (
                *(1000, 4000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
                *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
            ),
            100000.0,
            "Eurostat 2013, Revision of the European Standard Population: report of Eurostat's "
            "task force, KS-RA-13-028, annex F; ages 90 and over in one row",
        ),
    )
}


def standard_weights(key: str, ages: Sequence[int]) -> FloatArray:
    """Give the people of a standard population in your own age groups.

    key:  name of the standard: "who_2000_2025", "us_2000", "us_2000_nchs" or "esp_2013"
    ages: first age of each of your groups, rising; the last group is open upwards. People of the
          standard younger than the first are left out.
    Gives shape (s,), one for each age group, summing to 1.
    Fails with Problem "standard-unknown" when there is no standard of that name.
    Fails with Problem "ages-do-not-fit" when a group begins inside a row of the standard, or the
    ages do not rise.
    Source: Klein and Schoenborn 2001, Age adjustment using the 2000 projected US population,
    Healthy People Statistical Notes 20
    >>> standard_weights("esp_2013", [0, 15, 65]).round(3)
    array([0.16 , 0.645, 0.195])
    """
    if key not in STANDARDS:
        raise Problem(
            "standard-unknown",
            f"There is no standard population '{key}'.",
            f"Use one of {', '.join(STANDARDS)}.",
        )
    standard = STANDARDS[key]
    starts = list(ages)
    if not starts or starts != sorted(set(starts)) or not set(starts) <= set(standard.ages):
        raise Problem(
            "ages-do-not-fit",
            f"The standard '{key}' can not be put into these age groups.",
            f"Begin each group at one of {', '.join(map(str, standard.ages))}, rising.",
        )
    first = np.array([standard.ages.index(age) for age in starts])
    people = np.add.reduceat(np.array(standard.people, dtype=np.float64), first)
    share: FloatArray = people / people.sum()
    return share
