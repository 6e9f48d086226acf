"""What may be told of one table of the user's: its groups, figures or why they are hidden."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from commonweal.cli.own_table import FloatArray
from commonweal.disclosure import Hidden

Number = int | Hidden | None


@dataclass(frozen=True)
class Figure:
    """Hold what one group has, in the unit of the table.

    value, low, high: the figure and its interval; nan where there is no interval
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Line:
    """Hold what may be told of one group, or of all together.

    group:  name of the group, "" for all together
    figure: what it has; None where it has nothing to show
    events: events, None where the table has none
    people: people
    """

    group: str
    figure: Figure | Hidden | None
    events: Number
    people: Number


@dataclass(frozen=True, eq=False)
class ShownTable:
    """Hold what may be told of one table.

    name:   of the table
    rows:   places of its groups in the file's arrays, shape (groups,)
    lines:  its groups, in the order of the file
    total:  all groups with a figure together, or None where no figure of all can be told
    people: people of each group as far as a reader knows them, shape (groups,); those of a hidden
            group are worked out from the total, or are the most that they can be
    told:   whether the share of people in groups left out may be told
    bound:  whether that share is known at least to be no larger than `people` has it
    """

    name: str
    rows: NDArray[np.intp]
    lines: tuple[Line, ...]
    total: Line | None
    people: FloatArray
    told: bool
    bound: bool

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """Name the groups whose figure is not shown to protect people."""
        return tuple(line.group for line in self.lines if isinstance(line.figure, Hidden))

    @cached_property
    def empty(self) -> tuple[str, ...]:
        """Name the groups that have no figure in the file."""
        return tuple(line.group for line in self.lines if line.figure is None)

    @cached_property
    def kept(self) -> NDArray[np.bool_]:
        """Say which groups have a figure that is shown, shape (groups,)."""
        return np.array([isinstance(line.figure, Figure) for line in self.lines], dtype=bool)
