"""How long people stay without event: Kaplan-Meier, and the mean time up to a horizon.

Where another event takes people out of the question, incidence.py counts it as such.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, amounts, normal_quantile
from commonweal.stats.results import answer
from commonweal.stats.survival.spells import RiskTable, Spells, risk_table


def kaplan_meier(
    people: Spells, when: ArrayLike, kind: int | None = None, level: float = 0.95
) -> list[Estimate]:
    """Give the share without event after each time, for each group.

    people: spells as `spells` reads them
    when:   times asked for, shape (k,)
    kind:   the kind of event that ends staying, others being censoring, or None for all kinds
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k shares for each group in order, the interval on the log scale as R's
    survfit; a time after the last person of a group left is undefined:beyond_follow_up; where all
    have had the event the share is 0 without interval, flag "no_interval".
    Fails with Problem "counts-negative" when a time is below zero.
    Source: Kaplan and Meier 1958, JASA 53:457-481; Greenwood 1926; checked against R survival in
    tests/reference/test_workforce_careers_survival.py
    >>> from commonweal.stats.survival.spells import spells
    >>> kaplan_meier(spells([5, 8, 9], [1, 1, 0]), [6, 8])[0].value.round(4)
    array([0.6667, 0.3333])
    """
    (asked,) = amounts(when=when)
    table = _asked_only(people, kind)
    survival = np.vstack((np.ones(len(people.groups)), table.survival))
    spread = np.vstack((np.zeros(len(people.groups)), np.cumsum(_greenwood(table), axis=0)))
    place = table.place(asked)
    return [
        _stay(survival[place, at], spread[place, at], asked > _last(people, at), level)
        for at in range(len(people.groups))
    ]


def restricted_mean(
    people: Spells, horizon: float, kind: int | None = None, level: float = 0.95
) -> Estimate:
    """Give the mean time without event up to a horizon, for each group.

    people:  spells as `spells` reads them
    horizon: time to which is counted, above zero
    kind:    the kind of event that ends staying, others being censoring, or None for all kinds
    level:   coverage of the interval, between 0 and 1
    Gives an Estimate of one mean for each group in order; a horizon after the last person of a
    group left is undefined:beyond_follow_up unless all had the event.
    Fails with Problem "counts-negative" when the horizon is below zero.
    Source: Irwin 1949, Journal of Hygiene 47:188-189; variance of Klein and Moeschberger 2003,
    Survival Analysis, section 4.5; checked against R survival in
    tests/reference/test_workforce_careers_survival.py
    >>> from commonweal.stats.survival.spells import spells
    >>> restricted_mean(spells([5, 8, 9], [1, 1, 0]), 8).value
    array([7.])
    """
    (end,) = amounts(horizon=horizon)
    table = _asked_only(people, kind)
    inside = int(np.searchsorted(table.times, end[0], side="left"))
    edges = np.concatenate(([0.0], table.times[:inside], end))
    steps = np.vstack((np.ones(len(people.groups)), table.survival[:inside]))
    areas = np.diff(edges)[:, None] * steps
    after = areas.sum(axis=0) - np.cumsum(areas, axis=0)[:-1]
    se = np.sqrt((after**2 * _greenwood(table)[:inside]).sum(axis=0))
    value, z = areas.sum(axis=0), normal_quantile(level)
    last = np.array([_last(people, at) for at in range(len(people.groups))])
    return answer(
        value,
        value - z * se,
        value + z * se,
        level=level,
        method="restricted_mean",
        reasons={"beyond_follow_up": (end > last) & (steps[-1] > 0)},
        se=se,
    )


def _asked_only(people: Spells, kind: int | None) -> RiskTable:
    table = risk_table(people, kind)
    return RiskTable(table.times, table.at_risk, table.events, np.zeros_like(table.others))


def _greenwood(table: RiskTable) -> FloatArray:
    left = table.at_risk - table.events
    usable = (table.events > 0) & (left > 0)
    room = np.where(usable, table.at_risk * left, 1.0)
    return np.where(usable, table.events / room, 0.0)


def _last(people: Spells, group: int) -> float:
    return float(people.exit[people.group == group].max())


def _stay(
    survival: FloatArray, spread: FloatArray, beyond: np.typing.NDArray[np.bool_], level: float
) -> Estimate:
    gone = survival == 0
    root = np.sqrt(spread)
    reach = np.exp(normal_quantile(level) * root)
    return answer(
        survival,
        np.where(gone, np.nan, survival / reach),
        np.where(gone, np.nan, np.minimum(survival * reach, 1.0)),
        level=level,
        method="kaplan_meier",
        reasons={"beyond_follow_up": beyond & ~gone},
        se=np.where(gone, np.nan, survival * root),
        flags={"no_interval": gone},
    )
