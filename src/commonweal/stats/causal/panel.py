"""Units seen in every period, each treated from some period on or never."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray


@dataclass(frozen=True)
class Panel:
    """Hold a balanced panel.

    outcome:    outcome of each unit in each period, shape (units, periods)
    periods:    the periods, rising, shape (periods,)
    start:      first period a unit is treated, infinite for never, shape (units,)
    covariates: an intercept and what units differ in, the same in all periods, shape (units, p)
    dropped:    units left out because they were treated from the first period on
    >>> read_panel([[1, 2], [1, 3]], [2001, 2002], [np.inf, 2002]).cohorts
    array([2002.])
    """

    outcome: FloatArray
    periods: FloatArray
    start: FloatArray
    covariates: FloatArray
    dropped: int = 0

    @property
    def units(self) -> int:
        """Give the number of units."""
        return len(self.outcome)

    @property
    def cohorts(self) -> FloatArray:
        """Give the first periods of treatment that occur, rising."""
        return np.unique(self.start[np.isfinite(self.start)])


def read_panel(
    outcome: ArrayLike,
    periods: ArrayLike,
    start: ArrayLike,
    covariates: ArrayLike | None = None,
) -> Panel:
    """Read a panel; units treated from the first period on are dropped and counted.

    outcome:    outcome of each unit in each period, shape (units, periods)
    periods:    the periods, rising, shape (periods,)
    start:      first period a unit is treated, infinite for never, shape (units,); one after the
                last period counts as never
    covariates: what units differ in before, shape (units, p) or (units,); None for nothing
    Gives a Panel.
    Fails with Problem "panel-unbalanced" when an outcome or covariate is missing.
    Fails with Problem "shapes-differ" when there is not one row a unit and one column a period.
    Fails with Problem "periods-disordered" when the periods do not rise, or are fewer than two.
    Source: none, this only reads
    >>> read_panel([[1, 2], [1, 3]], [1, 2], [1, np.inf]).dropped
    1
    """
    table, when, first = (np.asarray(each, dtype=np.float64) for each in (outcome, periods, start))
    if covariates is None:
        known = np.zeros((len(table), 0))
    else:
        known = np.asarray(covariates, dtype=np.float64)
        known = known[:, None] if known.ndim == 1 else known
    if table.shape != (len(first), len(when)) or known.ndim != 2 or len(known) != len(first):
        raise Problem(
            "shapes-differ",
            "There is not one row for each unit and one column for each period.",
            "Give one start and one row of covariates for each unit.",
        )
    if not (np.isfinite(table).all() and np.isfinite(known).all()) or np.isnan(first).any():
        raise Problem(
            "panel-unbalanced",
            "A unit misses an outcome, a covariate or its start.",
            "Leave out units not seen in every period, and say how many they are.",
        )
    if len(when) < 2 or not (np.diff(when) > 0).all():
        raise Problem(
            "periods-disordered",
            "The periods do not rise, or there is only one.",
            "Give each period once, the earliest first.",
        )
    kept = first > when[0]
    late = np.where(first > when[-1], np.inf, first)[kept]
    design = np.column_stack((np.ones(int(kept.sum())), known[kept]))
    return Panel(table[kept], when, late, design, int((~kept).sum()))
