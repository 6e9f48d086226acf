"""How mixed one unit is: entropy, Blau's index and effective numbers of groups.

They describe, and no score is to be maximized. How groups spread over units is in segregation.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, amounts
from commonweal.stats.results import Mask, answer


@dataclass(frozen=True, eq=False)
class Diversity:
    """Hold how mixed k units are; every field is an Estimate of k.

    entropy:            Shannon's entropy in nats
    scaled_entropy:     entropy over its largest value for so many groups
    blau:               chance that two people drawn with return differ
    unbiased_blau:      chance that two different people differ
    normalized_blau:    Blau's index over its largest value for so many groups
    entropy_groups:     equally large groups with the same entropy
    simpson_groups:     equally large groups with the same Blau's index

    >>> diversity([[10, 10]]).entropy_groups.value.round(9)
    array([2.])
    """

    entropy: Estimate
    scaled_entropy: Estimate
    blau: Estimate
    unbiased_blau: Estimate
    normalized_blau: Estimate
    entropy_groups: Estimate
    simpson_groups: Estimate


def diversity(people: ArrayLike) -> Diversity:
    """Give how mixed each unit is.

    people: people by unit and group, shape (k, groups)
    Gives Diversity of k units. A unit of nobody is undefined:no_population; with one group listed
    what is scaled by its largest value is undefined:single_group; with one person the unbiased
    index is insufficient:one_value.
    Fails with Problem "counts-negative", "numbers-missing" or "shapes-differ" as tables do.
    Source: Shannon 1948, Bell System Technical Journal 27:379-423; Blau 1977, Inequality and
    Heterogeneity; Hill 1973, Ecology 54:427-432; checked in
    tests/reference/test_workforce_segregation.py
    >>> diversity([[10, 30]]).blau.value
    array([0.375])
    """
    table = unit_table(people)
    size, groups = table.sum(axis=1), table.shape[1]
    empty, single = size == 0, np.full(len(table), groups == 1)
    part = table / np.where(empty, 1.0, size)[:, None]
    entropy, alike = -xlogy(part, part).sum(axis=1), (part**2).sum(axis=1)
    pairs = (table * (table - 1)).sum(axis=1) / np.where(size > 1, size * (size - 1), 1.0)
    nobody = {"no_population": empty}
    one_group = nobody | {"single_group": single}
    most = np.log(groups) if groups > 1 else 1.0
    return Diversity(
        _said(entropy, "entropy", nobody),
        _said(entropy / most, "scaled_entropy", one_group),
        _said(1 - alike, "blau", nobody),
        _said(1 - pairs, "unbiased_blau", nobody | {"one_value": size <= 1}),
        _said((1 - alike) * groups / max(groups - 1, 1), "normalized_blau", one_group),
        _said(np.exp(entropy), "entropy_groups", nobody),
        _said(1 / np.where(empty, 1.0, alike), "simpson_groups", nobody),
    )


def unit_table(people: ArrayLike) -> FloatArray:
    """Read people by unit and group.

    people: people by unit and group, shape (units, groups), none below zero
    Gives a float array of that shape.
    Fails with Problem "counts-negative" and "numbers-missing" when a count can not be.
    Fails with Problem "shapes-differ" when it is no table of at least one unit and one group.
    Source: no formula: what may come in
    >>> unit_table([[1, 2]])
    array([[1., 2.]])
    """
    try:
        table = np.asarray(people, dtype=np.float64)
    except (TypeError, ValueError):
        table = np.empty(0)
    if table.ndim != 2 or table.size == 0:
        raise Problem(
            "shapes-differ",
            "These counts are no table of units by groups.",
            "Give one row for each unit and one column for each group.",
        )
    return amounts(people=table.ravel())[0].reshape(table.shape)


def _said(value: FloatArray, method: str, reasons: dict[str, Mask]) -> Estimate:
    return answer(value, None, None, level=0.95, method=method, reasons=reasons)
