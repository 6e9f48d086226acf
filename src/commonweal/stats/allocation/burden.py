"""What is spent on each condition against the burden it is, and which burden nobody funds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, amounts
from commonweal.stats.results import Mask, answer

NO_INTERVAL = 0.95


@dataclass(frozen=True)
class Portfolio:
    """Hold a portfolio beside the burden of its topics, in the order given.

    funding_share, burden_share: shares of all funding and of all burden, shape (n,)
    ratio:        funding share over burden share, an Estimate of n
    distance:     part of the funding that would have to move to follow the burden, an Estimate of 1
    funded:       topics with funding and burden, which the line is fitted to, shape (n,)
    line:         intercept and slope of log funding on log burden, with `se`, an Estimate of 2
    r2:           part of the variance of log funding that burden explains, nan where unknown
    residual:     log funding less the line, shape (n,); nan where not funded
    above:        funding less what the line expects, shape (n,); nan where not funded
    rank_correlation: Spearman's correlation of funding and burden over all topics, an Estimate of 1
    >>> weigh_portfolio([2, 1, 0], [1, 1, 2]).ratio.value.round(4)
    array([2.6667, 1.3333, 0.    ])
    """

    funding_share: FloatArray
    burden_share: FloatArray
    ratio: Estimate
    distance: Estimate
    funded: Mask
    line: Estimate
    r2: float
    residual: FloatArray
    above: FloatArray
    rank_correlation: Estimate


def weigh_portfolio(funding: ArrayLike, burden: ArrayLike) -> Portfolio:
    """Set funding beside burden.

    funding: money, or time, for each topic, shape (n,)
    burden:  burden of each topic, national or the system's own gap, shape (n,)
    Gives a Portfolio. No funding or no burden at all is undefined:zero_denominator; a topic without
    burden has no ratio (undefined:zero_in_ratio); fewer than three funded topics give no line
    (insufficient:no_degrees_of_freedom), one level of burden none either (undefined:no_variation).
    Topics that nobody funds stay out of the line: they come first in any table.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Gillum et al. 2011, PLoS ONE 6(2):e16837 (log-log line); checked against numpy and scipy
    in tests/reference/test_research_portfolio.py
    >>> weigh_portfolio([2, 1, 0], [1, 1, 2]).distance.value
    array([0.5])
    """
    money, weight = amounts(funding=funding, burden=burden)
    empty = not (money.sum() > 0 and weight.sum() > 0)
    given = money / (money.sum() or 1.0), weight / (weight.sum() or 1.0)
    missing = np.full(len(money), empty)
    ratio = given[0] / np.where(weight == 0, 1.0, given[1])
    reasons = {"zero_denominator": missing, "zero_in_ratio": weight == 0}
    apart = np.array([np.abs(given[0] - given[1]).sum() / 2])
    funded = (money > 0) & (weight > 0)
    line, r2, residual = _line(np.log(money[funded]), np.log(weight[funded]))
    apart_from_line = np.full(len(money), np.nan)
    apart_from_line[funded] = residual
    expected = money * np.exp(-np.nan_to_num(apart_from_line))
    return Portfolio(
        *given,
        answer(ratio, None, None, level=NO_INTERVAL, method="shares", reasons=reasons),
        answer(
            apart,
            None,
            None,
            level=NO_INTERVAL,
            method="total_variation",
            reasons={"zero_denominator": missing[:1]},
        ),
        funded,
        line,
        r2,
        apart_from_line,
        np.where(np.isnan(apart_from_line), np.nan, money - expected),
        _rank_correlation(money, weight),
    )


def _line(money: FloatArray, weight: FloatArray) -> tuple[Estimate, float, FloatArray]:
    many = len(money)
    middle = weight - weight.mean() if many else weight
    squares = float(middle @ middle)
    few, flat = many < 3, many >= 3 and squares <= 1e-24 * many
    reasons = {"no_degrees_of_freedom": np.full(2, few), "no_variation": np.full(2, flat)}
    if few or flat:
        nothing = np.zeros(2)
        none = answer(nothing, None, None, level=NO_INTERVAL, method="log_log", reasons=reasons)
        return none, float("nan"), np.full(many, np.nan)
    slope = float(middle @ money) / squares
    start = money.mean() - slope * weight.mean()
    residual = money - start - slope * weight
    total = float(((money - money.mean()) ** 2).sum())
    left = float(residual @ residual)
    spread = left / (many - 2)
    se = np.sqrt(spread * np.array([1 / many + weight.mean() ** 2 / squares, 1 / squares]))
    value = np.array([start, slope])
    found = answer(value, None, None, level=NO_INTERVAL, method="log_log", reasons=reasons, se=se)
    return found, 1 - left / total if total > 0 else float("nan"), residual


def _rank_correlation(money: FloatArray, weight: FloatArray) -> Estimate:
    first, second = (rankdata(each) - (len(each) + 1) / 2 for each in (money, weight))
    size = float(np.sqrt((first @ first) * (second @ second)))
    value = np.array([float(first @ second) / (size or 1.0)])
    reasons = {"no_variation": np.array([size == 0])}
    return answer(value, None, None, level=NO_INTERVAL, method="spearman", reasons=reasons)
