"""Draw lasting illness, and the states that take a person out of a measure.

They follow age, sex on record and chance, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sample.care import Dated
from commonweal.sample.codes import (
    ADVANCED_ILLNESS,
    BIPOLAR,
    COLECTOMY,
    COLON_CANCER,
    DEMENTIA_DRUG,
    DIABETES,
    FRAILTY_SIGN,
    HOSPICE,
    HYPERTENSION,
    HYSTERECTOMY,
    NO_BREASTS,
    NURSING_HOME,
    PALLIATIVE,
    PREGNANCY,
    RENAL_DISEASE,
    Coding,
)
from commonweal.sample.draws import BoolArray, Draws, IntArray, where
from commonweal.sample.people import NOBODY, People
from commonweal.sample.years import Years, first_day

_DIABETES = ((18, 0.035), (40, 0.14), (60, 0.22))
_HYPERTENSION = ((18, 0.10), (40, 0.36), (60, 0.60))


@dataclass(frozen=True)
class Chance:
    """Say who may have something and how often.

    code: what it is
    least: from which age
    share: of those
    women: whether it is for women only
    """

    code: Coding
    least: int
    share: float
    women: bool = False


_LASTING = (
    Chance(BIPOLAR, 18, 0.015),
    Chance(COLON_CANCER, 46, 0.007),
    Chance(NO_BREASTS, 48, 0.015, True),
    Chance(RENAL_DISEASE, 40, 0.010),
)
_DONE_BEFORE = (
    Chance(HYSTERECTOMY, 40, 0.08, True),
    Chance(COLECTOMY, 46, 0.004),
)
_DONE_YEARLY = (
    Chance(HOSPICE, 60, 0.02),
    Chance(PALLIATIVE, 40, 0.015),
)
_FRAIL_FROM = 66
_FRAILTY = Chance(FRAILTY_SIGN, _FRAIL_FROM, 0.35)
_NURSING_HOME = Chance(NURSING_HOME, _FRAIL_FROM, 0.02)
_DEMENTIA = Chance(DEMENTIA_DRUG, _FRAIL_FROM, 0.04)


@dataclass(frozen=True, eq=False)
class Conditions:
    """Hold conditions of one code.

    code: which
    person: whose
    onset, abate: first and last day; abate is NOBODY while it stands
    """

    code: Coding
    person: IntArray
    onset: IntArray
    abate: IntArray


@dataclass(frozen=True, eq=False)
class Illness:
    """Hold who is ill and what was done.

    diabetes, hypertension: who has it
    conditions: every condition
    procedures: what was done, by code
    frailty, nursing_home, dementia_drugs: signs of great age
    """

    diabetes: BoolArray
    hypertension: BoolArray
    conditions: tuple[Conditions, ...]
    procedures: tuple[tuple[Coding, Dated], ...]
    frailty: Dated
    nursing_home: Dated
    dementia_drugs: Dated


def draw(draws: Draws, people: People, years: Years, full: bool) -> Illness:
    """Draw illness.

    draws, people, years: who and when
    full: whether there is more than diabetes and hypertension
    """
    diabetes = _by_age(draws, "diabetes", people, years, _DIABETES)
    hypertension = _by_age(draws, "hypertension", people, years, _HYPERTENSION)
    conditions = [
        _since(draws, DIABETES, diabetes, people, years),
        _since(draws, HYPERTENSION, hypertension, people, years),
    ]
    procedures: list[tuple[Coding, Dated]] = []
    if full:
        conditions += [
            _since(draws, kind.code, _some(draws, people, years, kind), people, years)
            for kind in _LASTING
        ]
        conditions += [_pregnancies(draws, people, years), _grave(draws, people, years)]
        procedures = _procedures(draws, people, years)
    return Illness(
        diabetes=diabetes,
        hypertension=hypertension,
        conditions=tuple(conditions),
        procedures=tuple(procedures),
        frailty=_yearly(draws, people, years, _FRAILTY),
        nursing_home=_yearly(draws, people, years, _NURSING_HOME),
        dementia_drugs=_yearly(draws, people, years, _DEMENTIA),
    )


def _by_age(
    draws: Draws, topic: str, people: People, years: Years, steps: tuple[tuple[int, float], ...]
) -> BoolArray:
    age = people.aged(years.first)
    share = np.zeros(people.size)
    for least, chance in steps:
        share[age >= least] = chance
    return draws.on(topic).random(people.size) < share


def _since(draws: Draws, code: Coding, who: BoolArray, people: People, years: Years) -> Conditions:
    """Let one in eight begin in the years of the sample, the others up to 12 years earlier."""
    stream = draws.on(f"onset {code[1]}")
    person = where(who)
    size = len(person)
    grown = people.birth[person] + 6575
    before = stream.integers(years.start - 4383, years.start, size)
    new = stream.integers(years.start, years.end, size)
    onset = np.where(stream.random(size) < 0.125, new, np.maximum(before, grown))
    return _standing(code, people, person, onset)


def _some(draws: Draws, people: People, years: Years, kind: Chance) -> BoolArray:
    chosen = draws.on(f"some {kind.code[1]}").random(people.size) < kind.share
    chosen &= people.aged(years.first) >= kind.least
    return chosen & people.women() if kind.women else chosen


def _pregnancies(draws: Draws, people: People, years: Years) -> Conditions:
    persons, onsets = [], []
    for year in years.each():
        stream = draws.on(f"pregnancy {year}")
        age = people.aged(year)
        who = people.women() & people.present(year) & (age >= 18) & (age <= 44)
        person = where(who & (stream.random(people.size) < 0.05))
        persons.append(person)
        onsets.append(first_day(year) + stream.integers(0, 90, len(person)))
    onset = np.concatenate(onsets)
    return Conditions(PREGNANCY, np.concatenate(persons), onset, onset + 270)


def _grave(draws: Draws, people: People, years: Years) -> Conditions:
    stream = draws.on("grave")
    old = people.aged(years.last) >= _FRAIL_FROM
    person = where(old & (stream.random(people.size) < 0.30))
    onset = stream.integers(first_day(years.first - 1), years.end, len(person))
    return _standing(ADVANCED_ILLNESS, people, person, onset)


def _standing(code: Coding, people: People, person: IntArray, onset: IntArray) -> Conditions:
    alive = onset < people.death[person]
    return Conditions(code, person[alive], onset[alive], np.full(int(alive.sum()), NOBODY))


def _procedures(draws: Draws, people: People, years: Years) -> list[tuple[Coding, Dated]]:
    found = []
    for kind in _DONE_BEFORE:
        person = where(_some(draws, people, years, kind))
        days = draws.on(f"day {kind.code[1]}").integers(
            years.start - 3000, years.start, len(person)
        )
        found.append((kind.code, Dated.bare(person, days)))
    return found + [(kind.code, _yearly(draws, people, years, kind)) for kind in _DONE_YEARLY]


def _yearly(draws: Draws, people: People, years: Years, kind: Chance) -> Dated:
    parts = []
    for year in years.each():
        stream = draws.on(f"yearly {kind.code[1]} {year}")
        who = people.present(year) & (people.aged(year) >= kind.least)
        person = where(who & (stream.random(people.size) < kind.share))
        parts.append(Dated.bare(person, first_day(year) + stream.integers(0, 360, len(person))))
    return Dated.joined(parts)
