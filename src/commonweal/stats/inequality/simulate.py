"""Limits from draws of truncated normals, as the World Health Organization's tools make them.

They are here to compare with those tools. At equality they never hold 0: use calibrated intervals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inequality.by_name import values
from commonweal.stats.inequality.kernels.weighted import Mask
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inequality.summary import by_delta
from commonweal.stats.inputs import FloatArray, tail

SIMULATED = (
    *("bgsd", "cov", "idisu", "idisw", "mdmu", "mdmw"),
    *("mdbu", "mdbw", "mdru", "mdrw", "index_of_disparity_hp2010"),
)
# Numbers that are held at once: more would not be faster.
AT_ONCE = 400_000


def interval_peer(
    tables: Subgroups,
    level: float = 0.95,
    *,
    seed: int,
    draws: int = 10_000,
    names: tuple[str, ...] = SIMULATED,
) -> dict[str, Estimate]:
    """Give measures with percentile limits of draws of each group from a truncated normal.

    tables: the tables, with standard errors
    level:  coverage of the interval, between 0 and 1
    seed:   whole number, not negative; the same seed gives the same limits
    draws:  how many draws, at least 1; all tables and measures share them
    names:  names of measures
    Gives one Estimate for each name. Draws stay between 0 and the scale of shares and percents,
    and above 0 else; a table with an estimate outside has the flag outside_scale and no limits,
    one whose standard errors are unknown standard_error_missing, one whose draws can not be
    measured limits_out_of_range.
    Fails with Problem "draws-too-few" and "seed-negative".
    Source: statistics.md section 4.3c; checked against 400,000 draws in
    tests/reference/test_statistics_inequality_measures.py
    >>> tables = Subgroups.one([10, 30], [1, 2], [5, 5], favorable=True)
    >>> found = interval_peer(tables, seed=7, draws=2000)["mdmw"]
    >>> bool(found.low[0] < found.value[0] < found.high[0])
    True
    """
    outside = tail(level)
    known, inside = _known(tables), _inside(tables)
    limits = np.full((len(names), 2, len(tables)), np.nan)
    for part, drawn in _measured(tables, uniforms(tables.y.shape[-1], draws, seed), names):
        with np.errstate(all="ignore"):
            limits[:, :, part] = np.quantile(drawn, [outside, 1 - outside], axis=1).swapaxes(0, 1)
    limits[:, :, ~(known & inside)] = np.nan
    beyond = np.isinf(limits).any(axis=1) | (np.isnan(limits).any(axis=1) & known & inside)
    limits = np.where(beyond[:, None], np.nan, limits)
    plain = by_delta(tables, level)
    flags = {"standard_error_missing": ~known, "outside_scale": ~inside}
    return {
        name: _with_limits(
            plain[name], low, high, {**flags, "limits_out_of_range": endless & plain[name].ok}
        )
        for name, (low, high), endless in zip(names, limits, beyond, strict=True)
    }


def uniforms(groups: int, draws: int, seed: int) -> FloatArray:
    """Draw numbers between 0 and 1 for each group, from a stream of its own by its place.

    groups: places that a table has
    draws:  how many draws, at least 1
    seed:   whole number, not negative
    Gives draws of shape (draws, groups): the same for a place whatever stands beside it.
    Fails with Problem "draws-too-few" and "seed-negative".
    Source: Salmon et al. 2011, Parallel random numbers: as easy as 1, 2, 3 (Philox)
    >>> bool((uniforms(3, 5, 1)[:, :2] == uniforms(2, 5, 1)).all())
    True
    """
    if draws < 1:
        raise Problem("draws-too-few", "There are no draws.", "Ask for at least one.")
    if seed < 0:
        raise Problem("seed-negative", "The seed is below zero.", "Give 0 or a number above.")
    streams = [
        np.random.Generator(np.random.Philox(key=np.array([seed, place], dtype=np.uint64)))
        for place in range(groups)
    ]
    return np.stack([stream.random(draws) for stream in streams], axis=-1)


def truncated_normals(tables: Subgroups, uniform: FloatArray) -> FloatArray:
    """Turn numbers between 0 and 1 into draws of the groups' estimates that stay in bounds.

    tables:  the tables, with standard errors
    uniform: numbers between 0 and 1, shape (draws, groups)
    Gives draws of shape (draws, tables, groups), between 0 and `tables.highest`.
    Source: inverse of the distribution function of a truncated normal
    >>> tables = Subgroups.one([50, 50], [1, 0], [5, 5], favorable=True)
    >>> truncated_normals(tables, np.array([[0.5, 0.9]]))
    array([[[50., 50.]]])
    """
    se = np.zeros_like(tables.y) if tables.se is None else np.nan_to_num(tables.se)
    spread = np.where(se > 0, se, 1.0)
    top = tables.highest[:, None]
    with np.errstate(all="ignore"):
        low, high = ndtr((0 - tables.y) / spread), ndtr((top - tables.y) / spread)
        moved = tables.y + spread * ndtri(low + uniform[:, None, :] * (high - low))
        return np.where(se > 0, np.clip(moved, 0.0, top), tables.y)


def _measured(
    tables: Subgroups, uniform: FloatArray, names: tuple[str, ...]
) -> Iterator[tuple[NDArray[np.intp], FloatArray]]:
    """Give some tables at a time and their measures, shape (names, draws, some tables)."""
    draws, groups = uniform.shape
    step = max(1, AT_ONCE // (draws * groups))
    for start in range(0, len(tables), step):
        part = np.arange(start, min(start + step, len(tables)))
        some = tables.part(part)
        rows = max(1, AT_ONCE // (groups * len(part)))
        blocks = []
        for first in range(0, draws, rows):
            y = truncated_normals(some, uniform[first : first + rows])
            blocks.append(np.stack([values(name, y, some) for name in names]))
        yield part, np.concatenate(blocks, axis=1)


def _known(tables: Subgroups) -> Mask:
    if tables.se is None:
        return np.zeros(len(tables), dtype=bool)
    return np.asarray(~(tables.mask & np.isnan(tables.se)).any(axis=-1))


def _inside(tables: Subgroups) -> Mask:
    beyond = (tables.y < 0) | (tables.y > tables.highest[:, None])
    return np.asarray(~beyond.any(axis=-1))


def _with_limits(
    plain: Estimate, low: FloatArray, high: FloatArray, flags: dict[str, Mask]
) -> Estimate:
    added = [
        (*had, *(code for code, mask in flags.items() if mask[at]))
        for at, had in enumerate(plain.flags)
    ]
    return replace(
        plain,
        low=np.where(plain.ok, low, np.nan),
        high=np.where(plain.ok, high, np.nan),
        se=None,
        method="percentile_truncated_normal",
        flags=tuple(added),
    )
