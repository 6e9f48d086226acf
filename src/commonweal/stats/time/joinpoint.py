"""Where the trend of a rate bends: straight pieces on the log scale, joined at some periods.

One slope for the whole time stands in trend.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, tail
from commonweal.stats.results import Mask, answer
from commonweal.stats.time.bends import FEWEST, Bends, best_bends
from commonweal.stats.time.periods import period_numbers
from commonweal.stats.time.series import value_series


@dataclass(frozen=True, eq=False)
class Pieces:
    """Hold the straight pieces of k series, one after the other.

    joins:  how many joins each series has, shape (k,)
    bic:    the criterion of the fit taken, shape (k,); nan where nothing could be fitted
    series: the series each piece belongs to, shape (pieces,)
    start:  time at which each piece starts, shape (pieces,)
    end:    time at which it ends, shape (pieces,)
    change: percent by which the rate changes a unit of time in it, an Estimate of the pieces

    >>> found = join_pieces([1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0])
    >>> found.end, found.change.value.round(4)
    (array([3., 6.]), array([100.,   0.]))
    """

    joins: FloatArray
    bic: FloatArray
    series: FloatArray
    start: FloatArray
    end: FloatArray
    change: Estimate


def join_pieces(
    rates: ArrayLike,
    se: ArrayLike | None = None,
    periods: ArrayLike | None = None,
    *,
    most_joins: int = 3,
    level: float = 0.95,
) -> Pieces:
    """Find the joins of straight pieces on the log scale that the periods support.

    rates:      rates, above 0, shape (k, periods) or (periods,)
    se:         their standard errors, above 0, the same shape; None for periods of equal weight
    periods:    time of each period, shape (periods,), rising; None for 0, 1, 2 ...
    most_joins: the most joins looked for, and never more than (periods - 3) / 4
    level:      coverage of the intervals, between 0 and 1
    Gives the Pieces of the fit with the least BIC, joins at periods; the interval holds the joins
    fixed. Fewer than 4 periods are insufficient:no_degrees_of_freedom, a rate of 0
    undefined:zero_in_ratio, each as one piece. A bend is a hint, not a test: where the truth is
    straight BIC still finds one in about one series of six.
    Fails with Problem "counts-negative" when a rate or a standard error is below zero.
    Fails with Problem "numbers-missing" when a period has no rate.
    Source: Kim, Fay, Feuer and Midthune 2000, Statistics in Medicine 19:335-351 (grid search);
    Kim, Yu and Feuer 2009, Statistica Sinica 19:597-609 (BIC, two parameters a join)
    >>> join_pieces([1.0, 2.0, 4.0, 8.0, 16.0]).change.value.round(4)
    array([100.])
    """
    values, errors = _read(rates, se)
    size, length = values.shape
    when = period_numbers(periods, length)
    zero = (values == 0).any(axis=1)
    logs = np.log(np.where(zero[:, None], 1.0, values))
    weights = (np.where(zero[:, None], 1.0, values) / errors) ** 2
    # Only the proportions of the weights count; about 1 they keep the sums in range.
    weights = weights / weights.mean(axis=1, keepdims=True)
    best = best_bends(logs, weights, when, max(min(most_joins, (length - 3) // 4), 0))
    reasons = {"no_degrees_of_freedom": np.full(size, length < FEWEST), "zero_in_ratio": zero}
    return _pieces(best, when, reasons, level)


def _read(rates: ArrayLike, se: ArrayLike | None) -> tuple[FloatArray, FloatArray]:
    # A standard error in proportion to the rate is one that is equal on the log scale.
    values, errors = value_series(rates=rates, se=rates if se is None else se)
    if np.isnan([values, errors]).any():
        raise Problem(
            "numbers-missing", "A period has no rate or no standard error.", "Leave it out."
        )
    if (values < 0).any() or (errors < 0).any():
        raise Problem(
            "counts-negative",
            "A rate or its standard error is below zero, which none can be.",
            "Correct the table.",
        )
    if se is not None and (errors == 0).any():
        raise Problem(
            "standard-error-zero",
            "A standard error is zero, as if nothing could have been otherwise.",
            "Give its standard error, or none for any period.",
        )
    return values, np.where(errors == 0, 1.0, errors)


def _pieces(best: Bends, when: FloatArray, reasons: dict[str, Mask], level: float) -> Pieces:
    gone = np.any(list(reasons.values()), axis=0)
    count = np.where(gone, 0.0, best.joins)
    size, most = best.slopes.shape
    there = np.arange(most)[None, :] <= count[:, None]
    series, piece = np.nonzero(there)
    bends = np.column_stack((np.zeros(size), best.places, np.zeros(size))).astype(np.intp)
    ending = np.where(piece == count[series], len(when) - 1, bends[series, piece + 1])
    slope, se = best.slopes[there], best.errors[there]
    freedom = np.maximum(len(when) - 2.0 * count[series] - 2.0, 1.0)
    wide = -np.asarray(stdtrit(freedom, tail(level))) * se
    value, low, high = (
        100 * np.expm1(np.minimum(each, 700.0)) for each in (slope, slope - wide, slope + wide)
    )
    change = answer(
        value,
        low,
        high,
        level=level,
        method="joinpoint",
        reasons={code: mask[series] for code, mask in reasons.items()},
        se=se,
    )
    return Pieces(
        count,
        np.where(gone, np.nan, best.bic),
        series.astype(np.float64),
        when[bends[series, piece]],
        when[ending],
        change,
    )
