"""Split a gap into where people are seen (between sites) and what they get there (within sites).

Many tables at once: one row a site, and a number that says whose table the row is in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, amounts, counts, normal_quantile, numbers
from commonweal.stats.results import Mask, answer

_Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class SiteSplit:
    """Hold k gaps, each split between and within sites in both orders.

    tables:               the table of each result, shape (k,), rising
    gap:                  group less rest
    between_at_group:     sum (wA - wB) yA: the sites differ, valued by what the group gets
    within_at_rest:       sum wB (yA - yB): what goes with it, at the sites of the rest
    between_at_rest:      sum (wA - wB) yB: the sites differ, valued by what the rest gets
    within_at_group:      sum wA (yA - yB): what goes with it, at the sites of the group
    between, within:      the means of both orders

    >>> split_site_counts([5, 27], [10, 30], [15, 9], [30, 10]).within.value
    array([0.])
    """

    tables: FloatArray
    gap: Estimate
    between_at_group: Estimate
    within_at_rest: Estimate
    between_at_rest: Estimate
    within_at_group: Estimate
    between: Estimate
    within: Estimate


@dataclass(frozen=True)
class _Side:
    """Hold one group by site: its share of the table's people, its outcome and variance there."""

    share: FloatArray
    outcome: FloatArray
    variance: FloatArray
    total: FloatArray


@dataclass(frozen=True)
class _Part:
    """Hold a part by site, and what it moves by with each share and each outcome."""

    value: FloatArray
    by_share: FloatArray
    by_rest_share: FloatArray
    by_outcome: FloatArray
    by_rest_outcome: FloatArray


def split_sites(
    people: ArrayLike,
    outcome: ArrayLike,
    se: ArrayLike,
    *,
    rest_people: ArrayLike,
    rest_outcome: ArrayLike,
    rest_se: ArrayLike,
    tables: ArrayLike = 0,
    level: float = 0.95,
) -> SiteSplit:
    """Split the gap of each table into its part between and its part within sites.

    people:       people of the group at each site, shape (rows,)
    outcome:      the group's rate or mean at each site, shape (rows,); not read where nobody is
    se:           its standard error, shape (rows,)
    rest_people:  people of the rest at each site, shape (rows,)
    rest_outcome: the rest's rate or mean at each site, shape (rows,); not read where nobody is
    rest_se:      its standard error, shape (rows,)
    tables:       the number of the table each row is in, shape (rows,)
    level:        coverage of the intervals, between 0 and 1
    Gives a SiteSplit, one result a table. At a site that only one of them uses there is nothing
    to compare within it: all of its part is between, flag `site_of_one_group`. A table with
    nobody in one of them is undefined:zero_denominator. Standard errors count the shares of the
    sites as random too.
    Fails with Problem "counts-negative" when people or a standard error is below zero.
    Source: Kitagawa 1955, JASA 50:1168-1194 (both orders, and their mean); variance by the delta
    method, shares multinomial
    >>> split = split_sites(
    ...     [1, 3], [0.5, 0.9], 0.1, rest_people=[3, 1], rest_outcome=[0.4, 0.8], rest_se=0.1
    ... )
    >>> split.between.value.round(4), split.within.value.round(4)
    (array([0.2]), array([0.1]))
    """
    seen, value, error, rest_seen, rest_value, rest_error, numbered = numbers(
        people=people,
        outcome=outcome,
        se=se,
        rest_people=rest_people,
        rest_outcome=rest_outcome,
        rest_se=rest_se,
        tables=tables,
    )
    amounts(people=seen, se=error, rest_people=rest_seen, rest_se=rest_error)
    names, where = np.unique(numbered, return_inverse=True)
    one = _side(seen, np.where(seen == 0, rest_value, value), error, where)
    other = _side(rest_seen, np.where(rest_seen == 0, value, rest_value), rest_error, where)
    # Where one of them is not seen it takes the other's outcome, so nothing differs within.
    only_rest, only_group = seen == 0, rest_seen == 0
    parts = (
        _gap(one, other),
        *(part(one, other, kept) for kept in (1.0, 0.0, 0.5) for part in (_between, _within)),
    )
    lonely = np.bincount(where, only_rest != only_group) > 0
    empty = (one.total == 0) | (other.total == 0)
    estimates = []
    for part in parts:
        total = _summed(where, part.value)
        spread = np.sqrt(_variance(part, (one, other), (only_rest, only_group), where))
        reach = normal_quantile(level) * spread
        estimates.append(
            answer(
                total,
                total - reach,
                total + reach,
                level=level,
                method="kitagawa",
                reasons={"zero_denominator": empty},
                se=spread,
                flags={"site_of_one_group": lonely & ~empty},
            )
        )
    return SiteSplit(names, *estimates)


def split_site_counts(
    events: ArrayLike,
    people: ArrayLike,
    rest_events: ArrayLike,
    rest_people: ArrayLike,
    *,
    tables: ArrayLike = 0,
    level: float = 0.95,
) -> SiteSplit:
    """Split the gap of two proportions into its part between and its part within sites.

    events:      events in the group at each site, shape (rows,)
    people:      people of the group at each site, shape (rows,)
    rest_events: events in the rest at each site, shape (rows,)
    rest_people: people of the rest at each site, shape (rows,)
    tables:      the number of the table each row is in, shape (rows,)
    level:       coverage of the intervals, between 0 and 1
    Gives a SiteSplit as `split_sites` does.
    Fails with Problem "counts-above-people" when a site has more events than people.
    Source: Kitagawa 1955, JASA 50:1168-1194, with binomial variances within sites
    >>> split_site_counts([5, 27], [10, 30], [12, 8], [30, 10]).gap.value
    array([0.3])
    """
    had, seen = counts(events, people)
    rest_had, rest_seen = counts(rest_events, rest_people)
    return split_sites(
        seen,
        *_binomial(had, seen),
        rest_people=rest_seen,
        rest_outcome=_binomial(rest_had, rest_seen)[0],
        rest_se=_binomial(rest_had, rest_seen)[1],
        tables=tables,
        level=level,
    )


def _binomial(had: FloatArray, people: FloatArray) -> tuple[FloatArray, FloatArray]:
    size = np.where(people == 0, 1.0, people)
    return had / size, np.sqrt(had * (size - had) / size) / size


def _summed(where: _Places, values: FloatArray) -> FloatArray:
    return np.asarray(np.bincount(where, values), dtype=np.float64)


def _side(people: FloatArray, outcome: FloatArray, se: FloatArray, where: _Places) -> _Side:
    total = _summed(where, people)
    share = people / np.where(total == 0, 1.0, total)[where]
    return _Side(share, outcome, np.where(people == 0, 0.0, se) ** 2, total)


def _gap(one: _Side, other: _Side) -> _Part:
    value = one.share * one.outcome - other.share * other.outcome
    return _Part(value, one.outcome, -other.outcome, one.share, -other.share)


def _between(one: _Side, other: _Side, kept: float) -> _Part:
    more = one.share - other.share
    valued = kept * one.outcome + (1 - kept) * other.outcome
    return _Part(more * valued, valued, -valued, kept * more, (1 - kept) * more)


def _within(one: _Side, other: _Side, kept: float) -> _Part:
    apart = one.outcome - other.outcome
    weight = (1 - kept) * one.share + kept * other.share
    return _Part(weight * apart, (1 - kept) * apart, kept * apart, weight, -weight)


def _variance(
    part: _Part, sides: tuple[_Side, _Side], lonely: tuple[Mask, Mask], where: _Places
) -> FloatArray:
    (one, other), (only_rest, only_group) = sides, lonely
    moved = part.by_outcome + np.where(only_group, part.by_rest_outcome, 0.0)
    rest_moved = part.by_rest_outcome + np.where(only_rest, part.by_outcome, 0.0)
    inside = moved**2 * one.variance + rest_moved**2 * other.variance
    shares = _share_variance(part.by_share, one, where)
    rest_shares = _share_variance(part.by_rest_share, other, where)
    return _summed(where, inside) + shares + rest_shares


def _share_variance(moved: FloatArray, side: _Side, where: _Places) -> FloatArray:
    # About its mean, so that no digits are lost where every site counts the same.
    middle = _summed(where, side.share * moved)
    spread = _summed(where, side.share * (moved - middle[where]) ** 2)
    return spread / np.where(side.total == 0, 1.0, side.total)
