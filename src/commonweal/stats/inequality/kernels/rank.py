"""Concentration of an outcome along ranked groups, and the straight line through the ranks.

Ranks are ridits: the share of people below the middle of the group. The curved line is in
logit.py.
"""

from __future__ import annotations

import numpy as np

from commonweal.stats.inequality.kernels.weighted import Mask, mean, over
from commonweal.stats.inputs import FloatArray


def ridits(people: FloatArray, order: FloatArray, mask: Mask) -> FloatArray:
    """Give each group its rank: the share of people before it and half of its own.

    people: people in each group, shape (tables, groups)
    order:  order of the groups, the most disadvantaged first, shape (tables, groups)
    mask:   where there is a group, shape (tables, groups)
    Gives ridits from 0 to 1, shape (tables, groups); 0.5 where there is no group.
    Source: Bross 1958, Biometrics 14:18-38; statistics.md section 4.4
    >>> import numpy as np
    >>> ridits(np.array([[20.0, 60.0, 20.0]]), np.array([[2, 3, 1]]), np.ones((1, 3), dtype=bool))
    array([[0.3, 0.7, 0.1]])
    """
    turn = np.argsort(np.where(mask, order, np.inf), axis=-1, kind="stable")
    sorted_people = np.take_along_axis(np.where(mask, people, 0.0), turn, axis=-1)
    up_to = np.cumsum(sorted_people, axis=-1)
    middle = over(up_to - sorted_people / 2, up_to[..., -1:])
    placed = np.empty_like(middle)
    np.put_along_axis(placed, turn, middle, axis=-1)
    return np.where(mask, placed, 0.5)


def concentration(y: FloatArray, p: FloatArray, ridit: FloatArray) -> FloatArray:
    """Give the absolute concentration index (ACI).

    y:     estimates, shape (..., groups)
    p:     shares of people, 0 where there is no group, shape (..., groups)
    ridit: ranks from 0 to 1, shape (..., groups)
    Gives indices in the unit of y, shape (...); positive when the advantaged have more.
    Source: statistics.md section 4.4, ACI
    >>> import numpy as np
    >>> p = np.array([0.5, 0.5])
    >>> concentration(np.array([10.0, 30.0]), p, np.array([0.25, 0.75]))
    array(5.)
    """
    return np.asarray(2 * (p * (ridit - 0.5) * (y - mean(y, p)[..., None])).sum(axis=-1))


def concentration_gradient(p: FloatArray, ridit: FloatArray) -> FloatArray:
    """Give how the absolute concentration index moves with each estimate.

    p:     shares of people, 0 where there is no group, shape (..., groups)
    ridit: ranks from 0 to 1, shape (..., groups)
    Gives gradients, shape (..., groups).
    Source: statistics.md section 4.4, ACI
    >>> import numpy as np
    >>> concentration_gradient(np.array([0.5, 0.5]), np.array([0.25, 0.75]))
    array([-0.25,  0.25])
    """
    return 2 * p * (ridit - 0.5)


def relative_concentration(y: FloatArray, p: FloatArray, ridit: FloatArray) -> FloatArray:
    """Give the relative concentration index (RCI), as a fraction.

    y:     estimates, shape (..., groups)
    p:     shares of people, 0 where there is no group, shape (..., groups)
    ridit: ranks from 0 to 1, shape (..., groups)
    Gives indices, shape (...); nan where the mean is 0.
    Source: statistics.md section 4.4, RCI
    >>> import numpy as np
    >>> p = np.array([0.5, 0.5])
    >>> relative_concentration(np.array([10.0, 30.0]), p, np.array([0.25, 0.75]))
    array(0.25)
    """
    return over(concentration(y, p, ridit), mean(y, p))


def relative_concentration_gradient(y: FloatArray, p: FloatArray, ridit: FloatArray) -> FloatArray:
    """Give how the relative concentration index moves with each estimate.

    y:     estimates, shape (..., groups)
    p:     shares of people, 0 where there is no group, shape (..., groups)
    ridit: ranks from 0 to 1, shape (..., groups)
    Gives gradients, shape (..., groups); nan where the mean is 0.
    Source: statistics.md section 4.4, RCI
    >>> import numpy as np
    >>> p = np.array([0.5, 0.5])
    >>> relative_concentration_gradient(np.array([10.0, 30.0]), p, np.array([0.25, 0.75]))
    array([-0.01875,  0.00625])
    """
    middle = mean(y, p)[..., None]
    index = relative_concentration(y, p, ridit)[..., None]
    return over(concentration_gradient(p, ridit) - index * p, middle)


def wagstaff(
    y: FloatArray, p: FloatArray, ridit: FloatArray, lowest: FloatArray, highest: FloatArray
) -> FloatArray:
    """Give Wagstaff's concentration index of a bounded outcome.

    y:       estimates, shape (..., groups)
    p:       shares of people, 0 where there is no group, shape (..., groups)
    ridit:   ranks from 0 to 1, shape (..., groups)
    lowest:  the lowest the outcome can be, shape (...)
    highest: the highest the outcome can be, shape (...)
    Gives indices, shape (...); nan where the mean is at a bound.
    Source: Wagstaff 2005, Health Economics 14:429-432
    >>> import numpy as np
    >>> p, ridit = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    >>> wagstaff(np.array([10.0, 30.0]), p, ridit, np.array(0.0), np.array(100.0))
    array(0.3125)
    """
    return over(concentration(y, p, ridit), _room(y, p, lowest, highest))


def wagstaff_gradient(
    y: FloatArray, p: FloatArray, ridit: FloatArray, lowest: FloatArray, highest: FloatArray
) -> FloatArray:
    """Give how Wagstaff's index moves with each estimate.

    y:       estimates, shape (..., groups)
    p:       shares of people, 0 where there is no group, shape (..., groups)
    ridit:   ranks from 0 to 1, shape (..., groups)
    lowest:  the lowest the outcome can be, shape (...)
    highest: the highest the outcome can be, shape (...)
    Gives gradients, shape (..., groups); nan where the mean is at a bound.
    Source: derivative of Wagstaff 2005, Health Economics 14:429-432
    >>> import numpy as np
    >>> p, ridit = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    >>> wagstaff_gradient(np.array([10.0, 30.0]), p, ridit, np.array(0.0), np.array(100.0))
    array([-0.02148438,  0.00976562])
    """
    middle = mean(y, p)
    room = _room(y, p, lowest, highest)
    growth = over(lowest + highest - 2 * middle, highest - lowest)
    index = wagstaff(y, p, ridit, lowest, highest)
    fall = p * (index * growth)[..., None]
    return over(concentration_gradient(p, ridit) - fall, room[..., None])


def erreygers(
    y: FloatArray, p: FloatArray, ridit: FloatArray, lowest: FloatArray, highest: FloatArray
) -> FloatArray:
    """Give Erreygers' concentration index of a bounded outcome.

    y:       estimates, shape (..., groups)
    p:       shares of people, 0 where there is no group, shape (..., groups)
    ridit:   ranks from 0 to 1, shape (..., groups)
    lowest:  the lowest the outcome can be, shape (...)
    highest: the highest the outcome can be, shape (...)
    Gives indices, shape (...).
    Source: Erreygers 2009, Journal of Health Economics 28:504-515
    >>> import numpy as np
    >>> p, ridit = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    >>> erreygers(np.array([10.0, 30.0]), p, ridit, np.array(0.0), np.array(100.0))
    array(0.2)
    """
    return over(4 * concentration(y, p, ridit), highest - lowest)


def extended_concentration(
    y: FloatArray, p: FloatArray, ridit: FloatArray, aversion: float
) -> FloatArray:
    """Give the extended absolute concentration index, which weighs low ranks by choice.

    y:        estimates, shape (..., groups)
    p:        shares of people, 0 where there is no group, shape (..., groups)
    ridit:    ranks from 0 to 1, shape (..., groups)
    aversion: aversion to inequality nu, above 1; 2 is the plain index
    Gives indices in the unit of y, shape (...).
    Source: Wagstaff 2002, Journal of Health Economics 21:627-641 (extended concentration index)
    >>> import numpy as np
    >>> p, ridit = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    >>> extended_concentration(np.array([10.0, 30.0]), p, ridit, 2.0)
    array(5.)
    """
    pull = extended_concentration_gradient(p, ridit, aversion)
    return np.asarray((pull * (y - mean(y, p)[..., None])).sum(axis=-1))


def extended_concentration_gradient(
    p: FloatArray, ridit: FloatArray, aversion: float
) -> FloatArray:
    """Give how the extended index moves with each estimate.

    p:        shares of people, 0 where there is no group, shape (..., groups)
    ridit:    ranks from 0 to 1, shape (..., groups)
    aversion: aversion to inequality nu, above 1; 2 is the plain index
    Gives gradients, shape (..., groups).
    Source: Wagstaff 2002, Journal of Health Economics 21:627-641 (extended concentration index)
    >>> import numpy as np
    >>> extended_concentration_gradient(np.array([0.5, 0.5]), np.array([0.25, 0.75]), 2.0)
    array([-0.25,  0.25])
    """
    weight = (1 - ridit) ** (aversion - 1)
    return -aversion * p * (weight - mean(weight, p)[..., None])


def slope_gradient(p: FloatArray, ridit: FloatArray) -> FloatArray:
    """Give how the slope of the straight line moves with each estimate.

    p:     shares of people, 0 where there is no group, shape (..., groups)
    ridit: ranks from 0 to 1, shape (..., groups)
    Gives gradients, shape (..., groups); nan where only one rank has people.
    Source: statistics.md section 4.4, SII linear, c_j
    >>> import numpy as np
    >>> slope_gradient(np.array([0.5, 0.5]), np.array([0.25, 0.75]))
    array([-2.,  2.])
    """
    pull = p * (ridit - 0.5)
    return over(pull, (pull * (ridit - 0.5)).sum(axis=-1, keepdims=True))


def slope(y: FloatArray, p: FloatArray, ridit: FloatArray) -> FloatArray:
    """Give the slope of the straight line through the ranks (SII, linear).

    y:     estimates, shape (..., groups)
    p:     shares of people, 0 where there is no group, shape (..., groups)
    ridit: ranks from 0 to 1, shape (..., groups)
    Gives the line at rank 1 less at rank 0, shape (...); nan where only one rank has people.
    Source: Wagstaff, Paci and van Doorslaer 1991, Social Science and Medicine 33:545-557;
    statistics.md section 4.4, SII linear
    >>> import numpy as np
    >>> slope(np.array([10.0, 30.0]), np.array([0.5, 0.5]), np.array([0.25, 0.75]))
    array(40.)
    """
    return np.asarray((slope_gradient(p, ridit) * (y - mean(y, p)[..., None])).sum(axis=-1))


def relative_slope(y: FloatArray, p: FloatArray, ridit: FloatArray) -> FloatArray:
    """Give the straight line at rank 1 over the line at rank 0 (RII, linear).

    y:     estimates, shape (..., groups)
    p:     shares of people, 0 where there is no group, shape (..., groups)
    ridit: ranks from 0 to 1, shape (..., groups)
    Gives ratios, shape (...); nan where the line reaches 0 or less.
    Source: Mackenbach and Kunst 1997, Social Science and Medicine 44:757-771
    >>> import numpy as np
    >>> p, ridit = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    >>> relative_slope(np.array([20.0, 30.0]), p, ridit).round(4)
    np.float64(2.3333)
    """
    low, high = _ends(y, p, ridit)
    return over(high, low)


def relative_slope_gradient(y: FloatArray, p: FloatArray, ridit: FloatArray) -> FloatArray:
    """Give how the logarithm of the linear RII moves with each estimate.

    y:     estimates, shape (..., groups)
    p:     shares of people, 0 where there is no group, shape (..., groups)
    ridit: ranks from 0 to 1, shape (..., groups)
    Gives gradients of the logarithm, shape (..., groups); nan where the line reaches 0 or less.
    Source: statistics.md section 4.4, RII
    >>> import numpy as np
    >>> p, ridit = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    >>> relative_slope_gradient(np.array([20.0, 30.0]), p, ridit).round(4)
    array([-0.1143,  0.0762])
    """
    pull = slope_gradient(p, ridit)
    low, high = _ends(y, p, ridit)
    return over(p + pull / 2, high[..., None]) - over(p - pull / 2, low[..., None])


def _room(y: FloatArray, p: FloatArray, lowest: FloatArray, highest: FloatArray) -> FloatArray:
    """Give how far the mean is from both its bounds, each distance with all its digits."""
    below, above = mean(y - lowest[..., None], p), mean(highest[..., None] - y, p)
    return over(below * above, highest - lowest)


def _ends(y: FloatArray, p: FloatArray, ridit: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give the straight line at rank 0 and at rank 1, nan for both where one is 0 or less."""
    middle, half = mean(y, p), slope(y, p, ridit) / 2
    low, high = middle - half, middle + half
    there = (low > 0) & (high > 0)
    return np.where(there, low, np.nan), np.where(there, high, np.nan)
