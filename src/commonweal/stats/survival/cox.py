"""Hazard ratios of an event: Cox's model, with tied times and late entry.

The exact handling of ties is Efron's or Breslow's; no time is moved to break a tie.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from commonweal.stats.inputs import FloatArray
from commonweal.stats.survival.hazard_fit import HazardModel, Slope, climb, columns
from commonweal.stats.survival.spells import Places, Spells, reach


@dataclass(frozen=True, eq=False)
class _Risk:
    """Hold what a partial likelihood needs of the spells, whatever the coefficients."""

    table: FloatArray
    squares: FloatArray
    first: Places
    last: Places
    events: Places
    when: Places
    place: Places
    part: FloatArray
    times: int


def cox(
    people: Spells,
    covariates: ArrayLike,
    kind: int | None = None,
    *,
    ties: Literal["efron", "breslow"] = "efron",
    level: float = 0.95,
) -> HazardModel:
    """Fit the logarithms of hazard ratios of an event.

    people:     spells as `spells` reads them, n of them; groups are not read
    covariates: one row for each spell, shape (n, p) or (n,)
    kind:       the kind of event asked for, others being censoring, or None for all kinds
    ties:       how tied events share the people at risk
    level:      coverage of the intervals, between 0 and 1
    Gives a HazardModel of p coefficients. No event, or columns that say the same, are
    undefined:collinear; a column that parts those with the event from all others is
    undefined:no_maximum.
    Fails with Problem "shapes-differ" when there is not one row for each spell.
    Source: Cox 1972, JRSS B 34:187-220; Efron 1977, JASA 72:557-565; Breslow 1974, Biometrics
    30:89-99; checked against R survival coxph in
    tests/reference/test_workforce_careers_survival.py
    >>> from commonweal.stats.survival.spells import spells
    >>> people = spells([5, 8, 9, 4, 6], [1, 1, 0, 1, 1])
    >>> cox(people, [1, 0, 1, 0, 1]).coefficients.value.round(3)
    array([-0.549])
    """
    table = columns(people, covariates)
    centered = table - table.mean(axis=0)
    risk = _risk(people, centered, kind, ties == "efron")
    return climb(
        lambda at: _slope(risk, at),
        centered,
        lambda _, inverse: inverse,
        level=level,
        method=f"cox_{ties}",
    )


def _risk(people: Spells, table: FloatArray, kind: int | None, efron: bool) -> _Risk:
    asked = people.status > 0 if kind is None else people.status == kind
    times = np.unique(people.exit[asked])
    first, last = reach(people, times)
    events = np.flatnonzero(asked)
    when = np.searchsorted(times, people.exit[events])
    many = np.bincount(when, minlength=len(times))
    place = np.repeat(np.arange(len(times)), many)
    # The share of the tied that has gone already: 0, 1/d, 2/d ... for Efron, none for Breslow.
    gone = np.arange(len(place)) - np.repeat(np.cumsum(many) - many, many)
    part = gone / many[place] if efron else np.zeros(len(place))
    squares = table[:, :, None] * table[:, None, :]
    return _Risk(table, squares, first, last, events, when, place, part, len(times))


def _slope(risk: _Risk, at: FloatArray) -> Slope:
    score = risk.table @ at
    most = float(score.max())
    weight = np.exp(score - most)
    sums = [
        _at_risk(risk, values)[risk.place] - _spread(risk.part, _tied(risk, values)[risk.place])
        for values in _moments(risk, weight)
    ]
    total, mean = sums[0], sums[1] / sums[0][:, None]
    value = score[risk.events].sum() - np.log(total).sum() - most * len(risk.events)
    gradient = risk.table[risk.events].sum(axis=0) - mean.sum(axis=0)
    information = (sums[2] / total[:, None, None]).sum(axis=0) - mean.T @ mean
    return float(value), gradient, information


def _moments(risk: _Risk, weight: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    return weight, weight[:, None] * risk.table, weight[:, None, None] * risk.squares


def _at_risk(risk: _Risk, values: FloatArray) -> FloatArray:
    change = np.zeros((risk.times + 1, *values.shape[1:]))
    np.add.at(change, risk.first, values)
    np.subtract.at(change, risk.last, values)
    return np.cumsum(change, axis=0)[:-1]


def _tied(risk: _Risk, values: FloatArray) -> FloatArray:
    added = np.zeros((risk.times, *values.shape[1:]))
    np.add.at(added, risk.when, values[risk.events])
    return added


def _spread(part: FloatArray, values: FloatArray) -> FloatArray:
    return part.reshape(-1, *(1,) * (values.ndim - 1)) * values
