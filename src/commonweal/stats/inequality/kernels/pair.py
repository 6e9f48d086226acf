"""Two groups against each other, and the impact of the best group on all.

Places of groups that are fixed by the table are given; -1 means that the data choose.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.stats.inequality.kernels.weighted import Mask, at, best, mean, over
from commonweal.stats.inputs import FloatArray

Places = NDArray[np.intp]


def pair(y: FloatArray, mask: Mask, first: Places, second: Places) -> tuple[FloatArray, FloatArray]:
    """Give the two estimates that are compared, y1 and y2.

    y:      estimates, shape (..., tables, groups)
    mask:   where there is a group, shape (tables, groups)
    first:  place of y1, -1 for the highest of the others, shape (tables,)
    second: place of y2, -1 for the lowest of the others, shape (tables,)
    Gives y1 and y2, each of shape (..., tables); infinite where there are no others.
    Source: statistics.md section 4, the table of y1 and y2
    >>> import numpy as np
    >>> y, none = np.array([[3.0, 1.0, 2.0]]), np.array([-1])
    >>> pair(y, y > 0, none, none)
    (array([3.]), array([1.]))
    """
    high = np.where(_free(mask, second), y, -np.inf).max(axis=-1, initial=-np.inf)
    low = np.where(_free(mask, first), y, np.inf).min(axis=-1, initial=np.inf)
    return (
        np.where(first < 0, high, at(y, first)),
        np.where(second < 0, low, at(y, second)),
    )


def difference(y: FloatArray, mask: Mask, first: Places, second: Places) -> FloatArray:
    """Give the difference of two groups, y1 - y2.

    y:      estimates, shape (..., tables, groups)
    mask:   where there is a group, shape (tables, groups)
    first:  place of y1, -1 for the highest of the others, shape (tables,)
    second: place of y2, -1 for the lowest of the others, shape (tables,)
    Gives differences, shape (..., tables).
    Source: statistics.md section 4.1, D
    >>> import numpy as np
    >>> y, none = np.array([[3.0, 1.0, 2.0]]), np.array([-1])
    >>> difference(y, y > 0, none, none)
    array([2.])
    """
    one, other = pair(y, mask, first, second)
    return np.asarray(one - other)


def ratio(y: FloatArray, mask: Mask, first: Places, second: Places) -> FloatArray:
    """Give the ratio of two groups, y1 / y2.

    y:      estimates, none negative, shape (..., tables, groups)
    mask:   where there is a group, shape (tables, groups)
    first:  place of y1, -1 for the highest of the others, shape (tables,)
    second: place of y2, -1 for the lowest of the others, shape (tables,)
    Gives ratios, shape (..., tables); nan where y2 is 0.
    Source: statistics.md section 4.1, R
    >>> import numpy as np
    >>> y, none = np.array([[3.0, 1.0, 2.0]]), np.array([-1])
    >>> ratio(y, y > 0, none, none)
    array([3.])
    """
    return over(*pair(y, mask, first, second))


def attributable_risk(
    y: FloatArray,
    p: FloatArray,
    mask: Mask,
    favorable: Mask,
    top: Places,
    *,
    average: FloatArray | None = None,
) -> FloatArray:
    """Give how far the average would move if all were like the best group, of either sign.

    y:         estimates, shape (..., tables, groups)
    p:         shares of people, 0 where there is no group, shape (tables, groups)
    mask:      where there is a group, shape (tables, groups)
    favorable: whether more is better, shape (tables,)
    top:       place of the group all should be like, -1 for the best by the data, shape (tables,)
    average:   an average of the setting instead of the mean of the groups, or None
    Gives risks, shape (..., tables), not set to 0 where the sign is wrong.
    Source: statistics.md section 4.1, PAR unclamped
    >>> import numpy as np
    >>> y, p = np.array([[10.0, 30.0]]), np.array([[0.5, 0.5]])
    >>> attributable_risk(y, p, y > 0, np.array([True]), np.array([-1]))
    array([10.])
    """
    middle = mean(y, p) if average is None else average
    return np.asarray(np.where(top < 0, best(y, mask, favorable), at(y, top)) - middle)


def attributable_fraction(
    y: FloatArray,
    p: FloatArray,
    mask: Mask,
    favorable: Mask,
    top: Places,
    *,
    average: FloatArray | None = None,
) -> FloatArray:
    """Give the attributable risk in percent of the average, of either sign.

    y:         estimates, shape (..., tables, groups)
    p:         shares of people, 0 where there is no group, shape (tables, groups)
    mask:      where there is a group, shape (tables, groups)
    favorable: whether more is better, shape (tables,)
    top:       place of the group all should be like, -1 for the best by the data, shape (tables,)
    average:   an average of the setting instead of the mean of the groups, or None
    Gives fractions in percent, shape (..., tables); nan where the average is 0.
    Source: statistics.md section 4.1, PAF unclamped
    >>> import numpy as np
    >>> y, p = np.array([[10.0, 30.0]]), np.array([[0.5, 0.5]])
    >>> attributable_fraction(y, p, y > 0, np.array([True]), np.array([-1]))
    array([50.])
    """
    middle = mean(y, p) if average is None else average
    return 100 * over(attributable_risk(y, p, mask, favorable, top, average=average), middle)


def clamped(impact: FloatArray, favorable: Mask) -> FloatArray:
    """Set to 0 an impact of the wrong sign: nobody gains by becoming worse.

    impact:    attributable risks or fractions, shape (..., tables)
    favorable: whether more is better, shape (tables,)
    Gives impacts, shape (..., tables).
    Source: statistics.md section 4.1, PAR
    >>> import numpy as np
    >>> clamped(np.array([-2.0, -2.0]), np.array([True, False]))
    array([ 0., -2.])
    """
    wrong = np.where(favorable, impact < 0, impact > 0)
    return np.where(wrong, 0.0, impact)


def _free(mask: Mask, taken: Places) -> Mask:
    """Leave out the group that the other side of the pair is."""
    return np.asarray(mask & (np.arange(mask.shape[-1]) != taken[..., None]))


def chosen(y: FloatArray, people: FloatArray, free: Mask, highest: bool) -> Places:
    """Give the place of the highest or the lowest group.

    y:       estimates, shape (tables, groups)
    people:  people in each group, shape (tables, groups)
    free:    which groups may be chosen, shape (tables, groups)
    highest: whether the highest is wanted
    Gives places, shape (tables,): among equals a group that has people, then the first listed.
    Source: statistics.md section 0, rule 10, with the order among equals of the shared tables
    >>> import numpy as np
    >>> y, people = np.array([[80.0, 80.0, 60.0]]), np.array([[0.0, 5.0, 5.0]])
    >>> chosen(y, people, y > 0, True), chosen(y, people, y > 0, False)
    (array([1]), array([2]))
    """
    height = np.where(free, y if highest else -y, -np.inf)
    equal = free & (height == height.max(axis=-1, keepdims=True))
    return np.asarray(np.where(equal, 1 + (people > 0), 0).argmax(axis=-1))


def pair_places(
    y: FloatArray, people: FloatArray, mask: Mask, first: Places, second: Places
) -> tuple[Places, Places]:
    """Give the places of the two groups that are compared, y1 and y2.

    y:      estimates, shape (tables, groups)
    people: people in each group, shape (tables, groups)
    mask:   where there is a group, shape (tables, groups)
    first:  place of y1, negative for the highest of the others, shape (tables,)
    second: place of y2, negative for the lowest of the others, shape (tables,)
    Gives both places, each of shape (tables,).
    Source: statistics.md section 4, the table of y1 and y2
    >>> import numpy as np
    >>> y, none = np.array([[3.0, 1.0, 2.0]]), np.array([-1])
    >>> pair_places(y, y, y > 0, none, none)
    (array([0]), array([1]))
    """
    return (
        np.where(first < 0, chosen(y, people, _free(mask, second), True), first),
        np.where(second < 0, chosen(y, people, _free(mask, first), False), second),
    )


def only(place: Places, groups: int) -> FloatArray:
    """Give 1 for one group of each table and 0 for the others.

    place:  place of the group, shape (tables,)
    groups: places that a table has
    Gives an array of shape (tables, groups).
    Source: derivative of an estimate by itself; statistics.md section 4.1, e_ref
    >>> import numpy as np
    >>> only(np.array([1]), 2)
    array([[0., 1.]])
    """
    return np.asarray(np.arange(groups) == place[:, None], dtype=np.float64)
