"""Intervals for means: simple ones for many groups at once, weighted and survey ones from rows.

Proportions of simple samples are in proportion.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit, stdtrit

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, amounts, numbers, shares, tail
from commonweal.stats.rates.proportion import korn_graubard
from commonweal.stats.results import answer


@dataclass(frozen=True)
class Linearised:
    """Hold a weighted mean with its linearised variance.

    mean:   the weighted mean
    se:     its standard error
    df:     degrees of freedom: units less strata
    people: rows behind it
    reason: "" or why there is none, such as "zero_denominator"

    >>> Linearised(0.5, 0.1, 9, 10, "").df
    9
    """

    mean: float
    se: float
    df: int
    people: int
    reason: str


def mean_t(
    people: ArrayLike,
    totals: ArrayLike,
    squares: ArrayLike,
    *,
    center: ArrayLike = 0.0,
    level: float = 0.95,
) -> Estimate:
    """Give the mean with Student's interval from sums, so that rows need not be kept.

    people:  values a group, shape (k,)
    totals:  sum of (value - center), shape (k,)
    squares: sum of (value - center) squared, shape (k,)
    center:  what was taken from each value before summing, shape (k,); a rough mean saves digits
    level:   coverage of the interval, between 0 and 1
    Gives an Estimate of k means; no value is undefined:zero_denominator, one value is
    insufficient:one_value, values all alike are flagged "no_variation" with an interval of width 0.
    Fails with Problem "sums-contradict" when the squares are too small for the totals.
    Source: Student 1908, Biometrika 6:1-25; checked against base R t.test in
    tests/reference/test_statistics_means.py
    >>> mean_t([4], [20], [120]).low.round(4)
    array([0.8915])
    """
    n, summed, squared, middle = numbers(
        people=people, totals=totals, squares=squares, center=center
    )
    amounts(people=n, squares=squared)
    size = np.where(n == 0, 1.0, n)
    offset = summed / size
    spread = squared - summed * offset
    # What rounding alone can leave of a spread of zero.
    noise = 8 * np.finfo(np.float64).eps * np.maximum(size, 4.0) * squared
    if (spread < -noise).any():
        raise Problem(
            "sums-contradict",
            "A sum of squares is smaller than its total allows.",
            "Sum the same values twice: once plain, once squared.",
        )
    spread = np.where(spread <= noise, 0.0, spread)
    freedom = np.maximum(n - 1, 1.0)
    se = np.sqrt(spread / freedom / size)
    reach = -np.asarray(stdtrit(freedom, tail(level))) * se
    value = middle + offset
    return answer(
        value,
        value - reach,
        value + reach,
        level=level,
        method="t",
        reasons={"zero_denominator": n == 0, "one_value": n < 2},
        se=se,
        n=n,
        flags={"no_variation": (spread == 0) & (n >= 2)},
    )


def linearised_mean(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    units: ArrayLike | None = None,
) -> Linearised:
    """Give a weighted mean and its standard error under a design of strata and sampled units.

    values:  one value a row, shape (r,)
    weights: one weight a row, shape (r,), not negative
    strata:  stratum of each row, shape (r,); None means one stratum
    units:   primary sampling unit of each row, shape (r,), told apart within strata; None means
             that each row is its own
    Gives one Linearised; no weight is reason "zero_denominator", one row is "one_value", a stratum
    with one unit is "single_unit_stratum".
    Fails with Problem "weight-negative" when a weight is below zero, with the number of the row.
    Source: Woodruff 1971, JASA 66:411-414; Binder 1983, International Statistical Review
    51:279-292; checked against the R package survey 4.1 in
    tests/reference/test_statistics_survey_proportions.py
    >>> round(linearised_mean([0, 1, 1], [1, 1, 2]).mean, 4)
    0.75
    """
    y, w = numbers(values=values, weights=weights)
    rows = len(y)
    if (w < 0).any():
        row = int(np.flatnonzero(w < 0)[0]) + 1
        raise Problem(
            "weight-negative", f"The weight in row {row} is below zero.", "Correct that weight."
        )
    total = w.sum()
    if total == 0:
        return Linearised(np.nan, np.nan, 0, rows, "zero_denominator")
    # From the first value on, so that values all alike leave a spread of exactly zero.
    mean = float(y[0] + (w * (y - y[0])).sum() / total)
    stratum = _codes(strata, rows, np.zeros(rows, dtype=np.int64))
    unit = _codes(units, rows, np.arange(rows))
    _, cluster = np.unique(stratum * rows + unit, return_inverse=True)
    sums = np.bincount(cluster, weights=w * (y - mean) / total)
    home = np.zeros(len(sums), dtype=np.int64)
    home[cluster] = stratum
    in_stratum = np.bincount(home)
    df = len(sums) - len(in_stratum)
    if (in_stratum < 2).any():
        reason = "one_value" if rows < 2 else "single_unit_stratum"
        return Linearised(mean, np.nan, df, rows, reason)
    apart = sums - (np.bincount(home, weights=sums) / in_stratum)[home]
    factor = in_stratum / (in_stratum - 1)
    return Linearised(mean, float(np.sqrt((factor[home] * apart**2).sum())), df, rows, "")


def weighted_mean(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    units: ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Give a weighted mean with Student's interval on the degrees of freedom of the design.

    values:  one value a row, shape (r,)
    weights: one weight a row, shape (r,), not negative
    strata:  stratum of each row, shape (r,), or None
    units:   primary sampling unit of each row, shape (r,), or None
    level:   coverage of the interval, between 0 and 1
    Gives an Estimate of one mean, shape (1,), with the reasons of `linearised_mean`.
    Fails with Problem "weight-negative" when a weight is below zero.
    Source: Korn and Graubard 1999, Analysis of Health Surveys, section 2.4
    >>> weighted_mean([0, 1, 1, 3], [1, 1, 2, 1]).value
    array([1.2])
    """
    fit = linearised_mean(values, weights, strata=strata, units=units)
    value, se = np.array([fit.mean]), np.array([fit.se])
    reach = -float(stdtrit(max(fit.df, 1), tail(level))) * se
    return answer(
        value,
        value - reach,
        value + reach,
        level=level,
        method="weighted_t",
        reasons={fit.reason: np.array([True])} if fit.reason else {},
        se=se,
        n=np.array([float(fit.people)]),
        flags={"no_variation": se == 0},
    )


def survey_proportion(
    answers: ArrayLike,
    weights: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    units: ArrayLike | None = None,
    method: str = "korn_graubard",
    level: float = 0.95,
) -> Estimate:
    """Give a weighted share of a survey with an interval that stays between 0 and 1.

    answers: 1 for yes and 0 for no (or a share), one a row, shape (r,)
    weights: one weight a row, shape (r,), not negative
    strata:  stratum of each row, shape (r,), or None
    units:   primary sampling unit of each row, shape (r,), or None
    method:  "korn_graubard" or "logit"
    level:   coverage of the interval, between 0 and 1
    Gives an Estimate of one share, shape (1,), with the reasons of `linearised_mean`. Where all
    gave one answer the design says nothing: flag "no_variation", interval as of a simple sample.
    Fails with Problem "share-outside" when an answer is not between 0 and 1.
    Fails with Problem "method-unknown" when the method is another word.
    Source: Korn and Graubard 1998, Survey Methodology 24:193-201; logit: Newcombe 2001, American
    Statistician 55:200-202; checked against the R package survey 4.1 in
    tests/reference/test_statistics_survey_proportions.py
    >>> survey_proportion([0, 1, 1, 0, 1], [1, 1, 2, 1, 1]).low.round(4)
    array([0.15])
    """
    if method not in {"korn_graubard", "logit"}:
        raise Problem(
            "method-unknown", f"There is no method '{method}'.", "Write korn_graubard or logit."
        )
    shares(answers=answers)
    fit = linearised_mean(answers, weights, strata=strata, units=units)
    value, se = np.clip([fit.mean], 0.0, 1.0), np.array([fit.se])
    alike = se == 0
    if fit.reason:
        low = high = value
    elif method == "logit" and fit.se > 0:
        low, high = _logit_limits(fit, level)
    else:
        effective = fit.people if fit.se == 0 else fit.mean * (1 - fit.mean) / fit.se**2
        inner = korn_graubard(value, fit.people, effective, df=fit.df, level=level)
        low, high = inner.low, inner.high
    return answer(
        value,
        low,
        high,
        level=level,
        method=method,
        reasons={fit.reason: np.array([True])} if fit.reason else {},
        se=se,
        n=np.array([float(fit.people)]),
        flags={"no_variation": alike},
    )


def _logit_limits(fit: Linearised, level: float) -> tuple[FloatArray, FloatArray]:
    reach = -float(stdtrit(fit.df, tail(level))) * fit.se / (fit.mean * (1 - fit.mean))
    middle = float(logit(fit.mean))
    return np.array([float(expit(middle - reach))]), np.array([float(expit(middle + reach))])


def _codes(labels: ArrayLike | None, rows: int, default: NDArray[np.int64]) -> NDArray[np.int64]:
    if labels is None:
        return default
    given = np.asarray(labels)
    if given.shape != (rows,):
        raise Problem(
            "shapes-differ",
            "Strata or units do not have one entry for each row.",
            "Give one label for each row.",
        )
    return np.asarray(np.unique(given, return_inverse=True)[1], dtype=np.int64)
