"""Draw visits, emergency visits and hospital stays.

None depends on who the person is, save that a planted gap may change who is back in hospital
within 30 days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import Draws, FloatArray, IntArray, pick, where
from commonweal.sample.people import SITES, People
from commonweal.sample.years import Years, first_day

OFFICE, ANNUAL, TELEPHONE, HOME, EMERGENCY, STAY = range(6)
BOOKED = frozenset({OFFICE, ANNUAL, HOME})
_SEEN = 0.88
_LEAD_KINDS = (0.90, 0.10, 0.0, 0.0)
_LATER_KINDS = (0.74, 0.0, 0.20, 0.06)
_LAST_VISIT_DAY = 360


@dataclass(frozen=True, eq=False)
class Visits:
    """Hold visits and stays, one entry each in every array; the place is the number of the visit.

    person, kind, site: whose, what kind (above), which hospital
    day: day from 1970 on which it begins
    minute, length: minutes past midnight, and how many it lasts
    year: calendar year
    lead: whether it is the visit of the year at which tests and questions are done: each person
          who is seen has one, and it is never a telephone call
    """

    person: IntArray
    kind: IntArray
    site: IntArray
    day: IntArray
    minute: IntArray
    length: IntArray
    year: IntArray
    lead: IntArray

    def leads(self, year: int) -> IntArray:
        """Give the lead visits of a year."""
        return where((self.lead == 1) & (self.year == year))


def draw(
    draws: Draws, people: People, years: Years, back_in_hospital: FloatArray, full: bool
) -> Visits:
    """Draw every visit.

    draws: random numbers
    people, years: whose, when
    back_in_hospital: probability of each person that a stay is followed by another
    full: whether there are more than the one visit a year
    """
    parts = []
    for year in years.each():
        parts.append(_outpatient(draws, people, year, full))
        if full:
            parts.append(_emergencies(draws, people, year))
            parts.append(_stays(draws, people, year, back_in_hospital))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    person, kind, day, minute, length, year_column, lead = columns
    order = np.lexsort((minute, day, person))
    return Visits(
        person=person[order],
        kind=kind[order],
        site=_sites(draws, people, person[order]),
        day=day[order],
        minute=minute[order],
        length=length[order],
        year=year_column[order],
        lead=lead[order],
    )


Part = tuple[IntArray, IntArray, IntArray, IntArray, IntArray, IntArray, IntArray]


def _outpatient(draws: Draws, people: People, year: int, full: bool) -> Part:
    stream = draws.on(f"visits {year}")
    seen = where(people.present(year) & (stream.random(people.size) < _SEEN))
    more = np.minimum(stream.poisson(0.75, len(seen)), 4) if full else np.zeros(len(seen), int)
    person = np.concatenate([seen, np.repeat(seen, more)])
    lead = np.concatenate([np.ones(len(seen), int), np.zeros(int(more.sum()), int)])
    size = len(person)
    later = pick(stream, _LATER_KINDS, size)
    first = pick(stream, _LEAD_KINDS, size) if full else np.zeros(size, int)
    day = first_day(year) + stream.integers(0, _LAST_VISIT_DAY, size)
    minute = 480 + 10 * stream.integers(0, 52, size)
    length = 15 + 5 * stream.integers(0, 7, size)
    kind = np.where(lead == 1, first, later)
    return person, kind, day, minute, length, np.full(size, year), lead


def _emergencies(draws: Draws, people: People, year: int) -> Part:
    stream = draws.on(f"emergencies {year}")
    often = np.where(people.present(year), stream.poisson(0.22, people.size), 0)
    person = np.repeat(np.arange(people.size), often)
    size = len(person)
    day = first_day(year) + stream.integers(0, _LAST_VISIT_DAY, size)
    minute = stream.integers(0, 1440, size)
    length = stream.integers(60, 720, size)
    flat = np.zeros(size, dtype=np.int64)
    return person, flat + EMERGENCY, day, minute, length, flat + year, flat


def _stays(draws: Draws, people: People, year: int, again: FloatArray) -> Part:
    """Draw at most one chain of stays a person and year, so that no two chains meet by chance."""
    stream = draws.on(f"stays {year}")
    person = where(people.present(year) & (stream.random(people.size) < 0.075))
    day = first_day(year) + stream.integers(0, 230, len(person))
    minute = stream.integers(360, 1320, len(person))
    parts = []
    for _ in range(3):
        length = 1440 * stream.integers(1, 7, len(person)) + stream.integers(0, 120, len(person))
        parts.append((person, day, minute, length))
        back = stream.random(len(person)) < again[person]
        gap = stream.integers(2, 28, len(person))
        day = (day + (minute + length) // 1440 + gap)[back]
        person, minute = person[back], minute[back]
    people_in, days, minutes, lengths = (np.concatenate(part) for part in zip(*parts, strict=True))
    flat = np.zeros(len(people_in), dtype=np.int64)
    return people_in, flat + STAY, days, minutes, lengths, flat + year, flat


def _sites(draws: Draws, people: People, person: IntArray) -> IntArray:
    stream = draws.on("where")
    home = stream.random(len(person)) < 0.92
    return np.where(home, people.site[person], pick(stream, SITES, len(person))).astype(np.int64)
