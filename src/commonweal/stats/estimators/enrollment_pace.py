"""How likely studies are to enroll as many people as planned by the planned day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.enrollment.accrual import Accrual, forecast_accrual
from commonweal.stats.estimators import mean
from commonweal.stats.inputs import FloatArray

MONTH = 30.4375
WATCH, ACT = 0.5, 0.2


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the mean chance of studies to reach their target in time, by group of studies.

    rows:  one row a study, with the roles enrolled, target (people), opened, asked, closes (days)
    asked: the level, and as options the prior: people in so many months
    Gives Estimated: mean chances, differences by Welch on studies; figures "on_time", "watch"
    (chance under a half), "act" (under a fifth): how many studies; "expected", people expected
    by the planned days over all targets.
    Source: research.md section 2.4; chances checked against base R in
    tests/unit/stats/estimators/test_enrollment_pace.py
    >>> one = np.ones(2)
    >>> rows = Rows((), np.ones((2, 0), bool), np.arange(2), np.ones(2, bool),
    ...     {"enrolled": 64 * one, "target": 150 * one, "opened": 0 * one,
    ...      "asked": 9 * MONTH * one, "closes": 18 * MONTH * one})
    >>> asked = Asked(options={"prior_people": 1.0, "prior_months": 0.5})
    >>> estimate(rows, asked).total.value.round(4)
    array([0.0203])
    """
    found = _forecast(rows, asked)
    chance = np.clip(np.nan_to_num(found.reach.value), 0.0, 1.0)
    answered = mean.estimate(replace(rows, columns={"value": chance}, labels={}), asked)
    return replace(
        answered,
        value=_as_chances(answered.value),
        total=_as_chances(answered.total),
        figures=_figures(rows, found, chance),
    )


def _as_chances(means: Estimate) -> Estimate:
    """Let no limit of a mean chance be below none or above one."""
    return replace(means, low=np.clip(means.low, 0.0, 1.0), high=np.clip(means.high, 0.0, 1.0))


def _forecast(rows: Rows, asked: Asked) -> Accrual:
    enrolled, target, opened, now, closes = (
        rows.columns[name] for name in ("enrolled", "target", "opened", "asked", "closes")
    )
    prior = asked.number("prior_people"), asked.number("prior_months")
    lived, ahead = (now - opened) / MONTH, (closes - now) / MONTH
    return forecast_accrual(enrolled, lived, ahead, np.rint(target), prior=prior)


def _figures(rows: Rows, found: Accrual, chance: FloatArray) -> tuple[Figure, ...]:
    if not rows.size:
        return ()
    told = {
        "on_time": float((chance >= WATCH).sum()),
        "watch": float(((chance < WATCH) & (chance >= ACT)).sum()),
        "act": float((chance < ACT).sum()),
        "expected": float(found.total.value.sum() / rows.columns["target"].sum()),
    }
    return tuple(Figure(key, value, np.nan, np.nan, 0) for key, value in told.items())
