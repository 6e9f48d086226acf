"""Draw the whole sample at once, before a line of it is written."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.sample import care, illness, people, persons, visits
from commonweal.sample.care import Dated, Readings, Screens
from commonweal.sample.draws import Draws, FloatArray
from commonweal.sample.gaps import ACCESS, BASE, PlantedGap, probabilities
from commonweal.sample.illness import Illness
from commonweal.sample.people import People
from commonweal.sample.shapes import Resource
from commonweal.sample.visits import Visits
from commonweal.sample.years import Writing, Years


@dataclass(frozen=True, eq=False)
class Drawn:
    """Hold everybody and everything that happened, as arrays.

    years, writing, draws: which years, how they are written, and random numbers
    people, subjects: everybody, and the reference to each
    visits, illness: what happened
    pressures, sugars, vaccines, stool_tests, colonoscopies: what was done
    mammograms, cytology, virus_tests, screens: what was done
    access: of each measure of access, each person's probability or middle wait
    full: whether it is the whole system, or only what a few measures need
    """

    years: Years
    writing: Writing
    draws: Draws
    people: People
    subjects: list[Resource]
    visits: Visits
    illness: Illness
    pressures: Readings
    sugars: Dated
    vaccines: Dated
    stool_tests: Dated
    colonoscopies: Dated
    mammograms: Dated
    cytology: Dated
    virus_tests: Dated
    screens: Screens
    access: dict[str, FloatArray]
    full: bool


def draw(size: int, seed: int, years: Years, gaps: tuple[PlantedGap, ...], full: bool) -> Drawn:
    """Draw a system.

    size: how many people
    seed: of the random numbers
    years: which years
    gaps: what is planted
    full: whether it is the whole system
    """
    draws = Draws(seed)
    everybody = people.draw(draws, size, years)
    chance = {key: probabilities(key, everybody, gaps) for key in BASE}
    seen = visits.draw(draws, everybody, years, chance["care.readmit30_simple"], full)
    ill = illness.draw(draws, everybody, years, full)
    stools, scopes = care.stool_tests(draws, everybody, years, chance["care.colorectal"])
    cytology, virus = care.cervical_tests(draws, everybody, years, chance["care.cervical"])
    control = chance["care.bp_control"]
    return Drawn(
        years=years,
        writing=Writing(years),
        draws=draws,
        people=everybody,
        subjects=persons.subjects(everybody),
        visits=seen,
        illness=ill,
        pressures=care.pressures(draws, everybody, seen, ill.hypertension, control),
        sugars=care.sugars(draws, seen, ill.diabetes, chance["care.a1c_poor"], years),
        vaccines=care.influenza(draws, everybody, years, chance["care.flu_vaccine_simple"]),
        stool_tests=stools,
        colonoscopies=scopes,
        mammograms=care.mammograms(draws, everybody, years, chance["care.breast"]),
        cytology=cytology,
        virus_tests=virus,
        screens=care.screens(draws, everybody, seen, years, chance["care.depression"]),
        access={key: probabilities(key, everybody, gaps) for key in ACCESS},
        full=full,
    )
