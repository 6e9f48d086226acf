"""Split a gap of predicted rates by swapping covariates between groups, one block at a time.

The model is fitted elsewhere; its coefficients come in. Linear outcomes stand in oaxaca.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.decomposition.orders import marginal_steps
from commonweal.stats.decomposition.swap import Cells, swapped_rate
from commonweal.stats.inputs import FloatArray, amounts, normal_quantile, numbers
from commonweal.stats.results import answer


@dataclass(frozen=True, eq=False)
class BlockShares:
    """Hold what each block of covariates makes of a gap of predicted rates.

    blocks:   the blocks, in the order they first stand in
    gap:      predicted rate of the group less that of the rest, an Estimate of one; what the
              observed gap has beyond it no block explains
    shares:   what each block explains, averaged over orders, adding up to the gap
    smallest: the least a block explains in any order looked at, shape (blocks,)
    largest:  the most a block explains in any order looked at, shape (blocks,)
    orders:   how many orders were looked at

    >>> found = fairlie([[1, 0], [1, 1]], ["", "age"], [0, 1], [9, 1], [-1.0, 1.0])
    >>> found.blocks, found.orders
    (('age',), 1)
    """

    blocks: tuple[str, ...]
    gap: Estimate
    shares: Estimate
    smallest: FloatArray
    largest: FloatArray
    orders: int


def fairlie(
    columns: ArrayLike,
    blocks: Sequence[str],
    people: ArrayLike,
    rest_people: ArrayLike,
    coefficients: ArrayLike,
    *,
    covariance: ArrayLike | None = None,
    orders: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> BlockShares:
    """Say how much of a gap of rates would go if one group had the covariates of the other.

    columns:      the columns of the logistic model for each cell, shape (cells, p); or what each
                  block adds to the linear predictor, shape (cells, blocks), with coefficients of 1
    blocks:       the block each column belongs to, p names; "" for a column that is the same in
                  every cell, such as the intercept
    people:       people of the group in each cell, shape (cells,)
    rest_people:  people of the rest in each cell, shape (cells,)
    coefficients: coefficients of the logistic model, shape (p,)
    covariance:   covariance of the coefficients, shape (p, p); None gives no standard errors
    orders:       how many orders to draw when there are more than 6 blocks; else all are taken
    seed:         which orders are drawn
    level:        coverage of the intervals, between 0 and 1
    Gives the BlockShares. Swapped and kept blocks are paired at random, in expectation exactly;
    nobody in one of the groups is undefined:zero_denominator.
    Fails with Problem "shapes-differ" when the shapes do not fit together, "numbers-missing" when
    a number is missing.
    Fails with Problem "column-without-block" when a column without a block differs between cells.
    Fails with Problem "orders-none" when fewer than one order is asked for.
    Source: Fairlie 2005, Journal of Economic and Social Measurement 30:305-316, with the expected
    value of its random pairing over cells; orders averaged as in Shorrocks 2013, Journal of
    Economic Inequality 11:99-126; standard errors of the coefficients only, as in Fairlie
    >>> found = fairlie([[1, 0], [1, 1]], ["", "age"], [0, 1], [9, 1], [-1.0, 1.0])
    >>> found.shares.value.round(4)
    array([0.208])
    """
    names, cells, empty = _read(columns, blocks, people, rest_people, coefficients)
    if orders < 1:
        raise Problem("orders-none", "No order was asked for.", "Ask for at least one order.")
    known = None if covariance is None else _square(covariance, len(cells.coefficients))
    steps, counted = marginal_steps(
        len(names), lambda swapped: swapped_rate(cells, swapped), orders, seed
    )
    whole = steps.mean.sum(axis=0, keepdims=True)
    estimate = [_with_interval(moved, known, empty, level) for moved in (whole, steps.mean)]
    return BlockShares(
        names,
        estimate[0],
        estimate[1],
        np.where(empty, np.nan, steps.smallest),
        np.where(empty, np.nan, steps.largest),
        counted,
    )


def _read(
    columns: ArrayLike,
    blocks: Sequence[str],
    people: ArrayLike,
    rest_people: ArrayLike,
    coefficients: ArrayLike,
) -> tuple[tuple[str, ...], Cells, bool]:
    here, there = amounts(people=people, rest_people=rest_people)
    (effects,) = numbers(coefficients=coefficients)
    table = _table(columns)
    if table.shape != (len(here), len(effects)) or len(blocks) != len(effects):
        raise Problem(
            "shapes-differ",
            "Columns, blocks, coefficients and people do not fit together.",
            "Give one row a cell, and one block and one coefficient a column.",
        )
    names = tuple(dict.fromkeys(name for name in blocks if name))
    place = np.array([names.index(name) if name else -1 for name in blocks], dtype=np.intp)
    fixed = table[:, place < 0]
    if (fixed != fixed[:1]).any():
        raise Problem(
            "column-without-block",
            "A column that belongs to no block is not the same in every cell.",
            "Name its block, or leave the column out.",
        )
    some, rest_some = here > 0, there > 0
    cells = Cells(
        here[some] / max(here.sum(), 1e-300),
        there[rest_some] / max(there.sum(), 1e-300),
        table[some],
        table[rest_some],
        effects,
        place,
    )
    return names, cells, not (some.any() and rest_some.any())


def _table(columns: ArrayLike) -> FloatArray:
    try:
        read = np.array(columns, dtype=np.float64, ndmin=2)
    except (TypeError, ValueError):
        read = np.full((1, 1), np.nan)
    if not np.isfinite(read).all():
        raise Problem(
            "numbers-missing",
            "A table holds something that is not a number, or rows of several lengths.",
            "Give a number for each row and column.",
        )
    return read


def _square(covariance: ArrayLike, size: int) -> FloatArray:
    known = _table(covariance)
    if known.shape != (size, size):
        raise Problem(
            "shapes-differ",
            "The covariance has not one row and one column for each coefficient.",
            "Give the covariance of the same fit.",
        )
    return known


def _with_interval(
    moved: FloatArray, covariance: FloatArray | None, empty: bool, level: float
) -> Estimate:
    """Make an Estimate of rows whose first column is the value and the others its slopes."""
    value, reasons = moved[:, 0], {"zero_denominator": np.full(len(moved), empty)}
    if covariance is None:
        return answer(value, None, None, level=level, method="fairlie", reasons=reasons)
    spread = np.einsum("ij,jk,ik->i", moved[:, 1:], covariance, moved[:, 1:])
    se = np.sqrt(np.maximum(spread, 0.0))
    reach = normal_quantile(level) * se
    return answer(
        value, value - reach, value + reach, level=level, method="fairlie", reasons=reasons, se=se
    )
