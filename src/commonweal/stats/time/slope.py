"""The slope of each of many groups by maximum likelihood: logit, log and percent a year.

The test for trend and the straight slope of a proportion stand in trend.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import Mask, answer
from commonweal.stats.time.periods import missing_periods, period_numbers
from commonweal.stats.time.scoring import fit_lines
from commonweal.stats.time.series import all_or_none, count_series, rate_series


def logit_slope(
    events: ArrayLike,
    people: ArrayLike,
    periods: ArrayLike | None = None,
    level: float = 0.95,
    precision: float = 1e-12,
) -> Estimate:
    """Give the change of the log odds of a proportion a unit of time.

    events:    events, shape (k, periods) or (periods,)
    people:    people, the same shape; 0 where a series has no such period
    periods:   time of each period, shape (periods,), rising; None for 0, 1, 2 ...
    level:     coverage of the interval, between 0 and 1
    precision: share of the deviance below which the search stops; 1e-8 gives the digits of base
               R glm, whose standard errors are of the step before and 1e-6 off
    Gives an Estimate of k slopes; where no finite slope fits best undefined:separated.
    Fails with Problem "counts-above-people" when there are more events than people.
    Source: logistic regression on time; checked against base R glm in
    tests/reference/test_statistics_trend.py
    >>> logit_slope([10, 20, 30], [100, 100, 100]).value.round(4)
    array([0.6549])
    """
    had, seen = count_series(events, people)
    when = period_numbers(periods, had.shape[1])
    here = seen > 0
    first, last = _span(had > 0, when)
    rest_first, rest_last = _span(here & (had < seen), when)
    reasons = missing_periods(seen) | {
        "no_variation": all_or_none(had, seen),
        "separated": (first >= rest_last) | (last <= rest_first),
    }
    return _fitted((had, seen, when), "logit", reasons, level, precision)


def log_slope(
    events: ArrayLike,
    exposure: ArrayLike,
    periods: ArrayLike | None = None,
    level: float = 0.95,
    precision: float = 1e-12,
) -> Estimate:
    """Give the change of the log of a rate a unit of time.

    events:    events, shape (k, periods) or (periods,)
    exposure:  time lived, or people, the same shape; 0 where a series has no such period
    periods:   time of each period, shape (periods,), rising; None for 0, 1, 2 ...
    level:     coverage of the interval, between 0 and 1
    precision: share of the deviance below which the search stops, as in `logit_slope`
    Gives an Estimate of k slopes; no event is undefined:no_variation, events at the first or the
    last time only undefined:separated.
    Fails with Problem "events-without-exposure" when events stand where nothing is exposed.
    Source: Poisson regression on time; checked against base R glm in
    tests/reference/test_statistics_trend.py
    >>> log_slope([10, 20, 40], [100, 100, 100]).value.round(6)
    array([0.693147])
    """
    had, lived = rate_series(events, exposure)
    when = period_numbers(periods, had.shape[1])
    first, last = _span(had > 0, when)
    earliest, latest = _span(lived > 0, when)
    reasons = missing_periods(lived) | {
        "no_variation": had.sum(axis=1) == 0,
        "separated": (first >= latest) | (last <= earliest),
    }
    return _fitted((had, lived, when), "log", reasons, level, precision)


def percent_change(
    events: ArrayLike,
    exposure: ArrayLike,
    periods: ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Give the percent by which a rate changes a unit of time (annual percent change, APC).

    events:   events, shape (k, periods) or (periods,)
    exposure: time lived, or people, the same shape; 0 where a series has no such period
    periods:  time of each period, shape (periods,), rising; None for 0, 1, 2 ...
    level:    coverage of the interval, between 0 and 1
    Gives an Estimate of k changes in percent, `se` that of the log slope; undefined as there.
    Fails with Problem "events-without-exposure" as `log_slope` does.
    Source: 100 (exp(slope) - 1), Clegg et al. 2009, Statistics in Medicine 28:3670-3682; checked
    against base R glm in tests/reference/test_statistics_trend.py
    >>> percent_change([10, 20, 40], [100, 100, 100]).value.round(6)
    array([100.])
    """
    slope = log_slope(events, exposure, periods, level)
    # A slope so steep that its percent is beyond all numbers is shown as the largest one.
    value, low, high = (
        100 * np.expm1(np.minimum(each, 700.0)) for each in (slope.value, slope.low, slope.high)
    )
    return Estimate(value, low, high, level, "percent_change", slope.se, slope.status, slope.reason)


def slope_difference(slope: Estimate, rest_slope: Estimate, level: float = 0.95) -> Estimate:
    """Say how much faster a group changes than others: group times time, the interaction.

    slope:      slopes of the group, an Estimate of k, from any function here
    rest_slope: slopes of the others on the same scale, an Estimate of k
    level:      coverage of the interval, between 0 and 1
    Gives an Estimate of k differences; undefined where either slope is, with its reason.
    Fails with Problem "shapes-differ" when the slopes or their standard errors do not pair.
    Source: in a model with group, time and their product the fit falls apart into one fit a
    group, so the product's coefficient is the difference of the slopes
    >>> one, other = log_slope([10, 20, 40], [9, 9, 9]), log_slope([5, 5, 5], [9, 9, 9])
    >>> slope_difference(one, other).value.round(6)
    array([0.693147])
    """
    if len(slope.value) != len(rest_slope.value) or slope.se is None or rest_slope.se is None:
        raise Problem(
            "shapes-differ",
            "The slopes do not stand in pairs, each with its standard error.",
            "Fit both with one function over the same series.",
        )
    value = slope.value - rest_slope.value
    se = np.hypot(slope.se, rest_slope.se)
    reach = normal_quantile(level) * se
    said = [one or two for one, two in zip(slope.reason, rest_slope.reason, strict=True)]
    reasons = {code: np.array([each == code for each in said]) for code in dict.fromkeys(said)}
    reasons.pop("", None)
    return answer(
        value,
        value - reach,
        value + reach,
        level=level,
        method="interaction",
        reasons=reasons,
        se=se,
    )


def _fitted(
    series: tuple[FloatArray, FloatArray, FloatArray],
    link: str,
    reasons: dict[str, Mask],
    level: float,
    precision: float,
) -> Estimate:
    had, size, when = series
    kept = ~np.any(list(reasons.values()), axis=0)
    slope, se, settled = np.zeros(len(had)), np.ones(len(had)), np.ones(len(had), dtype=np.bool_)
    found = fit_lines(had[kept], size[kept], when, link, precision)
    slope[kept], se[kept], settled[kept] = found.slope, found.se, found.settled
    reach = normal_quantile(level) * se
    return answer(
        slope,
        slope - reach,
        slope + reach,
        level=level,
        method=f"{link}_slope",
        reasons=reasons | {"not_settled": ~settled},
        se=se,
    )


def _span(marked: Mask, when: FloatArray) -> tuple[FloatArray, FloatArray]:
    first = np.where(marked, when, np.inf).min(axis=1)
    last = np.where(marked, when, -np.inf).max(axis=1)
    return first, last
