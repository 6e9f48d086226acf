"""How far what a condition gets is from what the other conditions lead us to expect of its burden.

Each condition is held against the line of all others, with the spread that they have around it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, amounts
from commonweal.stats.results import answer

# The line of the others needs three of them, and their spread one more.
FEWEST = 5


@dataclass(frozen=True, eq=False)
class FromOthers:
    """Hold each condition beside what the line of all others expects.

    expected: funding that the others lead us to expect, shape (n,); nan where there is no burden
    ratio:    funding over that, with the limits within which one condition in twenty (at a level
              of 0.95) would lie outside by chance, were it like the others, an Estimate of n
    p:        two-sided p-values of the distance, shape (n,)

    >>> from_others([2, 4, 9, 15, 4, 60], [1, 2, 4, 8, 16, 32]).p.round(5)[4]
    np.float64(0.0002)
    """

    expected: FloatArray
    ratio: Estimate
    p: FloatArray


def from_others(funding: ArrayLike, burden: ArrayLike, level: float = 0.95) -> FromOthers:
    """Hold each condition against the log-log line of all other funded conditions.

    funding: money for each condition, shape (n,)
    burden:  burden of each condition, shape (n,)
    level:   coverage of the limits, between 0 and 1
    Gives FromOthers. A condition that nobody funds is no part of any line; its ratio is 0, and it
    is tested as if it had half of the least that any condition got. Without burden it is
    undefined:zero_in_ratio; fewer than five funded conditions are
    insufficient:no_degrees_of_freedom, burdens all alike undefined:no_variation.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: deleted residuals and their t law, Cook and Weisberg 1982, Residuals and Influence in
    Regression, section 2.2; checked against a line fitted without the condition in
    tests/unit/stats/allocation/test_expected.py
    >>> from_others([2, 4, 9, 15, 4, 60], [1, 2, 4, 8, 16, 32]).ratio.value.round(2)[4]
    np.float64(0.13)
    """
    money, weight = amounts(funding=funding, burden=burden)
    funded = (money > 0) & (weight > 0)
    many = int(funded.sum())
    x = np.log(np.where(weight > 0, weight, 1.0))
    floor = money[funded].min() / 2 if many else 1.0
    y = np.log(np.where(money > 0, money, floor))
    middle = x[funded] - x[funded].mean() if many else x[funded]
    flat = float(middle @ middle) <= 1e-24 * max(many, 1)
    reasons = {
        "zero_in_ratio": weight == 0,
        "no_degrees_of_freedom": np.full(len(x), many < FEWEST),
        "no_variation": np.full(len(x), flat),
    }
    apart, se, freedom = _deleted(x, y, funded, many < FEWEST or flat)
    reach = np.asarray(stdtrit(freedom, (1 + level) / 2)) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * np.asarray(stdtr(freedom, -np.abs(apart) / se))
        low, high = np.exp(apart - reach), np.exp(apart + reach)
        ratio = np.where(money > 0, np.exp(apart), 0.0)
    found = answer(
        ratio, np.where(money > 0, low, 0.0), high, level=level, method="deleted_residual",
        reasons=reasons, se=se,
    )  # fmt: skip
    missing = ~found.ok
    return FromOthers(
        np.where(missing, np.nan, np.exp(y - apart)), found, np.where(missing, np.nan, p)
    )


def _deleted(
    x: FloatArray, y: FloatArray, funded: np.typing.NDArray[np.bool_], none: bool
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give each distance from the line without the condition, its error and its freedom."""
    if none:
        nothing = np.full(len(x), np.nan)
        return nothing, nothing, np.ones(len(x))
    many = int(funded.sum())
    center = x[funded].mean()
    squares = float(((x[funded] - center) ** 2).sum())
    slope = float((x[funded] - center) @ y[funded]) / squares
    residual = y - y[funded].mean() - slope * (x - center)
    lever = 1 / many + (x - center) ** 2 / squares
    left = float(residual[funded] @ residual[funded])
    inside = np.where(funded, 1 - lever, 1.0)
    inside = np.where(inside > 1e-12, inside, np.nan)
    freedom = np.where(funded, many - 3, many - 2).astype(np.float64)
    spread = np.where(funded, left - residual**2 / inside, left) / freedom
    # Of one that is no part of the line, the prediction of a new one.
    error = np.where(funded, 1 / inside, 1 + lever)
    se = np.sqrt(np.maximum(spread, 0.0) * error)
    return np.where(funded, residual / inside, residual), se, freedom
