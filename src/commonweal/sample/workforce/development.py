"""Draw pay, mentoring and who could follow in critical posts; none looks at who somebody is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import Draws, FloatArray, IntArray, pick
from commonweal.sample.workforce.careers import YEAR, Careers
from commonweal.sample.workforce.places import FAMILIES, PAY, STEP

LEVELS = ("Ready Now", "1-2 Years", "3+ Years")
PROGRAMS = ("First Year Circle", "Career Bridge", "Leadership Pairs")
CRITICAL_A_THOUSAND = 8
_MENTORED = 0.22


@dataclass(frozen=True, eq=False)
class Development:
    """Hold mentoring and succession; days are counted from 1970, people by their place.

    mentee, mentor, start, end, program, meetings: of each mentoring relation
    critical, scale: people whose posts are critical, and how critical
    post, person, level, assessed: of each assessment of readiness; post is a place in `critical`
    factor:          of each person's pay, around 1
    """

    mentee: IntArray
    mentor: IntArray
    start: IntArray
    end: IntArray
    program: IntArray
    meetings: IntArray
    critical: IntArray
    scale: IntArray
    post: IntArray
    person: IntArray
    level: IntArray
    assessed: IntArray
    factor: FloatArray


def draw(draws: Draws, careers: Careers) -> Development:
    """Draw what is done to develop people.

    draws:   random numbers
    careers: the staff
    """
    end = careers.years.end
    stream = draws.on("mentoring")
    recent = np.flatnonzero(careers.here(end - round(YEAR)) | careers.here(end - 1))
    mentee = recent[stream.random(len(recent)) < _MENTORED]
    start = end - stream.integers(20, round(2 * YEAR), len(mentee))
    start = np.maximum(start, careers.hired[mentee])
    mentor = stream.choice(recent, len(mentee))
    apart = mentor != mentee
    mentee, mentor, start = mentee[apart], mentor[apart], start[apart]
    program = stream.integers(0, len(PROGRAMS), len(mentee))
    meetings = stream.poisson(7, len(mentee)) + 1
    critical, scale, post, person, level, assessed = _succession(draws, careers)
    factor = np.exp(draws.on("pay").normal(0, 0.07, careers.size))
    return Development(
        mentee, mentor, start, start + 270, program, meetings, critical, scale, post, person,
        level, assessed, factor,
    )  # fmt: skip


def yearly_pay(careers: Careers, development: Development, day: int) -> IntArray:
    """Give everybody's full-time pay a year on a day, in cents.

    careers:     the staff
    development: with the factor of each person
    day:         count of days from 1970
    """
    rank = careers.rank_on(day)
    years = np.maximum((day - careers.hired) / YEAR, 0)
    later = np.maximum((careers.years.end - day) / YEAR, 0)
    pay = np.array(PAY)[careers.family] * STEP**rank * 1.008**years * 0.974**later
    cents: IntArray = np.round(pay * development.factor / 100).astype(np.int64) * 100
    return cents


def _succession(draws: Draws, careers: Careers) -> tuple[IntArray, ...]:
    stream = draws.on("succession")
    day = careers.years.end - 1
    rank = careers.rank_on(day)
    senior = np.flatnonzero(careers.here(day) & (rank >= 2))
    many = min(max(CRITICAL_A_THOUSAND * careers.size // 1000, 4), len(senior))
    critical = np.sort(stream.permutation(senior)[:many])
    posts: list[int] = []
    people: list[int] = []
    for family in range(len(FAMILIES)):
        near = careers.here(day) & (careers.family == family) & (rank >= 1)
        # A few are named for many posts: that is what simultaneous coverage finds.
        pool = stream.permutation(np.flatnonzero(near))[:8]
        for post in np.flatnonzero(careers.family[critical] == family).tolist():
            named = pool[stream.random(len(pool)) < 0.24]
            posts.extend([post] * len(named))
            people.extend(named.tolist())
    named_for = (np.array(posts, dtype=np.int64), np.array(people, dtype=np.int64))
    level = pick(stream, (0.5, 0.3, 0.2), len(posts))
    assessed = careers.years.end - stream.integers(10, 430, len(posts))
    return critical, stream.integers(60, 126, many), *named_for, level, assessed
