"""Shares of favorable answers: a composite as the unweighted mean of those of its items.

Answers are not pooled: an item that fewer answered counts as much as the others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, normal_quantile, tail
from commonweal.stats.results import Mask, answer


def positive_composite(
    answers: ArrayLike, inside: ArrayLike, favorable: float = 4.0, level: float = 0.95
) -> Estimate:
    """Give the composite of each group: the mean over items of the share of favorable answers.

    answers:   answers turned the same way, shape (people, items), nan where missing
    inside:    who is in which group, shape (people, groups)
    favorable: the lowest answer that is favorable
    level:     coverage of the interval, between 0 and 1
    Gives an Estimate of one composite a group with `se` from people and, as `n`, the people who
    answered any item. A group with an item that nobody answered is undefined:zero_denominator,
    one person is insufficient:one_value.
    Fails with Problem "shapes-differ" when there is not one row of groups for each person.
    Source: AHRQ SOPS user guide (unweighted mean of items' percent positive); error linearized
    over people as in Cochran 1977, Sampling Techniques, section 6.3; checked in
    tests/unit/stats/scales/test_positive.py
    >>> import numpy as np
    >>> positive_composite([[5, 1], [4, np.nan]], [[True], [True]]).value
    array([0.5])
    """
    table, member = _read(answers, inside)
    parts = [_composite(table[chosen], favorable) for chosen in member.T]
    value, se, people, missing = np.array(parts, dtype=np.float64).reshape(-1, 4).T
    reach = np.asarray(stdtrit(np.maximum(people - 1, 1), 1 - tail(level))) * se
    return answer(
        value,
        value - reach,
        value + reach,
        level=level,
        method="positive_composite",
        reasons={"zero_denominator": missing == 1, "one_value": people < 2},
        se=se,
        n=people,
    )


def difference_within(
    answers: ArrayLike,
    unit: ArrayLike,
    sides: tuple[ArrayLike, ArrayLike],
    favorable: float = 4.0,
    level: float = 0.95,
) -> Estimate:
    """Give the composite of one side less that of another among people of the same unit.

    answers:   answers turned the same way, shape (people, items), nan where missing
    unit:      label of the unit of each person, shape (people,)
    sides:     who is on one side, and who on the other, each shape (people,)
    favorable: the lowest answer that is favorable
    level:     coverage of the interval, between 0 and 1
    Gives an Estimate of one: the mean over items of the differences within units, weighed by how
    much a unit can tell; `n` the people who tell something. Units with fewer than two answers on
    a side tell nothing; an item without any is undefined:zero_denominator.
    Fails with Problem "shapes-differ" when a column is not one a person.
    Source: Mantel-Haenszel weights n1 n0 / (n1 + n0), Greenland and Robins 1985, Biometrics
    41:55-68; error linearized over people; checked in tests/unit/stats/scales/test_positive.py
    >>> sides = [True, True, False, False], [False, False, True, True]
    >>> difference_within([[1], [5], [5], [4]], ["a"] * 4, sides).value
    array([-0.5])
    """
    table, member = _read(answers, np.column_stack([np.asarray(side) for side in sides]))
    labels = np.asarray(unit)
    if labels.shape != (len(table),):
        raise _unlike()
    pulls = np.zeros(len(table))
    gap, empty = 0.0, False
    for column in table.T:
        part, pull = _within(column, labels, member, favorable)
        gap += part / table.shape[1]
        pulls += pull / table.shape[1]
        empty = empty or not np.isfinite(part)
    se = np.array([float(np.sqrt((pulls**2).sum()))])
    value, reach = np.array([gap]), normal_quantile(level) * se
    return answer(
        value,
        value - reach,
        value + reach,
        level=level,
        method="composite_within_units",
        reasons={"zero_denominator": np.array([empty])},
        se=se,
        n=np.array([float((pulls != 0).sum())]),
    )


def _within(
    column: FloatArray, labels: np.typing.NDArray[np.generic], member: Mask, favorable: float
) -> tuple[float, FloatArray]:
    """Give the weighted difference of one item, and how each person pulls at it."""
    known = ~np.isnan(column)
    good = (column >= favorable).astype(np.float64)
    found, weights, pulls = 0.0, 0.0, np.zeros(len(column))
    for label in np.unique(labels):
        own, other = (known & side & (labels == label) for side in member.T)
        many, rest = int(own.sum()), int(other.sum())
        if min(many, rest) < 2:
            continue
        weight = many * rest / (many + rest)
        mean, rest_mean = good[own].mean(), good[other].mean()
        found += weight * (mean - rest_mean)
        weights += weight
        # n / (n - 1) within each side of each unit: two answers count as two.
        pulls[own] += weight * (good[own] - mean) / many * np.sqrt(many / (many - 1))
        pulls[other] -= weight * (good[other] - rest_mean) / rest * np.sqrt(rest / (rest - 1))
    if weights == 0:
        return float("nan"), pulls
    return found / weights, pulls / weights


def _composite(table: FloatArray, favorable: float) -> tuple[float, float, float, float]:
    known = ~np.isnan(table)
    table, known = table[known.any(axis=1)], known[known.any(axis=1)]
    people, many = len(table), known.sum(axis=0)
    if not table.size or (many == 0).any():
        return 0.0, 0.0, float(people), 1.0
    good = np.where(known, table >= favorable, False)
    shares = good.sum(axis=0) / many
    pull = np.where(known, good - shares, 0.0) / many
    apart = pull.mean(axis=1)
    variance = people / max(people - 1, 1) * float(apart @ apart)
    return float(shares.mean()), variance**0.5, float(people), 0.0


def _read(answers: ArrayLike, inside: ArrayLike) -> tuple[FloatArray, Mask]:
    table = np.asarray(answers, dtype=np.float64)
    member = np.asarray(inside, dtype=np.bool_)
    if table.ndim != 2 or member.ndim != 2 or len(member) != len(table):
        raise _unlike()
    return table, member


def _unlike() -> Problem:
    return Problem(
        "shapes-differ",
        "The answers and the groups do not describe the same people.",
        "Give one row for each person in both.",
    )
