"""Whether groups differ at all: the one test that measures of distance and spread share.

How much they differ is in the other modules of this folder.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import chdtrc

from commonweal.kinds import Estimate
from commonweal.stats.inequality.answers import error_reasons, reported
from commonweal.stats.inequality.kernels.weighted import over
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inputs import FloatArray


def heterogeneity(tables: Subgroups) -> Estimate:
    """Give how much more groups differ than their standard errors explain (Q).

    tables: the tables, with standard errors above 0
    Gives an Estimate whose values are Q and whose `n` are its degrees of freedom, groups less 1;
    undefined:zero_standard_error or undefined:standard_error_missing where one is 0 or unknown.
    Source: Cochran 1954, Biometrics 10:101-129; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> heterogeneity(Subgroups.one([10, 30], [3, 4], [5, 5], favorable=True)).value
    array([16.])
    """
    found = reported(tables, _q(tables), None, 0.95, error_reasons(tables), method="none")
    return _with_freedom(found, tables)


def heterogeneity_test(tables: Subgroups) -> Estimate:
    """Test whether all groups have the same.

    tables: the tables, with standard errors above 0
    Gives an Estimate whose values are p-values and whose `n` are degrees of freedom; undefined as
    in `heterogeneity`.
    Source: Cochran 1954, Biometrics 10:101-129: Q beside chi-squared with groups - 1 degrees of
    freedom; checked in tests/reference/test_statistics_inequality_measures.py
    >>> heterogeneity_test(Subgroups.one([10, 30], [3, 4], [5, 5], favorable=True)).value.round(5)
    array([6.e-05])
    """
    p = np.asarray(chdtrc(tables.groups - 1.0, np.nan_to_num(_q(tables), nan=0.0)))
    found = reported(tables, p, None, 0.95, error_reasons(tables), method="chi_squared")
    return _with_freedom(found, tables)


def _q(tables: Subgroups) -> FloatArray:
    if tables.se is None:
        return np.full(len(tables), np.nan)
    with np.errstate(all="ignore"):
        se = np.where(tables.mask, tables.se, np.inf)
        # Beside the smallest error first: the inverse of a tiny one squared would not be finite.
        precise = over(se.min(axis=-1, keepdims=True), se) ** 2
        share = over(precise, precise.sum(axis=-1, keepdims=True))
        rough = (share * tables.y).sum(axis=-1, keepdims=True)
        middle = rough + (share * (tables.y - rough)).sum(axis=-1, keepdims=True)
        return np.asarray((over(tables.y - middle, se) ** 2).sum(axis=-1))


def _with_freedom(found: Estimate, tables: Subgroups) -> Estimate:
    return replace(found, n=np.asarray(tables.groups - 1, dtype=np.float64))
