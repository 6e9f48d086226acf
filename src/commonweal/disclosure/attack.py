"""What a reader can work out: the least and the most a hidden fact can be.

The attack runs over all non-negative whole numbers that agree with what is shown. It says
nothing about what should be hidden; `suppress` asks it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import highspy
import numpy as np
from numpy.typing import NDArray

from commonweal.disclosure.solver import INFINITE, Row, model
from commonweal.disclosure.system import UNSEEN, System

TINY = 1e-6
FloatArray = NDArray[np.float64]


class Belief(Enum):
    """Name what a reader makes of the marks of hidden numbers.

    NONE: nothing; SMALL: "1 to 10" means just that; BOTH: and any other mark means it is not.

    >>> len(Belief)
    3
    """

    NONE = "none"
    SMALL = "small"
    BOTH = "both"


@dataclass(frozen=True, eq=False)
class Bounds:
    """Hold what a reader can work out of one hidden fact.

    least: the smallest value that agrees with what is shown
    most:  the largest one
    lower: the most by which the least can lie below the truth for the sake of each fact, if that
           is hidden, shape (f,); the sum over hidden facts bounds the least
    upper: the same for the most, above the truth

    >>> Bounds(3, 12, np.zeros(1), np.zeros(1)).width
    9
    """

    least: float
    most: float
    lower: FloatArray
    upper: FloatArray

    @property
    def width(self) -> float:
        """Give how far apart the least and the most are."""
        return self.most - self.least


class Attack:
    """Play the reader who has pencil, paper and all the time of the world.

    system: the facts and their sums

    Source: trust.md 5.3.
    >>> row = System((20, 5, 15), ((0, (1, 2)),), (0, 1, 2), (9, 1, 1), frozenset({1}))
    >>> reader = Attack(row)
    >>> reader.look(frozenset({1}))
    >>> reader.bounds(1).least, reader.bounds(1).most
    (5.0, 5.0)
    >>> reader.look(frozenset({1, 2}))
    >>> reader.bounds(1).least, reader.bounds(1).most
    (0.0, 20.0)
    """

    def __init__(self, system: System) -> None:
        self._system = system
        self._size = len(system.values)
        self._indices = np.arange(self._size, dtype=np.int32)
        self._values = np.array(system.values, dtype=float)
        self._rows: list[Row] = [
            (0.0, 0.0, [whole, *parts], [1.0, *([-1.0] * len(parts))])
            for whole, parts in system.sums
        ]
        self._linear = self._program(whole=False)
        self._integer: highspy.Highs | None = None
        self._low = self._high = self._values
        self._rooms = {belief: self._room(belief) for belief in Belief}
        self._below, self._above = self._rooms[Belief.NONE]

    def look(self, hidden: frozenset[int], belief: Belief = Belief.NONE) -> None:
        """Take in a release in which these facts are hidden, believing its marks or not."""
        self._below, self._above = self._rooms[belief]
        facts = sorted(hidden)
        self._low, self._high = self._values.copy(), self._values.copy()
        self._low[facts] -= self._below[facts]
        self._high[facts] += self._above[facts]
        self._integer = None
        self._linear.changeColsBounds(self._size, self._indices, self._low, self._high)

    def bounds(self, fact: int, exact: bool = False) -> Bounds:
        """Work out the bounds of a fact; `exact` insists on whole numbers, and gives no gains."""
        least, lower = self._end(fact, 1.0, exact)
        most, upper = self._end(fact, -1.0, exact)
        return Bounds(least, most, lower, upper)

    def _room(self, belief: Belief) -> tuple[FloatArray, FloatArray]:
        """Give how far each fact, once hidden, may lie below and above its true value."""
        ends = [self._mark(fact, belief) for fact in range(self._size)]
        low, high = np.array(ends).reshape(self._size, 2).T
        return self._values - low, high - self._values

    def _mark(self, fact: int, belief: Belief) -> tuple[float, float]:
        system = self._system
        if belief is Belief.NONE or system.switches[fact] == UNSEEN:
            return 0.0, INFINITE
        if fact in system.small:
            return 1.0, float(system.threshold - 1) if system.counted else INFINITE
        if belief is Belief.SMALL:
            return 0.0, INFINITE
        # "Protects another number" says 0, or the threshold or more. What stays possible on the
        # side of the truth stays possible, and that is enough to show that nothing is certain.
        return (float(system.threshold), INFINITE) if system.values[fact] else (0.0, 0.0)

    def _program(self, whole: bool) -> highspy.Highs:
        return model(self._size, self._rows, np.zeros(self._size).tolist(), whole)

    def _end(self, fact: int, sign: float, exact: bool) -> tuple[float, FloatArray]:
        nothing = np.zeros(self._size)
        status, values, prices = _solved(self._linear, fact, sign)
        if status == highspy.HighsModelStatus.kUnbounded:
            return -sign * math.inf, nothing
        if exact and np.abs(values - np.rint(values)).max(initial=0.0) > TINY:
            if self._integer is None:
                self._integer = self._program(whole=True)
                self._integer.changeColsBounds(self._size, self._indices, self._low, self._high)
            status, values, _ = _solved(self._integer, fact, sign)
        if status != highspy.HighsModelStatus.kOptimal:
            # The work was cut short: credit the reader with knowing the number.
            return float(self._values[fact]), nothing
        value = float(values[fact])
        whole = float(round(value)) if abs(value - round(value)) < TINY else value
        return whole, nothing if exact else self._gains(prices)

    def _gains(self, prices: FloatArray) -> FloatArray:
        # By duality an end lies no further from the truth than the sum, over hidden facts, of the
        # price of the fact times the room that hiding gives it on the side that the price is for.
        prices = np.where(np.abs(prices) > TINY, prices, 0.0)
        room = np.where(prices > 0, self._below, self._above)
        return np.where(prices == 0, 0.0, np.abs(prices) * np.where(prices == 0, 0.0, room))


def _solved(
    program: highspy.Highs, fact: int, sign: float
) -> tuple[highspy.HighsModelStatus, FloatArray, FloatArray]:
    program.changeColCost(fact, sign)
    program.run()
    status, solution = program.getModelStatus(), program.getSolution()
    program.changeColCost(fact, 0.0)  # forgets status and solution, so it comes last
    return status, np.array(solution.col_value), np.array(solution.col_dual)
