"""How many have had an event by a time, while other events take people away: exact with ties.

People who were here before the records begin are seen from then on only (left truncation).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Asked, Estimate, Estimated, Rows
from commonweal.stats.estimators.sides import both_levels, persons_in
from commonweal.stats.results import answer
from commonweal.stats.survival.gray import gray_test
from commonweal.stats.survival.incidence import cumulative_incidence
from commonweal.stats.survival.spells import Spells, spells

BoolArray = NDArray[np.bool_]
# Fewer events than this on a side, and a gap has no interval that could be trusted.
FEWEST = 5


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the cumulative incidence of each group at a time with that of everybody else.

    rows:  with the roles entry, exit and status: 0 without event, 1 the event, 2 and up others
           that compete; a unit with one of them unknown is left out
    asked: with the option horizon, in the unit of entry and exit
    Gives Estimated as shares; differences by the limits of both (Newcombe's square-and-add),
    tested by Gray. A side with fewer than five events has no gap: insufficient.
    Source: Aalen and Johansen 1978, Scandinavian Journal of Statistics 5:141-150; Gray 1988,
    Annals of Statistics 16:1141-1154; Zou and Donner 2008, Statistics in Medicine 27:1693-1702;
    checked in tests/unit/stats/estimators/test_incidence.py
    >>> from commonweal.kinds import Group
    >>> member = np.array([[True]] * 3 + [[False]] * 3)
    >>> rows = Rows((Group("sex", "f", "F"),), member, np.arange(6), np.ones(6, bool),
    ...             {"entry": np.zeros(6), "exit": np.array([5, 8, 9, 5, 8, 9.0]),
    ...              "status": np.array([1.0, 2, 1, 1, 2, 1])})
    >>> estimate(rows, Asked(options={"horizon": 9})).value.value.round(4)
    array([0.6667])
    """
    known = rows.known("entry") & rows.known("exit") & rows.known("status")
    inside, others = rows.member & known[:, None], ~rows.member & known[:, None]
    horizon, level = asked.number("horizon"), asked.level

    def at(chosen: BoolArray, each: float) -> Estimate:
        return _joined([_incidence(rows, one, horizon, each) for one in chosen.T], each)

    def gaps(each: float) -> Estimate:
        return _apart(at(inside, each), at(others, each), _enough(rows, inside, others))

    value, rest = at(inside, level), at(others, level)
    gap, narrow = both_levels(gaps, level)
    sides = zip(inside.T, others.T, strict=True)
    return Estimated(
        value=value,
        rest=rest.value,
        gap=gap,
        narrow=narrow,
        p=np.array([_gray(rows, one, other) for one, other in sides], dtype=np.float64),
        total=_incidence(rows, known, horizon, level),
        people=persons_in(rows, inside),
    )


def _spells(rows: Rows, chosen: BoolArray, group: BoolArray | None = None) -> Spells:
    columns = rows.columns
    return spells(
        columns["exit"][chosen],
        columns["status"][chosen],
        columns["entry"][chosen],
        None if group is None else group[chosen].astype(np.int64),
    )


def _incidence(rows: Rows, chosen: BoolArray, horizon: float, level: float) -> Estimate:
    if not chosen.any():
        nothing = np.full(1, np.nan)
        reasons = {"no_population": np.ones(1, dtype=np.bool_)}
        return answer(nothing, None, None, level=level, method="aalen_johansen", reasons=reasons)
    return cumulative_incidence(_spells(rows, chosen), 1, [horizon], level)[0]


def _joined(each: list[Estimate], level: float) -> Estimate:
    value, low, high = (
        np.array([getattr(one, name)[0] for one in each], dtype=np.float64)
        for name in ("value", "low", "high")
    )
    return Estimate(
        value,
        low,
        high,
        level,
        "aalen_johansen",
        status=tuple(one.status[0] for one in each),
        reason=tuple(one.reason[0] for one in each),
    )


def _enough(rows: Rows, inside: BoolArray, others: BoolArray) -> BoolArray:
    event = (rows.columns["status"] == 1)[:, None]
    fewest = np.minimum((inside & event).sum(axis=0), (others & event).sum(axis=0))
    return np.asarray(fewest >= FEWEST, dtype=np.bool_)


def _apart(own: Estimate, rest: Estimate, enough: BoolArray) -> Estimate:
    value = own.value - rest.value
    return answer(
        value,
        value - np.hypot(own.value - own.low, rest.high - rest.value),
        value + np.hypot(own.high - own.value, rest.value - rest.low),
        level=own.level,
        method="incidence_difference",
        reasons={"not_computable": np.isnan(value), "few_events": ~enough},
    )


def _gray(rows: Rows, group: BoolArray, others: BoolArray) -> float:
    if not group.any() or not others.any():
        return float(np.nan)
    return float(gray_test(_spells(rows, group | others, group), 1).p[0])
