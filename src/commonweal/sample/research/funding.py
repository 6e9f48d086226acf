"""Draw researchers, their applications for grants, what the institution gives them, and mentors.

Groups differ in nothing but the chance that an application is funded, and only where a gap is
planted. Topic and record move that chance for everybody alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import BoolArray, Draws, FloatArray, IntArray, pick, where
from commonweal.sample.research.truth import Size, planted
from commonweal.sample.written import Gap
from commonweal.sample.years import Years, first_day

STAGES = ("early", "middle", "senior")
DEGREES = ("MD", "PhD", "MD/PhD", "Other")
MECHANISMS = ("R01", "R21", "K23", "Foundation", "Industry")
TOPICS = ("basic", "clinical", "population", "services")
KINDS = ("seed_grant", "space", "effort", "core_credits", "bridge", "startup")
_FUNDED = 0.36
_BY_TOPIC = (0.03, 0.0, -0.03, 0.0)
_BY_MECHANISM = (-0.04, 0.0, 0.05, 0.02, 0.04)


@dataclass(frozen=True, eq=False)
class Researchers:
    """Hold the researchers, one entry each in every array.

    stratum, unit, stage, degree: places in lists
    woman: whether on record as female
    joined: first day, from 1970
    left: first day no longer here, or -1
    experience: years since the last degree in the last year
    """

    stratum: IntArray
    woman: BoolArray
    unit: IntArray
    stage: IntArray
    degree: IntArray
    joined: IntArray
    left: IntArray
    experience: IntArray

    @property
    def size(self) -> int:
        """Give how many researchers there are."""
        return len(self.stage)


@dataclass(frozen=True, eq=False)
class Applications:
    """Hold applications, one entry each in every array.

    who: number of the researcher
    mechanism, topic: places in lists
    submitted: day, from 1970
    dollars: asked for
    experience, publications: at that time
    funded: whether it was funded
    """

    who: IntArray
    mechanism: IntArray
    topic: IntArray
    submitted: IntArray
    dollars: IntArray
    experience: IntArray
    publications: IntArray
    funded: BoolArray


@dataclass(frozen=True, eq=False)
class Awards:
    """Hold what the institution gave, one entry each in every array.

    who: number of the researcher
    kind: place in KINDS
    day: when, from 1970
    dollars: value
    open_call, criteria: whether it came through a published call, by published criteria
    panel: people who decided
    waited: days from the end of the call to the notice
    """

    who: IntArray
    kind: IntArray
    day: IntArray
    dollars: IntArray
    open_call: BoolArray
    criteria: BoolArray
    panel: IntArray
    waited: IntArray


@dataclass(frozen=True, eq=False)
class Mentoring:
    """Hold who mentors whom.

    mentee, mentor: numbers of researchers
    began: day, from 1970
    meetings: in the last twelve months
    """

    mentee: IntArray
    mentor: IntArray
    began: IntArray
    meetings: IntArray


def researchers(draws: Draws, size: Size, years: Years, units: int) -> Researchers:
    """Draw researchers.

    draws: random numbers
    size:  how many
    years: the years of the sample
    units: how many units they belong to
    """
    stream = draws.on("researchers")
    many = size.researchers
    stage = pick(stream, (0.4, 0.35, 0.25), many)
    joined = years.start - stream.integers(30, 6000, many)
    leaves = stream.random(many) < 0.08
    gone = stream.integers(years.start + 200, years.end, many)
    return Researchers(
        stratum=pick(stream, (0.55, 0.09, 0.11, 0.20, 0.03, 0.01, 0.006, 0.004), many),
        woman=stream.random(many) < 0.45,
        unit=stream.integers(0, units, many),
        stage=stage,
        degree=pick(stream, (0.35, 0.45, 0.12, 0.08), many),
        joined=joined,
        left=np.where(leaves, gone, -1),
        experience=(3 + 9 * stage + stream.integers(0, 9, many)).astype(np.int64),
    )


def applications(
    draws: Draws, people: Researchers, years: Years, gaps: tuple[Gap, ...]
) -> Applications:
    """Draw applications: about one a year for each researcher who is here.

    draws:  random numbers
    people: the researchers
    years:  the years of the sample
    gaps:   what is planted
    """
    parts = []
    for year in years.each():
        stream = draws.on(f"applications {year}")
        here = (people.left < 0) | (people.left >= first_day(year + 1))
        many = stream.poisson(1.2, people.size) * here
        who = np.repeat(np.arange(people.size), many)
        size = len(who)
        mechanism = pick(stream, (0.4, 0.2, 0.1, 0.2, 0.1), size)
        topic = pick(stream, (0.35, 0.35, 0.15, 0.15), size)
        experience = np.maximum(people.experience[who] - (years.last - year), 1)
        publications = stream.poisson(4 + 2.2 * experience)
        chance = _chance(people, who, experience, publications, gaps)
        chance += np.array(_BY_TOPIC)[topic] + np.array(_BY_MECHANISM)[mechanism]
        parts.append(
            Applications(
                who=who,
                mechanism=mechanism,
                topic=topic,
                submitted=first_day(year) + stream.integers(0, 365, size),
                dollars=1000 * stream.integers(40, 700, size),
                experience=experience,
                publications=publications.astype(np.int64),
                funded=stream.random(size) < np.clip(chance, 0.02, 0.95),
            )
        )
    return Applications(*(np.concatenate(column) for column in zip(*map(_columns, parts),
                                                                   strict=True)))  # fmt: skip


def _columns(part: Applications) -> tuple[IntArray | BoolArray, ...]:
    return tuple(vars(part).values())


def _chance(
    people: Researchers,
    who: IntArray,
    experience: IntArray,
    publications: IntArray,
    gaps: tuple[Gap, ...],
) -> FloatArray:
    record = 0.004 * (publications - 4 - 2.2 * experience)
    women = planted(gaps, "research.funding_gap", "female", 0.0)
    men = planted(gaps, "research.funding_gap", "male", 0.0)
    return np.asarray(_FUNDED + record + np.where(people.woman[who], women, men))


def awards(draws: Draws, people: Researchers, years: Years) -> Awards:
    """Draw what the institution gave: much to few, as it is everywhere.

    draws:  random numbers
    people: the researchers
    years:  the years of the sample
    """
    stream = draws.on("awards")
    likely = np.exp(stream.normal(0.0, 0.8, people.size))
    many = int(0.55 * people.size * years.count)
    who = pick(stream, tuple(likely.tolist()), many)
    kind = pick(stream, (0.35, 0.1, 0.15, 0.2, 0.1, 0.1), many)
    open_call = stream.random(many) < np.where(kind == 0, 0.8, 0.3)
    criteria = (open_call & (stream.random(many) < 0.85)) | (stream.random(many) < 0.15)
    return Awards(
        who=who,
        kind=kind,
        day=stream.integers(years.start, years.end, many),
        dollars=np.rint(np.exp(stream.normal(10.3, 0.9, many))).astype(np.int64),
        open_call=open_call,
        criteria=criteria,
        panel=np.where(open_call, stream.integers(2, 8, many), stream.integers(1, 4, many)),
        waited=stream.integers(20, 140, many),
    )


def mentoring(draws: Draws, people: Researchers, years: Years) -> Mentoring:
    """Draw mentors: three in four of those early in their career have one.

    draws:  random numbers
    people: the researchers
    years:  the years of the sample
    """
    stream = draws.on("mentoring")
    early = where(people.stage == 0)
    mentee = early[stream.random(len(early)) < 0.75]
    senior = where(people.stage > 0)
    return Mentoring(
        mentee=mentee,
        mentor=senior[stream.integers(0, len(senior), len(mentee))],
        began=years.start + stream.integers(0, 365, len(mentee)),
        meetings=stream.poisson(5.0, len(mentee)).astype(np.int64),
    )
