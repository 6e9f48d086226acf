"""What the methods about moves between ranks share: counting them from persons and years.

Not a method of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Rows
from commonweal.stats.inputs import FloatArray

BoolArray = NDArray[np.bool_]
# Fewer years than this, and there is nothing to hold out and something to learn from.
FEWEST_YEARS = 5
PRIOR_YEARS = 20.0


@dataclass(frozen=True, eq=False)
class Moves:
    """Hold moves of two sides, a group and everybody else, between g ranks in each year.

    years: years ago, the earliest first, such as (10, ..., 1)
    ranks: from the lowest up, shape (g,)
    moves: people by year, side, rank at the beginning and at the end, the last outcome being
           leaving, shape (years, 2, g, g + 1)
    hires: people who came in a year and were here at its end, shape (years, 2, g)
    stock: people here at the end of each year, shape (years, 2, g)

    >>> "stock" in Moves.__dataclass_fields__
    True
    """

    years: tuple[int, ...]
    ranks: FloatArray
    moves: FloatArray
    hires: FloatArray
    stock: FloatArray


def moves_of(rows: Rows, group: BoolArray) -> Moves:
    """Count the moves of a group and of everybody else.

    rows:  one line a person and year, with the roles years_ago, before and after: the rank at
           the beginning and at the end of the year, nan for who was not here
    group: who is of the group, shape (n,)
    Gives Moves.
    Source: none, it counts; checked in tests/unit/stats/estimators/test_pipeline.py
    >>> rows = Rows((), np.ones((3, 0), bool), np.arange(3), np.ones(3, bool),
    ...             {"years_ago": np.ones(3), "before": np.array([1, 1, np.nan]),
    ...              "after": np.array([2, np.nan, 1])})
    >>> moves_of(rows, np.ones(3, bool)).moves[0, 0]
    array([[0., 1., 1.],
           [0., 0., 0.]])
    """
    columns = rows.columns
    before, after = columns["before"], columns["after"]
    seen = np.concatenate((before, after))
    ranks = np.unique(seen[~np.isnan(seen)])
    years = tuple(int(one) for one in np.unique(columns["years_ago"])[::-1])
    size = len(ranks)
    begun, ended = _place(before, ranks), _place(after, ranks)
    place = {year: at for at, year in enumerate(years)}
    year = np.array([place[int(one)] for one in columns["years_ago"]], dtype=np.int64)
    side = np.where(group, 0, 1)
    moves = np.zeros((len(years), 2, size, size + 1))
    hires, stock = np.zeros((len(years), 2, size)), np.zeros((len(years), 2, size))
    here = begun < size
    np.add.at(moves, (year[here], side[here], begun[here], ended[here]), 1.0)
    new, still = ~here & (ended < size), ended < size
    np.add.at(hires, (year[new], side[new], ended[new]), 1.0)
    np.add.at(stock, (year[still], side[still], ended[still]), 1.0)
    return Moves(years, ranks, moves, hires, stock)


def _place(rank: FloatArray, ranks: FloatArray) -> NDArray[np.int64]:
    """Give the place of each rank, one past the last for who was not here."""
    return np.where(np.isnan(rank), len(ranks), np.searchsorted(ranks, rank)).astype(np.int64)
