"""Where the trend of a rate bends: straight pieces on the log scale, joined at some periods.

One slope for the whole time stands in trend.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, tail
from commonweal.stats.results import Mask, answer
from commonweal.stats.time.series import period_numbers, value_series

# Periods strictly between two joins, or a join and an end, so that each piece has its own points.
APART = 2


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


@dataclass
class _Best:
    """Hold the best fit of each series so far: criterion, joins by index, log slopes, errors."""

    bic: FloatArray
    joins: FloatArray
    slopes: FloatArray
    errors: FloatArray
    count: FloatArray


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
    undefined:zero_in_ratio, each as one piece.
    Fails with Problem "counts-negative" when a rate or a standard error is below zero.
    Fails with Problem "numbers-missing" when a period has no rate.
    Source: Kim, Fay, Feuer and Midthune 2000, Statistics in Medicine 19:335-351 (grid search);
    Tiwari et al. 2005, Statistics in Medicine 24:1687-1703 (BIC, two parameters a join)
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
    allowed = max(min(most_joins, (length - 3) // 4), 0)
    best = _Best(
        np.full(size, np.inf),
        np.zeros((size, allowed)),
        np.zeros((size, allowed + 1)),
        np.ones((size, allowed + 1)),
        np.zeros(size),
    )
    if length >= 4:
        for joins in _grid(length, allowed):
            _try(best, joins, when, logs, weights)
    reasons = {"no_degrees_of_freedom": np.full(size, length < 4), "zero_in_ratio": zero}
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


def _grid(length: int, most: int) -> Iterator[tuple[int, ...]]:
    inner = range(1 + APART, length - 1 - APART)
    for count in range(most + 1):
        for joins in combinations(inner, count):
            if all(two - one > APART for one, two in pairwise(joins)):
                yield joins


def _try(
    best: _Best, joins: tuple[int, ...], when: FloatArray, logs: FloatArray, weights: FloatArray
) -> None:
    columns = _columns(joins, when)
    length, width = columns.shape
    root = np.sqrt(weights)
    basis, triangle = np.linalg.qr(columns[None, :, :] * root[:, :, None])
    turned = np.einsum("kti,kt->ki", basis, logs * root)
    found = np.linalg.solve(triangle, turned[:, :, None])[:, :, 0]
    left = (weights * (logs - found @ columns.T) ** 2).sum(axis=1)
    # What a fit to the last digit leaves is rounding, and a join more would only fit that.
    kept = np.maximum(left, 1e-24 * np.maximum((weights * logs**2).sum(axis=1), 1e-200))
    # Each join is two parameters: where it is, and by how much the slope changes there.
    bic = np.log(kept / length) + 2 * (len(joins) + 1) * np.log(length) / length
    better = bic < best.bic
    # A slope is the first one and all that the joins before it added.
    sums = np.tril(np.ones((width - 1, width - 1))) @ np.eye(width)[1:]
    spread = np.einsum("si,kij->ksj", sums, np.linalg.inv(triangle))
    errors = np.sqrt((spread**2).sum(axis=2) * (kept / _freedom(length, len(joins)))[:, None])
    best.bic = np.where(better, bic, best.bic)
    best.count = np.where(better, len(joins), best.count)
    best.joins[better, : len(joins)] = joins
    best.slopes[better, : width - 1] = (found @ sums.T)[better]
    best.errors[better, : width - 1] = errors[better]


def _columns(joins: tuple[int, ...], when: FloatArray) -> FloatArray:
    """Give a level, a slope, and what each join adds to the slope from there on."""
    after = [np.maximum(when - when[join], 0.0) for join in joins]
    return np.column_stack((np.ones(len(when)), when - when[0], *after))


def _freedom(length: int, joins: FloatArray | int) -> FloatArray:
    return np.asarray(length - 2.0 * joins - 2.0, dtype=np.float64)


def _pieces(best: _Best, when: FloatArray, reasons: dict[str, Mask], level: float) -> Pieces:
    gone = np.any(list(reasons.values()), axis=0)
    count = np.where(gone, 0.0, best.count)
    size, most = best.slopes.shape
    there = np.arange(most)[None, :] <= count[:, None]
    series, piece = np.nonzero(there)
    bends = np.column_stack((np.zeros(size), best.joins, np.zeros(size))).astype(np.intp)
    ending = np.where(piece == count[series], len(when) - 1, bends[series, piece + 1])
    slope, se = best.slopes[there], best.errors[there]
    freedom = np.maximum(_freedom(len(when), count[series]), 1.0)
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
