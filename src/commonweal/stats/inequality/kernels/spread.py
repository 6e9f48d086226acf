"""Spread of the groups around their mean: variance, Theil's index, mean log deviation.

Distances without squares or logarithms are in distance.py.
"""

from __future__ import annotations

import numpy as np

from commonweal.stats.inequality.kernels.weighted import mean, over
from commonweal.stats.inputs import FloatArray

# A logarithm of zero does not exist: the World Health Organization puts this in its place.
IN_PLACE_OF_ZERO = 1e-6
NEAR = 1e-2
TERMS = np.arange(2.0, 11.0)


def between_group_variance(y: FloatArray, p: FloatArray) -> FloatArray:
    """Give the variance between groups, weighted by people.

    y: estimates, shape (..., groups)
    p: shares of people, 0 where there is no group, shape (..., groups)
    Gives variances, shape (...).
    Source: statistics.md section 4.2, BGV
    >>> import numpy as np
    >>> between_group_variance(np.array([10.0, 20.0]), np.array([0.5, 0.5]))
    array(25.)
    """
    return np.asarray((p * _distance(y, p) ** 2).sum(axis=-1))


def between_group_variance_gradient(y: FloatArray, p: FloatArray) -> FloatArray:
    """Give how the variance between groups moves with each estimate.

    y: estimates, shape (..., groups)
    p: shares of people, 0 where there is no group, shape (..., groups)
    Gives gradients, shape (..., groups).
    Source: derivative of statistics.md section 4.2, BGV
    >>> import numpy as np
    >>> between_group_variance_gradient(np.array([10.0, 20.0]), np.array([0.5, 0.5]))
    array([-5.,  5.])
    """
    return 2 * p * _distance(y, p)


def between_group_standard_deviation(y: FloatArray, p: FloatArray) -> FloatArray:
    """Give the standard deviation between groups, weighted by people.

    y: estimates, shape (..., groups)
    p: shares of people, 0 where there is no group, shape (..., groups)
    Gives standard deviations, shape (...).
    Source: statistics.md section 4.2, BGSD
    >>> import numpy as np
    >>> between_group_standard_deviation(np.array([10.0, 20.0]), np.array([0.5, 0.5]))
    array(5.)
    """
    return np.asarray(np.sqrt(between_group_variance(y, p)))


def between_group_standard_deviation_gradient(y: FloatArray, p: FloatArray) -> FloatArray:
    """Give how the standard deviation between groups moves with each estimate.

    y: estimates, shape (..., groups)
    p: shares of people, 0 where there is no group, shape (..., groups)
    Gives gradients, shape (..., groups); nan where all groups are alike, where there is none.
    Source: derivative of statistics.md section 4.2, BGSD
    >>> import numpy as np
    >>> between_group_standard_deviation_gradient(np.array([10.0, 20.0]), np.array([0.5, 0.5]))
    array([-0.5,  0.5])
    """
    return over(p * _distance(y, p), between_group_standard_deviation(y, p)[..., None])


def coefficient_of_variation(y: FloatArray, p: FloatArray) -> FloatArray:
    """Give the standard deviation between groups in percent of the mean.

    y: estimates, shape (..., groups)
    p: shares of people, 0 where there is no group, shape (..., groups)
    Gives coefficients in percent, shape (...); nan where the mean is 0.
    Source: statistics.md section 4.2, COV
    >>> import numpy as np
    >>> coefficient_of_variation(np.array([10.0, 30.0]), np.array([0.5, 0.5]))
    np.float64(50.0)
    """
    return 100 * over(between_group_standard_deviation(y, p), mean(y, p))


def coefficient_of_variation_gradient(y: FloatArray, p: FloatArray) -> FloatArray:
    """Give how the coefficient of variation moves with each estimate.

    y: estimates, shape (..., groups)
    p: shares of people, 0 where there is no group, shape (..., groups)
    Gives gradients, shape (..., groups); nan where all groups are alike or the mean is 0.
    Source: derivative of statistics.md section 4.2, COV
    >>> import numpy as np
    >>> coefficient_of_variation_gradient(np.array([10.0, 30.0]), np.array([0.5, 0.5]))
    array([-3.75,  1.25])
    """
    middle = mean(y, p)[..., None]
    own = 100 * over(between_group_standard_deviation_gradient(y, p), middle)
    return own - p * over(coefficient_of_variation(y, p)[..., None], middle)


def theil(y: FloatArray, p: FloatArray) -> FloatArray:
    """Give Theil's index, times 1000.

    y: estimates, none negative, shape (..., groups); 0 counts as 0.000001
    p: shares of people, 0 where there is no group, shape (..., groups)
    Gives indices, shape (...); nan where the mean is 0 or less.
    Source: Theil 1967, Economics and Information Theory; statistics.md section 4.2, TI
    >>> import numpy as np
    >>> theil(np.array([10.0, 30.0]), np.array([0.5, 0.5])).round(4)
    np.float64(130.812)
    """
    apart, ratio, log = _relative(y, p)
    exact = ratio * log - apart
    return np.asarray(1000 * (p * _unless_near(apart, exact, 1 / (TERMS - 1))).sum(axis=-1))


def theil_gradient(y: FloatArray, p: FloatArray) -> FloatArray:
    """Give how Theil's index moves with each estimate.

    y: estimates, none negative, shape (..., groups); 0 counts as 0.000001
    p: shares of people, 0 where there is no group, shape (..., groups)
    Gives gradients, shape (..., groups).
    Source: derivative of statistics.md section 4.2, TI
    >>> import numpy as np
    >>> theil_gradient(np.array([10.0, 30.0]), np.array([0.5, 0.5])).round(3)
    array([-20.599,   6.866])
    """
    index = theil(y, p)[..., None] / 1000
    pull = _relative(y, p)[2] - index
    return 1000 * p * over(pull, mean(_logged(y, p), p)[..., None])


def mean_log_deviation(y: FloatArray, p: FloatArray) -> FloatArray:
    """Give the mean log deviation, times 1000.

    y: estimates, none negative, shape (..., groups); 0 counts as 0.000001
    p: shares of people, 0 where there is no group, shape (..., groups)
    Gives deviations, shape (...); nan where the mean is 0 or less.
    Source: Theil 1967, Economics and Information Theory; statistics.md section 4.2, MLD
    >>> import numpy as np
    >>> mean_log_deviation(np.array([10.0, 30.0]), np.array([0.5, 0.5])).round(4)
    np.float64(143.841)
    """
    apart, _, log = _relative(y, p)
    exact = apart - log
    return np.asarray(1000 * (p * _unless_near(apart, exact, np.ones_like(TERMS))).sum(axis=-1))


def mean_log_deviation_gradient(y: FloatArray, p: FloatArray) -> FloatArray:
    """Give how the mean log deviation moves with each estimate.

    y: estimates, none negative, shape (..., groups); 0 counts as 0.000001
    p: shares of people, 0 where there is no group, shape (..., groups)
    Gives gradients, shape (..., groups).
    Source: derivative of statistics.md section 4.2, MLD
    >>> import numpy as np
    >>> mean_log_deviation_gradient(np.array([10.0, 30.0]), np.array([0.5, 0.5])).round(3)
    array([-25.   ,   8.333])
    """
    apart, ratio, _ = _relative(y, p)
    return 1000 * p * over(apart / ratio, mean(_logged(y, p), p)[..., None])


def _distance(y: FloatArray, p: FloatArray) -> FloatArray:
    return np.asarray(y - mean(y, p)[..., None])


def _logged(y: FloatArray, p: FloatArray) -> FloatArray:
    """Give estimates that have a logarithm; groups of nobody stand at the mean, out of the way."""
    seen = np.where(y == 0, IN_PLACE_OF_ZERO, y)
    middle = mean(np.where(p > 0, seen, 0.0), p)[..., None]
    return np.where(p > 0, seen, np.where(middle > 0, middle, 1.0))


def _relative(y: FloatArray, p: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give y / mean - 1, y / mean and its logarithm, nan where it has none.

    Near the mean the first keeps the digits of the logarithm, near zero the second.
    """
    seen = _logged(y, p)
    middle = mean(seen, p)[..., None]
    there = (seen > 0) & (middle > 0)
    apart = np.where(there, over(seen - middle, middle), np.nan)
    ratio = np.where(there, over(seen, middle), np.nan)
    log = np.log(np.where(there, seen, 1.0)) - np.log(np.where(there, middle, 1.0))
    return apart, ratio, np.where(np.abs(apart) < 0.5, np.log1p(apart), log)


def _unless_near(apart: FloatArray, exact: FloatArray, factors: FloatArray) -> FloatArray:
    """Give the formula, or near equality its series: there the formula is all rounding.

    The series is the sum of factors x (-1)^n / n x apart^n for n from 2.
    """
    near = np.where(np.abs(apart) < NEAR, apart, 0.0)
    total = np.zeros_like(near)
    for power, factor in zip(TERMS[::-1], factors[::-1], strict=True):
        total = total * near + factor * (-1) ** power / power
    return np.where(np.abs(apart) < NEAR, total * near**2, exact)
