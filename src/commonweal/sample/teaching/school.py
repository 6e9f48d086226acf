"""Write what a school's own systems hold of its learners: roster, grades, tests, ratings, training.

Each table is written as such a system exports it, with the faults that exports have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from commonweal.sample.draws import Draws, FloatArray
from commonweal.sample.teaching.learners import (
    DEPARTMENTS,
    PROGRAMS,
    RACES,
    ROLES,
    SEXES,
    SITES,
    Learners,
)
from commonweal.sample.written import Gap

Row = tuple[object, ...]
ITEMS, UNFAIR = 40, (12, 29)
EXAM = "Year-end examination"
COURSES = ("Foundations", "Clinical reasoning", "Community health", "Ethics and law")
RATERS, RATINGS, FORM_TOP = 90, 4, 5
_PASS_MARK, _HONORS_MARK, _MEAN, _SPREAD = 60.0, 90.0, 77.0, 6.5
_DONE = 0.86
_RACE_WORDS = {
    "white": "White", "black": "Black", "hispanic": "", "asian": "Asian", "multiple": "Asian;White",
    "declined": "Prefer not to answer", "unread": "see paper form",
}  # fmt: skip
_SEX_WORDS = {"female": "F", "male": "M", "other": "X", "unknown": ""}


@dataclass(frozen=True)
class School:
    """Hold what the tables are drawn from.

    draws: random numbers
    learners: everybody
    gaps: what is planted
    last_year: the last year
    """

    draws: Draws
    learners: Learners
    gaps: tuple[Gap, ...]
    last_year: int

    def first_year(self, place: int) -> int:
        """Give the year in which a learner began."""
        return self.last_year - 4 + int(self.learners.cohort[place])


def name(place: int) -> str:
    """Give the number of a learner in the school's systems.

    place: in the arrays
    """
    return f"S{place + 1:05d}"


def roster(school: School) -> Iterator[Row]:
    """Make the roster, with what learners say of themselves.

    school: what it is drawn from
    """
    people = school.learners
    for place in range(people.size):
        race, year = RACES[int(people.race[place])], school.first_year(place)
        ethnicity = {"hispanic": "Hispanic or Latino", "declined": "Prefer not to answer"}
        yield (
            name(place), PROGRAMS[int(people.program[place])], ROLES[int(people.role[place])],
            DEPARTMENTS[int(people.department[place])], f"Class of {year + 4}",
            SITES[int(people.site[place])],
            "not on file" if place % 97 == 96 else int(people.prior[place]),
            f"{year}-08-15", _RACE_WORDS[race],
            ethnicity.get(race, "" if race == "unread" else "Not Hispanic"),
            _SEX_WORDS[SEXES[int(people.sex[place])]],
        )  # fmt: skip


def grades(school: School) -> Iterator[Row]:
    """Make the gradebook of three years; a failed course has a second attempt.

    school: what it is drawn from
    """
    people, stream = school.learners, school.draws.on("grades")
    level = _MEAN + people.ability + people.place
    for gap in school.gaps:
        if gap.measure == "teaching.attainment":
            level = level + gap.size * people.of(gap.view, gap.group)
    number = 0
    for year in range(school.last_year - 2, school.last_year + 1):
        points = level[:, None] + stream.normal(0.0, _SPREAD, (people.size, len(COURSES)))
        again = stream.normal(4.0, 3.0, points.shape)
        for place in range(people.size):
            if school.first_year(place) >= year:
                continue
            for course, score in enumerate(np.clip(points[place], 0.0, 100.0).tolist()):
                number += 1
                row = _grade(number, name(place), (course, year, 1), score)
                yield row
                if number % 401 == 0:
                    yield row
                if score < _PASS_MARK:
                    number += 1
                    better = min(max(_PASS_MARK, score + float(again[place, course])), 100.0)
                    yield _grade(number, name(place), (course, year, 2), better)


def _grade(number: int, learner: str, when: tuple[int, int, int], score: float) -> Row:
    course, year, attempt = when
    letter = "H" if score >= _HONORS_MARK else "P" if score >= _PASS_MARK else "F"
    shown: object = round(score, 1)
    if number % 503 == 0:
        shown = "see note"
    if number % 701 == 0:
        letter = "I"
    month = 3 * course + 2 + (attempt > 1)
    return (
        f"G{number:07d}", learner, COURSES[course], f"{year} T{course + 1}", attempt, shown,
        letter, f"{month:02d}/15/{year}",
    )  # fmt: skip


def items() -> Iterator[Row]:
    """Make the item bank of the examination."""
    for item in range(ITEMS):
        yield f"EX-{item + 1:03d}", EXAM, f"Q{item + 1:02d}", f"CC2-{item % 24 + 1:02d}"


def responses(school: School) -> Iterator[Row]:
    """Make the answers to the examination; what is unfair is so at every ability.

    school: what it is drawn from
    """
    people, stream = school.learners, school.draws.on("answers")
    hard, sharp = stream.normal(-0.3, 0.9, ITEMS), stream.uniform(0.8, 1.5, ITEMS)
    # The two items stand where they can tell.
    hard[list(UNFAIR)], sharp[list(UNFAIR)] = -0.2, 1.0
    odds = sharp * (people.ability[:, None] / 6.0 - hard)
    for gap in school.gaps:
        if gap.measure == "teaching.item_fairness":
            odds[:, UNFAIR] += gap.size * people.of(gap.view, gap.group)[:, None]
    right = (stream.random(odds.shape) < 1 / (1 + np.exp(-odds))).astype(int).tolist()
    for place in range(people.size):
        for item, score in enumerate(right[place]):
            shown: object = "" if place % 61 == 60 and item == ITEMS - 1 else score
            yield (
                f"{name(place)}-{item + 1:03d}", name(place), f"EX-{item + 1:03d}",
                f"{school.last_year}-05-20T09:{item:02d}:00-04:00", shown,
            )  # fmt: skip


def ratings(school: School) -> Iterator[Row]:
    """Make ratings from the wards: some raters are strict, some sites too, and no group matters.

    school: what it is drawn from
    """
    people, stream = school.learners, school.draws.on("ratings")
    severity, places = stream.normal(0.0, 0.3, RATERS), stream.normal(0.0, 0.15, len(SITES))
    who = stream.integers(0, RATERS, (people.size, RATINGS))
    chance = stream.normal(0.0, 0.45, (people.size, RATINGS))
    number = 0
    for place in range(people.size):
        for turn in range(RATINGS):
            number += 1
            rater = int(who[place, turn])
            site = rater % len(SITES)
            value = 3.6 + 0.25 * people.skill[place] + severity[rater] + places[site]
            value = min(max(round(float(value + chance[place, turn]) * 2) / 2, 1.0), FORM_TOP)
            yield (
                f"V{number:06d}", name(place), f"R{rater + 1:03d}", SITES[site], "Ward form 3",
                "Communication", "n/a" if number % 307 == 0 else value, FORM_TOP,
                f"{school.last_year}-{2 * turn + 3:02d}-28",
            )  # fmt: skip


def trainings(school: School) -> Iterator[Row]:
    """Make the transcript of required trainings.

    school: what it is drawn from
    """
    people, stream = school.learners, school.draws.on("trainings")
    chance: FloatArray = np.full(people.size, _DONE)
    for gap in school.gaps:
        if gap.measure == "teaching.training_reach":
            chance += gap.size * people.of(gap.view, gap.group)
    done, other = stream.random(people.size) < chance, stream.random(people.size) < _DONE
    before, due = stream.integers(0, 90, people.size), date(school.last_year, 6, 30)
    for place in range(people.size):
        took = (due - timedelta(days=int(before[place]))).isoformat()
        for topic, taken in (("DEI-CC", done[place]), ("SAFETY", other[place])):
            yield (
                f"{name(place)}-{topic}", name(place),
                "Care across cultures" if topic == "DEI-CC" else "Fire safety", topic,
                f"{school.last_year}-03-01", due.isoformat(), took if taken else "",
            )  # fmt: skip
