"""Draw searches: who applied, who was screened, interviewed and offered, and when.

Only the last three years are in the export, as in many recruiting systems.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import BoolArray, Draws, FloatArray, IntArray, pick
from commonweal.sample.workforce import places, truth
from commonweal.sample.workforce.selves import Selves
from commonweal.sample.workforce.selves import draw as draw_selves
from commonweal.sample.written import Gap
from commonweal.sample.years import Years, first_day

KEPT_YEARS = 3
# A search a year for so many of the staff, and applications to one.
A_YEAR, APPLY = 0.055, 11.0
QUALIFIED, WITHDRAW, SCREENED, INVITED, ACCEPTED = 0.88, 0.04, 0.55, 0.80, 0.86
CHANNELS = ("Career Site", "Referral", "Job Board", "Campus", "Agency")
REJECTED, WITHDREW, FORWARD, OPEN, DECLINED = range(5)
OUTCOMES = ("Not Selected", "Candidate Withdrew", "Moved Forward", "", "Candidate Declined")


@dataclass(frozen=True, eq=False)
class Searches:
    """Hold searches and applications; days are counted from 1970.

    selves:    what applicants say of themselves
    opened, closed, family, unit, openings: of each search; closed is 0 while it is open
    cancelled: whether a search ended without anybody
    search, applicant, applied, channel, qualified: of each application
    reached:   stages entered, 1 (applied) to 5 (accepted), of each application
    outcome:   outcome of the last stage entered, place in OUTCOMES
    """

    selves: Selves
    opened: IntArray
    closed: IntArray
    family: IntArray
    unit: IntArray
    openings: IntArray
    cancelled: BoolArray
    search: IntArray
    applicant: IntArray
    applied: IntArray
    channel: IntArray
    qualified: BoolArray
    reached: IntArray
    outcome: IntArray


def draw(draws: Draws, staff: int, years: Years, gaps: tuple[Gap, ...]) -> Searches:
    """Draw the searches of the last years.

    draws: random numbers
    staff: how many people the export holds
    years: the years of the export
    gaps:  what is planted
    """
    stream = draws.on("searches")
    kept = min(KEPT_YEARS, years.count)
    many = max(round(staff * A_YEAR * kept), 1)
    opened = np.sort(stream.integers(first_day(years.last - kept + 1), years.end - 1, many))
    openings = 1 + pick(stream, (0.75, 0.19, 0.06), many)
    sizes = stream.poisson(APPLY * openings**0.7)
    search = np.repeat(np.arange(many), sizes)
    people = max(round(0.9 * len(search)), 1)
    applicant = stream.integers(0, people, len(search))
    # One application a person and search.
    _, first = np.unique(search * people + applicant, return_index=True)
    search, applicant = search[first], applicant[first]
    selves = draw_selves(draws, "applicants", people)
    weight = truth.factors(gaps, truth.OFFERED, selves)[applicant]
    qualified = stream.random(len(search)) < QUALIFIED
    reached, outcome = _stages(stream, search, qualified, weight, openings)
    closed = opened + stream.integers(45, 110, many)
    offers = np.bincount(search, weights=reached >= 4, minlength=many)
    running = closed >= years.end
    outcome = np.where(running[search], OPEN, outcome)
    reached = np.where(running[search], np.minimum(reached, 2), reached)
    return Searches(
        selves, opened, np.where(running, 0, closed),
        pick(stream, places.FAMILY_SHARES, many), stream.integers(0, 24, many), openings,
        (offers == 0) & ~running, search, applicant,
        opened[search] + stream.integers(3, 20, len(search)),
        pick(stream, (0.46, 0.18, 0.22, 0.09, 0.05), len(search)), qualified, reached, outcome,
    )  # fmt: skip


def _stages(
    stream: np.random.Generator,
    search: IntArray,
    qualified: BoolArray,
    weight: FloatArray,
    openings: IntArray,
) -> tuple[IntArray, IntArray]:
    """Draw how far each application came; at the interview the best of a search are offered."""
    many = len(search)
    reached = np.ones(many, dtype=np.int64)
    outcome = np.full(many, REJECTED, dtype=np.int64)
    still = np.ones(many, dtype=np.bool_)
    chances: tuple[FloatArray | float, ...] = (np.where(qualified, SCREENED, 0.0), INVITED)
    for chance in chances:
        withdrew = still & (stream.random(many) < WITHDRAW)
        outcome[withdrew] = WITHDREW
        still &= ~withdrew & (stream.random(many) < chance)
        reached[still] += 1
    withdrew = still & (stream.random(many) < WITHDRAW)
    outcome[withdrew] = WITHDREW
    still &= ~withdrew
    luck = np.where(still, stream.exponential(1.0, many) / weight, np.inf)
    order = np.lexsort((luck, search))
    begin = np.searchsorted(search[order], np.arange(len(openings)))
    place = np.empty(many, dtype=np.int64)
    place[order] = np.arange(many) - begin[search[order]]
    offered = still & (place < openings[search])
    reached[offered] += 1
    accepted = offered & (stream.random(many) < ACCEPTED)
    outcome[offered] = DECLINED
    reached[accepted] += 1
    outcome[accepted] = FORWARD
    return reached, outcome
