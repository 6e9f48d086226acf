"""Turn indices along an order so that above 0 always means worse for the disadvantaged.

The indices themselves keep the sign of the data: above 0 where the advantaged have more.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from commonweal.kinds import Estimate
from commonweal.stats.inequality.subgroups import Subgroups


def disadvantage(index: Estimate, tables: Subgroups) -> Estimate:
    """Turn an index along an order so that above 0 means worse for the disadvantaged.

    index:  a slope index or a concentration index, absolute or relative, of these tables
    tables: the tables
    Gives the Estimate with its sign turned where more is worse. For a difference of two groups
    that is done already.
    Source: statistics.md section 4.4, Sign
    >>> from commonweal.stats.inequality.slope import slope_index
    >>> deaths = Subgroups.one([30, 10], None, [5, 5], favorable=False, order=[1, 2])
    >>> disadvantage(slope_index(deaths, line="straight"), deaths).value
    array([40.])
    """
    good = tables.favorable
    return replace(
        index,
        value=np.where(good, index.value, -index.value),
        low=np.where(good, index.low, -index.high),
        high=np.where(good, index.high, -index.low),
    )


def disadvantage_ratio(index: Estimate, tables: Subgroups) -> Estimate:
    """Turn a ratio along an order so that above 1 means worse for the disadvantaged.

    index:  a relative index of inequality (RII) of these tables
    tables: the tables
    Gives the Estimate with its ratio turned over where more is worse; `se` stays, being on the log
    scale.
    Source: statistics.md section 4.4, Sign
    >>> from commonweal.stats.inequality.slope import relative_index
    >>> deaths = Subgroups.one([30, 20], None, [5, 5], favorable=False, order=[1, 2])
    >>> disadvantage_ratio(relative_index(deaths, line="straight"), deaths).value.round(4)
    array([2.3333])
    """
    good = tables.favorable
    return replace(
        index,
        value=np.where(good, index.value, 1 / index.value),
        low=np.where(good, index.low, 1 / index.high),
        high=np.where(good, index.high, 1 / index.low),
    )
