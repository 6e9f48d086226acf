"""Draw needs, what was decided about them, programs, activities, expenses and outcomes.

Each link of the chain stands, but as many of each kind as are planted are broken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from commonweal.sample.community import places
from commonweal.sample.community.places import Tracts
from commonweal.sample.community.truth import BENEFIT, CHAIN, LINKS, QUARTERS, Size, planted
from commonweal.sample.draws import Draws
from commonweal.sample.written import Gap
from commonweal.sample.years import Years, first_day

TITLES = (
    "Housing", "Food", "Behavioral health", "Diabetes", "Heart disease", "Maternal health",
    "Substance use", "Transport", "Violence", "Dental care", "Asthma", "Health insurance",
)  # fmt: skip
# Lines of Schedule H, parts I and II.
CATEGORIES = ("7e", "7i", "7g", "II1", "II2", "II3", "II8")
OFFICES = ("Community health", "Population health", "Government relations", "Nursing")
_REASONS = ("Others lead on it", "Resources go to needs ranked higher")


@dataclass(frozen=True)
class Plan:
    """Hold what is planned and what of it is broken.

    size:   how large the sample is
    years:  its years
    broken: how many links of each kind are broken
    """

    size: Size
    years: Years
    broken: dict[str, int]

    def answered(self) -> tuple[int, int]:
        """Give how many needs are addressed, and how many are not for a reason that is given."""
        silent = self.broken["need_answered"]
        reasoned = max(1, self.size.needs // 8)
        return max(1, self.size.needs - silent - reasoned), reasoned

    def without(self, kind: str, program: int) -> bool:
        """Say whether a program is one of those whose link is broken; each kind has its own."""
        place = LINKS.index(kind)
        start = place * 7
        return (program - start) % self.size.programs < self.broken[kind]


def plan(size: Size, years: Years, gaps: tuple[Gap, ...]) -> Plan:
    """Say which links are broken.

    size:  how large the sample is
    years: its years
    gaps:  what is planted
    """
    return Plan(size, years, {kind: int(planted(gaps, CHAIN, kind, 0)) for kind in LINKS})


def needs(made: Plan) -> Iterator[tuple[object, ...]]:
    """Write the needs of the last assessment.

    made: the plan
    """
    day = f"{made.years.first}-03-15"
    for at in range(made.size.needs):
        yield f"N{at + 1}", f"CHNA-{made.years.first}", f"{TITLES[at % len(TITLES)]} {at + 1}", day


def strategies(made: Plan) -> Iterator[tuple[object, ...]]:
    """Write what was decided about each need.

    made: the plan
    """
    addressed, reasoned = made.answered()
    for at in range(made.size.needs):
        known = at < addressed + reasoned
        yes = at < addressed
        reason = _REASONS[at % len(_REASONS)] if known and not yes else ""
        yield f"ST{at + 1}", f"N{at + 1}", "Y" if yes else "N", reason, f"{made.years.first}-05-10"


def programs(made: Plan) -> Iterator[tuple[object, ...]]:
    """Write programs.

    made: the plan
    """
    for at in range(made.size.programs):
        yield (
            f"PR{at + 1}", CATEGORIES[at % len(CATEGORIES)], OFFICES[at % len(OFFICES)],
            f"{made.years.first}-01-01", "",
        )  # fmt: skip


def program_needs(made: Plan) -> Iterator[tuple[object, ...]]:
    """Write which needs programs answer; every addressed need that is not broken has one.

    made: the plan
    """
    addressed, _ = made.answered()
    served = max(1, addressed - made.broken["strategy_program"])
    known = [at for at in range(made.size.programs) if not made.without("program_need", at)]
    for place in range(max(served, len(known))):
        yield f"PR{known[place % len(known)] + 1}", f"N{place % served + 1}"


def activities(draws: Draws, made: Plan) -> Iterator[tuple[object, ...]]:
    """Write what programs did.

    draws: random numbers
    made:  the plan
    """
    stream, number = draws.on("activities"), 0
    for year in made.years.each():
        for at in range(made.size.programs):
            if made.without("dollars_activity", at):
                continue
            for _ in range(int(stream.integers(3, 12))):
                number += 1
                day = np.datetime64(first_day(year) + int(stream.integers(0, 365)), "D")
                met, hours = int(stream.integers(5, 120)), int(stream.integers(2, 40))
                yield f"A{number}", f"PR{at + 1}", str(day), met, hours


def expenses(
    draws: Draws, made: Plan, tracts: Tracts, gaps: tuple[Gap, ...]
) -> Iterator[tuple[object, ...]]:
    """Write the ledger of community benefit, tract by tract; some of it is for no one place.

    draws:  random numbers
    made:   the plan
    tracts: where people live
    gaps:   what is planted
    """
    factor = np.array([planted(gaps, BENEFIT, quarter, 1.0) for quarter in QUARTERS])
    quarter = np.minimum((tracts.ranks * 4).astype(np.int64), 3)
    head = 30 * factor[quarter]
    number = 0
    for year in made.years.each():
        stream = draws.on(f"expenses {year}")
        dollars = tracts.people * head * stream.lognormal(-0.08, 0.4, tracts.size)
        spread = (dollars[:, None] * stream.dirichlet(np.ones(12), tracts.size)).ravel()
        where = np.repeat(np.arange(tracts.size), 12)
        # Some help is for everybody: it stands in the ledger without a tract.
        spread = np.append(spread, np.full(40, 2500.0))
        codes = [places.code(tract) for tract in where.tolist()] + [""] * 40
        for code, part in zip(codes, spread.tolist(), strict=True):
            number += 1
            program = int(stream.integers(made.size.programs))
            line = CATEGORIES[program % len(CATEGORIES)]
            day = np.datetime64(first_day(year) + int(stream.integers(0, 365)), "D")
            back = part * 0.3 if stream.random() < 0.2 else 0.0
            yield (
                f"X{number}", f"PR{program + 1}", code, line, str(day), f"{part + back:,.2f}",
                f"{back:,.2f}",
            )  # fmt: skip


def outcomes(draws: Draws, made: Plan) -> Iterator[tuple[object, ...]]:
    """Write outcomes: one a year of each program, some without what was before.

    draws: random numbers
    made:  the plan
    """
    stream = draws.on("outcomes")
    for year in made.years.each():
        for at in range(made.size.programs):
            before = float(stream.uniform(0.3, 0.6))
            if made.without("program_outcome", at):
                continue
            known = "" if made.without("outcome_baseline", at) else f"{before:.3f}"
            value = f"{before + float(stream.normal(0.03, 0.03)):.3f}"
            yield f"O{year}-{at + 1}", f"PR{at + 1}", f"{year}-11-30", "Share reached", known, value


NEEDS_HEAD = ("NEED_ID", "CHNA", "TITLE", "ADOPTED_DT")
STRATEGIES_HEAD = ("STRATEGY_ID", "NEED_ID", "ADDRESSED", "REASON", "ADOPTED_DT")
PROGRAMS_HEAD = ("PROGRAM_ID", "SCHED_H_LINE", "OWNER", "START_DT", "END_DT")
PROGRAM_NEEDS_HEAD = ("PROGRAM_ID", "NEED_ID")
ACTIVITIES_HEAD = ("ACTIVITY_ID", "PROGRAM_ID", "EVENT_DT", "ENCOUNTERS", "STAFF_HRS")
EXPENSES_HEAD = ("ENTRY_ID", "PROGRAM_ID", "GEOID", "LINE", "POST_DT", "EXPENSE", "OFFSET")
OUTCOMES_HEAD = ("OUTCOME_ID", "PROGRAM_ID", "MEASURED_DT", "METRIC", "BASELINE", "RESULT")
