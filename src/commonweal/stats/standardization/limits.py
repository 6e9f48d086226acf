"""Moments and limits of a weighted sum of Poisson counts, which a standardized rate is.

Used by direct.py and contrast.py, which read the tables and name the reasons.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize.elementwise import find_root
from scipy.special import gammainc, gammaincc, gammainccinv, gammaincinv

from commonweal.stats.inputs import FloatArray, normal_quantile, tail
from commonweal.stats.rates.rate import byar_limits
from commonweal.stats.standardization.strata import Weighted

Limits = tuple[FloatArray, FloatArray]
# Mean and variance of a gamma distribution, each shape (g,).
Gamma = tuple[FloatArray, FloatArray]
# How far beyond its ends a search begins, so that rounding leaves the root inside.
WIDER = 1e-9


def moments(strata: Weighted) -> Limits:
    """Give the standardized rate and its variance, each event being a Poisson one.

    strata: events and their weights
    Gives the rate and its variance, each shape (g,).
    Source: Fay and Feuer 1997, Statistics in Medicine 16:791-801, equations 1 and 2
    >>> from commonweal.stats.standardization.strata import read_strata
    >>> moments(read_strata([[10, 20]], [[100, 100]], [1, 1]))[0].round(4)
    array([0.15])
    """
    rate = (strata.weight * strata.events).sum(axis=1)
    return rate, (strata.weight**2 * strata.events).sum(axis=1)


def dobson_limits(strata: Weighted, level: float) -> Limits:
    """Give Dobson's limits of a standardized rate, on Byar's limits of all events.

    strata: events and their weights
    level:  coverage of the interval, between 0 and 1
    Gives the lower and the upper limit, each shape (g,); 0 where nothing has weight.
    Source: Dobson, Kuulasmaa, Eberle and Scherer 1991, Statistics in Medicine 10:457-462
    >>> from commonweal.stats.standardization.strata import read_strata
    >>> dobson_limits(read_strata([[10, 20]], [[100, 100]], [1, 1]), 0.95)[1].round(4)
    array([0.2141])
    """
    rate, variance = moments(strata)
    events = strata.events.sum(axis=1)
    low, high = byar_limits(events, normal_quantile(level))
    some = events > 0
    # Events that did not happen have no mean weight: the heaviest stratum is the careful choice.
    heaviest = strata.weight.max(axis=1, initial=0.0)
    scale = np.where(some, np.sqrt(variance / np.where(some, events, 1.0)), heaviest)
    return rate + scale * (low - events), rate + scale * (high - events)


def gamma_limits(strata: Weighted, level: float) -> Limits:
    """Give the gamma limits of a standardized rate.

    strata: events and their weights
    level:  coverage of the interval, between 0 and 1
    Gives the lower and the upper limit, each shape (g,); 0 where nothing has weight.
    Source: Fay and Feuer 1997, Statistics in Medicine 16:791-801, equation 5
    >>> from commonweal.stats.standardization.strata import read_strata
    >>> gamma_limits(read_strata([[10, 20]], [[100, 100]], [1, 1]), 0.95)[1].round(4)
    array([0.2141])
    """
    outside = tail(level)
    seen, one_more, weighs = _gammas(strata)
    low = np.where(seen[0] > 0, _lower_quantile(_safe(seen), outside), 0.0)
    return low, np.where(weighs, _upper_quantile(one_more, outside), 0.0)


def midp_limits(strata: Weighted, level: float) -> Limits:
    """Give the mid-P gamma limits of a standardized rate: half the care of the gamma limits.

    strata: events and their weights
    level:  coverage of the interval, between 0 and 1
    Gives the lower and the upper limit, each shape (g,); 0 where nothing has weight.
    Source: Fay and Kim 2017, Biometrical Journal 59:549-575 (quantiles of an even mixture of the
    two gamma distributions)
    >>> from commonweal.stats.standardization.strata import read_strata
    >>> midp_limits(read_strata([[10, 20]], [[100, 100]], [1, 1]), 0.95)[1].round(4)
    array([0.2114])
    """
    outside = tail(level)
    seen, one_more, weighs = _gammas(strata)
    some = seen[0] > 0
    # With no event half of the mixture stands at zero, so the other half decides alone.
    low, high = np.zeros_like(seen[0]), _upper_quantile(one_more, 2 * outside)
    four = seen[0][some], seen[1][some], one_more[0][some], one_more[1][some]
    low[some] = np.minimum(_mixed_quantile(gammainc, _lower_quantile, outside, four), four[0])
    high[some] = np.maximum(_mixed_quantile(gammaincc, _upper_quantile, outside, four), four[0])
    return low, np.where(weighs, high, 0.0)


def _gammas(strata: Weighted) -> tuple[Gamma, Gamma, np.typing.NDArray[np.bool_]]:
    rate, variance = moments(strata)
    heaviest = strata.weight.max(axis=1, initial=0.0)
    weighs = heaviest > 0
    mean = np.where(weighs, rate + heaviest, 1.0)
    spread = np.where(weighs, variance + heaviest**2, 1.0)
    return (rate, variance), (mean, spread), weighs


def _mixed_quantile(
    beyond: Callable[[FloatArray, FloatArray], FloatArray],
    quantile: Callable[[Gamma, float], FloatArray],
    outside: float,
    moments_of_both: tuple[FloatArray, FloatArray, FloatArray, FloatArray],
) -> FloatArray:
    mean, variance, more, wider = moments_of_both

    def excess(at: FloatArray, *both: FloatArray) -> FloatArray:
        mean, variance, more, wider = both
        one = beyond(mean * mean / variance, at * mean / variance)
        return (one + beyond(more * more / wider, at * more / wider)) / 2 - outside

    # The quantile of a mixture lies between those of its two parts.
    ends = np.sort([quantile((mean, variance), outside), quantile((more, wider), outside)], axis=0)
    bracket = ends[0] * (1 - WIDER), ends[1] * (1 + WIDER)
    return np.asarray(find_root(excess, bracket, args=moments_of_both).x)


def _safe(gamma: Gamma) -> Gamma:
    some = gamma[0] > 0
    return np.where(some, gamma[0], 1.0), np.where(some, gamma[1], 1.0)


def _lower_quantile(gamma: Gamma, outside: float) -> FloatArray:
    mean, variance = gamma
    return np.asarray(variance / mean * gammaincinv(mean * mean / variance, outside))


def _upper_quantile(gamma: Gamma, outside: float) -> FloatArray:
    mean, variance = gamma
    return np.asarray(variance / mean * gammainccinv(mean * mean / variance, outside))
