"""Classes of how much an item differs between groups: A little, B some, C much."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.stats.inputs import numbers
from commonweal.stats.results import Mask

# On the delta scale of the Educational Testing Service.
SOME, MUCH = 1.0, 1.5
# Differences of Nagelkerke's R2.
JODOIN_GIERL = (0.035, 0.070)
ZUMBO_THOMAS = (0.13, 0.26)
TWO_SIDED, ONE_SIDED = 1.959963984540054, 1.6448536269514722


def size_classes(delta: ArrayLike) -> NDArray[np.str_]:
    """Class items by the size of delta alone.

    delta: Mantel-Haenszel differences on the delta scale, shape (items,); nan where undefined
    Gives "A" below 1, "B" below 1.5, else "C"; "" where undefined.
    Source: Zieky 1993, in Differential Item Functioning, by size only as some packages do; checked
    against difR in tests/reference/test_teaching_dif.py
    >>> size_classes([0.5, -1.2, 2]).tolist()
    ['A', 'B', 'C']
    """
    size = np.abs(np.asarray(delta, dtype=np.float64))
    return _named(size, size >= SOME, size >= MUCH)


def ets_classes(delta: ArrayLike, se: ArrayLike) -> NDArray[np.str_]:
    """Class items by the size of delta and by what chance explains.

    delta: Mantel-Haenszel differences on the delta scale, shape (items,); nan where undefined
    se:    their standard errors, shape (items,)
    Gives "A" where delta is below 1 or not told from 0, "C" where it is 1.5 or more and told from 1
    (one-sided), else "B"; "" where undefined.
    Source: Zieky 1993, in Differential Item Functioning; checked in
    tests/reference/test_teaching_dif.py
    >>> ets_classes([1.2, 1.2, 3], [1, 0.5, 0.5]).tolist()
    ['A', 'B', 'C']
    """
    size, error = np.abs(np.asarray(delta, dtype=np.float64)), np.asarray(se, dtype=np.float64)
    some = (size >= SOME) & (size > TWO_SIDED * error)
    return _named(size, some, some & (size >= MUCH) & (size - SOME > ONE_SIDED * error))


def r2_classes(
    change: ArrayLike, found: Mask, cuts: tuple[float, float] = JODOIN_GIERL
) -> NDArray[np.str_]:
    """Class items by how much of R2 the group adds, and by whether it was told from chance.

    change: differences of Nagelkerke's R2, shape (items,)
    found:  whether the test found a difference, shape (items,)
    cuts:   where "B" and where "C" begin
    Gives "A" below the first cut or not found, "B" below the second, else "C".
    Source: Jodoin and Gierl 2001, Applied Measurement in Education 14:329-349; Zumbo and Thomas
    1997; checked in tests/reference/test_teaching_dif.py
    >>> r2_classes([0.01, 0.05, 0.05], np.array([True, True, False])).tolist()
    ['A', 'B', 'A']
    """
    (size,) = numbers(change=change)
    return _named(size, found & (size >= cuts[0]), found & (size >= cuts[1]))


def _named(size: NDArray[np.float64], some: Mask, much: Mask) -> NDArray[np.str_]:
    return np.select([np.isnan(size), much, some], ["", "C", "B"], "A")
