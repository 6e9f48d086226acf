"""Read the counts of a selection step: how many of a group's pool were selected, and of the rest.

The two sides are roles in a comparison, never verdicts: any group may be either.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.stats.inputs import FloatArray, counts, whole
from commonweal.stats.results import Mask

Tables = tuple[FloatArray, FloatArray, FloatArray, FloatArray]


def selection_tables(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Tables:
    """Read k selection tables of whole people.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives the four as float arrays of one shape (k,).
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: 29 CFR 1607.4, the counts that are kept of each selection step
    >>> [int(one[0]) for one in selection_tables(12, 40, 48, 80)]
    [12, 40, 48, 80]
    """
    had, size, rest_had, rest_size = whole(
        selected=selected, pool=pool, rest_selected=rest_selected, rest_pool=rest_pool
    )
    counts(had, size)
    counts(rest_had, rest_size)
    return had, size, rest_had, rest_size


def nobody(tables: Tables) -> Mask:
    """Say where a side has nobody in its pool.

    tables: the four counts as `selection_tables` reads them, each shape (k,)
    Gives shape (k,).
    Source: workforce specification, section 16: a side of nobody is undefined
    >>> nobody(selection_tables([1, 0], [2, 0], 1, 2))
    array([False,  True])
    """
    empty: Mask = (tables[1] == 0) | (tables[3] == 0)
    return empty


def no_variation(tables: Tables) -> Mask:
    """Say where everybody or nobody of both sides was selected.

    tables: the four counts as `selection_tables` reads them, each shape (k,)
    Gives shape (k,).
    Source: workforce specification, section 16: none or all selected, Z and phi undefined
    >>> no_variation(selection_tables([0, 1], 2, [0, 1], 2))
    array([ True, False])
    """
    together = tables[0] + tables[2]
    same: Mask = (together == 0) | (together == tables[1] + tables[3])
    return same


def divisor(array: FloatArray) -> FloatArray:
    """Give the array with 1 in place of 0, for a division whose answer is then left out.

    array: numbers, any shape
    Gives the same shape.
    Source: no formula: a table with a zero divisor has its reason instead of its value
    >>> divisor(selection_tables(0, 2, 0, 2)[0])
    array([1.])
    """
    return np.where(array == 0, 1.0, array)
