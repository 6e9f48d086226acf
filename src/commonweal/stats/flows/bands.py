"""How sure a projection is: draws of what the rows could be, who moves, and how many are hired.

The exact spread with rows taken as known is in projection.py; here the rows are known from counts
only, and hires are counts too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Problem
from commonweal.stats.flows.projection import flows
from commonweal.stats.flows.rows import move_counts, move_shares
from commonweal.stats.inputs import FloatArray, amounts, tail, whole


@dataclass(frozen=True, eq=False)
class Bands:
    """Hold the people each grade could hold, each year, in most of the draws.

    low:    lower limits, shape (years + 1, k, g)
    middle: medians, same shape
    high:   upper limits, same shape
    level:  share of draws between the limits

    >>> found = bands([[[90, 10]]], [[100]], [[10]], 1, seed=1, draws=200)
    >>> bool(found.low[1, 0, 0] < found.middle[1, 0, 0] < found.high[1, 0, 0])
    True
    """

    low: FloatArray
    middle: FloatArray
    high: FloatArray
    level: float


def bands(
    moves: ArrayLike,
    stock: ArrayLike,
    hires: ArrayLike,
    years: int,
    *,
    seed: int,
    draws: int = 2000,
    prior_years: float = 20.0,
    level: float = 0.95,
) -> Bands:
    """Project people many times, each time with rows and hires that could be so.

    moves:       people-years by group, grade and outcome, the last outcome being leaving, shape
                 (k, g, g + 1)
    stock:       people in each grade at the start, whole numbers, shape (k, g)
    hires:       people hired into each grade in a year on average, shape (k, g)
    years:       how many years are projected, 0 or more
    seed:        which random numbers are drawn
    draws:       how many times people are projected, 1 or more
    prior_years: years of people that the row of all groups together weighs
    level:       share of draws between the limits, between 0 and 1
    Gives Bands. A grade nobody of any group was ever in has no row: give it a count or leave it
    out.
    Fails with Problem "draws-missing" when there is no draw, "years-negative" when the years are
    below 0, "row-missing" when a grade has no moves at all.
    Fails with Problem "counts-not-whole" when people are not whole.
    Fails with Problem "shapes-differ", "counts-negative" or "numbers-missing" as `flows` does.
    Source: workforce specification, section 7.4: Dirichlet rows, multinomial moves, Poisson
    hires; coverage checked by simulation in tests/unit/stats/flows/test_bands.py
    >>> bands([[[90, 10]]], [[100]], [[10]], 2, seed=1, draws=50).low.shape
    (3, 1, 1)
    """
    found = drawn(moves, stock, hires, years, seed=seed, draws=draws, prior_years=prior_years)
    return _limits(found, level)


def drawn(
    moves: ArrayLike,
    stock: ArrayLike,
    hires: ArrayLike,
    years: int,
    *,
    seed: int,
    draws: int = 2000,
    prior_years: float = 20.0,
) -> NDArray[np.int64]:
    """Project people many times, and give every draw: for shares, which have bands of their own.

    moves:       people-years by group, grade and outcome, the last outcome being leaving, shape
                 (k, g, g + 1)
    stock:       people in each grade at the start, whole numbers, shape (k, g)
    hires:       people hired into each grade in a year on average, shape (k, g)
    years:       how many years are projected, 0 or more
    seed:        which random numbers are drawn
    draws:       how many times people are projected, 1 or more
    prior_years: years of people that the row of all groups together weighs
    Gives people, shape (years + 1, draws, k, g).
    Fails with Problem "draws-missing", "years-negative", "row-missing" or "counts-not-whole", or
    as `flows` does.
    Source: workforce specification, section 7.4: Dirichlet rows, multinomial moves, Poisson
    hires; coverage checked by simulation in tests/unit/stats/flows/test_bands.py
    >>> drawn([[[90, 10]]], [[100]], [[10]], 2, seed=1, draws=50).shape
    (3, 50, 1, 1)
    """
    if years < 0:
        raise Problem("years-negative", "A projection can not go back.", "Ask for 0 years or more.")
    stream = Generator(Philox(seed))
    rows = _rows(moves, draws, prior_years, stream)
    read = flows(np.nan_to_num(move_shares(moves)[0])[:, :, :-1], stock, hires)
    whole(stock=read.stock.ravel())
    now = np.broadcast_to(read.stock.astype(np.int64), (draws, *read.stock.shape))
    found = [now]
    for _ in range(years):
        moved = stream.multinomial(now, rows)[..., :-1].sum(axis=2)
        now = moved + stream.poisson(read.hires, now.shape)
        found.append(now)
    return np.array(found)


def row_draws(moves: ArrayLike, *, seed: int, draws: int, prior_years: float = 20.0) -> FloatArray:
    """Draw what the rows of moves could be, given what was counted.

    moves:       people-years by group, grade and outcome, shape (k, g, outcomes)
    seed:        which random numbers are drawn
    draws:       how many, 1 or more
    prior_years: years of people that the row of all groups together weighs
    Gives shares, shape (draws, k, g, outcomes).
    Fails with Problem "draws-missing" or "row-missing".
    Source: workforce specification, section 7.3: Dirichlet rows around the pooled row
    >>> bool(abs(row_draws([[[90, 10]]], seed=1, draws=500)[..., 1].mean() - 0.1) < 0.01)
    True
    """
    return _rows(moves, draws, prior_years, Generator(Philox(seed)))


def _rows(moves: ArrayLike, draws: int, prior_years: float, stream: Generator) -> FloatArray:
    if draws < 1:
        raise Problem("draws-missing", "Nothing was drawn.", "Ask for at least one draw.")
    table = move_counts(moves)
    pooled, _ = move_shares(table.sum(axis=0, keepdims=True))
    (prior,) = amounts(prior_years=prior_years)
    weight = table + prior * np.nan_to_num(pooled)
    if (weight.sum(axis=2) == 0).any():
        raise Problem(
            "row-missing",
            "Nobody was ever in one of the grades, so nothing is known of how people move from it.",
            "Merge the grade with another, or leave it out.",
        )
    share = stream.standard_gamma(weight, (draws, *weight.shape))
    return np.asarray(share / share.sum(axis=-1, keepdims=True))


def _limits(found: NDArray[np.int64], level: float) -> Bands:
    outside = tail(level)
    low, middle, high = np.quantile(found, [outside, 0.5, 1 - outside], axis=1)
    return Bands(low, middle, high, level)
