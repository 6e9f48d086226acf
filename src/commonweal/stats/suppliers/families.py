"""Families of suppliers and how spend concentrates on them.

A family is a supplier and all that belong to it; credits net within a family.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.allocation.spread import gini
from commonweal.stats.inputs import numbers
from commonweal.stats.results import answer
from commonweal.stats.suppliers.spend import IntArray, sum_by


@dataclass(frozen=True, eq=False)
class Concentration:
    """Hold how spend lies over families.

    families:  families whose purchases exceed their credits
    others:    families whose purchases do not: counted, left out of the rest, never clipped
    index:     Herfindahl and Hirschman's index, up to 10,000, an Estimate of 1
    effective: how many families of equal spend would be as concentrated, an Estimate of 1
    largest:   share of the largest few, an Estimate of 1
    gini:      Gini index over families, an Estimate of 1
    >>> family_concentration([30, 10], [0, 1]).effective.value
    array([1.6])
    """

    families: int
    others: int
    index: Estimate
    effective: Estimate
    largest: Estimate
    gini: Estimate


def family_roots(parent: ArrayLike) -> IntArray:
    """Follow every supplier's parent to its root.

    parent: place of each supplier's parent, -1 where it has none, shape (n,)
    Gives the place of each one's root, shape (n,). Parents that go round in a circle are one
    family, whose root is the first of the circle.
    Fails with Problem "parent-unknown" when a parent is no place of the list.
    Source: community.md section 4.5; checked in tests/reference/test_community_spend.py
    >>> family_roots([-1, 0, 1, 4, 3])
    array([0, 0, 0, 3, 3])
    """
    (given,) = numbers(parent=parent) if np.size(parent) else (np.zeros(0),)
    above, own = given.astype(np.int64), np.arange(len(given))
    if ((above < -1) | (above >= len(above)) | (above != given)).any():
        raise Problem(
            "parent-unknown",
            "A supplier's parent is not in the list of suppliers.",
            "Add the parent to the list, or leave it out.",
        )
    step = np.where(above < 0, own, above)
    doublings = range(max(len(step), 1).bit_length())
    far = step.copy()
    for _ in doublings:
        far = far[far]
    # Everybody stands now on a root or in a circle: the first of the circle is its root.
    first = own.copy()
    for _ in doublings:
        first = np.minimum(first, first[step])
        step = step[step]
    return np.asarray(first[far], dtype=np.int64)


def family_concentration(cents: ArrayLike, family: ArrayLike, largest: int = 5) -> Concentration:
    """Say how spend concentrates on families.

    cents:   purchases, or sums of suppliers, less credits, whole cents, shape (n,)
    family:  family behind each, as `family_roots` gives it, shape (n,)
    largest: how many families count as the largest
    Gives Concentration; no family with a positive sum is undefined:zero_denominator.
    Fails with Problem "counts-not-whole" when an amount is not in whole cents.
    Source: Herfindahl 1950; Hirschman 1964, American Economic Review 54:761; community.md section
    4.5; checked in tests/reference/test_community_spend.py
    >>> family_concentration([30, 10, -40], [0, 1, 2]).others
    1
    """
    _, place = np.unique(np.asarray(family), return_inverse=True)
    sums = sum_by(cents, place, int(place.max(initial=-1)) + 1)
    net = np.sort(sums[sums > 0])[::-1].astype(np.float64)
    part = net / (net.sum() or 1.0)
    index = float((part**2).sum()) * 10_000
    return Concentration(
        len(net),
        int((sums <= 0).sum()),
        _told(index, len(net)),
        _told(10_000 / (index or 1.0), len(net)),
        _told(float(part[:largest].sum()), len(net)),
        gini(net if len(net) else [0.0], corrected=False),
    )


def _told(value: float, families: int) -> Estimate:
    reasons = {"zero_denominator": np.array([families == 0])}
    return answer(
        np.array([value]), None, None, level=0.95, method="counted", reasons=reasons,
        n=np.array([float(families)]),
    )  # fmt: skip
