"""Ratios of subdistribution hazards: what moves the incidence while another event competes.

People taken away stay at risk with the weight of not being censored; hazards of those still here
are in cox.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray
from commonweal.stats.survival.hazard_fit import HazardModel, Slope, climb, columns
from commonweal.stats.survival.spells import Places, Spells


@dataclass(frozen=True, eq=False)
class _Sub:
    """Hold what the weighted partial likelihood needs, whatever the coefficients."""

    table: FloatArray
    squares: FloatArray
    times: FloatArray
    many: FloatArray
    upto: Places
    events: Places
    rivals: Places
    free: FloatArray
    own_free: FloatArray


def fine_gray(people: Spells, covariates: ArrayLike, kind: int, level: float = 0.95) -> HazardModel:
    """Fit the logarithms of subdistribution hazard ratios of an event.

    people:     spells as `spells` reads them, n of them, all from the start; groups are not read
    covariates: one row for each spell, shape (n, p) or (n,)
    kind:       the kind of event asked for; every other kind competes
    level:      coverage of the intervals, between 0 and 1
    Gives a HazardModel of p coefficients; the covariance counts that censoring was estimated. No
    event, or columns that say the same, are undefined:collinear; a column that parts those with
    the event from all others is undefined:no_maximum.
    Fails with Problem "late-entry" when a spell begins after the start.
    Fails with Problem "shapes-differ" when there is not one row for each spell.
    Source: Fine and Gray 1999, JASA 94:496-509; checked against R cmprsk crr in
    tests/reference/test_workforce_careers_survival.py
    >>> from commonweal.stats.survival.spells import spells
    >>> people = spells([5, 8, 9, 4, 6], [1, 1, 0, 2, 1])
    >>> fine_gray(people, [1, 0, 1, 0, 1], 1).coefficients.value.round(3)
    array([0.822])
    """
    if (people.entry > 0).any():
        raise Problem(
            "late-entry",
            "A spell begins after the start, which this model does not allow for.",
            "Use the Cox model of each kind of event.",
        )
    table = columns(people, covariates)
    centered = table - table.mean(axis=0)
    sub = _sub(people, centered, kind)
    return climb(
        lambda at: _slope(sub, at),
        centered,
        lambda at, inverse: inverse @ _meat(sub, people, at) @ inverse,
        level=level,
        method="fine_gray",
    )


def _sub(people: Spells, table: FloatArray, kind: int) -> _Sub:
    asked = people.status == kind
    times, many = np.unique(people.exit[asked], return_counts=True)
    return _Sub(
        table,
        table[:, :, None] * table[:, None, :],
        times,
        many.astype(np.float64),
        np.searchsorted(times, people.exit, side="right"),
        np.flatnonzero(asked),
        np.flatnonzero((people.status > 0) & ~asked),
        _uncensored(people, times),
        _uncensored(people, people.exit),
    )


def _uncensored(people: Spells, when: FloatArray) -> FloatArray:
    """Give the chance of not being censored before each time."""
    times, lost, size = _censorings(people)
    left = np.concatenate(([1.0], np.cumprod(1 - lost / size)))
    return left[np.searchsorted(times, when, side="left")]


def _censorings(people: Spells) -> tuple[FloatArray, FloatArray, FloatArray]:
    times, lost = np.unique(people.exit[people.status == 0], return_counts=True)
    size = len(people.exit) - np.searchsorted(np.sort(people.exit), times, side="left")
    return times, lost.astype(np.float64), size.astype(np.float64)


def _slope(sub: _Sub, at: FloatArray) -> Slope:
    score = sub.table @ at
    total, first, second = _sums(sub, np.exp(score - score.max()))
    mean = first / total[:, None]
    value = score[sub.events].sum() - sub.many @ (np.log(total) + score.max())
    gradient = sub.table[sub.events].sum(axis=0) - sub.many @ mean
    each = second / total[:, None, None] - mean[:, :, None] * mean[:, None, :]
    return float(value), gradient, np.einsum("t,tij->ij", sub.many, each)


def _sums(sub: _Sub, weight: FloatArray) -> list[FloatArray]:
    """Give weight, weighted columns and weighted squares of those at risk at each event."""
    moments = (weight, weight[:, None] * sub.table, weight[:, None, None] * sub.squares)
    return [_present(sub, values) + _taken(sub, values) for values in moments]


def _present(sub: _Sub, values: FloatArray) -> FloatArray:
    ending = np.zeros((len(sub.times) + 1, *values.shape[1:]))
    np.add.at(ending, sub.upto, values)
    return np.cumsum(ending[::-1], axis=0)[::-1][1:]


def _taken(sub: _Sub, values: FloatArray) -> FloatArray:
    coming = np.zeros((len(sub.times) + 1, *values.shape[1:]))
    free = sub.own_free[sub.rivals].reshape(-1, *(1,) * (values.ndim - 1))
    np.add.at(coming, sub.upto[sub.rivals], values[sub.rivals] / free)
    stayed = np.cumsum(coming, axis=0)[:-1]
    return stayed * sub.free.reshape(-1, *(1,) * (values.ndim - 1))


def _meat(sub: _Sub, people: Spells, at: FloatArray) -> FloatArray:
    """Give the sum of squares of what each spell adds to the gradient."""
    weight = np.exp(sub.table @ at)
    total, first, _ = _sums(sub, weight)
    mean, step = first / total[:, None], sub.many / total
    grown = _from_zero(np.column_stack((step, step[:, None] * mean)))
    later_step = step * sub.free
    later = _from_zero(np.column_stack((later_step, later_step[:, None] * mean)))
    added = -weight[:, None] * _apart(sub.table, grown[sub.upto])
    when = np.searchsorted(sub.times, people.exit[sub.events])
    added[sub.events] += sub.table[sub.events] - mean[when]
    to_come = (later[-1] - later)[sub.upto[sub.rivals]]
    kept = weight[sub.rivals] / sub.own_free[sub.rivals]
    added[sub.rivals] -= kept[:, None] * _apart(sub.table[sub.rivals], to_come)
    added += _by_censoring(sub, people, weight, later)
    return np.asarray(added.T @ added)


def _by_censoring(sub: _Sub, people: Spells, weight: FloatArray, later: FloatArray) -> FloatArray:
    """Give what each spell adds because the weights of those taken away were estimated."""
    times, lost, size = _censorings(people)
    kept = (weight / sub.own_free)[sub.rivals]
    order = np.argsort(people.exit[sub.rivals], kind="stable")
    held = _from_zero(np.column_stack((kept, kept[:, None] * sub.table[sub.rivals]))[order])
    taken = held[np.searchsorted(people.exit[sub.rivals][order], times, side="left")]
    ahead = later[-1] - later[np.searchsorted(sub.times, times, side="left")]
    pull = taken[:, 1:] * ahead[:, :1] - taken[:, :1] * ahead[:, 1:]
    own = pull / size[:, None]
    so_far = _from_zero(own * (lost / size)[:, None])
    added = -so_far[np.searchsorted(times, people.exit, side="right")]
    censored = people.status == 0
    added[censored] += own[np.searchsorted(times, people.exit[censored])]
    return np.asarray(added)


def _apart(table: FloatArray, sums: FloatArray) -> FloatArray:
    return table * sums[:, :1] - sums[:, 1:]


def _from_zero(values: FloatArray) -> FloatArray:
    return np.vstack((np.zeros(values.shape[1]), np.cumsum(values, axis=0)))
