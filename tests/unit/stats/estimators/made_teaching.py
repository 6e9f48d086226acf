"""Rows for the methods of teaching: units of programs, answers, ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Group, Rows

NEVER = np.nan


def rows_of(
    groups: Sequence[str],
    columns: Mapping[str, ArrayLike],
    labels: Mapping[str, tuple[str, ...]] | None = None,
    person: ArrayLike | None = None,
) -> Rows:
    """Make rows; a unit of group "" is in none."""
    codes = sorted({one for one in groups if one})
    member = np.array([[one == code for code in codes] for one in groups], dtype=bool)
    size = len(groups)
    return Rows(
        tuple(Group("view", code, code.upper()) for code in codes),
        member.reshape(size, len(codes)),
        np.arange(size) if person is None else np.asarray(person, dtype=np.int64),
        np.ones(size, dtype=bool),
        {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()},
        labels or {},
    )


def panel_rows(
    outcome: ArrayLike, first: Sequence[float], code: str = "rounds", days: int = 90
) -> Rows:
    """Make rows of one program: outcome (units, periods), nan left out; first day or NEVER."""
    table: NDArray[np.float64] = np.asarray(outcome, dtype=np.float64)
    unit, period = np.nonzero(~np.isnan(table))
    size = len(unit)
    return rows_of(
        [code] * size,
        {
            "unit": unit,
            "period": period * days,
            "outcome": table[unit, period],
            "weight": np.ones(size),
            "people": np.full(size, 20.0),
            "first_period": np.asarray(first, dtype=np.float64)[unit],
        },
    )
