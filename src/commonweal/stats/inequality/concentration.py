"""How an outcome is concentrated along an order of groups, from the least advantaged up.

Rows about single people have their own module; the line through the groups is in slope.py.
"""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inequality.answers import (
    delta_error,
    measured,
    order_reasons,
    relative_reasons,
    reported,
)
from commonweal.stats.inequality.by_name import values
from commonweal.stats.inequality.fit_errors import concentration_error
from commonweal.stats.inequality.kernels import rank
from commonweal.stats.inequality.kernels.weighted import Mask
from commonweal.stats.inequality.subgroups import Subgroups


def absolute_concentration_index(
    tables: Subgroups, level: float = 0.95, *, error: str = "sampling"
) -> Estimate:
    """Give the absolute concentration index (ACI).

    tables: the tables, with an order
    level:  coverage of the interval, between 0 and 1
    error:  "sampling" for the error of the groups' estimates, "lack_of_fit" for what lies off the
            straight line, as published tables have it
    Gives an Estimate of one index a table in the unit of the estimates, above 0 when the
    advantaged have more; undefined:not_ordered without an order.
    Fails with Problem "error-unknown" when the error is neither of the two.
    Source: statistics.md section 4.4, ACI; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> tables = Subgroups.one([10, 30], None, [5, 5], favorable=True, order=[1, 2])
    >>> absolute_concentration_index(tables).value
    array([5.])
    """
    reasons = order_reasons(tables)
    if sampling(error):
        return measured("aci", tables, level, reasons)
    value, se = values("aci", tables.y, tables), concentration_error(tables)
    return reported(tables, value, se, level, reasons, method="lack_of_fit")


def relative_concentration_index(
    tables: Subgroups, level: float = 0.95, *, error: str = "sampling"
) -> Estimate:
    """Give the relative concentration index (RCI), as a fraction.

    tables: the tables, with an order
    level:  coverage of the interval, between 0 and 1
    error:  "sampling" or "lack_of_fit", as in `absolute_concentration_index`
    Gives an Estimate of one index a table; undefined:not_ordered without an order,
    undefined:zero_mean or undefined:negative_mean where there is nothing to relate to.
    Fails with Problem "error-unknown" when the error is neither of the two.
    Source: statistics.md section 4.4, RCI; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> tables = Subgroups.one([10, 30], None, [5, 5], favorable=True, order=[1, 2])
    >>> relative_concentration_index(tables).value
    array([0.25])
    """
    reasons = _relative(tables)
    if sampling(error):
        return measured("rci", tables, level, reasons)
    with np.errstate(all="ignore"):
        se = concentration_error(tables) / tables.mean
    return reported(
        tables, values("rci", tables.y, tables), se, level, reasons, method="lack_of_fit"
    )


def wagstaff_index(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give Wagstaff's concentration index of something between 0 and the scale.

    tables: the tables, with an order
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of one index a table; undefined:mean_at_bound where nobody or everybody has
    it, undefined:outside_scale where an estimate is below 0 or above the scale.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: Wagstaff 2005, Health Economics 14:429-432; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> tables = Subgroups.one([10, 30], None, [5, 5], favorable=True, order=[1, 2])
    >>> wagstaff_index(tables).value
    array([0.3125])
    """
    edge = (tables.mean == 0) | (tables.mean == tables.scale)
    reasons = {**order_reasons(tables), **outside(tables), "mean_at_bound": edge}
    # Beyond 1 there is only the rounding of numbers too small for all their digits.
    value = np.clip(values("rci_wagstaff", tables.y, tables), -1.0, 1.0)
    return measured("rci_wagstaff", tables, level, reasons, value=value)


def erreygers_index(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give Erreygers' concentration index of something between 0 and the scale.

    tables: the tables, with an order
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of one index a table; undefined:outside_scale where an estimate is below 0
    or above the scale.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: Erreygers 2009, Journal of Health Economics 28:504-515; checked against 40-digit
    arithmetic in tests/reference/test_statistics_inequality_measures.py
    >>> tables = Subgroups.one([10, 30], None, [5, 5], favorable=True, order=[1, 2])
    >>> erreygers_index(tables).value
    array([0.2])
    """
    reasons = {**order_reasons(tables), **outside(tables)}
    return measured("rci_erreygers", tables, level, reasons)


def extended_concentration_index(
    tables: Subgroups, level: float = 0.95, *, aversion: float = 2.0, relative: bool = False
) -> Estimate:
    """Give the concentration index with a chosen aversion to inequality.

    tables:   the tables, with an order
    level:    coverage of the interval, between 0 and 1
    aversion: nu, above 1: the larger, the more the lowest ranks count; 2 is the plain index
    relative: whether the index is divided by the mean
    Gives an Estimate of one index a table, above 0 when the advantaged have more.
    Fails with Problem "aversion-outside" when nu is not above 1.
    Source: Wagstaff 2002, Journal of Health Economics 21:627-641; with nu = 2 equal to the plain
    index in tests/unit/stats/inequality/test_concentration.py
    >>> tables = Subgroups.one([10, 30], None, [5, 5], favorable=True, order=[1, 2])
    >>> extended_concentration_index(tables, aversion=4.0).value.round(3)
    array([8.125])
    """
    if not 1 < aversion < np.inf:
        raise Problem(
            "aversion-outside",
            f"An aversion to inequality can not be {aversion}.",
            "Give a number above 1, such as 2.",
        )
    p, ridit = tables.weight, tables.ridit
    with np.errstate(all="ignore"):
        value = rank.extended_concentration(tables.y, p, ridit, aversion)
        pull = rank.extended_concentration_gradient(p, ridit, aversion)
        if relative:
            value = value / tables.mean
            pull = (pull - value[:, None] * p) / tables.mean[:, None]
    reasons = _relative(tables) if relative else order_reasons(tables)
    return reported(tables, value, delta_error(pull, tables), level, reasons, method="delta")


def outside(tables: Subgroups) -> dict[str, Mask]:
    """Say which tables have an estimate below 0 or above their scale.

    tables: the tables
    Gives the reason code and the tables that it holds for.
    Source: statistics.md section 4.4, bounded indicators
    >>> outside(Subgroups.one([10, 130], None, [5, 5], favorable=True))["outside_scale"]
    array([ True])
    """
    beyond = (tables.y < 0) | (tables.y > tables.scale[:, None])
    return {"outside_scale": np.asarray((beyond & (tables.weight > 0)).any(axis=-1))}


def sampling(error: str) -> bool:
    """Say whether the error asked for is that of sampling.

    error: "sampling" or "lack_of_fit"
    Gives whether it is "sampling".
    Fails with Problem "error-unknown" when it is neither.
    Source: statistics.md section 4.4, two standard errors
    >>> sampling("lack_of_fit")
    False
    """
    if error not in {"sampling", "lack_of_fit"}:
        raise Problem(
            "error-unknown",
            f"There is no standard error called '{error}'.",
            "Ask for 'sampling' or 'lack_of_fit'.",
        )
    return error == "sampling"


def _relative(tables: Subgroups) -> dict[str, Mask]:
    return {**order_reasons(tables), **relative_reasons(tables), **order_reasons(tables)}
