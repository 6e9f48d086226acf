"""The gap in pay that a declared model leaves between two sides, in logs and in percent.

Three models are published side by side: no controls, untainted controls, all controls.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, amounts, numbers
from commonweal.stats.pay.line import Errors, coefficients_of, line
from commonweal.stats.results import answer

# Fewer people than this on a side, or in all, and no model is fitted: compare medians.
FEWEST_A_SIDE, FEWEST = 5, 30
GROUP = "in_group"


@dataclass(frozen=True, eq=False)
class PayGap:
    """Hold the gap in pay that a model leaves.

    log_gap: difference of log pay at equal controls, group less rest, an Estimate of one
    percent: the same in percent of the rest's pay, an Estimate of one
    p:       two-sided p-value, nan without an estimate
    people:  people in the model
    dropped: controls left out because those before them say the same
    r2:      share of the spread of log pay that the model explains
    sigma:   residual standard deviation of log pay

    >>> pay = [100, 110, 120, 130, 95, 104, 116, 122] * 5
    >>> gap = pay_gap(pay, [0, 0, 0, 0, 1, 1, 1, 1] * 5, {"grade": [1, 2, 3, 4] * 10})
    >>> gap.percent.value.round(1)
    array([-5.])
    """

    log_gap: Estimate
    percent: Estimate
    p: float
    people: int
    dropped: tuple[str, ...]
    r2: float
    sigma: float


def pay_gap(
    pay: ArrayLike,
    in_group: ArrayLike,
    controls: Mapping[str, ArrayLike],
    *,
    errors: Errors = "HC3",
    clusters: ArrayLike | None = None,
    level: float = 0.95,
) -> PayGap:
    """Give the gap in log pay at equal controls.

    pay:      annual full-time pay of each person, shape (n,), above zero
    in_group: 1 for people of the group, 0 for the rest, shape (n,)
    controls: name -> numbers or words declared beforehand, each shape (n,); none is the raw gap
    errors:   "classical", "HC1", "HC3", or "CR1" with 20 clusters or more
    clusters: label of the cluster of each person, shape (n,), for "CR1"
    level:    coverage of the intervals, between 0 and 1
    Gives a PayGap. Fewer than 5 people on a side or 30 in all are undefined:too_few_people; where
    controls tell the sides apart fully it is undefined:not_identified.
    Fails with Problem "pay-missing" when somebody's pay is zero.
    Fails with Problem "group-not-marked" when a person is on neither side.
    Fails with Problem "counts-negative", "numbers-missing" or "shapes-differ" as columns do.
    Source: workforce specification, section 6.2; Halvorsen and Palmquist 1980, American Economic
    Review 70:474-475 (percent); checked against R lm and sandwich in
    tests/reference/test_workforce_pay_regression.py
    >>> pay_gap([100, 90], [0, 1], {}).log_gap.reason
    ('too_few_people',)
    """
    earned, side = numbers(pay=pay, in_group=in_group)
    amounts(pay=earned)
    if (earned == 0).any():
        raise Problem("pay-missing", "Somebody's pay is zero.", "Leave out who is not paid.")
    if not np.isin(side, (0.0, 1.0)).all():
        raise Problem(
            "group-not-marked",
            "A person is marked as neither in the group (1) nor in the rest (0).",
            "Mark every person with 0 or 1.",
        )
    few = min(side.sum(), (1 - side).sum()) < FEWEST_A_SIDE or len(side) < FEWEST
    # Last, so that a column the controls already hold is the one to be left out.
    fitted = line(np.log(earned), {**controls, GROUP: side})
    told, p = coefficients_of(fitted, errors, clusters, level)
    known = GROUP in fitted.names
    at = fitted.names.index(GROUP) if known else 0
    log_gap = _one(told, at, few=few, known=known)
    return PayGap(
        log_gap,
        _in_percent(log_gap),
        float(p[at]) if log_gap.ok[0] else float(np.nan),
        len(side),
        tuple(name for name in fitted.dropped if name != GROUP),
        fitted.r2,
        fitted.sigma,
    )


def _one(told: Estimate, at: int, *, few: bool, known: bool) -> Estimate:
    reasons = {
        "too_few_people": np.array([few]),
        "not_identified": np.array([not known]),
        told.reason[at] or "no_degrees_of_freedom": ~told.ok[at : at + 1],
    }
    value, low, high = (each[at : at + 1] for each in (told.value, told.low, told.high))
    se: FloatArray = np.full(1, np.nan) if told.se is None else told.se[at : at + 1]
    return answer(value, low, high, level=told.level, method=told.method, reasons=reasons, se=se)


def _in_percent(log_gap: Estimate) -> Estimate:
    value, low, high = (100 * np.expm1(each) for each in (log_gap.value, log_gap.low, log_gap.high))
    return Estimate(
        value,
        low,
        high,
        log_gap.level,
        f"{log_gap.method}_percent",
        status=log_gap.status,
        reason=log_gap.reason,
    )
