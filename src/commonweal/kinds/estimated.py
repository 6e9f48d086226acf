"""What an estimator answers about the groups of one measure, whatever its method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds.estimate import Estimate

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Figure:
    """Hold one further number of a measure, such as the share of inequality between units.

    key:       stable word; the measure says how it is called
    value:     the number, nan where there is none
    low, high: limits of its interval, nan where there is none
    people:    persons (or units) behind it; 0 says that it is not about people
    about:     which of several things it is about, such as a stage, or ""
    text:      a stable word instead of a number, such as a label of the field, or ""

    >>> Figure("between", 0.3, 0.2, 0.4, 800).people
    800
    """

    key: str
    value: float
    low: float
    high: float
    people: int
    about: str = ""
    text: str = ""


@dataclass(frozen=True, eq=False)
class Estimated:
    """Hold the answers for g groups, in their order.

    value:    number of each group in the unit of the measure, proportions as 0 to 1, shape (g,)
    rest:     number it is compared with: everybody else, the target or the benchmark, shape (g,);
              nan where there is none
    gap:      value minus rest, or value over rest, with its interval; nan where there is none
    narrow:   the same gap with the narrower interval that can show it to be small (0.90 for 0.95)
    p:        two-sided p-values, nan where there is none, shape (g,)
    total:    everybody together, shape (1,)
    people:   persons (or units) behind each value, shape (g,)
    counted:  whether this is a ledger or a headcount: limits are then bounds for the unknown
    heaviest: share of the largest unit in each group's sum, shape (g,), or None
    heaviest_of_all: share of the largest unit in everybody's sum, 0 where there is no such sum
    figures:  further numbers

    >>> one = Estimate(np.array([0.5]), np.array([0.4]), np.array([0.6]), 0.95, "wilson")
    >>> Estimated(one, np.array([0.4]), one, one, np.array([0.2]), one, np.array([90])).counted
    False
    """

    value: Estimate
    rest: FloatArray
    gap: Estimate
    narrow: Estimate
    p: FloatArray
    total: Estimate
    people: IntArray
    counted: bool = False
    heaviest: FloatArray | None = None
    heaviest_of_all: float = 0.0
    figures: tuple[Figure, ...] = ()
