"""What would change if every group were like the best: attributable risk, fraction and events.

Differences between two groups are in pair.py.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inequality.answers import (
    delta_error,
    group_reasons,
    people_reasons,
    relative_reasons,
    reported,
)
from commonweal.stats.inequality.by_name import best_place, gradient
from commonweal.stats.inequality.kernels import pair
from commonweal.stats.inequality.kernels.weighted import Mask, at, over
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inputs import FloatArray, amounts, numbers


def population_attributable_risk(
    tables: Subgroups,
    level: float = 0.95,
    *,
    clamp: bool = True,
    average: ArrayLike | None = None,
    average_se: ArrayLike | None = None,
) -> Estimate:
    """Give how far the average would move if every group were like the best one (PAR).

    tables:     the tables
    level:      coverage of the interval, between 0 and 1
    clamp:      whether a risk of the wrong sign is 0, with the flag clamped and no interval
    average:    an average of the setting instead of the mean of the groups, shape (tables,)
    average_se: its standard error, shape (tables,)
    Gives an Estimate of one risk a table in the unit of the estimates: below 0 for something bad.
    All should be like the most advantaged group of an order, else like the best; where that group
    has no people it is undefined:reference_without_people.
    Fails with Problem "average-without-error" when an average has no standard error.
    Source: statistics.md section 4.1, PAR; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> population_attributable_risk(Subgroups.one([10, 30], None, [5, 5], favorable=True)).value
    array([10.])
    """
    setting = _setting(tables, average, average_se)
    reasons = people_reasons(tables) if setting is None else group_reasons(tables)
    risk, se = _risk(tables, setting)
    return _impact(tables, risk, se, level, {**reasons, **_reference(tables)}, clamp=clamp)


def population_attributable_fraction(
    tables: Subgroups,
    level: float = 0.95,
    *,
    clamp: bool = True,
    average: ArrayLike | None = None,
    average_se: ArrayLike | None = None,
) -> Estimate:
    """Give the attributable risk in percent of the average (PAF).

    tables:     the tables
    level:      coverage of the interval, between 0 and 1
    clamp:      whether a fraction of the wrong sign is 0, with the flag clamped and no interval
    average:    an average of the setting instead of the mean of the groups, shape (tables,)
    average_se: its standard error, shape (tables,)
    Gives an Estimate of one fraction a table, in percent; undefined as the risk is, and without
    an average as undefined:zero_mean or undefined:negative_mean.
    Fails with Problem "average-without-error" when an average has no standard error.
    Source: statistics.md section 4.1, PAF; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> population_attributable_fraction(
    ...     Subgroups.one([10, 30], None, [5, 5], favorable=True)
    ... ).value
    array([50.])
    """
    setting = _setting(tables, average, average_se)
    top = best_place(tables.y, tables)
    best, middle = at(tables.y, top), tables.mean if setting is None else setting[0]
    with np.errstate(all="ignore"):
        fraction = 100 * over(best - middle, middle)
        if setting is None:
            se = delta_error(gradient("paf", tables.y, tables), tables)
        else:
            own = 100 * over(pair.only(top, tables.y.shape[-1]), middle[:, None])
            theirs = 100 * over(best * setting[1], middle**2)
            se = np.hypot(delta_error(own, tables), theirs)
    reasons = relative_reasons(tables, middle)
    if setting is not None:
        reasons.pop("zero_denominator")
    return _impact(tables, fraction, se, level, {**reasons, **_reference(tables)}, clamp=clamp)


def events_to_close(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the attributable risk as a number of events: how many more, or fewer, would close it.

    tables: the tables; their people must be counts of people, not shares
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of one number of events a table: below 0 for something bad.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.1, PAR / scale x people
    >>> events_to_close(Subgroups.one([10, 30], None, [50, 50], favorable=True)).value
    array([10.])
    """
    with np.errstate(all="ignore"):
        people = tables.people.sum(axis=-1) / tables.scale
        risk, se = (array * people for array in _risk(tables, None))
    reasons = {**people_reasons(tables), **_reference(tables)}
    return _impact(tables, risk, se, level, reasons, clamp=True)


def _risk(
    tables: Subgroups, setting: tuple[FloatArray, FloatArray] | None
) -> tuple[FloatArray, FloatArray]:
    """Give the risk before it is clamped and its standard error."""
    top = best_place(tables.y, tables)
    with np.errstate(all="ignore"):
        if setting is None:
            risk = at(tables.y, top) - tables.mean
            return risk, delta_error(gradient("par", tables.y, tables), tables)
        own = delta_error(pair.only(top, tables.y.shape[-1]), tables)
        return at(tables.y, top) - setting[0], np.hypot(own, setting[1])


def _impact(
    tables: Subgroups,
    impact: FloatArray,
    se: FloatArray,
    level: float,
    reasons: dict[str, Mask],
    *,
    clamp: bool,
) -> Estimate:
    wrong = np.where(tables.favorable, impact < 0, impact > 0) & clamp
    found = reported(tables, impact, se, level, reasons, method="delta", flags={"clamped": wrong})
    hidden = wrong & found.ok
    return replace(
        found,
        value=np.where(hidden, 0.0, found.value),
        low=np.where(hidden, np.nan, found.low),
        high=np.where(hidden, np.nan, found.high),
        se=None if found.se is None else np.where(hidden, np.nan, found.se),
    )


def _reference(tables: Subgroups) -> dict[str, Mask]:
    return {"reference_without_people": at(tables.people, best_place(tables.y, tables)) == 0}


def _setting(
    tables: Subgroups, average: ArrayLike | None, average_se: ArrayLike | None
) -> tuple[FloatArray, FloatArray] | None:
    if average is None:
        return None
    if average_se is None:
        raise Problem(
            "average-without-error",
            "An average of the setting was given without its standard error.",
            "Give its standard error too; 0 where it is known without error.",
        )
    (known,) = numbers(average=average)
    (error,) = amounts(average_se=average_se)
    return np.broadcast_to(known, (len(tables),)), np.broadcast_to(error, (len(tables),))
