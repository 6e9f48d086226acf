"""Whether community benefit reaches the places that need it: concentration over ranked tracts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, amounts, normal_quantile, numbers
from commonweal.stats.results import answer


@dataclass(frozen=True)
class BenefitReach:
    """Hold how benefit lies over places from least to most disadvantaged.

    per_head:      dollars a head, an Estimate of 1
    concentration: concentration index with a robust error, above 0 where the disadvantaged get
                   more, an Estimate of 1
    quarters:      dollars a head in each quarter of the ranks, an Estimate of 4
    ratio:         the last quarter over the first, an Estimate of 1
    >>> benefit_reach([1, 3], [10, 10], [1, 2]).concentration.value
    array([0.25])
    """

    per_head: Estimate
    concentration: Estimate
    quarters: Estimate
    ratio: Estimate


def benefit_reach(
    dollars: ArrayLike, people: ArrayLike, disadvantage: ArrayLike, level: float = 0.95
) -> BenefitReach:
    """Say how benefit follows disadvantage.

    dollars:      net benefit in each place, below zero where offsets exceed costs, shape (n,)
    people:       people of each place, shape (n,)
    disadvantage: index of each place that rises with disadvantage, shape (n,)
    level:        coverage of the interval, between 0 and 1
    Gives a BenefitReach; nobody is undefined:zero_denominator, no benefit in all
    undefined:zero_mean, one rank undefined:single_group, and fewer than three places give no
    error: no limits.
    Fails with Problem "counts-negative" when people are below zero.
    Source: Kakwani, Wagstaff and van Doorslaer 1997, Journal of Econometrics 77:87-103 (convenient
    regression, weighted by people, HC1 error); checked against R in
    tests/reference/test_community_benefit_concentration.py
    >>> benefit_reach([1, 3], [10, 10], [1, 2]).per_head.value
    array([0.2])
    """
    amounts(people=people)
    money, size, index = numbers(dollars=dollars, people=people, disadvantage=disadvantage)
    lived = size > 0
    money, size, index = money[lived], size[lived], index[lived]
    total = size.sum() or 1.0
    weight, head = size / total, money / size
    mean, rank = float(money.sum() / total), _ranks(weight, index)
    quarters, quarter_people = _quarters(money, size, rank)
    nobody, nothing = np.array([not lived.any()]), np.array([mean <= 0])
    plain = {"zero_denominator": nobody}
    value, se = _slope(weight, rank, head / (mean or 1.0))
    reach = normal_quantile(level) * se
    alike = np.array([len(np.unique(index)) < 2])
    reasons = {**plain, "zero_mean": nothing, "single_group": alike}
    first, last = quarters[0], quarters[-1]
    empty = quarter_people == 0
    return BenefitReach(
        answer(np.array([mean]), None, None, level=level, method="ratio", reasons=plain),
        answer(
            np.array([value]),
            np.array([value - reach]),
            np.array([value + reach]),
            level=level,
            method="concentration_hc1",
            reasons=reasons,
            se=np.array([se]),
        ),
        answer(
            quarters, None, None, level=level, method="ratio", reasons={"zero_denominator": empty}
        ),
        answer(
            np.array([last / (first or 1.0)]),
            None,
            None,
            level=level,
            method="ratio",
            reasons={
                "zero_denominator": np.array([bool(empty[0] or empty[-1])]),
                "zero_in_ratio": np.array([first <= 0]),
            },
        ),
    )


def _ranks(weight: FloatArray, index: FloatArray) -> FloatArray:
    """Give the middle of each place's part of the people, places of one index sharing it."""
    _, tied = np.unique(index, return_inverse=True)
    together = np.bincount(tied, weight)
    return np.asarray((np.cumsum(together) - together / 2)[tied], dtype=np.float64)


def _slope(weight: FloatArray, rank: FloatArray, relative: FloatArray) -> tuple[float, float]:
    """Regress 2 var(rank) relative on rank, weighted, with the HC1 error of the slope."""
    middle = rank - weight @ rank if len(rank) else rank
    variance = float(weight @ middle**2)
    if variance == 0:
        return 0.0, float("nan")
    outcome = 2 * variance * relative
    slope = float(weight @ (middle * outcome)) / variance
    if len(rank) < 3:
        return slope, float("nan")
    residual = outcome - weight @ outcome - slope * middle
    meat = float(((weight * middle * residual) ** 2).sum())
    return slope, float(np.sqrt(meat * len(rank) / (len(rank) - 2)) / variance)


def _quarters(
    money: FloatArray, size: FloatArray, rank: FloatArray
) -> tuple[FloatArray, FloatArray]:
    quarter = np.minimum((rank * 4).astype(np.intp), 3)
    people = np.bincount(quarter, size, 4).astype(np.float64)
    sums = np.bincount(quarter, money, 4).astype(np.float64)
    return sums / np.where(people == 0, 1.0, people), people
