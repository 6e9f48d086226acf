"""How evenly groups are spread over units or jobs: one index each, and for every group in turn.

Small units inflate every index: set chance.py's expectation beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray
from commonweal.stats.representation.diversity import unit_table
from commonweal.stats.results import Mask, answer


@dataclass(frozen=True, eq=False)
class Segregation:
    """Hold how unevenly all groups together are spread; every field is an Estimate of one.

    information:   mutual information of unit and group, in nats
    theil:         information over the entropy of the whole (Theil's H)
    dissimilarity: multigroup index of dissimilarity

    >>> segregation([[10, 30], [20, 20], [30, 10]]).dissimilarity.value.round(4)
    array([0.3333])
    """

    information: Estimate
    theil: Estimate
    dissimilarity: Estimate


@dataclass(frozen=True, eq=False)
class GroupSegregation:
    """Hold how each of k groups is spread beside all others; every field is an Estimate of k.

    dissimilarity:     share of the group that would have to change units for an even spread
    gini:              Gini index of the group's shares over units
    isolation:         share of its own group that a member meets in the unit
    exposure:          share of others that a member meets in the unit
    correlation_ratio: isolation beyond the group's share, over what it could be beyond

    >>> group_segregation([[10, 30], [20, 20], [30, 10]]).isolation.value.round(4)
    array([0.5833, 0.5833])
    """

    dissimilarity: Estimate
    gini: Estimate
    isolation: Estimate
    exposure: Estimate
    correlation_ratio: Estimate


def segregation(people: ArrayLike) -> Segregation:
    """Give how unevenly all groups are spread over units.

    people: people by unit and group, shape (units, groups); units of nobody count nothing
    Gives Segregation. Nobody at all is undefined:no_population; with people of one group only
    Theil's H and dissimilarity are undefined:single_group.
    Fails with Problem "counts-negative", "numbers-missing" or "shapes-differ" as tables do.
    Source: Theil and Finizza 1971, Journal of Mathematical Sociology 1:187-194; Sakoda 1981,
    Demography 18:245-250; checked in tests/reference/test_workforce_segregation.py
    >>> segregation([[10, 30], [20, 20], [30, 10]]).theil.value.round(4)
    array([0.1258])
    """
    table = unit_table(people)
    size, unit, total = table.sum(), table.sum(axis=1), table.sum(axis=0)
    everybody = max(size, 1e-300)
    overall = total / everybody
    inside = table / np.where(unit == 0, 1.0, unit)[:, None]
    entropy = -xlogy(overall, overall).sum()
    within = -(unit / everybody) @ xlogy(inside, inside).sum(axis=1)
    apart = unit @ np.abs(inside - overall).sum(axis=1)
    most = 2 * everybody * (overall * (1 - overall)).sum()
    empty, single = np.array([size == 0]), np.array([np.count_nonzero(total) < 2])
    one = {"no_population": empty, "single_group": single}
    information = np.array([max(entropy - within, 0.0)])
    return Segregation(
        _said(information, "mutual_information", {"no_population": empty}),
        _said(information / (entropy if entropy > 0 else 1.0), "theil_h", one),
        _said(np.array([apart / (most if most > 0 else 1.0)]), "multigroup_dissimilarity", one),
    )


def group_segregation(people: ArrayLike) -> GroupSegregation:
    """Give how each group is spread over units beside all others.

    people: people by unit and group, shape (units, k); units of nobody count nothing
    Gives GroupSegregation of k groups. A group of nobody is undefined:no_population, a group of
    everybody undefined:single_group.
    Fails with Problem "counts-negative", "numbers-missing" or "shapes-differ" as tables do.
    Source: Massey and Denton 1988, Social Forces 67:281-315; checked in
    tests/reference/test_workforce_segregation.py
    >>> group_segregation([[10, 30], [20, 20], [30, 10]]).gini.value.round(4)
    array([0.4444, 0.4444])
    """
    table = unit_table(people)
    table = table[table.sum(axis=1) > 0]
    unit, own = table.sum(axis=1), table.sum(axis=0)
    rest = unit.sum() - own
    share = np.divide(own, unit.sum(), out=np.zeros_like(own), where=unit.sum() > 0)
    held, others = _over(own), _over(rest)
    inside = table / unit[:, None]
    apart = np.abs(table / held - (unit[:, None] - table) / others).sum(axis=0) / 2
    isolation = (table / held * inside).sum(axis=0)
    alone = {"no_population": own == 0, "single_group": rest == 0}
    excess = (isolation - share) / _over(1 - share)
    return GroupSegregation(
        _said(apart, "dissimilarity", alone),
        _said(_gini(inside, unit), "gini_segregation", alone),
        _said(isolation, "isolation", {"no_population": own == 0}),
        _said((table / held * (1 - inside)).sum(axis=0), "exposure", {"no_population": own == 0}),
        _said(excess, "correlation_ratio", alone),
    )


def _gini(inside: FloatArray, unit: FloatArray) -> FloatArray:
    """Give the Gini index of each group's shares, from units in order of share."""
    order = np.argsort(inside, axis=0, kind="stable")
    ranked, weight = np.take_along_axis(inside, order, axis=0), unit[order]
    # Half the mean difference between two people's units, by sums over ordered units.
    below = np.cumsum(weight, axis=0) - weight
    above = unit.sum() - below - weight
    spread = (weight * ranked * (below - above)).sum(axis=0)
    mean = (weight * ranked).sum(axis=0)
    return np.asarray(spread / _over(mean * (unit.sum() - mean)))


def _over(array: FloatArray) -> FloatArray:
    return np.where(array == 0, 1.0, array)


def _said(value: FloatArray, method: str, reasons: dict[str, Mask]) -> Estimate:
    return answer(value, None, None, level=0.95, method=method, reasons=reasons)
