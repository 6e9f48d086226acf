"""What raising pay would cost: to a floor, or as far as a budget goes. Nobody's pay is lowered.

No function here takes anything of a person but pay and what a group-blind model predicts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, amounts, shares


@dataclass(frozen=True, eq=False)
class Remedy:
    """Hold raises of n people and what they reach.

    raises: what each person's pay is raised by, shape (n,), never below zero
    cost:   all raises together
    level:  the lowest ratio of pay to prediction afterwards, nan without people
    raised: people whose pay is raised

    >>> to_floor([100, 100], [90, 120], 0.05).raises
    array([5., 0.])
    """

    raises: FloatArray
    cost: float
    level: float
    raised: int


def to_floor(predicted: ArrayLike, pay: ArrayLike, below: float) -> Remedy:
    """Raise pay to a floor somewhat below what is predicted.

    predicted: pay that a model without any protected attribute predicts, shape (n,), above zero
    pay:       pay now, shape (n,), not negative
    below:     how far below the prediction the floor lies, a share from 0 to 1
    Gives a Remedy.
    Fails with Problem "prediction-missing" when a prediction is zero.
    Fails with Problem "counts-negative", "numbers-missing", "shapes-differ" or "share-outside".
    Source: workforce specification, section 6.4 (a); checked in
    tests/reference/test_workforce_remediation.py
    >>> to_floor([100, 100], [90, 120], 0.05).cost
    5.0
    """
    expected, now = _read(predicted, pay)
    (distance,) = shares(below=below)
    return _remedy(np.maximum((1 - distance) * expected - now, 0.0), expected, now)


def within_budget(predicted: ArrayLike, pay: ArrayLike, budget: float) -> Remedy:
    """Raise the lowest ratios of pay to prediction to a common level, until a budget is spent.

    predicted: pay that a model without any protected attribute predicts, shape (n,), above zero
    pay:       pay now, shape (n,), not negative
    budget:    what may be spent on raises, not negative
    Gives a Remedy: no other spending of the budget makes the lowest ratio higher. A budget that
    levels everybody raises all ratios alike from there.
    Fails with Problem "prediction-missing" when a prediction is zero.
    Fails with Problem "counts-negative", "numbers-missing" or "shapes-differ" as columns do.
    Source: workforce specification, section 6.4 (b): sum of q max(0, L - r) = budget; checked in
    tests/reference/test_workforce_remediation.py
    >>> within_budget([100, 100, 100], [80, 90, 120], 20).raises.round(6)
    array([15.,  5.,  0.])
    """
    expected, now = _read(predicted, pay)
    (spent,) = amounts(budget=budget)
    ratio = now / expected
    order = np.argsort(ratio, kind="stable")
    levels = (spent + np.cumsum(now[order])) / np.cumsum(expected[order])
    # The level of the first k people holds when the next one is already there.
    enough = levels <= np.append(ratio[order][1:], np.inf)[: len(levels)]
    level = float(levels[int(enough.argmax())]) if len(levels) else 0.0
    raises = np.maximum(level * expected - now, 0.0) if spent > 0 else np.zeros_like(now)
    return _remedy(raises, expected, now)


def _read(predicted: ArrayLike, pay: ArrayLike) -> tuple[FloatArray, FloatArray]:
    expected, now = amounts(predicted=predicted, pay=pay)
    if (expected == 0).any():
        raise Problem(
            "prediction-missing",
            "A predicted pay is zero.",
            "Leave the person out, or mend the model.",
        )
    return expected, now


def _remedy(raises: FloatArray, expected: FloatArray, now: FloatArray) -> Remedy:
    after = (now + raises) / expected
    level = float(after.min()) if len(after) else float(np.nan)
    return Remedy(raises, float(raises.sum()), level, int((raises > 0).sum()))
