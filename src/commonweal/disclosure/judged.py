"""What `stats` found on the full data; `release` lets through only what may be shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Figure

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Judged:
    """Hold the estimates and verdicts of one table, computed before anything is hidden.

    rate, low, high:           each group's rate and its interval, shape (g,), between 0 and 1
    diff, diff_low, diff_high: the group minus everybody else, shape (g,); nan where there is none
    rest_rate:                 the rate of everybody else, shape (g,)
    p, q:                      p-value, and p-value adjusted for the number of groups, shape (g,)
    mdd:                       smallest difference that could have been seen, shape (g,)
    grade:                     verdict letter of each group (A, B, C, I, N or S)
    direction:                 "worse", "better" or "" of each group
    total_rate, total_low, total_high: the same for everybody
    ratio_low, ratio_high:     interval of the group's rate over that of everybody else, shape (g,),
                               nan where there is none; None where nobody computed one
    measured:                  whether rates are numbers of another method, not met by denominator
    ratio:                     whether `diff` is a ratio to the comparison
    reason:                    why a group has no number, or "", g of them; () where none is said
    heaviest:                  share of the largest unit in each group's sum, shape (g,), or None
    heaviest_of_all:           share of the largest unit in everybody's sum
    figures:                   further numbers
    counted:                   whether it was counted, not sampled: limits are bounds
    people:                    persons behind each group's number, shape (g,), or None where the
                               counts themselves tell

    >>> import numpy as np
    >>> one = np.array([0.5])
    >>> Judged(one, one, one, one, one, one, one, one, one, one, ("I",), ("",), 0.5, 0.4, 0.6).grade
    ('I',)
    """

    rate: FloatArray
    low: FloatArray
    high: FloatArray
    diff: FloatArray
    diff_low: FloatArray
    diff_high: FloatArray
    rest_rate: FloatArray
    p: FloatArray
    q: FloatArray
    mdd: FloatArray
    grade: tuple[str, ...]
    direction: tuple[str, ...]
    total_rate: float
    total_low: float
    total_high: float
    ratio_low: FloatArray | None = None
    ratio_high: FloatArray | None = None
    measured: bool = False
    ratio: bool = False
    reason: tuple[str, ...] = ()
    heaviest: FloatArray | None = None
    heaviest_of_all: float = 0.0
    figures: tuple[Figure, ...] = ()
    counted: bool = False
    people: NDArray[np.int64] | None = None
