"""How many stay until a day after they came: Kaplan-Meier, each group against everybody else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.estimators.sides import (
    both_levels,
    everybody_else,
    normal_gap,
    persons_in,
)
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer
from commonweal.stats.survival.spells import spells
from commonweal.stats.survival.staying import kaplan_meier

BoolArray = NDArray[np.bool_]


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the share of each group that is still here on a day after it came.

    rows:  one unit a person who came, with the roles exit (days until leaving or until the end of
           what is seen) and status (1 left, 0 still here)
    asked: the level, and the options horizon, the day, and later, a second day
    Gives Estimated: shares by Kaplan-Meier, differences with Greenwood's errors of both sides by
    the normal law; p-values with the errors there would be if all left alike, for of a group of
    whom nobody left Greenwood's error is none. The figure "later" of each group is the share still
    here on the second day, with its limits. A group not seen that long is
    undefined:beyond_follow_up.
    Source: Kaplan and Meier 1958, JASA 53:457-481; Greenwood 1926; checked in
    tests/unit/stats/estimators/test_staying.py
    >>> from commonweal.kinds import Group
    >>> groups = (Group("way_in", "a", "A"), Group("way_in", "b", "B"))
    >>> member = np.repeat([[True, False], [False, True]], 4, axis=0)
    >>> rows = Rows(groups, member, np.arange(8), np.ones(8, bool),
    ...             {"exit": np.array([5, 9, 9, 9, 5, 5, 9, 9.0]),
    ...              "status": np.array([1, 0, 0, 0, 1, 1, 0, 0.0])})
    >>> estimate(rows, Asked(options={"horizon": 6.0, "later": 8.0})).gap.value
    array([ 0.25, -0.25])
    """
    seen = rows.known("exit") & rows.known("status")
    own, others = rows.member & seen[:, None], everybody_else(rows) & seen[:, None]
    day, level = asked.number("horizon"), asked.level
    value, rest = _stay(rows, own, day, level), _stay(rows, others, day, level)
    apart, se = value.value - rest.value, _together(value, rest)
    gap, small = both_levels(lambda one: normal_gap(apart, se, one, "greenwood"), level)
    return Estimated(
        value=value,
        rest=rest.value,
        gap=gap,
        narrow=small,
        p=_p(rows, own, others, day, apart),
        total=_stay(rows, seen[:, None], day, level),
        people=persons_in(rows, own),
        figures=_later(rows, own, asked),
    )


def _stay(rows: Rows, chosen: BoolArray, day: float, level: float) -> Estimate:
    """Give the share still here on a day for each column of units."""
    found = []
    for one in chosen.T:
        if not one.any():
            found.append((np.nan, np.nan, np.nan, np.nan, "zero_denominator"))
            continue
        people = spells(rows.columns["exit"][one], rows.columns["status"][one])
        stay = kaplan_meier(people, [day], level=level)[0]
        error = 0.0 if stay.se is None else float(np.nan_to_num(stay.se[0]))
        found.append(
            (float(stay.value[0]), float(stay.low[0]), float(stay.high[0]), error, stay.reason[0])
        )
    value, low, high, se = (np.array([one[part] for one in found]) for part in range(4))
    said = [one[4] for one in found]
    reasons = {code: np.array([code == one for one in said]) for code in set(said) if code}
    return answer(
        value, low, high, level=level, method="kaplan_meier", reasons=reasons, se=se,
        n=chosen.sum(axis=0).astype(np.float64),
    )  # fmt: skip


def _p(rows: Rows, own: BoolArray, others: BoolArray, day: float, apart: FloatArray) -> FloatArray:
    """Test each difference against the errors of both sides under the hazards of all together."""
    found = np.full(len(apart), np.nan)
    for place in np.flatnonzero(~np.isnan(apart)):
        inside = own[:, place] | others[:, place]
        sides = (own[:, place], others[:, place])
        variance = sum(_variance(rows, inside, one, day) for one in sides)
        z = abs(apart[place]) / np.sqrt(variance) if variance > 0 else 0.0
        found[place] = 2 * float(ndtr(-z))
    return found


def _variance(rows: Rows, everybody: BoolArray, side: BoolArray, day: float) -> float:
    """Give Greenwood's variance of one side with the hazards of everybody."""
    ends, left = rows.columns["exit"], rows.columns["status"]
    leaving = everybody & (left > 0) & (ends <= day)
    times, gone = np.unique(ends[leaving], return_counts=True)
    here, at_risk = (
        (np.sort(ends[one])[:, None] >= times).sum(axis=0) for one in (everybody, side)
    )
    hazard = gone / here
    stays = float(np.prod(1 - hazard))
    some = (at_risk > 0) & (hazard < 1)
    return stays**2 * float((hazard[some] / ((1 - hazard[some]) * at_risk[some])).sum())


def _together(value: Estimate, rest: Estimate) -> FloatArray:
    assert value.se is not None  # noqa: S101  `_stay` gives both
    assert rest.se is not None  # noqa: S101  so too
    return np.sqrt(value.se**2 + rest.se**2)


def _later(rows: Rows, own: BoolArray, asked: Asked) -> tuple[Figure, ...]:
    stay = _stay(rows, own, asked.number("later"), asked.level)
    people = persons_in(rows, own)
    return tuple(
        Figure("later", float(stay.value[place]), float(stay.low[place]), float(stay.high[place]),
               int(people[place]), group.code)
        for place, group in enumerate(rows.groups)
        if stay.ok[place]
    )  # fmt: skip
