"""Directly standardized rates: what a group's rate would be if it had the standard's ages.

Two such rates are compared in contrast.py; standard populations are in populations.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainccinv, gammaincinv

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, normal_quantile, tail
from commonweal.stats.rates.rate import FEW_EVENTS, byar_limits
from commonweal.stats.results import answer
from commonweal.stats.standardization.strata import Weighted, read_strata

Limits = tuple[FloatArray, FloatArray]


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


def moments(strata: Weighted) -> Limits:
    """Give the standardized rate and its variance, each event being a Poisson one.

    strata: events and their weights
    Gives the rate and its variance, each shape (g,).
    Source: Fay and Feuer 1997, Statistics in Medicine 16:791-801, equations 1 and 2
    >>> moments(read_strata([[10, 20]], [[100, 100]], [1, 1]))[0].round(4)
    array([0.15])
    """
    rate = (strata.weight * strata.events).sum(axis=1)
    return rate, (strata.weight**2 * strata.events).sum(axis=1)


def gamma_limits(strata: Weighted, level: float) -> Limits:
    """Give the gamma limits of a standardized rate.

    strata: events and their weights
    level:  coverage of the interval, between 0 and 1
    Gives the lower and the upper limit, each shape (g,); 0 where nothing has weight.
    Source: Fay and Feuer 1997, Statistics in Medicine 16:791-801, equation 5
    >>> gamma_limits(read_strata([[10, 20]], [[100, 100]], [1, 1]), 0.95)[1].round(4)
    array([0.2141])
    """
    outside = tail(level)
    rate, variance = moments(strata)
    some = rate > 0
    y, v = np.where(some, rate, 1.0), np.where(some, variance, 1.0)
    low = np.where(some, v / y * gammaincinv(y * y / v, outside), 0.0)
    heaviest = strata.weight.max(axis=1, initial=0.0)
    weighs = heaviest > 0
    mean = np.where(weighs, rate + heaviest, 1.0)
    spread = np.where(weighs, variance + heaviest**2, 1.0)
    high = np.where(weighs, spread / mean * gammainccinv(mean * mean / spread, outside), 0.0)
    return low, high


def _dobson_limits(strata: Weighted, level: float) -> Limits:
    rate, variance = moments(strata)
    events = strata.events.sum(axis=1)
    low, high = byar_limits(events, normal_quantile(level))
    some = events > 0
    # Events that did not happen have no mean weight: the heaviest stratum is the careful choice.
    heaviest = strata.weight.max(axis=1, initial=0.0)
    scale = np.where(some, np.sqrt(variance / np.where(some, events, 1.0)), heaviest)
    return rate + scale * (low - events), rate + scale * (high - events)


def _rate(strata: Weighted, method: str, per: float, level: float) -> Estimate:
    rate, variance = moments(strata)
    find = _dobson_limits if method == "dobson" else gamma_limits
    low, high = find(strata, level)
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
