"""How many have had an event by a time while another event takes people away: Aalen-Johansen.

One less Kaplan-Meier would count people who left as if they could still be promoted.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, amounts, normal_quantile
from commonweal.stats.results import answer
from commonweal.stats.survival.spells import RiskTable, Spells, risk_table


def cumulative_incidence(
    people: Spells, kind: int, when: ArrayLike, level: float = 0.95
) -> list[Estimate]:
    """Give the share that has had an event of a kind by each time, for each group.

    people: spells as `spells` reads them; every other kind of event competes
    kind:   the kind of event asked for, 1 or more
    when:   times asked for, shape (k,)
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k shares for each group in order, exact with tied times; a time after the
    last person of a group left is undefined:beyond_follow_up, unless nobody is left.
    Fails with Problem "counts-negative" when a time is below zero.
    Source: Aalen and Johansen 1978, Scandinavian Journal of Statistics 5:141-150; variance of
    Aalen 1978, Annals of Statistics 6:534-545, tied events without return; interval on the
    complementary log-log scale; checked against R cmprsk in
    tests/reference/test_workforce_careers_survival.py
    >>> from commonweal.stats.survival.spells import spells
    >>> cumulative_incidence(spells([5, 8, 9], [1, 2, 1]), 1, [9])[0].value.round(4)
    array([0.6667])
    """
    (asked,) = amounts(when=when)
    table = risk_table(people, kind)
    return [_incidence(_one(table, at), people, at, asked, level) for at in range(_many(people))]


def _many(people: Spells) -> int:
    return len(people.groups)


def _one(table: RiskTable, at: int) -> RiskTable:
    """Give the table of one group, at the times when anything happened in it."""
    own = slice(at, at + 1)
    here = (table.events[:, at] + table.others[:, at]) > 0
    columns = (table.at_risk, table.events, table.others)
    at_risk, events, others = (column[here, own] for column in columns)
    return RiskTable(table.times[here], at_risk, events, others)


def _incidence(
    table: RiskTable, people: Spells, at: int, asked: FloatArray, level: float
) -> Estimate:
    size, events, others = (column[:, 0] for column in (table.at_risk, table.events, table.others))
    after = table.survival[:, 0]
    before = np.concatenate(([1.0], after[:-1]))
    grown = np.cumsum(before * events / size)
    own = before**2 * _tied(events, size) * events / size**2
    other = before**2 * _tied(others, size) * others / size**2
    place = table.place(asked)
    value = np.concatenate(([0.0], grown))[place]
    # The variance is told at the last event of the kind, as the incidence itself is.
    until = np.concatenate(
        ([0], np.maximum.accumulate(np.where(events > 0, np.arange(1, len(events) + 1), 0)))
    )[place]
    variance = np.array([_variance(grown, after, own, other, int(one)) for one in until])
    last, left = float(people.exit[people.group == at].max()), np.append(1.0, after)[place]
    low, high = _limits(value, np.sqrt(variance), normal_quantile(level))
    return answer(
        value,
        low,
        high,
        level=level,
        method="aalen_johansen",
        reasons={"beyond_follow_up": (asked > last) & (left > 0)},
        se=np.sqrt(variance),
    )


def _tied(events: FloatArray, size: FloatArray) -> FloatArray:
    return 1 - np.maximum(events - 1, 0.0) / np.maximum(size - 1, 1.0)


def _variance(
    grown: FloatArray, after: FloatArray, own: FloatArray, other: FloatArray, until: int
) -> float:
    if until == 0:
        return 0.0
    left = after[:until]
    still = np.where(left > 0, (grown[:until] - grown[until - 1]) / np.where(left > 0, left, 1), 0)
    theirs = np.where(left > 0, still**2 * other[:until], 0.0)
    return float(((1 + still) ** 2 * own[:until] + theirs).sum())


def _limits(value: FloatArray, se: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    inside = (value > 0) & (value < 1)
    part = np.where(inside, value, 0.5)
    turn = z * se / ((1 - part) * -np.log1p(-part))
    low, high = (-np.expm1(np.log1p(-part) * np.exp(sign * turn)) for sign in (-1, 1))
    return np.where(inside, low, value), np.where(inside, high, value)
