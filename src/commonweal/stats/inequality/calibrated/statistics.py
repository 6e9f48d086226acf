"""The kinked measures of many draws at once, in the layout that draws are fast in.

Formulas are those of `commonweal.stats.inequality.kernels`; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from commonweal.stats.inequality.calibrated import paths
from commonweal.stats.inputs import FloatArray

Draws = NDArray[np.floating]


@dataclass(frozen=True)
class Side:
    """Hold tables with the same number of groups, all with people and a standard error.

    y:         estimates, shape (tables, groups)
    se:        standard errors, above 0, shape (tables, groups)
    p:         shares of people, above 0, shape (tables, groups)
    favorable: whether more is better, the same for all of them
    reference: place of the named group, shape (tables,); -1 in all tables or in none
    origin:    what estimates are counted from, shape (tables,), or 0

    >>> Side(np.ones((1, 2)), np.ones((1, 2)), np.full((1, 2), 0.5), True, np.array([-1])).alike
    array([[0.5, 0.5]])
    """

    y: FloatArray
    se: FloatArray
    p: FloatArray
    favorable: bool
    reference: NDArray[np.intp]
    origin: FloatArray | float = 0.0

    @property
    def start(self) -> Draws:
        """Give what estimates are counted from, to stand beside draws, shape (tables or 1, 1)."""
        return np.reshape(self.origin, (-1, 1))

    @property
    def alike(self) -> FloatArray:
        """Give weights in which every group counts the same, shape (tables, groups)."""
        return np.full_like(self.p, 1 / self.p.shape[1])

    @property
    def named(self) -> bool:
        """Say whether the tables have a named group."""
        return bool(len(self.reference)) and int(self.reference[0]) >= 0


@dataclass(frozen=True)
class Kinked:
    """Hold how a kinked measure is computed on draws and which tables could have it smaller.

    of:              gives values, shape (tables, draws), of draws, shape (tables, groups, draws),
                     which it may use up
    path:            gives the path of a side
    equality:        its value where all groups are equal
    ends:            whether it is the difference or the ratio of two ends
    raised_by_value: whether pulls below 0 are counted in the value of the absolute measure
    relative:        what it is relative to, shape (tables,), or None for an absolute measure

    >>> MEASURES["r"].equality
    1.0
    """

    of: Callable[[Draws, Side], Draws]
    path: Callable[[Side], paths.Path]
    equality: float = 0.0
    ends: bool = False
    raised_by_value: bool = True
    relative: Callable[[Side], FloatArray] | None = None

    def at(self, y: FloatArray, side: Side) -> FloatArray:
        """Give the measure of single estimates.

        y:    estimates, shape (tables, groups)
        side: the tables they stand for
        Gives values, shape (tables,).
        """
        return np.asarray(self.of(y[:, :, None].copy(), side)[:, 0])

    def bounded(self, side: Side) -> bool:
        """Say whether equality is the least that the measure can be.

        side: the tables
        Gives False only for the difference and the ratio to a named group, which may be either way.
        """
        return not (self.ends and side.named)

    def size(self, side: Side) -> FloatArray:
        """Give how much the measure grows with the absolute measure it is made of.

        side: the tables
        Gives factors, shape (tables,).
        """
        return np.ones(len(side.y)) if self.relative is None else 1 / self.relative(side)


def _average(draws: Draws, weights: FloatArray) -> Draws:
    weight = weights.astype(draws.dtype)[:, None, :]
    return np.asarray(np.matmul(weight, draws)[:, 0])


def _from_mean(draws: Draws, side: Side, counts: FloatArray) -> Draws:
    draws -= _average(draws, side.p)[:, None]
    return _average(np.abs(draws, out=draws), counts)


def _from_group(draws: Draws, side: Side, counts: FloatArray) -> Draws:
    draws -= draws[np.arange(len(draws)), side.reference][:, None]
    return _average(np.abs(draws, out=draws), counts)


def _best(draws: Draws, side: Side) -> Draws:
    return np.asarray(draws.max(axis=1) if side.favorable else draws.min(axis=1))


def _from_best(draws: Draws, side: Side, counts: FloatArray) -> Draws:
    return np.abs(_best(draws, side) - _average(draws, counts))


def _ends(draws: Draws, side: Side) -> tuple[Draws, Draws]:
    """Give y1 and y2: the highest and the lowest, or one of them the named group."""
    if not side.named:
        return draws.max(axis=1), draws.min(axis=1)
    rows = np.arange(len(draws))
    named = draws[rows, side.reference]
    draws[rows, side.reference] = np.inf if side.favorable else -np.inf
    return (named, draws.min(axis=1)) if side.favorable else (draws.max(axis=1), named)


def _difference(draws: Draws, side: Side) -> Draws:
    one, other = _ends(draws, side)
    return one - other


def _ratio(draws: Draws, side: Side) -> Draws:
    one, other = _ends(draws, side)
    return _from_start(one, side) / _from_start(other, side)


def _in_percent_of_mean(
    distance: Callable[[Draws, Side, FloatArray], Draws],
    draws: Draws,
    side: Side,
    counts: FloatArray,
) -> Draws:
    middle = _from_start(_average(draws, side.p), side)
    return 100 * distance(draws, side, counts) / middle


def _in_percent_of_best(draws: Draws, side: Side) -> Draws:
    others = 100 * draws.shape[1] / (draws.shape[1] - 1)
    best = _from_start(_best(draws, side), side)
    return np.asarray(others * _from_best(draws, side, side.alike) / best)


def _from_start(draws: Draws, side: Side) -> Draws:
    """Count again from 0 what was counted from the origin."""
    return np.asarray(draws + side.start.astype(draws.dtype))


def _mean_path(counts: str) -> Callable[[Side], paths.Path]:
    return lambda side: paths.about_mean(side.y, side.se, side.p, getattr(side, counts))


def _group_path(counts: str) -> Callable[[Side], paths.Path]:
    return lambda side: paths.about_group(side.y, side.se, side.reference, getattr(side, counts))


def _best_path(counts: str) -> Callable[[Side], paths.Path]:
    def path(side: Side) -> paths.Path:
        sign = 1.0 if side.favorable else -1.0
        found = paths.from_top(sign * side.y, side.se, getattr(side, counts))
        return lambda pull: sign * found(pull)

    return path


def _ends_path(side: Side) -> paths.Path:
    if side.named:
        return paths.from_group(side.y, side.se, side.reference, above=side.favorable)
    return paths.between_ends(side.y, side.se)


def _per_mean(side: Side) -> FloatArray:
    return np.asarray(np.abs((side.p * side.y).sum(axis=-1) + side.origin) / 100)


def _per_best(side: Side) -> FloatArray:
    best = side.y.max(axis=1) if side.favorable else side.y.min(axis=1)
    return np.asarray(np.abs(best + side.origin) / 100)


def _per_end(side: Side) -> FloatArray:
    end = _ends(side.y[:, :, None].copy(), side)[1][:, 0]
    return np.asarray(np.abs(end + side.origin))


MEASURES: Mapping[str, Kinked] = MappingProxyType(
    {
        "mdmu": Kinked(
            lambda d, s: _from_mean(d, s, s.alike), _mean_path("alike"), raised_by_value=False
        ),
        "mdmw": Kinked(lambda d, s: _from_mean(d, s, s.p), _mean_path("p"), raised_by_value=False),
        "idisu": Kinked(
            lambda d, s: _in_percent_of_mean(_from_mean, d, s, s.alike),
            _mean_path("alike"),
            raised_by_value=False,
            relative=_per_mean,
        ),
        "idisw": Kinked(
            lambda d, s: _in_percent_of_mean(_from_mean, d, s, s.p),
            _mean_path("p"),
            raised_by_value=False,
            relative=_per_mean,
        ),
        "mdru": Kinked(
            lambda d, s: _from_group(d, s, s.alike), _group_path("alike"), raised_by_value=False
        ),
        "mdrw": Kinked(
            lambda d, s: _from_group(d, s, s.p), _group_path("p"), raised_by_value=False
        ),
        "mdbu": Kinked(lambda d, s: _from_best(d, s, s.alike), _best_path("alike")),
        "mdbw": Kinked(lambda d, s: _from_best(d, s, s.p), _best_path("p")),
        "par": Kinked(lambda d, s: _from_best(d, s, s.p), _best_path("p")),
        "paf": Kinked(
            lambda d, s: _in_percent_of_mean(_from_best, d, s, s.p),
            _best_path("p"),
            relative=_per_mean,
        ),
        "index_of_disparity_hp2010": Kinked(
            _in_percent_of_best, _best_path("alike"), relative=_per_best
        ),
        "d": Kinked(_difference, _ends_path, ends=True),
        "r": Kinked(_ratio, _ends_path, equality=1.0, ends=True, relative=_per_end),
    }
)
