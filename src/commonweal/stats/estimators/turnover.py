"""How often people leave for each hundred years worked, with exact limits and exact ratios."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.estimators.sides import both_levels, everybody_else, persons_in
from commonweal.stats.flows.turnover import turnover_rate, turnover_ratio, turnover_test
from commonweal.stats.inputs import FloatArray

BoolArray = NDArray[np.bool_]
A_HUNDRED = 100.0


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the turnover of each group with that of everybody else.

    rows:  with the roles events (separations) and exposure (years at work); with the role reason,
           a figure for each reason there is
    asked: the level
    Gives Estimated in separations for each 100 person-years; the gap is the exact conditional
    ratio. The figures "reason" are rates of everybody by reason; leavers whose reason is not
    known stand under "unknown".
    Source: Garwood 1936, Biometrika 28:437-442; Przyborowski and Wilenski 1940, Biometrika
    31:313-323; checked in tests/unit/stats/estimators/test_turnover.py
    >>> from commonweal.kinds import Group
    >>> groups = (Group("sex", "f", "F"), Group("sex", "m", "M"))
    >>> rows = Rows(groups, np.array([[True, False], [False, True]]), np.arange(2),
    ...             np.ones(2, bool), {"events": np.array([41.0, 138.0]),
    ...             "exposure": np.array([312.4, 1510.75])})
    >>> estimate(rows, Asked(ratio=True)).p.round(4)
    array([0.0468, 0.0468])
    """
    level = asked.level
    left, years = _sums(rows, rows.member)
    rest_left, rest_years = _sums(rows, everybody_else(rows))
    gap, narrow = both_levels(
        lambda at: turnover_ratio(left, years, rest_left, rest_years, at), level
    )
    everybody = np.ones((rows.size, 1), dtype=np.bool_)
    return Estimated(
        value=_by_hundred(turnover_rate(left, years, level)),
        rest=_by_hundred(turnover_rate(rest_left, rest_years, level)).value,
        gap=gap,
        narrow=narrow,
        p=turnover_test(left, years, rest_left, rest_years).value,
        total=_by_hundred(turnover_rate(*_sums(rows, everybody), level)),
        people=persons_in(rows, rows.member),
        figures=_reasons(rows, level),
    )


def _sums(rows: Rows, chosen: BoolArray) -> tuple[FloatArray, FloatArray]:
    events, years = rows.columns["events"], rows.columns["exposure"]
    return events @ chosen, years @ chosen


def _by_hundred(rate: Estimate) -> Estimate:
    return replace(
        rate, value=rate.value * A_HUNDRED, low=rate.low * A_HUNDRED, high=rate.high * A_HUNDRED
    )


def _reasons(rows: Rows, level: float) -> tuple[Figure, ...]:
    if "reason" not in rows.columns or not rows.size:
        return ()
    place, words = rows.columns["reason"], (*rows.labels["reason"], "unknown")
    events, years = rows.columns["events"], rows.columns["exposure"]
    code = np.where(place >= 0, place, len(words) - 1)
    told = []
    for at, word in enumerate(words):
        leavers = (code == at) & (events > 0)
        if leavers.any():
            many = np.array([events[leavers].sum()])
            rate = _by_hundred(turnover_rate(many, np.array([years.sum()]), level))
            limits = (float(rate.value[0]), float(rate.low[0]), float(rate.high[0]))
            told.append(Figure(f"reason_{word}", *limits, rows.persons(leavers)))
    return tuple(told)
