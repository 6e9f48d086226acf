"""Draw what is spent on which condition, and which of the system's own gaps research answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import BoolArray, Draws, IntArray, pick, where
from commonweal.sample.research.conditions import CONDITIONS
from commonweal.sample.research.truth import Size, planted
from commonweal.sample.written import Gap
from commonweal.sample.years import Years

FOCUS = ("none", "measures", "intervenes", "unknown")
# Money follows burden, but not one to one: an elasticity as the published portfolios show.
_SLOPE, _SPREAD = 0.7, 0.35
_MEASURES = (
    ("care.bp_control", "heart disease"), ("care.a1c_poor", "diabetes"),
    ("care.colorectal", "colorectal cancer"), ("care.breast", "breast cancer"),
    ("care.depression", "depression"), ("care.cervical", "lung cancer"),
)  # fmt: skip
_GROUPS = (
    ("race_ethnicity", "hispanic"), ("race_ethnicity", "black"), ("language", "es"),
    ("language", "zh"), ("sex", "male"), ("payer", "medicaid"), ("payer", "self_pay"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Items:
    """Hold the items, one entry each in every array.

    condition, focus: places in lists
    dollars: spent in a year
    began: day, from 1970
    gap: number of the gap it answers, or -1
    """

    condition: IntArray
    focus: IntArray
    dollars: IntArray
    began: IntArray
    gap: IntArray


@dataclass(frozen=True)
class Found:
    """Hold a gap that an audit found.

    measure, view, stratum, condition: which
    """

    measure: str
    view: str
    stratum: str
    condition: str


GAPS: tuple[Found, ...] = tuple(
    Found(measure, view, stratum, condition)
    for measure, condition in _MEASURES
    for view, stratum in _GROUPS
)


def items(draws: Draws, size: Size, years: Years, gaps: tuple[Gap, ...]) -> Items:
    """Draw items: about four a condition for each hundred studies.

    draws: random numbers
    size:  how many studies there are
    years: the years of the sample
    gaps:  what is planted
    """
    stream = draws.on("portfolio")
    burden = np.array([one.dalys for one in CONDITIONS])
    factor = np.array([planted(gaps, "research.portfolio", one.key, 1.0) for one in CONDITIONS])
    money = 60_000 * burden**_SLOPE * np.exp(stream.normal(0.0, _SPREAD, len(burden))) * factor
    each = np.maximum(stream.poisson(0.04 * size.studies, len(burden)), 1)
    condition = np.repeat(np.arange(len(burden)), each)
    part = stream.gamma(2.0, 1.0, len(condition)) + 0.05
    part /= np.bincount(condition, part)[condition]
    answers: BoolArray = stream.random(len(condition)) < 0.2
    gap = np.full(len(condition), -1)
    at = where(answers)
    gap[at] = stream.integers(0, len(GAPS), len(at))
    return Items(
        condition=condition,
        focus=pick(stream, (0.6, 0.2, 0.12, 0.08), len(condition)),
        dollars=np.maximum(np.rint(part * money[condition]), 1).astype(np.int64),
        began=years.start - stream.integers(1, 400, len(condition)),
        gap=gap,
    )
