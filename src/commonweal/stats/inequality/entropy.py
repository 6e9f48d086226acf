"""How unequal groups are by what the logarithm tells: Theil's index and the mean log deviation.

Their intervals by the delta method fail where groups are alike; the calibrated ones do not.
"""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Estimate
from commonweal.stats.inequality.answers import measured, relative_reasons
from commonweal.stats.inequality.subgroups import Subgroups


def theil_index(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give Theil's index, times 1000 (TI).

    tables: the tables, with no estimate below 0
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of one index a table. An estimate of 0 counts as 0.000001, with the flag
    zero_replaced; one below 0 is undefined:negative_estimate; undefined:zero_mean is said too.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: Theil 1967, Economics and Information Theory; statistics.md section 4.2, TI; checked
    against 40-digit arithmetic in tests/reference/test_statistics_inequality_measures.py
    >>> theil_index(Subgroups.one([10, 30], None, [5, 5], favorable=True)).value.round(3)
    array([130.812])
    """
    return _logarithmic("ti", tables, level)


def mean_log_deviation(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the mean log deviation, times 1000 (MLD).

    tables: the tables, with no estimate below 0
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of one deviation a table; gaps and flags as in `theil_index`.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: Theil 1967, Economics and Information Theory; statistics.md section 4.2, MLD; checked
    against 40-digit arithmetic in tests/reference/test_statistics_inequality_measures.py
    >>> mean_log_deviation(Subgroups.one([10, 30], None, [5, 5], favorable=True)).value.round(3)
    array([143.841])
    """
    return _logarithmic("mld", tables, level)


def _logarithmic(name: str, tables: Subgroups, level: float) -> Estimate:
    counted = tables.weight > 0
    negative = (counted & (tables.y < 0)).any(axis=-1)
    replaced = (counted & (tables.y == 0)).any(axis=-1)
    reasons = {**relative_reasons(tables), "negative_estimate": np.asarray(negative)}
    return measured(name, tables, level, reasons, flags={"zero_replaced": np.asarray(replaced)})
