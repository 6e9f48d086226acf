"""Shares of groups, compared with everybody else, a target or a benchmark that is known.

Not a method of its own: methods of hires, partners and pathways call it and add what is theirs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.enrollment.participation_chance import participation_p
from commonweal.stats.estimators.sides import both_levels, everybody_else, persons_in
from commonweal.stats.inputs import FloatArray
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.rates.two_proportions import difference_test, newcombe
from commonweal.stats.results import answer

BoolArray = NDArray[np.bool_]


def compared(
    rows: Rows, yes: FloatArray, asked: Asked, base: float | None = None, *, chosen: BoolArray
) -> Estimated:
    """Compare the share of each group that says yes.

    rows:   the units
    yes:    1, 0, or nan where it is not known, shape (n,)
    asked:  the level
    base:   share that each group is compared with, taken as known; None for everybody else
    chosen: which units count, shape (n,); those not known are left out beside
    Gives Estimated: shares by Wilson; differences by Newcombe with pooled z or Fisher, or Wilson's
    limits less the base with the score or the exact binomial test.
    Source: Wilson 1927, JASA 22:209-212; Newcombe 1998, Statistics in Medicine 17:873-890; checked
    in tests/unit/stats/estimators/test_shares.py
    >>> from commonweal.kinds import Group
    >>> rows = Rows((Group("whole", "all", "All"),), np.ones((4, 1), bool), np.arange(4),
    ...             np.ones(4, bool), {})
    >>> yes = np.array([1.0, 0.0, 1.0, 1.0])
    >>> compared(rows, yes, Asked(), 0.5, chosen=np.ones(4, bool)).gap.value
    array([0.25])
    """
    known = chosen & ~np.isnan(yes)
    said = np.nan_to_num(yes) > 0
    own = rows.member & known[:, None]
    had, size = _counted(own, said)
    value = wilson(had, size, asked.level)
    whole = wilson([float((said & known).sum())], [float(known.sum())], asked.level)
    if base is None:
        rest_had, rest_size = _counted(everybody_else(rows) & known[:, None], said)
        gap, small = both_levels(
            lambda level: newcombe(had, size, rest_had, rest_size, level), asked.level
        )
        rest = np.where(rest_size > 0, rest_had / np.maximum(rest_size, 1.0), np.nan)
        p = difference_test(had, size, rest_had, rest_size).value if len(had) else had
    else:
        gap, small = both_levels(
            lambda level: less(wilson(had, size, level), float(base)), asked.level
        )
        rest = np.full(len(had), base)
        p = _p_beside(had, size, float(base))
    return Estimated(value, rest, gap, small, p, whole, persons_in(rows, own))


def less(value: Estimate, base: float) -> Estimate:
    """Take a known number from estimates and their limits.

    value: the estimates
    base:  what is taken from each, nan where there is nothing to take
    Source: none, it subtracts; checked in tests/unit/stats/estimators/test_shares.py
    >>> less(wilson([8], [10]), 0.5).value.round(4)
    array([0.3])
    """
    missing = ~value.ok | np.isnan(base)
    return answer(
        value.value - base,
        value.low - base,
        value.high - base,
        level=value.level,
        method=value.method,
        reasons={"not_computable": missing},
        se=value.se,
        n=value.n,
    )


def _p_beside(had: FloatArray, size: FloatArray, base: float) -> FloatArray:
    if np.isnan(base) or not len(had):
        return np.full(len(had), np.nan)
    return participation_p(had, size, np.full(len(had), base)).value


def share_of(key: str, said: BoolArray, about: str = "") -> Figure:
    """Give the share of some people as a further number.

    key:   as the measure names it
    said:  who is counted in the share, among those asked, shape (n,), n above 0
    about: of what
    Gives a Figure that stands for the smaller side that is not empty, so that a share of a few,
    or of all but a few, is hidden with them.
    Source: none, it counts; checked in tests/unit/stats/estimators/test_shares.py
    >>> share_of("unplaced", np.array([True, False, False, False])).people
    1
    """
    inside = int(said.sum())
    fewest = min(side for side in (inside, len(said) - inside) if side)
    nothing = float("nan")
    return Figure(key, inside / len(said), nothing, nothing, fewest, about)


def _counted(chosen: BoolArray, said: BoolArray) -> tuple[FloatArray, FloatArray]:
    return (
        (chosen & said[:, None]).sum(axis=0).astype(np.float64),
        chosen.sum(axis=0).astype(np.float64),
    )
