"""What the methods share: a group and everybody else, and gaps with two intervals.

Not a method of its own.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Estimate, Rows
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import answer

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


def narrow(level: float) -> float:
    """Give the level of the interval that can show a gap to be small.

    level: of the interval that counts
    Gives 0.90 for 0.95: twice the probability outside.
    Source: Schuirmann 1987, J Pharmacokinetics and Biopharmaceutics 15:657-680
    >>> round(narrow(0.95), 12)
    0.9
    """
    return 2 * level - 1


def everybody_else(rows: Rows) -> BoolArray:
    """Say for each group who is not in it, shape (n, g).

    rows: the units
    Source: decisions.md, "Reference"; checked in tests/unit/stats/estimators/test_sides.py
    >>> rows = Rows((), np.array([[True], [False]]), np.arange(2), np.ones(2, bool), {})
    >>> everybody_else(rows)[:, 0]
    array([False,  True])
    """
    others: BoolArray = ~rows.member
    return others


def persons_in(rows: Rows, chosen: BoolArray) -> IntArray:
    """Count the distinct persons of each column, shape (g,).

    rows:   the units
    chosen: which units, shape (n, g)
    Source: none, it counts; checked in tests/unit/stats/estimators/test_sides.py
    >>> rows = Rows((), np.ones((3, 1), bool), np.array([7, 7, 9]), np.ones(3, bool), {})
    >>> persons_in(rows, rows.member)
    array([2])
    """
    return np.array([rows.persons(one) for one in chosen.T], dtype=np.int64)


def both_levels(make: Callable[[float], Estimate], level: float) -> tuple[Estimate, Estimate]:
    """Give a gap with the interval that counts, and with the narrower one.

    make:  gives the gap at a level
    level: of the interval that counts
    Source: decisions.md, "Verdicts beyond proportions"
    >>> gap = lambda level: normal_gap(np.array([1.0]), np.array([0.5]), level)
    >>> [round(one.level, 12) for one in both_levels(gap, 0.95)]
    [0.95, 0.9]
    """
    return make(level), make(narrow(level))


def normal_gap(
    value: FloatArray, se: FloatArray, level: float, method: str = "normal", *, log: bool = False
) -> Estimate:
    """Give a gap with the interval of the normal law.

    value:  the gaps, or with `log` the logs of ratios, shape (g,); nan where there is none
    se:     their standard errors, shape (g,)
    level:  coverage of the interval
    method: stable name of the method that gave the standard error
    log:    whether values are logs, and ratios are given back
    Gives an Estimate of g gaps; one without a standard error has no interval.
    Source: the normal approximation; checked in tests/unit/stats/estimators/test_sides.py
    >>> normal_gap(np.array([1.0]), np.array([0.5]), 0.95).low.round(4)
    array([0.02])
    """
    reach = normal_quantile(level) * se
    middle, low, high = value, value - reach, value + reach
    if log:
        middle, low, high = np.exp(middle), np.exp(low), np.exp(high)
    missing = {"not_computable": np.isnan(value)}
    return answer(middle, low, high, level=level, method=method, reasons=missing, se=se)


def none(groups: int, level: float) -> Estimate:
    """Give no gap at all, where groups are only described.

    groups: how many
    level:  of the interval there is not
    Source: none; checked in tests/unit/stats/estimators/test_sides.py
    >>> none(1, 0.95).reason
    ('not_compared',)
    """
    nothing = np.full(groups, np.nan)
    missing = np.ones(groups, dtype=np.bool_)
    return answer(
        nothing, None, None, level=level, method="none", reasons={"not_compared": missing}
    )


def as_if_alike(value: FloatArray, rest: FloatArray, ratio: FloatArray) -> FloatArray:
    """Give what everybody else would have under equal conditions, so that ratios can be read off.

    value: number of each group, shape (g,)
    rest:  number of everybody else as it is, shape (g,)
    ratio: of the two under equal conditions, shape (g,); nan or 0 where there is none
    Gives value over ratio, and `rest` where there is no ratio.
    Source: indirect standardization: the number that makes the ratio of two numbers the adjusted
    one; checked in tests/unit/stats/estimators/test_selection.py
    >>> as_if_alike(np.array([0.2, 0.2]), np.array([0.5, 0.5]), np.array([0.5, np.nan]))
    array([0.4, 0.5])
    """
    known = ratio > 0
    return np.where(known, value / np.where(known, ratio, 1.0), rest)
