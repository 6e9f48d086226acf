"""Draw careers: when people come, move up or across, and leave, whoever they are.

Who left before the first year is in no export: what is left of the years before are survivors,
and their time is truncated on the left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import BoolArray, Draws, FloatArray, IntArray, pick
from commonweal.sample.workforce import places, truth
from commonweal.sample.workforce.selves import Selves
from commonweal.sample.workforce.selves import draw as draw_selves
from commonweal.sample.written import Gap
from commonweal.sample.years import Years

NEVER = 1 << 40
YEAR = 365.25
BEFORE = 25
# A year's rates: leaving, leaving in the first year besides, and promotion from each rank.
LEAVING, FIRST_YEAR, PROMOTED = 0.12, 0.10, (0.13, 0.09, 0.06)
# What leaving, first years and retirement come to together; planted factors are on this.
ALL_LEAVING = 0.155
REASONS = ("Voluntary", "Involuntary", "Retirement", "End of Term", "Death")
_REASON_SHARES = (0.74, 0.17, 0.0, 0.08, 0.01)
FTES = ("1.0", "0.8", "0.6", "0.5")


@dataclass(frozen=True, eq=False)
class Careers:
    """Hold careers, one entry a person in every array; days are counted from 1970.

    selves:   what they say of themselves
    years:    the years of the export
    born:     year of birth
    hired:    first day
    left:     first day no longer here, NEVER for those still here
    reason:   place in REASONS
    family:   job family
    rank:     rank at hire, 0 the lowest
    promoted: days of the promotions, shape (n, 3), NEVER where there is none
    unit, moved, next_unit: unit at hire, day of a move (or NEVER), and unit after it
    fte:      place in FTES
    term:     whether the person is contingent
    """

    selves: Selves
    years: Years
    born: IntArray
    hired: IntArray
    left: IntArray
    reason: IntArray
    family: IntArray
    rank: IntArray
    promoted: IntArray
    unit: IntArray
    moved: IntArray
    next_unit: IntArray
    fte: IntArray
    term: BoolArray

    @property
    def size(self) -> int:
        """Give how many people there are."""
        return len(self.hired)

    def here(self, day: int) -> BoolArray:
        """Say who works here on a day."""
        found: BoolArray = (self.hired <= day) & (day < self.left)
        return found

    def rank_on(self, day: int) -> IntArray:
        """Give everybody's rank on a day, whether they are here or not."""
        found: IntArray = self.rank + (self.promoted <= day).sum(axis=1)
        return found

    def unit_on(self, day: int) -> IntArray:
        """Give everybody's unit on a day."""
        return np.where(self.moved <= day, self.next_unit, self.unit)


def draw(draws: Draws, size: int, years: Years, gaps: tuple[Gap, ...]) -> Careers:
    """Draw careers of people who worked here in the years.

    draws: random numbers
    size:  how many people
    years: the years of the export
    gaps:  what is planted
    """
    many = int(size * 2.4) + 50
    selves = draw_selves(draws, "staff", many)
    stream = draws.on("careers")
    first = years.start - round(BEFORE * YEAR)
    hired = np.sort(stream.integers(first, years.end, many))
    age = stream.integers(22, 56, many)
    born = (hired / YEAR + 1970 - age).astype(np.int64)
    left, reason = _left(stream, hired, age, years, truth.factors(gaps, truth.TURNOVER, selves))
    family = pick(stream, places.FAMILY_SHARES, many)
    rank = pick(stream, (0.80, 0.15, 0.05), many)
    promoted = _promoted(stream, hired, rank, truth.factors(gaps, truth.PROMOTION, selves))
    stop = np.minimum(left, years.end)
    promoted[promoted >= stop[:, None]] = NEVER
    units = len(places.DIVISIONS) * places.UNITS_A_DIVISION
    unit = stream.integers(0, units, many)
    moved = hired + 30 + (stream.exponential(YEAR / 0.12, many)).astype(np.int64)
    moved[moved >= stop] = NEVER
    next_unit = (unit + stream.integers(1, units, many)) % units
    fte = pick(stream, (0.72, 0.12, 0.09, 0.07), many)
    term = reason == REASONS.index("End of Term")
    term |= stream.random(many) < 0.03
    kept = np.flatnonzero(left > years.start)
    kept = np.sort(stream.permutation(kept)[:size])
    return Careers(
        Selves(selves.sex[kept], selves.origin[kept], selves.language[kept], selves.said[kept]),
        years,
        born=born[kept],
        hired=hired[kept],
        left=left[kept],
        reason=reason[kept],
        family=family[kept],
        rank=rank[kept],
        promoted=promoted[kept],
        unit=unit[kept],
        moved=moved[kept],
        next_unit=next_unit[kept],
        fte=fte[kept],
        term=term[kept],
    )


def _left(
    stream: np.random.Generator, hired: IntArray, age: IntArray, years: Years, factor: FloatArray
) -> tuple[IntArray, IntArray]:
    many = len(hired)
    stay = stream.exponential(YEAR / LEAVING, many)
    early = stream.exponential(YEAR / FIRST_YEAR, many)
    stay = np.where(early < YEAR, np.minimum(stay, early), stay)
    # A planted gap is one more way to leave, open in the last two years only; a factor below 1
    # closes part of the ways there are.
    begin = np.maximum(years.end - round(2 * YEAR) - hired, 0)
    more = np.maximum(factor - 1, 0) * ALL_LEAVING
    luck = stream.exponential(1.0, many)
    with np.errstate(divide="ignore"):
        stay = np.minimum(stay, begin + luck * YEAR / more)
    spared = (stay > begin) & (stream.random(many) > np.minimum(factor, 1.0))
    retires = (stream.integers(62, 71, many) - age) * YEAR
    stay = np.where(spared, np.maximum(stay, retires), stay)
    left = hired + np.minimum(stay, retires).astype(np.int64) + 1
    reason = pick(stream, _REASON_SHARES, many)
    reason = np.where(retires <= stay, REASONS.index("Retirement"), reason)
    return np.where(left >= years.end, NEVER, left), reason


def _promoted(
    stream: np.random.Generator, hired: IntArray, rank: IntArray, factor: FloatArray
) -> IntArray:
    """Draw the days of promotions: always the first of a month, so that many are tied."""
    many = len(hired)
    found = np.full((many, 3), NEVER, dtype=np.int64)
    since = hired.astype(np.float64)
    for step in range(3):
        now = rank + step
        rate = np.append(PROMOTED, 1e-9)[np.minimum(now, 3)] * factor
        since = since + stream.exponential(1.0, many) * YEAR / rate
        days = np.minimum(since, 1e6).astype(np.int64).astype("datetime64[D]")
        month = (days.astype("datetime64[M]") + 1).astype("datetime64[D]").astype(np.int64)
        found[:, step] = np.where(now < 3, month, NEVER)
        since = month.astype(np.float64)
    return found
