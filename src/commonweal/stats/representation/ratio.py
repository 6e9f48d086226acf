"""A group's share over its benchmark share: a description that any kind of benchmark admits.

It never says how many people are missing; only availability admits that, in utilization.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import amounts, counts, normal_quantile, numbers, tail
from commonweal.stats.representation.benchmark import Benchmark
from commonweal.stats.results import answer


def representation_ratio(
    members: ArrayLike, people: ArrayLike, beside: Benchmark, level: float = 0.95
) -> Estimate:
    """Give the share of a group over its benchmark share.

    members: people of the group, shape (k,)
    people:  all people of the unit, shape (k,)
    beside:  the benchmark, of any kind, of k shares
    level:   coverage of the interval, between 0 and 1
    Gives an Estimate of k ratios, `se` on the log scale. Nobody in the unit is
    undefined:no_population; nobody of the group is undefined:zero_in_ratio, and then only the
    exact upper bound stands, flag "one_sided".
    Fails with Problem "counts-above-people" when the group is larger than the unit.
    Source: workforce specification, section 4.1: var(ln p) = (1 - p) / x, benchmark error added;
    bound of Clopper and Pearson; checked in tests/reference/test_workforce_utilization.py
    >>> from commonweal.stats.representation.benchmark import benchmark
    >>> representation_ratio([10], [50], benchmark("mirror", 0.2)).value
    array([1.])
    """
    had, size = counts(members, people)
    had, size, share, error = numbers(members=had, people=size, share=beside.share, se=beside.se)
    empty, none = size == 0, had == 0
    one, everybody = np.where(none, 1.0, had), np.where(empty, 1.0, size)
    ratio = one / everybody / share
    spread = np.maximum((1 - one / everybody) / one, 0.0) + (error / share) ** 2
    se = np.sqrt(spread)
    reach = np.exp(normal_quantile(level) * se)
    bound = (1 - tail(level) ** (1 / everybody)) / share
    return answer(
        ratio,
        np.where(none | empty, np.nan, ratio / reach),
        np.where(empty, np.nan, np.where(none, bound, ratio * reach)),
        level=level,
        method="representation_ratio",
        reasons={"no_population": empty, "zero_in_ratio": none},
        se=se,
        n=size,
        flags={"one_sided": none & ~empty},
        bounds=True,
    )


def share_with_unknown(members: ArrayLike, people: ArrayLike, unknown: ArrayLike) -> Estimate:
    """Give a group's share of those who are known, bounded by what the unknown could be.

    members: people of the group, shape (k,)
    people:  all people, those unknown too, shape (k,)
    unknown: people who declined or were not asked, shape (k,)
    Gives an Estimate of k shares whose limits are bounds, not chance: none or all of the unknown
    are of the group. Nobody is undefined:no_population, nobody known undefined:zero_denominator.
    Fails with Problem "counts-above-people" when group and unknown are more than all.
    Source: workforce specification, section 3.3; bounds of Manski 1989, Journal of Human
    Resources 24:343-360
    >>> share_with_unknown([20], [100], [10]).high
    array([0.3])
    """
    had, size, hidden = amounts(members=members, people=people, unknown=unknown)
    counts(had + hidden, size)
    empty = size == 0
    everybody, known = np.where(empty, 1.0, size), size - hidden
    return answer(
        had / np.where(known == 0, 1.0, known),
        np.where(empty, np.nan, had / everybody),
        np.where(empty, np.nan, (had + hidden) / everybody),
        level=1.0,
        method="share_of_known",
        reasons={"no_population": empty, "zero_denominator": known == 0},
        n=known,
        bounds=True,
    )
