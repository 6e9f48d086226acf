"""Rows for the methods of the community, drawn or given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Beside, Group, Rows


def rows_of(
    groups: Sequence[str],
    columns: Mapping[str, ArrayLike],
    *,
    met: ArrayLike | None = None,
    view: str = "view",
    beside: Mapping[str, Beside] | None = None,
) -> Rows:
    """Make rows, one unit each a person; a unit of group "" is in none."""
    codes = sorted({one for one in groups if one})
    member = np.array([[one == code for code in codes] for one in groups], dtype=bool)
    size = len(groups)
    return Rows(
        tuple(Group(view, code, code.upper()) for code in codes),
        member.reshape(size, len(codes)),
        np.arange(size),
        np.ones(size, dtype=bool) if met is None else np.asarray(met, dtype=bool),
        {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()},
        {},
        beside or {},
    )
