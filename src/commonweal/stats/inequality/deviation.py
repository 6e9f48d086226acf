"""How far groups lie apart, without squares: from the mean, from the best, from a named group.

Intervals of these kinked measures need simulation and are not made here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inequality.answers import (
    group_reasons,
    measured,
    people_reasons,
    relative_reasons,
    reported,
)
from commonweal.stats.inequality.kernels import distance
from commonweal.stats.inequality.kernels.weighted import Mask, best
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inputs import FloatArray, numbers


def mean_difference_from_mean_unweighted(
    tables: Subgroups, level: float = 0.95, *, average: ArrayLike | None = None
) -> Estimate:
    """Give the mean distance from the mean in which every group counts the same (MDMU).

    tables:  the tables
    level:   coverage, between 0 and 1; there is no interval
    average: an average of the setting instead of the mean of the groups, shape (tables,)
    Gives an Estimate of one distance a table.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.2, MDMU; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> mean_difference_from_mean_unweighted(
    ...     Subgroups.one([10, 30], None, [5, 15], favorable=True)
    ... ).value
    array([10.])
    """
    middle = _average(tables, average)
    with np.errstate(all="ignore"):
        value = distance.distance_from_mean(tables.y, tables.weight, tables.mask, middle)
    reasons = people_reasons(tables) if average is None else group_reasons(tables)
    return reported(tables, value, None, level, reasons, method="none")


def mean_difference_from_mean_weighted(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the mean distance from the mean, weighted by people (MDMW).

    tables: the tables
    level:  coverage, between 0 and 1; there is no interval
    Gives an Estimate of one distance a table.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.2, MDMW; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> mean_difference_from_mean_weighted(
    ...     Subgroups.one([10, 30], None, [5, 15], favorable=True)
    ... ).value
    array([7.5])
    """
    return measured("mdmw", tables, level, people_reasons(tables))


def index_of_disparity_unweighted(
    tables: Subgroups, level: float = 0.95, *, average: ArrayLike | None = None
) -> Estimate:
    """Give the mean distance from the mean in percent of it, each group alike (IDISU).

    tables:  the tables
    level:   coverage, between 0 and 1; there is no interval
    average: an average of the setting instead of the mean of the groups, shape (tables,)
    Gives an Estimate of one index a table, in percent; undefined:zero_mean or
    undefined:negative_mean where there is nothing to be in percent of.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.2, IDISU; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> index_of_disparity_unweighted(
    ...     Subgroups.one([10, 30], None, [5, 15], favorable=True)
    ... ).value
    array([40.])
    """
    middle = _average(tables, average)
    with np.errstate(all="ignore"):
        value = distance.disparity(tables.y, tables.weight, tables.mask, middle)
    reasons = relative_reasons(tables, middle)
    if average is not None:
        reasons.pop("zero_denominator")
    return reported(tables, value, None, level, reasons, method="none")


def index_of_disparity_weighted(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the mean distance from the mean in percent of it, weighted by people (IDISW).

    tables: the tables
    level:  coverage, between 0 and 1; there is no interval
    Gives an Estimate of one index a table, in percent; undefined:zero_mean or
    undefined:negative_mean where there is nothing to be in percent of.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.2, IDISW; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> index_of_disparity_weighted(
    ...     Subgroups.one([10, 30], None, [5, 15], favorable=True)
    ... ).value
    array([30.])
    """
    return measured("idisw", tables, level, relative_reasons(tables))


def mean_difference_from_best_unweighted(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the mean distance from the best in which every group counts the same (MDBU).

    tables: the tables
    level:  coverage, between 0 and 1; there is no interval
    Gives an Estimate of one distance a table.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.2, MDBU; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> mean_difference_from_best_unweighted(
    ...     Subgroups.one([10, 30], None, [5, 15], favorable=True)
    ... ).value
    array([10.])
    """
    return measured("mdbu", tables, level, group_reasons(tables))


def mean_difference_from_best_weighted(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the mean distance from the best group, weighted by people (MDBW).

    tables: the tables
    level:  coverage, between 0 and 1; there is no interval
    Gives an Estimate of one distance a table.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.2, MDBW; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> mean_difference_from_best_weighted(
    ...     Subgroups.one([10, 30], None, [5, 15], favorable=True)
    ... ).value
    array([5.])
    """
    return measured("mdbw", tables, level, people_reasons(tables))


def mean_difference_from_reference_unweighted(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the mean distance from the named group, each group alike (MDRU).

    tables: the tables
    level:  coverage, between 0 and 1; there is no interval
    Gives an Estimate of one distance a table; undefined:no_reference where no group is named
    or the named group has no estimate.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.2, MDRU; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> mean_difference_from_reference_unweighted(
    ...     Subgroups.one([10, 30], None, [5, 15], favorable=True, reference=0)
    ... ).value
    array([10.])
    """
    return measured("mdru", tables, level, {**group_reasons(tables), **_named(tables)})


def mean_difference_from_reference_weighted(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the mean distance from the named group, weighted by people (MDRW).

    tables: the tables
    level:  coverage, between 0 and 1; there is no interval
    Gives an Estimate of one distance a table; undefined:no_reference where no group is named
    or the named group has no estimate.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.2, MDRW; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> mean_difference_from_reference_weighted(
    ...     Subgroups.one([10, 30], None, [5, 15], favorable=True, reference=0)
    ... ).value
    array([15.])
    """
    return measured("mdrw", tables, level, {**people_reasons(tables), **_named(tables)})


def index_of_disparity(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the mean distance of the others from the best, in percent of the best (IDisp).

    tables: the tables
    level:  coverage, between 0 and 1; there is no interval
    Gives an Estimate of one index a table, in percent; undefined:zero_denominator where the best
    is 0, undefined:negative_estimate where it is below.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: Keppel et al. 2005, Vital and Health Statistics 2(141), as used for Healthy People
    2010; checked in tests/reference/test_statistics_inequality_measures.py
    >>> index_of_disparity(Subgroups.one([10, 30], None, [5, 15], favorable=False)).value
    array([200.])
    """
    top = best(tables.y, tables.mask, tables.favorable)
    reasons = {
        **group_reasons(tables),
        "zero_denominator": top == 0,
        "negative_estimate": top < 0,
    }
    return measured("index_of_disparity_hp2010", tables, level, reasons)


def _named(tables: Subgroups) -> dict[str, Mask]:
    return {"no_reference": tables.reference < 0}


def _average(tables: Subgroups, average: ArrayLike | None) -> FloatArray | None:
    if average is None:
        return None
    (known,) = numbers(average=average)
    return np.broadcast_to(known, (len(tables),))
