"""Distances of the groups from the mean, from the best group and from a named group.

All are kinked where groups change places, so no gradient stands here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.stats.inequality.kernels.weighted import Mask, at, best, mean, over, plain_mean
from commonweal.stats.inputs import FloatArray


def distance_from_mean(
    y: FloatArray, p: FloatArray, mask: Mask, average: FloatArray | None = None
) -> FloatArray:
    """Give the mean distance from the mean in which every group counts the same (MDMU).

    y:       estimates, shape (..., groups)
    p:       shares of people, 0 where there is no group, shape (..., groups)
    mask:    where there is a group, shape (..., groups)
    average: an average of the setting instead of the mean of the groups, shape (...), or None
    Gives distances, shape (...).
    Source: statistics.md section 4.2, MDMU
    >>> import numpy as np
    >>> distance_from_mean(np.array([10.0, 30.0]), np.array([0.5, 0.5]), np.array([True, True]))
    array(10.)
    """
    middle = mean(y, p) if average is None else average
    return plain_mean(np.abs(y - middle[..., None]), mask)


def weighted_distance_from_mean(y: FloatArray, p: FloatArray) -> FloatArray:
    """Give the mean distance from the mean, weighted by people (MDMW).

    y: estimates, shape (..., groups)
    p: shares of people, 0 where there is no group, shape (..., groups)
    Gives distances, shape (...).
    Source: statistics.md section 4.2, MDMW
    >>> import numpy as np
    >>> weighted_distance_from_mean(np.array([10.0, 30.0]), np.array([0.25, 0.75]))
    array(7.5)
    """
    return np.asarray((p * np.abs(y - mean(y, p)[..., None])).sum(axis=-1))


def disparity(
    y: FloatArray, p: FloatArray, mask: Mask, average: FloatArray | None = None
) -> FloatArray:
    """Give the index of disparity in which every group counts the same, in percent (IDISU).

    y:       estimates, shape (..., groups)
    p:       shares of people, 0 where there is no group, shape (..., groups)
    mask:    where there is a group, shape (..., groups)
    average: an average of the setting instead of the mean of the groups, shape (...), or None
    Gives indices in percent of the mean, shape (...); nan where the mean is 0.
    Source: statistics.md section 4.2, IDISU
    >>> import numpy as np
    >>> disparity(np.array([10.0, 30.0]), np.array([0.5, 0.5]), np.array([True, True]))
    np.float64(50.0)
    """
    middle = mean(y, p) if average is None else average
    return 100 * over(distance_from_mean(y, p, mask, average), middle)


def weighted_disparity(y: FloatArray, p: FloatArray) -> FloatArray:
    """Give the index of disparity weighted by people, in percent (IDISW).

    y: estimates, shape (..., groups)
    p: shares of people, 0 where there is no group, shape (..., groups)
    Gives indices in percent of the mean, shape (...); nan where the mean is 0.
    Source: statistics.md section 4.2, IDISW
    >>> import numpy as np
    >>> weighted_disparity(np.array([10.0, 30.0]), np.array([0.25, 0.75]))
    np.float64(30.0)
    """
    return 100 * over(weighted_distance_from_mean(y, p), mean(y, p))


def distance_from_best(y: FloatArray, mask: Mask, favorable: Mask) -> FloatArray:
    """Give the mean distance from the best group in which every group counts the same (MDBU).

    y:         estimates, shape (..., groups)
    mask:      where there is a group, shape (..., groups)
    favorable: whether more is better, shape (...)
    Gives distances, shape (...).
    Source: statistics.md section 4.2, MDBU
    >>> import numpy as np
    >>> distance_from_best(np.array([10.0, 30.0]), np.array([True, True]), np.array(True))
    array(10.)
    """
    return plain_mean(np.abs(y - best(y, mask, favorable)[..., None]), mask)


def weighted_distance_from_best(
    y: FloatArray, p: FloatArray, mask: Mask, favorable: Mask
) -> FloatArray:
    """Give the mean distance from the best group, weighted by people (MDBW).

    y:         estimates, shape (..., groups)
    p:         shares of people, 0 where there is no group, shape (..., groups)
    mask:      where there is a group, shape (..., groups)
    favorable: whether more is better, shape (...)
    Gives distances, shape (...).
    Source: statistics.md section 4.2, MDBW
    >>> import numpy as np
    >>> p, mask = np.array([0.25, 0.75]), np.array([True, True])
    >>> weighted_distance_from_best(np.array([10.0, 30.0]), p, mask, np.array(True))
    array(5.)
    """
    far = np.abs(y - best(y, mask, favorable)[..., None])
    return np.asarray((p * np.where(mask, far, 0.0)).sum(axis=-1))


def distance_from_reference(y: FloatArray, mask: Mask, reference: NDArray[np.intp]) -> FloatArray:
    """Give the mean distance from a named group in which every group counts the same (MDRU).

    y:         estimates, shape (..., tables, groups)
    mask:      where there is a group, shape (..., groups)
    reference: place of the named group, -1 for none, shape (tables,)
    Gives distances, shape (..., tables); nan where no group is named.
    Source: statistics.md section 4.2, MDRU
    >>> import numpy as np
    >>> distance_from_reference(np.array([[10.0, 30.0]]), np.array([[True, True]]), np.array([0]))
    array([10.])
    """
    far = np.abs(y - at(y, reference)[..., None])
    return np.where(reference < 0, np.nan, plain_mean(far, mask))


def weighted_distance_from_reference(
    y: FloatArray, p: FloatArray, reference: NDArray[np.intp]
) -> FloatArray:
    """Give the mean distance from a named group, weighted by people (MDRW).

    y:         estimates, shape (..., tables, groups)
    p:         shares of people, 0 where there is no group, shape (..., groups)
    reference: place of the named group, -1 for none, shape (tables,)
    Gives distances, shape (..., tables); nan where no group is named.
    Source: statistics.md section 4.2, MDRW
    >>> import numpy as np
    >>> p = np.array([[0.25, 0.75]])
    >>> weighted_distance_from_reference(np.array([[10.0, 30.0]]), p, np.array([0]))
    array([15.])
    """
    far = np.abs(y - at(y, reference)[..., None])
    return np.where(reference < 0, np.nan, (p * far).sum(axis=-1))


def distance_over_best(y: FloatArray, mask: Mask, favorable: Mask) -> FloatArray:
    """Give the mean distance of the others from the best group, in percent of the best.

    y:         estimates, shape (..., groups)
    mask:      where there is a group, shape (..., groups)
    favorable: whether more is better, shape (...)
    Gives indices in percent, shape (...); nan where the best is 0 or alone.
    Source: Keppel et al. 2005, Vital and Health Statistics 2(141), as used for Healthy People 2010
    >>> import numpy as np
    >>> distance_over_best(np.array([10.0, 30.0]), np.array([True, True]), np.array(False))
    np.float64(200.0)
    """
    top = best(y, mask, favorable)
    others = np.asarray(mask.sum(axis=-1) - 1, dtype=np.float64)
    far = np.where(mask, np.abs(y - top[..., None]), 0.0).sum(axis=-1)
    return 100 * over(over(far, others), top)
