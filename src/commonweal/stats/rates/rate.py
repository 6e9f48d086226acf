"""Intervals for one rate: events over time lived, many groups at once.

Proportions of people are in proportion.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainccinv, gammaincinv

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, amounts, normal_quantile, tail
from commonweal.stats.results import answer

FEW_EVENTS = 10


def exact(events: ArrayLike, time: ArrayLike, per: float = 1.0, level: float = 0.95) -> Estimate:
    """Give the exact Poisson interval of a rate.

    events: events a group, shape (k,), not negative
    time:   time lived by the group, shape (k,), in person-years or any one unit
    per:    the rate is given for so many units of time, such as 1000
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k rates; no time is undefined:zero_denominator.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Garwood 1936, Biometrika 28:437-442; checked against base R poisson.test in
    tests/reference/test_statistics_rates.py
    >>> exact([5], [1000], per=1000).high.round(4)
    array([11.6683])
    """
    had, lived = amounts(events=events, time=time)
    return _rate(had, lived, _exact_limits(had, tail(level)), per=per, level=level, method="exact")


def byar(events: ArrayLike, time: ArrayLike, per: float = 1.0, level: float = 0.95) -> Estimate:
    """Give Byar's approximate interval of a rate.

    events: events a group, shape (k,), not negative
    time:   time lived by the group, shape (k,), in person-years or any one unit
    per:    the rate is given for so many units of time, such as 1000
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k rates; no time is undefined:zero_denominator.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Breslow and Day 1987, Statistical Methods in Cancer Research II, IARC 82, p. 69
    >>> byar([20], [1000], per=1000).low.round(4)
    array([12.2114])
    """
    had, lived = amounts(events=events, time=time)
    limits = byar_limits(had, normal_quantile(level))
    return _rate(had, lived, limits, per=per, level=level, method="byar")


def byar_midp(
    events: ArrayLike,
    time: ArrayLike,
    per: float = 1.0,
    level: float = 0.95,
    *,
    closed_ends: bool = True,
) -> Estimate:
    """Give Byar's interval with the mid-P correction: half an event added at both limits.

    events: events a group, shape (k,), not negative
    time:   time lived by the group, shape (k,), in person-years or any one unit
    per:    the rate is given for so many units of time, such as 1000
    level:  coverage of the interval, between 0 and 1
    closed_ends: whether the lower limit is kept from 0 to the rate; with few events the formula
                 alone leaves that range
    Gives an Estimate of k rates; no time is undefined:zero_denominator.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Rothman and Boice 1979, Epidemiologic Analysis with a Programmable Calculator;
    checked against epitools pois.byar in tests/reference/test_statistics_rates.py
    >>> byar_midp([20], [1000], per=1000).low.round(4)
    array([12.6022])
    """
    had, lived = amounts(events=events, time=time)
    z = normal_quantile(level)
    low, high = _cubed(had + 0.5, -z), _cubed(had + 0.5, z)
    if closed_ends:
        low = np.clip(low, 0.0, had)
    return _rate(had, lived, (low, high), per=per, level=level, method="byar_midp")


def phe(events: ArrayLike, time: ArrayLike, per: float = 1.0, level: float = 0.95) -> Estimate:
    """Give the interval English public health uses: exact below 10 events, Byar from 10 on.

    events: events a group, shape (k,), not negative
    time:   time lived by the group, shape (k,), in person-years or any one unit
    per:    the rate is given for so many units of time, such as 1000
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k rates, flag "few_events" where the exact limits were used; no time is
    undefined:zero_denominator.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Eayres 2008, APHO Technical Briefing 3; checked against PHEindicatormethods in
    tests/reference/test_statistics_rates.py
    >>> phe([5, 20], [1000, 1000], per=1000).flags
    (('few_events',), ())
    """
    had, lived = amounts(events=events, time=time)
    few = had < FEW_EVENTS
    exact_low, exact_high = _exact_limits(had, tail(level))
    byar_low, byar_high = byar_limits(had, normal_quantile(level))
    low, high = np.where(few, exact_low, byar_low), np.where(few, exact_high, byar_high)
    return _rate(had, lived, (low, high), per=per, level=level, method="phe", few=few)


def byar_limits(events: FloatArray, z: float) -> tuple[FloatArray, FloatArray]:
    """Give Byar's limits for the number of events itself.

    events: events, shape (k,), not negative
    z:      standard errors to each side
    Gives the lower and the upper limit, each shape (k,); the lower is never below zero.
    Source: Breslow and Day 1987, Statistical Methods in Cancer Research II, IARC 82, p. 69
    >>> import numpy as np
    >>> byar_limits(np.array([20.0]), 1.96)[1].round(4)
    array([30.8901])
    """
    some = np.where(events > 0, events, 1.0)
    low = some * np.maximum(1 - 1 / (9 * some) - z / (3 * np.sqrt(some)), 0.0) ** 3
    return np.where(events > 0, low, 0.0), _cubed(events + 1, z)


def _cubed(events: FloatArray, z: float) -> FloatArray:
    return events * (1 - 1 / (9 * events) + z / (3 * np.sqrt(events))) ** 3


def _exact_limits(events: FloatArray, outside: float) -> tuple[FloatArray, FloatArray]:
    none = events == 0
    low = np.asarray(gammaincinv(np.where(none, 1.0, events), outside), dtype=np.float64)
    high = np.asarray(gammainccinv(events + 1, outside), dtype=np.float64)
    return np.where(none, 0.0, low), high


def _rate(
    events: FloatArray,
    time: FloatArray,
    limits: tuple[FloatArray, FloatArray],
    *,
    per: float,
    level: float,
    method: str,
    few: np.typing.NDArray[np.bool_] | None = None,
) -> Estimate:
    lived = np.where(time == 0, 1.0, time)
    low, high = limits
    return answer(
        events / lived * per,
        low / lived * per,
        high / lived * per,
        level=level,
        method=method,
        reasons={"zero_denominator": time == 0},
        n=time,
        flags={} if few is None else {"few_events": few},
    )
