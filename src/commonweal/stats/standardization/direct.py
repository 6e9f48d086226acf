"""Directly standardized rates: what a group's rate would be if it had the standard's ages.

Two such rates are compared in contrast.py; standard populations are in populations.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray
from commonweal.stats.rates.rate import FEW_EVENTS
from commonweal.stats.results import answer
from commonweal.stats.standardization.limits import (
    dobson_limits,
    gamma_limits,
    midp_limits,
    moments,
)
from commonweal.stats.standardization.strata import Weighted, read_strata

LIMITS = {"dobson": dobson_limits, "gamma": gamma_limits, "gamma_midp": midp_limits}


def dobson(
    events: ArrayLike,
    people: ArrayLike,
    standard: ArrayLike,
    per: float = 1.0,
    level: float = 0.95,
    *,
    collapse: bool = False,
) -> Estimate:
    """Give directly standardized rates with Dobson's interval on Byar's limits.

    events:   events, shape (g, s): one row a group, one column a stratum
    people:   people or time lived, shape (g, s)
    standard: people of the standard population, shape (s,)
    per:      the rate is given for so many people, such as 100000
    level:    coverage of the interval, between 0 and 1
    collapse: whether a stratum without people may be left out and its weight given to the others
    Gives an Estimate of g rates with `se`; flag "few_events" below 10 events, flag "weight_lost"
    where a stratum was left out (`lost_weight` says how much). A group of nobody is
    undefined:zero_denominator. With no event the upper limit takes the heaviest stratum's weight.
    The interval fails where few people bear much of the standard's weight: prefer `gamma_midp`.
    Fails with Problem "stratum-empty" when a stratum has weight and no people, unless `collapse`.
    Source: Dobson, Kuulasmaa, Eberle and Scherer 1991, Statistics in Medicine 10:457-462; checked
    against PHEindicatormethods phe_dsr in tests/reference/test_statistics_standardisation.py
    >>> dobson([[4, 74, 249]], [[1825, 7602, 5228]], [45, 30, 25], per=1000).high.round(4)
    array([17.8077])
    """
    return _rate(read_strata(events, people, standard, collapse=collapse), "dobson", per, level)


def gamma(
    events: ArrayLike,
    people: ArrayLike,
    standard: ArrayLike,
    per: float = 1.0,
    level: float = 0.95,
    *,
    collapse: bool = False,
) -> Estimate:
    """Give directly standardized rates with the gamma interval, safe also with few events.

    events:   events, shape (g, s): one row a group, one column a stratum
    people:   people or time lived, shape (g, s)
    standard: people of the standard population, shape (s,)
    per:      the rate is given for so many people, such as 100000
    level:    coverage of the interval, between 0 and 1
    collapse: whether a stratum without people may be left out and its weight given to the others
    Gives an Estimate of g rates with `se`; flag "few_events" below 10 events, flag "weight_lost"
    where a stratum was left out (`lost_weight` says how much). A group of nobody is
    undefined:zero_denominator.
    Fails with Problem "stratum-empty" when a stratum has weight and no people, unless `collapse`.
    Source: Fay and Feuer 1997, Statistics in Medicine 16:791-801; checked against epitools
    ageadjust.direct in tests/reference/test_statistics_standardisation.py
    >>> gamma([[4, 74, 249]], [[1825, 7602, 5228]], [45, 30, 25], per=1000).high.round(4)
    array([18.0666])
    """
    return _rate(read_strata(events, people, standard, collapse=collapse), "gamma", per, level)


def gamma_midp(
    events: ArrayLike,
    people: ArrayLike,
    standard: ArrayLike,
    per: float = 1.0,
    level: float = 0.95,
    *,
    collapse: bool = False,
) -> Estimate:
    """Give directly standardized rates with the mid-P gamma interval, the default here.

    events:   events, shape (g, s): one row a group, one column a stratum
    people:   people or time lived, shape (g, s)
    standard: people of the standard population, shape (s,)
    per:      the rate is given for so many people, such as 100000
    level:    coverage of the interval, between 0 and 1
    collapse: whether a stratum without people may be left out and its weight given to the others
    Gives an Estimate of g rates with `se`, flags and reasons as `gamma` does; narrower than `gamma`
    and hardly ever covering less than it says.
    Fails with Problem "stratum-empty" when a stratum has weight and no people, unless `collapse`.
    Source: Fay and Kim 2017, Biometrical Journal 59:549-575
    >>> gamma_midp([[4, 74, 249]], [[1825, 7602, 5228]], [45, 30, 25], per=1000).high.round(4)
    array([17.9316])
    """
    strata = read_strata(events, people, standard, collapse=collapse)
    return _rate(strata, "gamma_midp", per, level)


def lost_weight(people: ArrayLike, standard: ArrayLike) -> FloatArray:
    """Give the share of the standard that a group can not speak for, having nobody there.

    people:   people or time lived, shape (g, s)
    standard: people of the standard population, shape (s,)
    Gives shape (g,), from 0 (nothing lost) to 1 (nobody at all).
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Breslow and Day 1987, Statistical Methods in Cancer Research II, IARC 82, section 2.2
    >>> lost_weight([[10, 0], [10, 10]], [3, 1])
    array([0.25, 0.  ])
    """
    return read_strata(0.0 * np.asarray(people, np.float64), people, standard, collapse=True).lost


def _rate(strata: Weighted, method: str, per: float, level: float) -> Estimate:
    rate, variance = moments(strata)
    low, high = LIMITS[method](strata, level)
    nobody = np.asarray(~(strata.weight > 0).any(axis=1))
    return answer(
        per * rate,
        per * low,
        per * high,
        level=level,
        method=f"direct_{method}",
        reasons={"zero_denominator": nobody},
        se=per * np.sqrt(variance),
        n=strata.people,
        flags={
            "few_events": np.asarray(strata.events.sum(axis=1) < FEW_EVENTS),
            "weight_lost": (strata.lost > 0) & ~nobody,
        },
    )
