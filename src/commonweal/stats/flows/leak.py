"""Where a pipeline leaks: the gap at the top split into entry, promotion and separation.

Every order of closing the parts counts alike, so the parts add to the gap exactly (Shapley).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np

from commonweal.kinds import Problem
from commonweal.stats.flows.levers import with_leaving, with_promotion
from commonweal.stats.flows.projection import Flows, projected

PARTS = ("entry_grade", "promotion", "separation")


@dataclass(frozen=True, eq=False)
class Leak:
    """Hold a gap at the top and what each part of it comes from.

    actual:      share of the group in the highest grade with its own flows
    equal_flows: its share with the flows of the comparison
    parts:       part of the gap from "entry_grade", "promotion" and "separation"
    subsets:     share with those parts taken from the comparison, by parts in that order

    >>> from commonweal.stats.flows.projection import flows
    >>> one, other = [[0.5, 0.1], [0, 0.9]], [[0.4, 0.2], [0, 0.9]]
    >>> found = leak(flows([one, other], [[10, 1], [10, 4]], [[4, 0], [4, 0]]), 0, 1, years=5)
    >>> round(found.parts["promotion"], 3), round(found.parts["separation"], 3)
    (0.117, 0.0)
    """

    actual: float
    equal_flows: float
    parts: dict[str, float]
    subsets: dict[tuple[str, ...], float]


def leak(moving: Flows, group: int, comparison: int, years: int) -> Leak:
    """Split the gap in the highest grade after some years by where it comes from.

    moving:     flows of k groups; grades go up from first to last
    group:      the place of the group whose share is explained
    comparison: the place of the group whose flows are taken instead
    years:      how many years are projected, 1 or more
    Gives a Leak. The entry grade is how its hires spread over grades, never how many there are; a
    highest grade without anybody has nan throughout.
    Fails with Problem "groups-repeat" when the group is its own comparison.
    Fails with Problem "row-above-one" when taken parts leave nobody to stay.
    Source: Shapley 1953, Contributions to the Theory of Games II, 307-317, on the three parts;
    checked in tests/reference/test_workforce_pipeline_leak.py
    >>> from commonweal.stats.flows.projection import flows
    >>> same = flows([[[0.9]], [[0.9]]], [[2], [8]], [[1], [4]])
    >>> leak(same, 0, 1, years=3).equal_flows
    0.2
    """
    if group == comparison:
        raise Problem(
            "groups-repeat", "A group can not be its own comparison.", "Name another group."
        )
    subsets = {
        taken: _top_share(_taking(moving, group, comparison, taken), group, comparison, years)
        for many in range(len(PARTS) + 1)
        for taken in combinations(PARTS, many)
    }
    parts = {part: _shapley(part, subsets) for part in PARTS}
    return Leak(subsets[()], subsets[PARTS], parts, subsets)


def _shapley(part: str, subsets: dict[tuple[str, ...], float]) -> float:
    total, size = 0.0, len(PARTS)
    for taken, share in subsets.items():
        if part not in taken:
            more = tuple(one for one in PARTS if one in taken or one == part)
            orders = factorial(len(taken)) * factorial(size - len(taken) - 1)
            total += orders / factorial(size) * (subsets[more] - share)
    return total


def _taking(moving: Flows, group: int, comparison: int, taken: tuple[str, ...]) -> Flows:
    changes: dict[str, Callable[[Flows, int, int], Flows]] = {
        "entry_grade": _entry,
        "promotion": _promotion,
        "separation": _separation,
    }
    now = moving
    for part in taken:
        now = changes[part](now, group, comparison)
    return now


def _entry(moving: Flows, group: int, comparison: int) -> Flows:
    hires, theirs = moving.hires.copy(), moving.hires[comparison]
    total = theirs.sum()
    hires[group] = hires[group].sum() * theirs / (total if total > 0 else 1.0)
    return Flows(moving.shares, moving.stock, hires)


def _promotion(moving: Flows, group: int, comparison: int) -> Flows:
    shares = moving.shares.copy()
    shares[group] = shares[comparison]
    return with_promotion(moving, shares)


def _separation(moving: Flows, group: int, comparison: int) -> Flows:
    leaving = moving.leaving.copy()
    leaving[group] = leaving[comparison]
    return with_leaving(moving, leaving)


def _top_share(moving: Flows, group: int, comparison: int, years: int) -> float:
    top = projected(moving, years)[-1, :, -1]
    both = top[group] + top[comparison]
    return float(top[group] / both) if both > 0 else float(np.nan)
