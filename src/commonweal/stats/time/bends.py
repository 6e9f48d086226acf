"""Search every set of bends for the one that fits a series best, for many series at once.

What the pieces between the bends mean is said in joinpoint.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from commonweal.stats.inputs import FloatArray

# Fewer periods than this leave nothing to judge a line by.
FEWEST = 4
# Periods strictly between two joins, or a join and an end, so that each piece has its own points.
APART = 2


@dataclass(eq=False)
class Bends:
    """Hold the best fit of each of k series.

    bic:    Bayesian information criterion, shape (k,); infinite where nothing was fitted
    joins:  how many joins, shape (k,)
    places: the periods of the joins by index, the first `joins` of a row, shape (k, most)
    slopes: the slope of each piece, the first `joins` + 1 of a row, shape (k, most + 1)
    errors: their standard errors, the joins held fixed, shape (k, most + 1)

    >>> values = np.array([[0.0, 1, 2, 3, 3, 3, 3]])
    >>> best_bends(values, np.ones((1, 7)), np.arange(7.0), 1).places
    array([[3.]])
    """

    bic: FloatArray
    joins: FloatArray
    places: FloatArray
    slopes: FloatArray
    errors: FloatArray


def best_bends(values: FloatArray, weights: FloatArray, when: FloatArray, most: int) -> Bends:
    """Fit joined straight pieces with every set of joins at periods and keep the best.

    values:  what is fitted, shape (k, periods)
    weights: weights, above 0, shape (k, periods)
    when:    time of each period, shape (periods,)
    most:    the most joins tried
    Gives the Bends with the least criterion; with fewer than 4 periods nothing is fitted.
    Source: Kim, Fay, Feuer and Midthune 2000, Statistics in Medicine 19:335-351; criterion: Kim,
    Yu and Feuer 2009, Statistica Sinica 19:597-609
    >>> values = np.array([[0.0, 1, 2, 3, 3, 3, 3]])
    >>> best_bends(values, np.ones((1, 7)), np.arange(7.0), 1).slopes.round(6) + 0
    array([[1., 0.]])
    """
    size, length = values.shape
    best = Bends(
        np.full(size, np.inf),
        np.zeros(size),
        np.zeros((size, most)),
        np.zeros((size, most + 1)),
        np.ones((size, most + 1)),
    )
    if length >= FEWEST:
        for joins in _grid(length, most):
            _try(best, joins, when, values, weights)
    return best


def _grid(length: int, most: int) -> Iterator[tuple[int, ...]]:
    inner = range(1 + APART, length - 1 - APART)
    for count in range(most + 1):
        for joins in combinations(inner, count):
            if all(two - one > APART for one, two in pairwise(joins)):
                yield joins


def _try(
    best: Bends, joins: tuple[int, ...], when: FloatArray, logs: FloatArray, weights: FloatArray
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
    errors = np.sqrt((spread**2).sum(axis=2) * (kept / (length - 2 * len(joins) - 2))[:, None])
    best.bic = np.where(better, bic, best.bic)
    best.joins = np.where(better, len(joins), best.joins)
    best.places[better, : len(joins)] = joins
    best.slopes[better, : width - 1] = (found @ sums.T)[better]
    best.errors[better, : width - 1] = errors[better]


def _columns(joins: tuple[int, ...], when: FloatArray) -> FloatArray:
    """Give a level, a slope, and what each join adds to the slope from there on."""
    after = [np.maximum(when - when[join], 0.0) for join in joins]
    return np.column_stack((np.ones(len(when)), when - when[0], *after))
