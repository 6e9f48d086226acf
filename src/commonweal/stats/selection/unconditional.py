"""Exact tests of a selection table with only the pools held: Boschloo and Barnard.

They are stronger than Fisher's test where how many are selected was not fixed beforehand.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, xlog1py, xlogy

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask, answer
from commonweal.stats.selection.tables import Tables, divisor, nobody, selection_tables

# Above this many possible tables the test would take longer than its answer is worth.
MOST_TABLES = 2_000_000
# Two tables as extreme as each other differ by rounding only.
EQUAL = 1e-9
POINTS, ROUNDS = 201, 4


def boschloo_lower(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Test whether the group's selection rate is lower, tables ordered by Fisher's tail.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate whose values are k one-sided p-values. Nobody in a pool is
    undefined:zero_denominator; pools with more than two million possible tables are
    undefined:too_many_tables: use the mid-p.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Boschloo 1970, Statistica Neerlandica 24:1-9; checked against scipy in
    tests/reference/test_workforce_unconditional_exact.py
    >>> boschloo_lower([1], [4], [3], [4]).value.round(4)
    array([0.1445])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    return _tested(_boschloo_low, "boschloo_lower", tables)


def boschloo(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Test two selection rates by Boschloo's test: twice the smaller tail.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate whose values are k two-sided p-values. Nobody in a pool is
    undefined:zero_denominator; pools with more than two million possible tables are
    undefined:too_many_tables: use the mid-p.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Boschloo 1970, Statistica Neerlandica 24:1-9; checked against scipy in
    tests/reference/test_workforce_unconditional_exact.py
    >>> boschloo([1], [4], [3], [4]).value.round(4)
    array([0.2891])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    return _tested(_boschloo, "boschloo", tables)


def barnard(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Test two selection rates by Barnard's test, tables ordered by the size of the pooled z.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate whose values are k two-sided p-values. Nobody in a pool is
    undefined:zero_denominator; pools with more than two million possible tables are
    undefined:too_many_tables: use the mid-p.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Barnard 1947, Biometrika 34:123-138, with the pooled z of Suissa and Shuster 1985,
    JRSS A 148:317-327; checked against scipy in
    tests/reference/test_workforce_unconditional_exact.py
    >>> barnard([1], [4], [3], [4]).value.round(4)
    array([0.2891])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    return _tested(_barnard, "barnard", tables)


def _tested(
    test: Callable[[int, int, int, int], float],
    method: str,
    tables: Tables,
) -> Estimate:
    empty = nobody(tables)
    too_many: Mask = (tables[1] + 1) * (tables[3] + 1) > MOST_TABLES
    p = np.full(len(empty), np.nan)
    for at in np.flatnonzero(~empty & ~too_many):
        had, size, rest_had, rest_size = (int(array[at]) for array in tables)
        p[at] = min(test(had, size, rest_had, rest_size), 1.0)
    reasons = {"zero_denominator": empty, "too_many_tables": too_many}
    return answer(p, None, None, level=0.95, method=method, reasons=reasons)


def _boschloo(had: int, size: int, rest_had: int, rest_size: int) -> float:
    low = _boschloo_low(had, size, rest_had, rest_size)
    return 2 * min(low, _boschloo_low(rest_had, rest_size, had, size))


def _boschloo_low(had: int, size: int, rest_had: int, rest_size: int) -> float:
    order = _fisher_tails(size, rest_size)
    return _largest_chance(order <= order[had, rest_had] * (1 + EQUAL), size, rest_size)


def _barnard(had: int, size: int, rest_had: int, rest_size: int) -> float:
    one = np.arange(size + 1.0)[:, None] / size
    other = np.arange(rest_size + 1.0)[None, :] / rest_size
    together = (one * size + other * rest_size) / (size + rest_size)
    spread = np.maximum(together * (1 - together), 0.0)
    spread[[0, -1], [0, -1]] = 0.0
    score = np.abs(one - other) / np.sqrt(divisor(spread))
    return _largest_chance(score >= score[had, rest_had] * (1 - EQUAL), size, rest_size)


def _fisher_tails(size: int, rest_size: int) -> FloatArray:
    """Give Fisher's lower tail of every possible table, shape (size + 1, rest_size + 1)."""
    one = np.arange(size + 1)[:, None]
    together = np.arange(size + rest_size + 1)[None, :]
    other = together - one
    possible = (other >= 0) & (other <= rest_size)
    rest = np.where(possible, other, 0)
    logs = _log_ways(size)[one] + _log_ways(rest_size)[rest] - _log_ways(size + rest_size)[together]
    tails = np.cumsum(np.where(possible, np.exp(np.where(possible, logs, 0.0)), 0.0), axis=0)
    return np.asarray(tails[one, one + np.arange(rest_size + 1)[None, :]])


def _log_ways(size: int) -> FloatArray:
    done = np.arange(size + 1.0)
    return np.asarray(gammaln(size + 1) - gammaln(done + 1) - gammaln(size - done + 1))


def _largest_chance(extreme: Mask, size: int, rest_size: int) -> float:
    """Give the chance of the extreme tables at the common rate that makes it largest."""
    # Equal steps of the angle: a rate near 0 or 1 moves the chances faster.
    low, high, best = 0.0, np.pi / 2, 0.0
    for _ in range(ROUNDS):
        angles = np.linspace(low, high, POINTS)
        chance = _chance(extreme, size, rest_size, np.sin(angles) ** 2)
        at = int(chance.argmax())
        best = max(best, float(chance[at]))
        low, high = angles[max(at - 1, 0)], angles[min(at + 1, POINTS - 1)]
    return best


def _chance(extreme: Mask, size: int, rest_size: int, rates: FloatArray) -> FloatArray:
    one, other = _binomial(size, rates), _binomial(rest_size, rates)
    return np.asarray((one * (other @ extreme.T.astype(np.float64))).sum(axis=1))


def _binomial(size: int, rates: FloatArray) -> FloatArray:
    done = np.arange(size + 1.0)[None, :]
    logs = xlogy(done, rates[:, None]) + xlog1py(size - done, -rates[:, None])
    return np.asarray(np.exp(_log_ways(size)[None, :] + logs))
