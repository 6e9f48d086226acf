"""What qualifies a grade: how steady, complete and direct the numbers are, and the adjusted gap.

The grades themselves come from grade.py and interval_grade.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Problem
from commonweal.stats.decision.grade import Grade
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask

STEADY, COMPLETE = 0.7, 0.9


@dataclass(frozen=True)
class Qualified:
    """Hold k grades and the marks beside them.

    grade: the grades, never above B where the mark "-" stands, k of them
    marks: "-" for numbers that can not carry more, "adj" for a gap that stays after adjusting,
           k tuples

    >>> Qualified((Grade.B,), (("-",),)).marks
    (('-',),)
    """

    grade: tuple[Grade, ...]
    marks: tuple[tuple[str, ...], ...]


def qualify(
    grade: tuple[Grade, ...],
    *,
    reliability: ArrayLike = np.nan,
    completeness: ArrayLike = np.nan,
    proxy: ArrayLike = False,
    difference: ArrayLike = np.nan,
    adjusted: ArrayLike = np.nan,
) -> Qualified:
    """Cap grades that rest on weak numbers, and mark gaps that adjusting does not take away.

    grade:        the grades, k of them
    reliability:  share of the variance that is no noise, nan where not known, shape (k,)
    completeness: share of people whose group is known, nan where not known, shape (k,)
    proxy:        whether the group is guessed from names and places, shape (k,)
    difference:   the gap before adjusting, nan where there is none, shape (k,)
    adjusted:     the gap after adjusting, nan where there is none, shape (k,)
    Gives Qualified: "-" below a reliability of 0.7, a completeness of 0.9, or by proxy, and then
    A becomes B; "adj" where the adjusted gap keeps its sign and at least half its size. What is
    not known gives no mark.
    Fails with Problem "share-outside" when a reliability or completeness is not between 0 and 1.
    Fails with Problem "shapes-differ" when an input has neither one entry nor one a grade.
    Source: statistics.md section 14, "Modifiers"
    >>> qualify((Grade.A, Grade.A), reliability=[0.65, 0.8], difference=-0.1, adjusted=-0.06)
    Qualified(grade=(<Grade.B: 'B'>, <Grade.A: 'A'>), marks=(('-', 'adj'), ('adj',)))
    """
    size = len(grade)
    steady, known = (_share(one, size) for one in (reliability, completeness))
    before, after = (_spread(one, size) for one in (difference, adjusted))
    guessed: Mask = _spread(proxy, size) != 0
    weak = (steady < STEADY) | (known < COMPLETE) | guessed
    stays = (before != 0) & (np.sign(before) == np.sign(after))
    stays &= np.abs(after) >= np.abs(before) / 2
    capped = tuple(
        Grade.B if low and one is Grade.A else one for low, one in zip(weak, grade, strict=True)
    )
    return Qualified(capped, _marks(weak, stays))


def _marks(weak: Mask, stays: Mask) -> tuple[tuple[str, ...], ...]:
    pairs: list[tuple[bool, bool]] = list(zip(weak.tolist(), stays.tolist(), strict=True))
    return tuple(("-",) * low + ("adj",) * kept for low, kept in pairs)


def _share(given: ArrayLike, size: int) -> FloatArray:
    array = _spread(given, size)
    if ((array < 0) | (array > 1)).any():
        raise Problem(
            "share-outside",
            "A reliability or completeness is not between 0 and 1.",
            "Write 90 percent as 0.9.",
        )
    return array


def _spread(given: ArrayLike, size: int) -> FloatArray:
    array: NDArray[np.float64] = np.atleast_1d(np.asarray(given, dtype=np.float64))
    if array.ndim > 1 or len(array) not in {1, size}:
        raise Problem(
            "shapes-differ",
            "The grades and what qualifies them do not have one length.",
            "Give one number for each grade.",
        )
    return np.broadcast_to(array, (size,))
