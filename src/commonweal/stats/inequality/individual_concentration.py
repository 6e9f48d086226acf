"""Concentration of an outcome over people ranked one by one: individual rows, many tables.

Groups in an order are in concentration.py; both give the same estimate when each person's rank is
their group's. What explains a concentration is in elasticity.py.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import stdtrit

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inequality.ranks import RankedRows, absolute_parts
from commonweal.stats.inputs import FloatArray, normal_quantile, tail
from commonweal.stats.linearized import design_variance
from commonweal.stats.results import Mask, answer

# Ratios of more than e^500 are beyond any table of people.
WIDEST = 500.0


def absolute_index(rows: RankedRows, nu: float = 2.0, level: float = 0.95) -> Estimate:
    """Give the absolute concentration index (ACI), standard or extended.

    rows:  ranked rows, as `rank_rows` gives them
    nu:    how much the bottom counts, at least 1: 2 is the standard index, above 2 weighs the most
           disadvantaged more, 1 weighs all alike and gives 0
    level: coverage of the interval, between 0 and 1
    Gives an Estimate of t indices in units of the outcome, positive when the outcome is higher
    among the advantaged; no weight is undefined:zero_denominator, one rank is
    undefined:single_group, a stratum of one unit is insufficient:single_unit_stratum.
    Fails with Problem "nu-outside" when nu is below 1.
    Source: Kakwani, Wagstaff and van Doorslaer 1997, Journal of Econometrics 77:87-103 (variance
    at nu = 2); extended index: Wagstaff 2002, Social Science and Medicine 55:2087-2098; checked in
    tests/reference/test_statistics_concentration.py
    >>> from commonweal.stats.inequality.ranks import rank_rows
    >>> absolute_index(rank_rows([0, 1, 1], [10, 20, 30])).value.round(4)
    array([0.2222])
    """
    value, added = absolute_parts(rows, nu)
    return estimate_of_rows(rows, value, added, "aci_rows", level)


def relative_index(rows: RankedRows, nu: float = 2.0, level: float = 0.95) -> Estimate:
    """Give the relative concentration index (RCI), standard or extended.

    rows:  ranked rows, as `rank_rows` gives them
    nu:    how much the bottom counts, at least 1: 2 is the standard index
    level: coverage of the interval, between 0 and 1
    Gives an Estimate of t indices as a fraction; a mean of zero is undefined:zero_mean; flag
    "negative_values" where an outcome is below zero and the index may leave -1 to 1.
    Fails with Problem "nu-outside" when nu is below 1.
    Source: Kakwani, Wagstaff and van Doorslaer 1997, Journal of Econometrics 77:87-103; checked in
    tests/reference/test_statistics_concentration.py
    >>> from commonweal.stats.inequality.ranks import rank_rows
    >>> relative_index(rank_rows([1, 2, 3], [10, 20, 30])).value.round(4)
    array([0.2222])
    """
    value, added = absolute_parts(rows, nu)
    flat = _no_mean(rows)
    mean = np.where(flat, 1.0, rows.mean)
    relative = value / mean
    below = (rows.outcome < 0) & (rows.share > 0)
    return estimate_of_rows(
        rows,
        relative,
        (added - relative[rows.table] * rows.apart) / mean[rows.table],
        "rci_rows",
        level,
        reasons={"zero_mean": flat},
        flags={"negative_values": rows.summed(below.astype(np.float64)) > 0},
    )


def wagstaff_index(
    rows: RankedRows, lowest: float, highest: float, level: float = 0.95
) -> Estimate:
    """Give Wagstaff's index for an outcome between two bounds.

    rows:    ranked rows, as `rank_rows` gives them
    lowest:  the least an outcome can be
    highest: the most an outcome can be
    level:   coverage of the interval, between 0 and 1
    Gives an Estimate of t indices from -1 to 1; a mean at a bound is undefined:zero_mean at the
    lower and undefined:zero_denominator at the upper.
    Fails with Problem "bounds-wrong" when the bounds are not in order or an outcome is outside.
    Source: Wagstaff 2005, Health Economics 14:429-432; checked in
    tests/reference/test_statistics_concentration.py
    >>> from commonweal.stats.inequality.ranks import rank_rows
    >>> wagstaff_index(rank_rows([0, 0, 1], [10, 20, 30]), 0, 1).value.round(4)
    array([1.])
    """
    _bounded(rows, lowest, highest)
    value, added = absolute_parts(rows, 2.0)
    # Each distance is summed on its own: next to a bound a difference of means has no digits.
    above = rows.summed(rows.share * (rows.outcome - lowest))
    under = rows.summed(rows.share * (highest - rows.outcome))
    at_low, at_high = above <= 0, under <= 0
    above, under = np.where(at_low, 1.0, above), np.where(at_high, 1.0, under)
    factor = (highest - lowest) / (above * under)
    turn = value * (1 / above - 1 / under)
    return estimate_of_rows(
        rows,
        factor * value,
        factor[rows.table] * (added - turn[rows.table] * rows.apart),
        "wagstaff_rows",
        level,
        reasons={"zero_mean": at_low, "zero_denominator": at_high},
    )


def erreygers_index(
    rows: RankedRows, lowest: float, highest: float, level: float = 0.95
) -> Estimate:
    """Give Erreygers' index for an outcome between two bounds.

    rows:    ranked rows, as `rank_rows` gives them
    lowest:  the least an outcome can be
    highest: the most an outcome can be
    level:   coverage of the interval, between 0 and 1
    Gives an Estimate of t indices from -1 to 1, with the reasons of `absolute_index`.
    Fails with Problem "bounds-wrong" when the bounds are not in order or an outcome is outside.
    Source: Erreygers 2009, Journal of Health Economics 28:504-515; checked in
    tests/reference/test_statistics_concentration.py
    >>> from commonweal.stats.inequality.ranks import rank_rows
    >>> erreygers_index(rank_rows([0, 0, 1], [10, 20, 30]), 0, 1).value.round(4)
    array([0.8889])
    """
    _bounded(rows, lowest, highest)
    value, added = absolute_parts(rows, 2.0)
    factor = 4 / (highest - lowest)
    return estimate_of_rows(rows, factor * value, factor * added, "erreygers_rows", level)


def estimate_of_rows(
    rows: RankedRows,
    value: FloatArray,
    added: FloatArray,
    method: str,
    level: float,
    *,
    reasons: Mapping[str, Mask] | None = None,
    flags: Mapping[str, Mask] | None = None,
    log: bool = False,
) -> Estimate:
    """Make an Estimate of what rows add to a value: their variance, as they were sampled.

    rows:    ranked rows, as `rank_rows` gives them
    value:   the estimates, shape (t,)
    added:   influence of each row on its table's estimate (on its logarithm with `log`), shape (r,)
    method:  stable name of the method
    level:   coverage of the interval, between 0 and 1
    reasons: reason code -> the tables it holds for, beside those of the rows, or None
    flags:   flag code -> the tables it holds for, or None
    log:     whether the interval and `se` are on the log scale
    Gives an Estimate of t tables, normal for independent rows and Student's for a design.
    Fails with Problem "level-outside" when the level is not strictly between 0 and 1.
    Source: Binder 1983, International Statistical Review 51:279-292
    >>> import numpy as np
    >>> from commonweal.stats.inequality.ranks import rank_rows
    >>> rows = rank_rows([0, 1], [10, 20])
    >>> estimate_of_rows(rows, rows.mean, rows.apart, "mean", 0.95).se.round(4)
    array([0.3536])
    """
    parts = rows.share * added
    if rows.design is None:
        se = np.sqrt(rows.summed(parts**2))
        reach = normal_quantile(level) * se
    else:
        se = np.sqrt(design_variance(parts, rows.design))
        reach = (
            -np.asarray(stdtrit(np.maximum(rows.design.df, 1.0), tail(level)), dtype=np.float64)
            * se
        )
    factor = np.exp(np.minimum(reach, WIDEST)) if log else np.ones_like(reach)
    every = {**rows.reasons}
    for code, mask in (reasons or {}).items():
        every[code] = every[code] | mask if code in every else mask
    return answer(
        value,
        value / factor if log else value - reach,
        value * factor if log else value + reach,
        level=level,
        method=method,
        reasons=every,
        se=se,
        n=rows.people,
        flags=flags,
    )


def _no_mean(rows: RankedRows) -> Mask:
    size = rows.summed(rows.share * np.abs(rows.outcome))
    return np.asarray(np.abs(rows.mean) <= 4 * np.finfo(np.float64).eps * size)


def _bounded(rows: RankedRows, lowest: float, highest: float) -> None:
    wrong = not -np.inf < lowest < highest < np.inf
    if wrong or ((rows.outcome < lowest) | (rows.outcome > highest)).any():
        raise Problem(
            "bounds-wrong",
            "The outcome leaves its bounds, or the bounds are not in order.",
            "Give the least and the most that the outcome can be.",
        )
