"""How far groups lie around their mean, with squares: variance, standard deviation, coefficient.

Distances without squares are in deviation.py.
"""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Estimate
from commonweal.stats.inequality.answers import (
    measured,
    people_reasons,
    relative_reasons,
    reported,
)
from commonweal.stats.inequality.by_name import values
from commonweal.stats.inequality.kernels.weighted import Mask
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inputs import FloatArray


def between_group_variance(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the variance between groups (BGV).

    tables: the tables
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of one variance a table. Chance alone raises it: see
    `between_group_variance_bias`.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.2, BGV, standard error to the fourth moment; checked against
    40-digit arithmetic in tests/reference/test_statistics_inequality_measures.py
    >>> between_group_variance(Subgroups.one([10, 30], [1, 2], [5, 5], favorable=True)).value
    array([100.])
    """
    value = values("bgv", tables.y, tables)
    return reported(tables, value, _error(tables), level, people_reasons(tables), method="formula")


def between_group_variance_bias(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give how much of the variance between groups sampling alone is expected to make.

    tables: the tables, with standard errors
    level:  coverage, between 0 and 1; there is no interval
    Gives an Estimate of one variance a table.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.2, BGV bias; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> between_group_variance_bias(Subgroups.one([10, 30], [2, 2], [5, 5], favorable=True)).value
    array([2.])
    """
    return reported(tables, _bias(tables), None, level, _error_reasons(tables), method="none")


def between_group_variance_corrected(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the variance between groups less what sampling alone is expected to make.

    tables: the tables, with standard errors
    level:  coverage, between 0 and 1; there is no interval
    Gives an Estimate of one variance a table, below 0 where groups differ less than by chance.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.2, BGV - bias; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> tables = Subgroups.one([10, 30], [2, 2], [5, 5], favorable=True)
    >>> between_group_variance_corrected(tables).value
    array([98.])
    """
    with np.errstate(all="ignore"):
        value = values("bgv", tables.y, tables) - _bias(tables)
    return reported(tables, value, None, level, _error_reasons(tables), method="none")


def between_group_standard_deviation(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the standard deviation between groups (BGSD), without interval.

    tables: the tables
    level:  coverage, between 0 and 1; there is no interval
    Gives an Estimate of one standard deviation a table.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.2, BGSD; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> between_group_standard_deviation(Subgroups.one([10, 30], None, [5, 5],
    ...                                                favorable=True)).value
    array([10.])
    """
    return measured("bgsd", tables, level, people_reasons(tables))


def coefficient_of_variation(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the standard deviation between groups in percent of the mean (COV), without interval.

    tables: the tables
    level:  coverage, between 0 and 1; there is no interval
    Gives an Estimate of one coefficient a table, in percent; undefined:zero_mean or
    undefined:negative_mean where there is nothing to be in percent of.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.2, COV; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> coefficient_of_variation(Subgroups.one([10, 30], None, [5, 5], favorable=True)).value
    array([50.])
    """
    return measured("cov", tables, level, relative_reasons(tables))


def _error(tables: Subgroups) -> FloatArray:
    if tables.se is None:
        return np.full(len(tables), np.nan)
    with np.errstate(all="ignore"):
        p, noise = tables.weight, tables.se**2
        far = tables.y - tables.mean[:, None]
        moved = 4 * (p**2 * noise * far**2).sum(axis=-1)
        alone = (p**4 * noise**2).sum(axis=-1)
        own = (p**2 * (1 - p) ** 2 * noise**2).sum(axis=-1)
        # The square of the sum always holds the sum of squares; rounding may say otherwise.
        twice = np.maximum((p**2 * noise).sum(axis=-1) ** 2 - alone, 0.0)
        return np.asarray(np.sqrt(moved + 2 * (twice + own)))


def _bias(tables: Subgroups) -> FloatArray:
    if tables.se is None:
        return np.full(len(tables), np.nan)
    with np.errstate(all="ignore"):
        p = tables.weight
        return np.asarray((p * (1 - p) * tables.se**2).sum(axis=-1))


def _error_reasons(tables: Subgroups) -> dict[str, Mask]:
    return {**people_reasons(tables), "standard_error_missing": np.isnan(_bias(tables))}
