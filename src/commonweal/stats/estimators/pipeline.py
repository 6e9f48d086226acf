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
    return _of_group(_read(rows), group)


def moves_by_group(rows: Rows) -> tuple[Moves, ...]:
    """Count the moves of each group and of everybody else; the rows are read once for all.

    rows: as `moves_of` takes them
    Gives one Moves a group, in their order.
    Source: none, it counts; checked in tests/unit/stats/estimators/test_pipeline.py
    >>> rows = Rows((), np.ones((1, 1), bool), np.arange(1), np.ones(1, bool),
    ...             {"years_ago": np.ones(1), "before": np.ones(1), "after": np.ones(1)})
    >>> moves_by_group(rows)[0].stock
    array([[[1.],
            [0.]]])
    """
    read = _read(rows)
    return tuple(_of_group(read, group) for group in rows.member.T)


@dataclass(frozen=True, eq=False)
class _Read:
    """Hold the cell of each row in the table of years, ranks before and ranks after."""

    years: tuple[int, ...]
    ranks: FloatArray
    cell: NDArray[np.int64]
    everybody: FloatArray


def _read(rows: Rows) -> _Read:
    columns = rows.columns
    before, after = columns["before"], columns["after"]
    seen = np.concatenate((before, after))
    ranks = np.unique(seen[~np.isnan(seen)])
    # The earliest year is the one of the most years ago.
    ago, year = np.unique(-columns["years_ago"], return_inverse=True)
    outcomes = len(ranks) + 1
    cell = (year * outcomes + _place(before, ranks)) * outcomes + _place(after, ranks)
    years = tuple(int(-one) for one in ago)
    return _Read(years, ranks, cell, _counted(cell, (len(years), outcomes)))


def _of_group(read: _Read, group: BoolArray) -> Moves:
    own = _counted(read.cell[group], read.everybody.shape[:2])
    # Both sides by year, rank before and rank after; the last place is for who was not here.
    table = np.stack((own, read.everybody - own), axis=1)
    stock = table[:, :, :, :-1].sum(axis=2)
    return Moves(read.years, read.ranks, table[:, :, :-1], table[:, :, -1, :-1], stock)


def _counted(cell: NDArray[np.int64], shape: tuple[int, ...]) -> FloatArray:
    """Count the cells, shape (years, outcomes, outcomes)."""
    years, outcomes = shape
    counts = np.bincount(cell, minlength=years * outcomes**2).astype(np.float64)
    return counts.reshape(years, outcomes, outcomes)


def _place(rank: FloatArray, ranks: FloatArray) -> NDArray[np.int64]:
    """Give the place of each rank, one past the last for who was not here."""
    return np.where(np.isnan(rank), len(ranks), np.searchsorted(ranks, rank)).astype(np.int64)
