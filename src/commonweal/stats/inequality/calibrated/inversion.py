"""Limits of a kinked measure: the tables along a path that draws do not contradict.

Which tables this is done for, and where it does not hold, is decided in kinked.py.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from commonweal.stats.inequality.calibrated.statistics import Kinked, Side
from commonweal.stats.inputs import FloatArray

Noise = NDArray[np.float32]
# How many of the draws find the neighborhood of a limit before all of them place it.
FEW = 1_000
# From here to there, in how far chance scatters the measure, an interval becomes two-sided.
NEAR, FAR = 1.0, 2.5
DOUBLINGS, HALVINGS, WIDENINGS, REFINEMENTS = 40, 10, 4, 6


def standard_draws(groups: int, draws: int, seed: int) -> Noise:
    """Draw standard normal numbers that all tables with so many groups share.

    groups: number of groups
    draws:  number of draws
    seed:   seed of the counter-based generator
    Gives numbers, shape (groups, draws); the same for the same arguments.
    Source: antithetic draws, Hammersley and Morton 1956, Mathematical Proceedings of the Cambridge
    Philosophical Society 52:449-475
    >>> standard_draws(2, 5, seed=1).shape
    (2, 5)
    """
    generator = np.random.Generator(np.random.Philox(key=[seed, groups]))
    half = generator.standard_normal((groups, -(-draws // 2)), dtype=np.float32)
    # Each draw with its opposite, and of variance 1: chance in the limits, less by half.
    half /= np.sqrt((half**2).mean(axis=-1, keepdims=True))
    return np.stack([half, -half], axis=-1).reshape(groups, -1)[:, :draws]


def in_errors(side: Side) -> tuple[Side, FloatArray]:
    """Count tables from their mean in their largest standard error: draws have few digits.

    side: the tables
    Gives the same tables, and their largest standard errors, shape (tables,).
    Source: none, a matter of layout
    >>> side = Side(np.array([[5e9, 5e9 + 4]]), np.array([[1.0, 2.0]]), np.full((1, 2), 0.5), True,
    ...             np.array([-1]))
    >>> in_errors(side)[0].y
    array([[-1.,  1.]])
    """
    unit = side.se.max(axis=-1)
    middle = (side.p * side.y).sum(axis=-1)
    moved = (side.y - middle[:, None]) / unit[:, None]
    return replace(
        side,
        y=moved,
        se=side.se / unit[:, None],
        origin=(middle + side.origin) / unit,
    ), unit


class Inversion:
    """Hold what is needed to say how surprising a measure is at a point of the path.

    measure: the measure
    side:    the tables
    noise:   standard normal draws, shape (groups, draws)
    level:   coverage of the interval, between 0 and 1
    """

    def __init__(self, measure: Kinked, side: Side, noise: Noise, level: float) -> None:
        self.measure, self.level = measure, level
        self.side, size = in_errors(side)
        self.unit = size if measure.relative is None else np.ones_like(size)
        self.path = measure.path(self.side)
        self.noise = self.side.se.astype(np.float32)[:, :, None] * noise[None]
        self.drawn = np.empty_like(self.noise)
        self.seen = measure.at(self.side.y, self.side)
        self.bounded = measure.bounded(self.side)
        weight = self.side.se**-2
        middle = (weight * self.side.y).sum(axis=-1, keepdims=True) / weight.sum(-1, keepdims=True)
        at_equality = self._draws(np.broadcast_to(middle, side.y.shape), slice(None))
        self.usual, self.scatter = at_equality.mean(axis=-1), at_equality.std(axis=-1)

    def value(self, pull: FloatArray) -> FloatArray:
        """Give the measure of the tables that the path reaches at a pull.

        pull: pulls, shape (tables,)
        Gives values in largest standard errors, if the measure has a unit, shape (tables,).
        """
        found = self.measure.at(self.path(pull), self.side)
        return np.where(self._equal(pull), self.measure.equality, found)

    def lower_tail(self, pull: FloatArray, draws: slice) -> tuple[FloatArray, FloatArray]:
        """Give the share of draws below what was seen, and the share that is left out below.

        pull:  pulls, shape (tables,)
        draws: which of the draws to take
        Gives two shares, each of shape (tables,).
        """
        drawn = self._draws(self.path(pull), draws)
        below = (drawn < self.seen[:, None]).mean(axis=-1)
        outside = (1 - self.level) / 2
        if not self.bounded:
            return below, np.full_like(below, outside)
        # At equality a measure can only be too high, so nothing is left out below there.
        away = (drawn.mean(axis=-1, dtype=np.float64) - self.usual) / self.scatter
        return below, outside * np.clip((away - NEAR) / (FAR - NEAR), 0.0, 1.0)

    def accepts(self, value: float) -> NDArray[np.bool_]:
        """Say of each table whether a value of the measure lies in its interval, without limits.

        value: a value the measure can have
        Gives booleans, shape (tables,); a simulation of coverage needs no more.
        """
        goal = value / self.unit
        smaller = np.sign(self.value(np.zeros(len(self.seen))) - goal)
        inner = np.zeros(len(self.seen))
        outer = self._step(smaller)
        for _ in range(DOUBLINGS):
            going = (np.sign(self.value(outer) - goal) == smaller) & ~self._equal(outer)
            inner, outer = np.where(going, outer, inner), np.where(going, 2 * outer, outer)
            if not going.any():
                break
        for _ in range(50):
            middle = (inner + outer) / 2
            before = np.sign(self.value(middle) - goal) == smaller
            inner, outer = np.where(before, middle, inner), np.where(before, outer, middle)
        below, left = self.lower_tail(outer, slice(None))
        return np.asarray((below >= left) & (below <= self.level + left))

    def limits(self) -> tuple[FloatArray, FloatArray]:
        """Give the lower and the upper limit of each table, each of shape (tables,).

        Both are nan where they are beyond what the measure can be: so much of a mean near 0 may be
        chance that it has no side.
        """
        low, high = self._limit(self.level) * self.unit, self._limit(0.0) * self.unit
        least = self.measure.equality if self.bounded else -np.inf
        sound = (low >= least) & (high >= low)
        return np.where(sound, low, np.nan), np.where(sound, high, np.nan)

    def _draws(self, tables: FloatArray, draws: slice) -> NDArray[np.floating]:
        # One array for all draws: to ask for a new one takes longer than to fill it.
        drawn = self.drawn[:, :, draws]
        np.add(tables.astype(np.float32)[:, :, None], self.noise[:, :, draws], out=drawn)
        return np.asarray(self.measure.of(drawn, self.side))

    def _step(self, direction: FloatArray) -> FloatArray:
        """Give a first step along the path that is worth about a standard error."""
        size = self.scatter.astype(np.float64) / self.measure.size(self.side)
        grows = (direction < 0) & self.measure.raised_by_value
        return np.asarray(direction * np.where(grows, size, 1 / size))

    def _equal(self, pull: FloatArray) -> NDArray[np.bool_]:
        if not self.bounded:
            return np.zeros(len(pull), dtype=bool)
        return np.asarray(np.ptp(self.path(pull), axis=-1) <= 1e-9 * self.side.se.min(axis=-1))

    def _surprise(self, pull: FloatArray, share: float, draws: slice) -> FloatArray:
        """Give how far the tail is above its bound, in normal quantiles; rising with the pull."""
        below, left = self.lower_tail(pull, draws)
        most = self.noise[:, :, draws].shape[-1]
        near = np.clip(below, 0.5 / most, 1 - 0.5 / most)
        # No draws below is still more than nothing to be left out.
        bound = np.clip(share + left, 0.25 / most, 1 - 0.25 / most)
        return np.asarray(ndtri(near) - ndtri(bound))

    def _limit(self, share: float) -> FloatArray:
        """Find where the tail meets its bound: roughly by a few draws, then by all."""
        few = slice(0, FEW)
        inner = np.zeros(len(self.seen))
        direction = np.where(self._surprise(inner, share, few) < 0, 1.0, -1.0)
        outer = self._step(direction)
        for _ in range(DOUBLINGS):
            going = direction * self._surprise(outer, share, few) < 0
            going &= ~self._equal(outer)
            if not going.any():
                break
            inner, outer = np.where(going, outer, inner), np.where(going, 2 * outer, outer)
        for _ in range(HALVINGS):
            middle = (inner + outer) / 2
            before = direction * self._surprise(middle, share, few) < 0
            inner, outer = np.where(before, middle, inner), np.where(before, outer, middle)
        return self.value(self._placed(inner, outer, share))

    def _placed(self, inner: FloatArray, outer: FloatArray, share: float) -> FloatArray:
        """Place a limit by all draws: false position, or halving where that goes too slowly."""
        direction = np.sign(outer - inner)
        one, other, at_one, at_other = self._bracket(inner, outer, share)
        at_bound = self._equal(other) & (direction * at_other < 0)
        halve = np.zeros(len(one), dtype=bool)
        for _ in range(REFINEMENTS):
            width = np.abs(other - one)
            way = np.where(halve, 0.5, np.clip(_zero(at_one, at_other), 0.05, 0.95))
            between = one + way * (other - one)
            at_between = self._surprise(between, share, slice(None))
            before = direction * at_between < 0
            one, other = np.where(before, between, one), np.where(before, other, between)
            at_one = np.where(before, at_between, at_one)
            at_other = np.where(before, at_other, at_between)
            halve = np.abs(other - one) > width / 2
        return np.asarray(np.where(at_bound, other, one + _zero(at_one, at_other) * (other - one)))

    def _bracket(
        self, inner: FloatArray, outer: FloatArray, share: float
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Give pulls on both sides of a limit by all draws, and how surprising each is."""
        direction = np.sign(outer - inner)
        # Few draws may misplace a limit by this much of a standard error.
        room = np.maximum(np.abs(outer - inner), 0.3 * np.abs(self._step(direction)))
        one, other = self._back(inner, room), outer + direction * room
        at_one, at_other = (self._surprise(at, share, slice(None)) for at in (one, other))
        for _ in range(WIDENINGS):
            late = (direction * at_one > 0) & (one != 0)
            soon = (direction * at_other < 0) & ~self._equal(other)
            if not (late | soon).any():
                break
            room = 2 * room
            one, other, asked = (
                np.where(late, self._back(one, room), np.where(soon, other, one)),
                np.where(late, one, np.where(soon, other + direction * room, other)),
                (at_one, at_other),
            )
            new = self._surprise(np.where(late, one, other), share, slice(None))
            at_one = np.where(late, new, np.where(soon, asked[1], asked[0]))
            at_other = np.where(late, asked[0], np.where(soon, new, asked[1]))
        return one, other, at_one, at_other

    @staticmethod
    def _back(pull: FloatArray, room: FloatArray) -> FloatArray:
        """Go back towards the estimates, not past them."""
        return np.asarray(np.sign(pull) * np.maximum(np.abs(pull) - room, 0.0))


def _zero(at_one: FloatArray, at_other: FloatArray) -> FloatArray:
    """Give the share of the way at which a line would be 0."""
    with np.errstate(all="ignore"):
        way = np.clip(at_one / (at_one - at_other), 0.0, 1.0)
    return np.asarray(np.nan_to_num(way, nan=0.5))
