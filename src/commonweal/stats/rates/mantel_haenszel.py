"""Compare two groups within strata (sites, scores, months) and pool: Mantel and Haenszel.

Pairs of groups without strata are in two_proportions.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import answer


@dataclass(frozen=True)
class StratifiedTables:
    """Hold k comparisons, each over the same number of strata.

    had, people:           events and people of the group, shape (k, strata)
    rest_had, rest_people: events and people of the comparison, shape (k, strata)
    >>> stratified([3, 1], [10, 5], [4, 2], [20, 9]).total
    array([[30., 14.]])
    """

    had: FloatArray
    people: FloatArray
    rest_had: FloatArray
    rest_people: FloatArray

    @property
    def total(self) -> FloatArray:
        """Give everybody in each stratum, and 1 where there is nobody, shape (k, strata)."""
        return np.where(self.people + self.rest_people == 0, 1.0, self.people + self.rest_people)

    @property
    def compared(self) -> FloatArray:
        """Give how much each comparison can tell: 0 where no stratum holds both, shape (k,)."""
        return np.asarray((self.people * self.rest_people / self.total).sum(axis=1))


def stratified(
    events: ArrayLike, people: ArrayLike, rest_events: ArrayLike, rest_people: ArrayLike
) -> StratifiedTables:
    """Read two groups in strata.

    events:      events in the group, shape (strata,) or (k, strata)
    people:      people in the group, same shape; 0 where a stratum has none
    rest_events: events in the comparison, same shape
    rest_people: people in the comparison, same shape
    Gives StratifiedTables.
    Fails with Problem "shapes-differ" when they do not have one shape of one or two dimensions.
    Fails with Problem "counts-above-people" when a number is no count or above its people.
    Source: none, this only reads
    >>> stratified([3, 1], [10, 5], [4, 2], [20, 9]).compared.round(2)
    array([9.88])
    """
    given = (events, people, rest_events, rest_people)
    had, size, rest_had, rest_size = (np.asarray(each, dtype=np.float64) for each in given)
    if had.ndim not in {1, 2} or {had.shape} != {
        each.shape for each in (size, rest_had, rest_size)
    }:
        raise Problem(
            "shapes-differ",
            "The four tables do not have one shape.",
            "Give one number for each stratum in all of them.",
        )
    wrong = (had < 0) | (rest_had < 0) | ~(had <= size) | ~(rest_had <= rest_size)
    if wrong.any():
        raise Problem(
            "counts-above-people",
            "A stratum has fewer than no events, or more events than people.",
            "Count each person once.",
        )
    return StratifiedTables(*(np.atleast_2d(each) for each in (had, size, rest_had, rest_size)))


def risk_ratio(tables: StratifiedTables, level: float = 0.95) -> Estimate:
    """Pool the ratio of two proportions over strata.

    tables: the strata, as `stratified` reads them
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k ratios, `se` on the log scale; no stratum with both groups is
    undefined:zero_denominator, no event in either group undefined:zero_in_ratio.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: Mantel and Haenszel 1959, JNCI 22:719-748; variance: Greenland and Robins 1985,
    Biometrics 41:55-68; checked against base R in tests/reference/test_research_screenfail.py
    >>> risk_ratio(stratified([18, 25], [40, 61], [70, 90], [260, 310])).value.round(4)
    array([1.5121])
    """
    t = tables
    above = (t.had * t.rest_people / t.total).sum(axis=1)
    below = (t.rest_had * t.people / t.total).sum(axis=1)
    all_had = t.had + t.rest_had
    spread = all_had * t.people * t.rest_people - t.had * t.rest_had * t.total
    reasons = {
        "zero_denominator": t.compared == 0,
        "zero_in_ratio": (above == 0) | (below == 0),
    }
    one, other = np.where(above == 0, 1.0, above), np.where(below == 0, 1.0, below)
    se = np.sqrt((spread / t.total**2).sum(axis=1) / (one * other))
    reach, ratio = np.exp(normal_quantile(level) * se), one / other
    low, high = ratio / reach, ratio * reach
    return answer(ratio, low, high, level=level, method="mantel_haenszel", reasons=reasons, se=se)


def risk_difference(tables: StratifiedTables, level: float = 0.95) -> Estimate:
    """Pool the difference of two proportions over strata.

    tables: the strata, as `stratified` reads them
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k differences; no stratum with both groups is undefined:zero_denominator.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: Greenland and Robins 1985, Biometrics 41:55-68; variance: Sato 1989, Biometrics
    45:1323-1324; estimate checked in tests/reference/test_research_screenfail.py
    >>> risk_difference(stratified([18, 25], [40, 61], [70, 90], [260, 310])).value.round(4)
    array([0.1443])
    """
    t = tables
    apart = (t.had * t.rest_people - t.rest_had * t.people) / t.total
    compared = np.where(t.compared == 0, 1.0, t.compared)
    value = apart.sum(axis=1) / compared
    # Sato's variance holds for few large strata and for many small ones.
    weighed = t.people**2 * t.rest_had - t.rest_people**2 * t.had
    weighed = (weighed + t.people * t.rest_people * (t.rest_people - t.people) / 2) / t.total**2
    crossed = t.had * (t.rest_people - t.rest_had) + t.rest_had * (t.people - t.had)
    both = (crossed / (2 * t.total)).sum(axis=1)
    se = np.sqrt(np.maximum(value * weighed.sum(axis=1) + both, 0.0)) / compared
    reach = normal_quantile(level) * se
    return answer(
        value,
        value - reach,
        value + reach,
        level=level,
        method="mantel_haenszel",
        reasons={"zero_denominator": t.compared == 0},
        se=se,
    )


def odds_ratio(tables: StratifiedTables, level: float = 0.95) -> Estimate:
    """Pool the ratio of two odds over strata.

    tables: the strata, as `stratified` reads them
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k ratios, `se` on the log scale; no stratum with both groups is
    undefined:zero_denominator, no pair that differs one way undefined:zero_in_ratio.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: Mantel and Haenszel 1959, JNCI 22:719-748; variance: Robins, Breslow and Greenland 1986,
    Biometrics 42:311-323, as Phillips and Holland 1987 write it; checked against base R and difR in
    tests/reference/test_research_screenfail.py and test_teaching_dif.py
    >>> odds_ratio(stratified([18, 25], [40, 61], [70, 90], [260, 310])).value.round(4)
    array([1.8912])
    """
    t = tables
    failed, rest_failed = t.people - t.had, t.rest_people - t.rest_had
    for_it, against = t.had * rest_failed / t.total, failed * t.rest_had / t.total
    above, below = for_it.sum(axis=1), against.sum(axis=1)
    reasons = {
        "zero_denominator": t.compared == 0,
        "zero_in_ratio": (above == 0) | (below == 0),
    }
    one, other = np.where(above == 0, 1.0, above), np.where(below == 0, 1.0, below)
    ratio = one / other
    alike, unlike = (t.had + rest_failed) / t.total, (failed + t.rest_had) / t.total
    scale = ratio[:, None]
    spread = (for_it + scale * against) * (alike + scale * unlike)
    se = np.sqrt(spread.sum(axis=1) / 2) / one
    reach = np.exp(normal_quantile(level) * se)
    return answer(
        ratio,
        ratio / reach,
        ratio * reach,
        level=level,
        method="mantel_haenszel",
        reasons=reasons,
        se=se,
    )


def chi_square(
    tables: StratifiedTables, *, correction: bool = False
) -> tuple[FloatArray, Estimate]:
    """Test whether two groups are alike in every stratum, all strata together.

    tables:     the strata, as `stratified` reads them
    correction: whether to take one half from the distance, as for small tables
    Gives the k statistics, and an Estimate of k two-sided p-values; strata where nothing could
    differ are undefined:no_variation.
    Source: Cochran 1954, Mantel and Haenszel 1959; checked against base R mantelhaen.test and difR
    in tests/reference/test_research_screenfail.py and test_teaching_dif.py
    >>> chi_square(stratified([18, 25], [40, 61], [70, 90], [260, 310]))[0].round(4)
    array([8.4187])
    """
    t = tables
    all_had = t.had + t.rest_had
    expected = t.people * all_had / t.total
    spread = t.people * t.rest_people * all_had * (t.total - all_had)
    variance = (spread / (t.total**2 * np.maximum(t.total - 1, 1.0))).sum(axis=1)
    apart = np.abs((t.had - expected).sum(axis=1)) - 0.5 * correction
    none = variance == 0
    statistic = np.where(none, np.nan, apart**2 / np.where(none, 1.0, variance))
    p = 2 * np.asarray(ndtr(-np.sqrt(np.nan_to_num(statistic))))
    tested = answer(
        p, None, None, level=0.95, method="mantel_haenszel", reasons={"no_variation": none}
    )
    return statistic, tested
