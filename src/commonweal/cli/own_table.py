"""The user's own table of groups: what its columns are called, and what it holds.

How it is read is in own_reading.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


class Kind(Enum):
    """Name what the figures are: a share of people, a rate over time, or an estimate as given."""

    SHARE = "share"
    RATE = "rate"
    ESTIMATE = "estimate"


@dataclass(frozen=True)
class Names:
    """Hold what the columns are called; None takes the usual name where the file has it.

    table, group, events, people, time, estimate, se: names of columns
    order: name of the column with the order; None means that there is no order
    """

    table: str | None = None
    group: str | None = None
    events: str | None = None
    people: str | None = None
    time: str | None = None
    estimate: str | None = None
    se: str | None = None
    order: str | None = None


@dataclass(frozen=True, eq=False)
class OwnTable:
    """Hold one file of groups; a row is one group of one table.

    kind:   what the figures are
    names:  names of the tables in the order in which they begin; "" where the file has one
    table:  of each row the number of its table, shape (rows,)
    group:  of each row the name of its group
    row:    of each row its number in the file
    people: people in each group, shape (rows,)
    events, time, estimate, se: of each row, nan where the file has none, shape (rows,)
    order:  places in the order, nan where a cell is empty, shape (rows,), or None without order
    blank:  numbers of rows in which every cell is empty
    unused: names of columns that were not read
    """

    kind: Kind
    names: tuple[str, ...]
    table: NDArray[np.intp]
    group: tuple[str, ...]
    row: tuple[int, ...]
    people: FloatArray
    events: FloatArray
    time: FloatArray
    estimate: FloatArray
    se: FloatArray
    order: FloatArray | None
    blank: tuple[int, ...]
    unused: tuple[str, ...]
