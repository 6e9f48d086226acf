"""Intervals of measures with kinks, by draws that all tables share, where they hold.

Tables go through in sets of the same number of groups and the same declarations.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from commonweal.stats.inequality.calibrated.claims import (
    MOST_GROUPS,
    MOST_GROUPS_UNWEIGHTED,
    MOST_UNCLEAR,
    led,
    unclear,
)
from commonweal.stats.inequality.calibrated.inversion import Inversion, standard_draws
from commonweal.stats.inequality.calibrated.statistics import MEASURES, Kinked, Side
from commonweal.stats.inequality.kernels.weighted import Mask
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inputs import FloatArray

FROM_MEAN = frozenset({"mdmu", "mdmw", "idisu", "idisw"})
FROM_GROUP = frozenset({"mdru", "mdrw"})
ENDS = frozenset({"d", "r"})
UNWEIGHTED = frozenset({"mdmu", "idisu", "mdru", "mdbu", "index_of_disparity_hp2010"})
# So many numbers are drawn on at once: more do not stay near the processor.
AT_ONCE = 400_000
# From a best group that is not clear, the draws of two groups are right unless weights differ.
FEW_GROUPS = 2
FROM_BEST_WEIGHTED = frozenset({"mdbw", "par", "paf"})


def kinked_limits(
    name: str, tables: Subgroups, which: Mask, level: float, *, draws: int, seed: int
) -> tuple[FloatArray, FloatArray, dict[str, Mask]]:
    """Give the limits of a kinked measure where they hold.

    name:   name of the measure, one of MEASURES
    tables: the tables
    which:  tables whose groups all have people and a standard error, shape (tables,)
    level:  coverage of the interval, between 0 and 1
    draws:  number of draws, at least 1000
    seed:   seed of the draws
    Gives lower limits, upper limits and flags, each of shape (tables,); limits are nan where no
    interval holds, with the flag pattern_unclear.
    Source: test inversion along least-squares paths; coverage in docs/why/coverage.md
    >>> tables = Subgroups.one([10, 30], [1, 2], [50, 150], favorable=True)
    >>> low, high, flags = kinked_limits(
    ...     "mdmw", tables, np.array([True]), 0.95, draws=10_000, seed=1)
    >>> low.round(1), high.round(1)
    (array([5.8]), array([9.2]))
    """
    low, high = np.full((2, len(tables)), np.nan)
    hidden, wide = np.zeros((2, len(tables)), dtype=bool)
    measure = MEASURES[name]
    for place, side in sides(name, tables, which):
        hides, widens = doubts(name, side)
        hidden[place], wide[place] = hides, widens
        keep = ~hides
        if keep.any():
            limits = _by_blocks(measure, _some(side, keep), level, draws, seed)
            low[place[keep]], high[place[keep]] = limits
    return low, high, {"pattern_unclear": hidden, "interval_conservative": wide & ~hidden}


def sides(name: str, tables: Subgroups, which: Mask) -> Iterator[tuple[NDArray[np.intp], Side]]:
    """Give tables in sets that can be computed together.

    name:   name of the measure
    tables: the tables
    which:  tables to take, shape (tables,)
    Gives numbers of tables and the tables, set by set.
    Source: none, a matter of layout
    >>> tables = Subgroups.one([10, 30], [1, 2], [50, 150], favorable=True)
    >>> [place.tolist() for place, side in sides("d", tables, np.array([True]))]
    [[0]]
    """
    if tables.se is None:
        return
    named = (tables.reference >= 0) & (name in ENDS | FROM_GROUP)
    keys = np.stack([tables.groups, tables.favorable, named], axis=1).astype(np.intp)
    for key in np.unique(keys[which], axis=0):
        place = np.flatnonzero(which & (keys == key).all(axis=1))
        groups = int(key[0])
        yield (
            place,
            Side(
                tables.y[place, :groups],
                tables.se[place, :groups],
                tables.weight[place, :groups],
                bool(key[1]),
                tables.reference[place] if key[2] else np.full(len(place), -1),
            ),
        )


def doubts(name: str, side: Side) -> tuple[Mask, Mask]:
    """Say where the interval does not hold, and where it covers more often than it says.

    name: name of the measure
    side: the tables
    Gives two arrays of booleans, shape (tables,).
    Source: benchmarks/coverage
    >>> one = Side(np.array([[1.0, 9.0]]), np.ones((1, 2)), np.full((1, 2), 0.5), True,
    ...            np.array([-1]))
    >>> doubts("mdmw", one)
    (array([False]), array([False]))
    """
    with np.errstate(all="ignore"):
        return _doubts(name, side)


def _doubts(name: str, side: Side) -> tuple[Mask, Mask]:
    counts = side.alike if name in UNWEIGHTED else side.p
    groups = side.y.shape[1]
    nothing = np.zeros(len(side.y), dtype=bool)
    if groups == FEW_GROUPS and name not in FROM_BEST_WEIGHTED:
        return nothing, nothing
    if name in FROM_GROUP:
        rows = np.arange(len(side.y))
        own = side.y[rows, side.reference][:, None]
        error = np.hypot(side.se, side.se[rows, side.reference][:, None])
        counts = counts.copy()
        counts[rows, side.reference] = 0.0
        return unclear(side.y - own, error, counts) > MOST_UNCLEAR, nothing
    if name in FROM_MEAN:
        middle = (side.p * side.y).sum(axis=-1, keepdims=True)
        many = groups > (MOST_GROUPS_UNWEIGHTED if name in UNWEIGHTED else MOST_GROUPS)
        return many & (unclear(side.y - middle, side.se, counts) > MOST_UNCLEAR), nothing
    clear = (
        _clear_ends(side) if name in ENDS else led(side.y if side.favorable else -side.y, side.se)
    )
    return ~clear & (groups > MOST_GROUPS), ~clear


def _clear_ends(side: Side) -> Mask:
    if not side.named:
        return led(side.y, side.se) & led(-side.y, side.se)
    sign = -1.0 if side.favorable else 1.0
    others = sign * side.y
    others[np.arange(len(others)), side.reference] = -np.inf
    return led(others, side.se)


def _some(side: Side, keep: Mask) -> Side:
    return Side(side.y[keep], side.se[keep], side.p[keep], side.favorable, side.reference[keep])


def _by_blocks(
    measure: Kinked, side: Side, level: float, draws: int, seed: int
) -> tuple[FloatArray, FloatArray]:
    groups = side.y.shape[1]
    noise = standard_draws(groups, draws, seed)
    size = max(1, AT_ONCE // (groups * draws))
    low, high = np.full((2, len(side.y)), np.nan)
    for at in range(0, len(side.y), size):
        part = np.zeros(len(side.y), dtype=bool)
        part[at : at + size] = True
        with np.errstate(all="ignore"):
            low[part], high[part] = Inversion(measure, _some(side, part), noise, level).limits()
    return low, high
