"""Draw what was measured, tested, asked and given, each year anew.

So one year's luck does not repeat in the next; only tests that count for several years do that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import BoolArray, Draws, FloatArray, IntArray, where
from commonweal.sample.gaps import COLONOSCOPY_BEFORE
from commonweal.sample.people import People
from commonweal.sample.visits import TELEPHONE, Visits
from commonweal.sample.years import Years, first_day

UNCONTROLLED_ANYWAY = 0.07
_YOUNGEST_ASKED = 12
_TEEN_TO = 16


@dataclass(frozen=True, eq=False)
class Readings:
    """Hold blood pressures.

    visit: number of the visit
    systolic, diastolic: in mm[Hg]
    """

    visit: IntArray
    systolic: IntArray
    diastolic: IntArray


@dataclass(frozen=True, eq=False)
class Dated:
    """Hold records that are a person, a day and perhaps a value.

    person, day: whose, when
    value: 0 where there is none
    """

    person: IntArray
    day: IntArray
    value: FloatArray | IntArray

    @classmethod
    def bare(cls, person: IntArray, day: IntArray) -> Dated:
        """Make records without value."""
        return cls(person, day, np.zeros(len(person)))

    @classmethod
    def joined(cls, parts: list[Dated]) -> Dated:
        """Join records, in order."""
        return cls(
            np.concatenate([part.person for part in parts]),
            np.concatenate([part.day for part in parts]),
            np.concatenate([part.value for part in parts]),
        )


@dataclass(frozen=True, eq=False)
class Screens:
    """Hold depression screens.

    visit: number of the visit
    teen: whether the tool is that for teenagers
    answer: REFUSED, POSITIVE_ALONE, NEGATIVE or POSITIVE_PLANNED
    """

    visit: IntArray
    teen: BoolArray
    answer: IntArray


REFUSED, NOT_ASKED, POSITIVE_ALONE, NEGATIVE, POSITIVE_PLANNED = range(5)


def pressures(
    draws: Draws, people: People, visits: Visits, hypertension: BoolArray, control: FloatArray
) -> Readings:
    """Take a pressure at every visit of an adult that is not a call and not an emergency.

    draws, people, visits: who and when
    hypertension: who has it
    control: probability that a reading is under control, for those who have it
    """
    stream = draws.on("pressure")
    adult = visits.year - people.born[visits.person] >= 18
    taken = where((visits.kind < 4) & (visits.kind != TELEPHONE) & adult)
    person = visits.person[taken]
    chance = np.where(hypertension[person], control[person], 1 - UNCONTROLLED_ANYWAY)
    low = stream.random(len(taken)) < chance
    normal = stream.integers(104, 140, len(taken)), stream.integers(60, 90, len(taken))
    high = stream.integers(140, 182, len(taken)), stream.integers(68, 108, len(taken))
    return Readings(taken, np.where(low, normal[0], high[0]), np.where(low, normal[1], high[1]))


def sugars(
    draws: Draws, visits: Visits, diabetes: BoolArray, poor: FloatArray, years: Years
) -> Dated:
    """Measure A1c of people with diabetes at the lead visit.

    Two in five of those who count as poorly controlled were not measured at all. Some have an
    earlier reading, which does not decide.

    draws, visits, years: who and when
    diabetes: who has it
    poor: probability of poor control or no reading
    """
    parts = []
    for year in years.each():
        stream = draws.on(f"sugar {year}")
        leads = visits.leads(year)
        leads = leads[diabetes[visits.person[leads]]]
        size = len(leads)
        bad = stream.random(size) < poor[visits.person[leads]]
        unread = bad & (stream.random(size) < 0.4)
        value = np.where(bad, stream.uniform(9.1, 13.5, size), stream.uniform(5.6, 9.0, size))
        read = value.round(1)
        keep = where(~unread)
        parts.append(_at(visits, leads[keep], read[keep]))
        before = keep[(stream.random(size) < 0.3)[keep]]
        early = visits.day[leads[before]] - 90
        inside = early >= first_day(year)
        shown = np.round(stream.uniform(5.6, 12.0, size), 1)[before]
        person = visits.person[leads[before]]
        parts.append(Dated(person[inside], early[inside], shown[inside]))
    return Dated.joined(parts)


def influenza(draws: Draws, people: People, years: Years, chance: FloatArray) -> Dated:
    """Give vaccines in autumn.

    draws, people, years: who and when
    chance: probability of each person
    """
    parts = []
    for year in years.each():
        stream = draws.on(f"influenza {year}")
        given = where(people.present(year) & (stream.random(people.size) < chance))
        parts.append(Dated.bare(given, first_day(year) + 244 + stream.integers(0, 90, len(given))))
    return Dated.joined(parts)


def stool_tests(draws: Draws, people: People, years: Years, met: FloatArray) -> tuple[Dated, Dated]:
    """Test for colorectal cancer: stool tests each year, and old colonoscopies.

    The latter lie before the first year, and count in every year.

    draws, people, years: who and when
    met: probability that a person counts as screened
    """
    early = draws.on("colonoscopy")
    old = people.aged(years.last) >= 46
    had = where(old & (early.random(people.size) < COLONOSCOPY_BEFORE))
    oldest, newest = first_day(years.last - 8), first_day(years.first)
    scopes = Dated.bare(had, early.integers(min(oldest, newest - 1), newest, len(had)))
    chance = (met - COLONOSCOPY_BEFORE) / (1 - COLONOSCOPY_BEFORE)
    parts = []
    for year in years.each():
        stream = draws.on(f"stool {year}")
        age = people.aged(year)
        due = people.present(year) & (age >= 46) & (age <= 75)
        done = where(due & (stream.random(people.size) < chance))
        parts.append(Dated.bare(done, first_day(year) + stream.integers(0, 365, len(done))))
    return Dated.joined(parts), scopes


def mammograms(draws: Draws, people: People, years: Years, met: FloatArray) -> Dated:
    """Take mammograms, each year with the same chance; a year counts with the one before it.

    Before October only: one in the last three months would count for a third year.
    draws, people, years: who and when
    met: probability that a woman counts as screened
    """
    yearly = 1 - np.sqrt(1 - met)
    parts = []
    for year in years.each(before=1):
        stream = draws.on(f"mammogram {year}")
        age = people.aged(year)
        due = people.women() & (people.death >= first_day(year + 1)) & (age >= 50) & (age <= 74)
        done = where(due & (stream.random(people.size) < yearly))
        parts.append(Dated.bare(done, first_day(year) + stream.integers(0, 273, len(done))))
    return Dated.joined(parts)


def cervical_tests(
    draws: Draws, people: People, years: Years, met: FloatArray
) -> tuple[Dated, Dated]:
    """Take cytology, which counts for three years, or an HPV test, which counts for five.

    Each woman has one kind only; HPV tests are for those old enough all along.

    draws, people, years: who and when
    met: probability that a woman counts as screened
    """
    by_virus = (draws.on("virus").random(people.size) < 0.35) & (people.aged(years.first - 4) > 30)
    found = []
    for name, kind, span in (("cytology", ~by_virus, 3), ("virus", by_virus, 5)):
        yearly = 1 - (1 - met) ** (1 / span)
        parts = []
        for year in years.each(before=span - 1):
            stream = draws.on(f"{name} {year}")
            age = people.aged(year)
            due = kind & people.women() & (age >= 20) & (age <= 64)
            due &= people.death >= first_day(year + 1)
            done = where(due & (stream.random(people.size) < yearly))
            parts.append(Dated.bare(done, first_day(year) + stream.integers(0, 365, len(done))))
        found.append(Dated.joined(parts))
    return found[0], found[1]


def screens(draws: Draws, people: People, visits: Visits, years: Years, met: FloatArray) -> Screens:
    """Ask about depression at the lead visit.

    Some refuse, some are not asked, and some positive answers are left without a plan.

    draws, people, visits, years: who and when
    met: probability that a person who did not refuse is screened and has a plan if need be
    """
    parts, teens, answers = [], [], []
    for year in years.each():
        stream = draws.on(f"screen {year}")
        leads = visits.leads(year)
        age = people.aged(year)[visits.person[leads]] - 1
        leads, age = leads[age >= _YOUNGEST_ASKED], age[age >= _YOUNGEST_ASKED]
        refused, done, positive, lost = (stream.random(len(leads)) for _ in range(4))
        answer = np.where(
            done < met[visits.person[leads]],
            np.where(positive < 0.12, POSITIVE_PLANNED, NEGATIVE),
            np.where(lost < 0.35, POSITIVE_ALONE, NOT_ASKED),
        )
        answer = np.where(refused < 0.025, REFUSED, answer)
        parts.append(leads)
        teens.append(age <= _TEEN_TO)
        answers.append(answer)
    answer = np.concatenate(answers)
    asked = answer != NOT_ASKED
    return Screens(np.concatenate(parts)[asked], np.concatenate(teens)[asked], answer[asked])


def _at(visits: Visits, places: IntArray, value: FloatArray) -> Dated:
    return Dated(visits.person[places], visits.day[places], value)
