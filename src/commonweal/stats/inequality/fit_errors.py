"""Standard errors that measure what lies off the straight line, as published tables have them.

They say nothing of sampling: three groups on a line have an error of 0, however small they are.
"""

from __future__ import annotations

import numpy as np

from commonweal.stats.inequality.kernels import rank
from commonweal.stats.inequality.kernels.weighted import over
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inputs import FloatArray


def concentration_error(tables: Subgroups) -> FloatArray:
    """Give the standard error of the absolute concentration index as that of a regression.

    tables: the tables, with an order
    Gives standard errors with (groups with people - 2) degrees of freedom, nan where there are
    none, shape (tables,).
    Source: weighted least squares; Kakwani, Wagstaff and van Doorslaer 1997, Journal of
    Econometrics 77:87-103; checked in tests/reference/test_statistics_inequality_measures.py
    >>> tables = Subgroups.one([10, 30, 20], None, [5, 5, 5], favorable=True, order=[1, 2, 3])
    >>> concentration_error(tables).round(4)
    array([3.849])
    """
    with np.errstate(all="ignore"):
        scatter = (tables.weight * _residuals(tables) ** 2).sum(axis=-1)
        return np.asarray(2 * np.sqrt(over(scatter, _freedom(tables)) * _spread(tables)))


def slope_error(tables: Subgroups) -> FloatArray:
    """Give the standard error of the linear slope that allows any scatter (HC1).

    tables: the tables, with an order
    Gives standard errors with (groups with people - 2) degrees of freedom, nan where there are
    none, shape (tables,).
    Source: MacKinnon and White 1985, Journal of Econometrics 29:305-325, HC1; checked in
    tests/reference/test_statistics_inequality_measures.py
    >>> tables = Subgroups.one([10, 30, 20], None, [5, 5, 5], favorable=True, order=[1, 2, 3])
    >>> slope_error(tables).round(4)
    array([18.3712])
    """
    with np.errstate(all="ignore"):
        pull = rank.slope_gradient(tables.weight, tables.ridit)
        return _sandwich(pull, tables)


def relative_slope_error(tables: Subgroups) -> FloatArray:
    """Give the standard error of the logarithm of the linear relative index (HC1).

    tables: the tables, with an order
    Gives standard errors with (groups with people - 2) degrees of freedom, nan where there are
    none or the line reaches 0, shape (tables,).
    Source: MacKinnon and White 1985, Journal of Econometrics 29:305-325, HC1; delta method on both
    ends of the line; checked against matrix algebra in tests/unit/stats/inequality/test_slope.py
    >>> tables = Subgroups.one([10, 30, 20], None, [5, 5, 5], favorable=True, order=[1, 2, 3])
    >>> relative_slope_error(tables).round(4)
    array([1.1125])
    """
    with np.errstate(all="ignore"):
        pull = rank.relative_slope_gradient(tables.y, tables.weight, tables.ridit)
        return _sandwich(pull, tables)


def _sandwich(pull: FloatArray, tables: Subgroups) -> FloatArray:
    scatter = (pull**2 * _residuals(tables) ** 2).sum(axis=-1)
    groups = (tables.weight > 0).sum(axis=-1)
    return np.asarray(np.sqrt(scatter * over(groups, _freedom(tables))))


def _freedom(tables: Subgroups) -> FloatArray:
    groups = (tables.weight > 0).sum(axis=-1)
    return np.where(groups > 2, groups - 2.0, np.nan)


def _spread(tables: Subgroups) -> FloatArray:
    return np.asarray((tables.weight * (tables.ridit - 0.5) ** 2).sum(axis=-1))


def _residuals(tables: Subgroups) -> FloatArray:
    line = rank.slope(tables.y, tables.weight, tables.ridit)[:, None] * (tables.ridit - 0.5)
    return np.asarray(tables.y - tables.mean[:, None] - line)
