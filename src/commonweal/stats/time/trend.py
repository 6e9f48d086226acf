"""The trend of a proportion in each of many groups: a test, and its straight slope.

Slopes of odds and rates stand in slope.py, those of gaps in gap_trend.py; where a trend bends is
asked in joinpoint.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, stdtrit

from commonweal.kinds import Estimate
from commonweal.stats.inputs import tail
from commonweal.stats.results import answer
from commonweal.stats.time.line import weighted_line
from commonweal.stats.time.periods import missing_periods, period_numbers
from commonweal.stats.time.series import all_or_none, count_series


@dataclass(frozen=True, eq=False)
class TrendTest:
    """Hold one test for trend a series.

    chi_square: the statistic, one degree of freedom, an Estimate of k
    p:          its two-sided p-value, an Estimate of k

    >>> cochran_armitage([10, 20, 30], [100, 100, 100]).chi_square.value.round(4)
    array([12.5])
    """

    chi_square: Estimate
    p: Estimate


def cochran_armitage(
    events: ArrayLike, people: ArrayLike, periods: ArrayLike | None = None
) -> TrendTest:
    """Test whether a proportion rises or falls over the periods.

    events:  events, shape (k, periods) or (periods,)
    people:  people, the same shape; 0 where a series has no such period
    periods: time of each period, shape (periods,), rising; None for 0, 1, 2 ...
    Gives the TrendTest; nobody at all is undefined:zero_denominator, people in one period only
    undefined:single_period, no event or nothing else undefined:no_variation.
    Fails with Problem "counts-above-people" when there are more events than people.
    Source: Armitage 1955, Biometrics 11:375-386; checked against base R prop.trend.test in
    tests/reference/test_statistics_trend.py
    >>> cochran_armitage([10, 20, 30], [100, 100, 100]).p.value.round(6)
    array([0.000407])
    """
    had, seen = count_series(events, people)
    when = period_numbers(periods, had.shape[1])
    total = np.maximum(seen.sum(axis=1), 1e-300)
    share = had.sum(axis=1) / total
    middle = (seen * when[None, :]).sum(axis=1) / total
    apart = when[None, :] - middle[:, None]
    spread = share * (1 - share) * (seen * apart**2).sum(axis=1)
    moved = (apart * (had - seen * share[:, None])).sum(axis=1)
    statistic = moved**2 / np.where(spread > 0, spread, 1.0)
    reasons = missing_periods(seen) | {"no_variation": all_or_none(had, seen)}
    value, p = (
        answer(each, None, None, level=0.95, method="cochran_armitage", reasons=reasons)
        for each in (statistic, np.asarray(chdtrc(1.0, statistic)))
    )
    return TrendTest(value, p)


def straight_slope(
    events: ArrayLike,
    people: ArrayLike,
    periods: ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Give the change of a proportion a unit of time, periods weighing by their people.

    events:  events, shape (k, periods) or (periods,)
    people:  people, the same shape; 0 where a series has no such period
    periods: time of each period, shape (periods,), rising; None for 0, 1, 2 ...
    level:   coverage of the interval, between 0 and 1
    Gives an Estimate of k slopes with t limits; the standard error is that of the scatter about
    the line. Fewer than 3 periods are insufficient:no_degrees_of_freedom.
    Fails with Problem "counts-above-people" when there are more events than people.
    Source: weighted least squares; checked against base R lm in
    tests/reference/test_statistics_trend.py
    >>> straight_slope([10, 20, 31], [100, 100, 100]).value.round(4)
    array([0.105])
    """
    had, seen = count_series(events, people)
    when = period_numbers(periods, had.shape[1])
    found = weighted_line(had / np.where(seen == 0, 1.0, seen), seen, when)
    freedom = (seen > 0).sum(axis=1) - 2.0
    reasons = missing_periods(seen) | {"no_degrees_of_freedom": freedom < 1}
    reach = np.where(found.reach > 0, found.reach, 1.0)
    se = np.sqrt(found.left / np.maximum(freedom, 1.0) / reach)
    wide = se * -np.asarray(stdtrit(np.maximum(freedom, 1.0), tail(level)))
    return answer(
        found.slope,
        found.slope - wide,
        found.slope + wide,
        level=level,
        method="wls_slope",
        reasons=reasons,
        se=se,
    )
