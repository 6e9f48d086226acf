"""Draw hires and people on pathways into jobs: homes, doors they came through, how long they stay.

Homes follow the labor force and nobody's leaving looks at who they are, but where it is planted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from commonweal.sample.community import places
from commonweal.sample.community.places import Tracts
from commonweal.sample.community.truth import (
    IMPACT,
    IMPACT_SHARE,
    LOCAL,
    RETENTION,
    SITES,
    WAYS,
    Size,
    planted,
)
from commonweal.sample.draws import BoolArray, Draws, FloatArray, IntArray, pick
from commonweal.sample.workforce import selves
from commonweal.sample.workforce.selves import Selves
from commonweal.sample.written import Gap
from commonweal.sample.years import Years

FAMILIES = (
    ("Nursing", False, True), ("Physicians", False, True), ("Therapy", False, True),
    ("Nursing assistants", True, False), ("Food and environment", True, False),
    ("Clinic support", True, False), ("Offices", False, False),
)  # fmt: skip
_FAMILY_SHARES = (0.18, 0.05, 0.09, 0.24, 0.18, 0.16, 0.10)
PATHWAYS = ("Nurse aide academy", "Clinic careers", "Kitchen to career", "Tech start")
_PLACED = (("ROOFTOP", 0.8), ("STREET", 0.13), ("ZIP", 0.03), ("NONE", 0.04))
# Chances of having left by day 90 and by the end of the first year; later as in the first year.
_LEFT_EARLY, _LEFT_YEAR = 0.12, 0.3
STAGES = ("enrolled", "completed", "interviewed", "offered", "started", "retained")
_GO_ON = (0.72, 0.78, 0.9, 0.66, 0.92, 0.82)
_DAYS_BETWEEN = (20, 60, 12, 9, 21, 90)


@dataclass(frozen=True, eq=False)
class Hires:
    """Hold people hired, one entry each in every array.

    day:     first day of work, from 1970
    left:    last day of work, or a day beyond the years
    home:    tract of the home
    family, site, placed: places in lists
    pathway: place of the pathway, -1 for none
    selves:  what they say of themselves
    """

    day: IntArray
    left: IntArray
    home: IntArray
    family: IntArray
    site: IntArray
    placed: IntArray
    pathway: IntArray
    selves: Selves


def draw(draws: Draws, size: Size, years: Years, tracts: Tracts, gaps: tuple[Gap, ...]) -> Hires:
    """Draw hires.

    draws:  random numbers
    size:   hires a year
    years:  the years of the sample
    tracts: where people live
    gaps:   what is planted
    """
    stream = draws.on("hires")
    many = size.hires * size.years
    day = years.start + np.floor(stream.random(many) * (years.end - years.start)).astype(np.int64)
    family = pick(stream, _FAMILY_SHARES, many)
    site = pick(stream, (0.35, 0.25, 0.22, 0.18), many)
    local = np.array([planted(gaps, LOCAL, one, 1.0) for one in SITES])
    home = _homes(stream, tracts, local[site])
    entry = np.array([one[1] for one in FAMILIES])[family]
    # So many in entry jobs come through a pathway that impact hires are as many as planted.
    near = float(tracts.workers[tracts.first].sum() / tracts.workers.sum())
    open_doors = sum(share for share, one in zip(_FAMILY_SHARES, FAMILIES, strict=True) if one[1])
    chance = planted(gaps, IMPACT, "all", IMPACT_SHARE) / (near * open_doors)
    through = entry & (stream.random(many) < chance)
    pathway = np.where(through, stream.integers(0, len(PATHWAYS), many), -1)
    # Door by which somebody in an entry job came, as the measure of retention names it.
    way = np.where(pathway >= 0, 0, np.where(tracts.first[home], 1, 2))
    early = np.array([planted(gaps, RETENTION, one, 0.0) for one in WAYS])[way] * entry
    return Hires(
        day, day + _stays(stream, _LEFT_EARLY + early), home, family, site,
        pick(stream, tuple(share for _, share in _PLACED), many), pathway,
        selves.draw(draws, "hires", many),
    )  # fmt: skip


def _homes(stream: np.random.Generator, tracts: Tracts, local: FloatArray) -> IntArray:
    """Draw homes by labor force, priority places more or less often by a factor of the site."""
    home = np.zeros(len(local), dtype=np.int64)
    for factor in np.unique(local):
        among = local == factor
        weight = tracts.workers * np.where(tracts.first, factor, 1.0)
        home[among] = pick(stream, tuple(weight.tolist()), int(among.sum()))
    return home


def _stays(stream: np.random.Generator, early: FloatArray) -> IntArray:
    """Draw days until leaving: most of those who leave do so early on."""
    luck = stream.random(len(early))
    late = (luck - early) / (1 - early)
    rate = -np.log(1 - (_LEFT_YEAR - _LEFT_EARLY) / (1 - _LEFT_EARLY)) / 275
    days = np.where(luck < early, 1 + luck / early * 89, 90 - np.log1p(-np.maximum(late, 0)) / rate)
    return np.floor(days).astype(np.int64)


def rows(hires: Hires, years: Years) -> Iterator[tuple[object, ...]]:
    """Write the list of hires, with what each says in the self-identification form.

    hires: all of them
    years: the years of the sample
    """
    said = np.datetime_as_string(hires.day.astype("datetime64[D]")).tolist()
    gone = np.datetime_as_string(hires.left.astype("datetime64[D]")).tolist()
    for at, day in enumerate(said):
        name, entry, degree = FAMILIES[int(hires.family[at])]
        quality = _PLACED[int(hires.placed[at])][0]
        road = int(hires.pathway[at])
        yield (
            f"E{at + 500001}",
            # One in four hundred bears a day that no calendar has.
            "2024-02-31" if at % 400 == 399 else day,
            gone[at] if hires.left[at] < years.end else "",
            "" if quality == "NONE" else places.code(int(hires.home[at])), quality, name,
            SITES[int(hires.site[at])], "Y" if entry else "N",
            "" if at % 50 == 49 else "BACH" if degree else "HS",
            "" if at % 60 == 59 else "PATHWAY" if road >= 0 else "OPEN",
            f"PW{road + 1}" if road >= 0 else "", *hires.selves.cells(at, day),
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Participants:
    """Hold people referred to pathways, one entry each in every array.

    day:     of the referral, from 1970
    pathway: place of the pathway
    reached: how many stages they reached after the referral, shape (n,)
    selves:  what they say of themselves
    """

    day: IntArray
    pathway: IntArray
    reached: IntArray
    selves: Selves


def participants(draws: Draws, size: Size, years: Years) -> Participants:
    """Draw people on pathways; every pathway and everybody goes on alike.

    draws: random numbers
    size:  people a year
    years: the years of the sample
    """
    stream = draws.on("participants")
    many = size.participants * size.years
    goes: BoolArray = stream.random((many, len(STAGES))) < np.array(_GO_ON)
    day = years.start + np.floor(stream.random(many) * (years.end - years.start)).astype(np.int64)
    return Participants(
        day, pick(stream, (0.35, 0.3, 0.2, 0.15), many),
        np.cumprod(goes, axis=1).sum(axis=1), selves.draw(draws, "participants", many),
    )  # fmt: skip


def referrals(people: Participants) -> Iterator[tuple[object, ...]]:
    """Write referrals, with what people chose to say of themselves.

    people: all of them
    """
    said = np.datetime_as_string(people.day.astype("datetime64[D]")).tolist()
    for at, day in enumerate(said):
        yield f"P{at + 1}", f"PW{int(people.pathway[at]) + 1}", day, *people.selves.cells(at, day)


def progress(people: Participants) -> Iterator[tuple[object, ...]]:
    """Write the stages that people reached.

    people: all of them
    """
    later = np.cumsum(_DAYS_BETWEEN)
    for at, reached in enumerate(people.reached.tolist()):
        for place in range(reached):
            day = np.datetime64(int(people.day[at]) + int(later[place]), "D")
            yield f"P{at + 1}", STAGES[place].upper(), str(day)


def pathways() -> Iterator[tuple[object, ...]]:
    """Write the pathways, each with the partner that runs it."""
    for at, name in enumerate(PATHWAYS):
        yield f"PW{at + 1}", name, f"ORG{at + 1}", 60 + 20 * at, f"{180_000 + 45_000 * at:,.2f}"


HEAD = (
    "EMPL_ID", "HIRE_DT", "TERM_DT", "HOME_GEOID", "GEO_MATCH", "JOB_FAMILY", "SITE", "ENTRY_LVL",
    "MIN_EDU", "SOURCE", "PATHWAY_ID", *selves.HEAD,
)  # fmt: skip
REFERRALS_HEAD = ("PERSON_ID", "PATHWAY_ID", "REFERRED_DT", *selves.HEAD)
PROGRESS_HEAD = ("PERSON_ID", "STAGE", "STAGE_DT")
PATHWAYS_HEAD = ("PATHWAY_ID", "NAME", "PARTNER_ID", "SLOTS", "ANNUAL_COST")
