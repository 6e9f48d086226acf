"""The same roll-outs by regression with fixed effects: one number, and by time since the start.

The one number mixes comparisons with units treated before; it is shown as a check only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.kinds import Estimate, Problem
from commonweal.stats.causal.panel import Panel
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import answer


@dataclass(frozen=True)
class EventRegression:
    """Hold effects by time since the start from one regression.

    at:      time since the start, -1 left out as the base, shape (m,)
    effects: effects, an Estimate of m
    overall: mean of the effects from 0 on, by units treated, an Estimate of 1
    >>> import numpy as np
    >>> from commonweal.stats.causal.panel import read_panel
    >>> rows = [[1, 2, 5], [1, 3, 4], [1, 2, 2], [2, 2, 3]]
    >>> event_regression(read_panel(rows, [1, 2, 3], [3, 3, np.inf, np.inf])).at
    array([-2.,  0.])
    """

    at: FloatArray
    effects: Estimate
    overall: Estimate


def two_way(panel: Panel, level: float = 0.95) -> Estimate:
    """Give the coefficient of being treated beside effects of units and periods.

    panel: units, periods and starts; covariates are not used
    level: coverage of the interval, between 0 and 1
    Gives an Estimate of 1 with errors clustered by unit; nobody treated, or nothing left to compare
    with, is undefined:no_controls.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: two-way fixed effects; factor clusters / (clusters - 1) x (rows - 1) / (rows - k) as R
    fixest 0.12.2; checked against it in tests/reference/test_teaching_fixest.py
    >>> from commonweal.stats.causal.panel import read_panel
    >>> two_way(read_panel([[1, 4], [1, 2], [0, 3]], [1, 2], [2, np.inf, np.inf])).value
    array([1.])
    """
    treated = (panel.periods[None, :] >= panel.start[:, None]).astype(np.float64)
    beta, covariance = _fitted(panel, treated[None])
    return _told(beta, covariance, np.ones((1, 1)), level, "two_way")


def event_regression(panel: Panel, level: float = 0.95) -> EventRegression:
    """Give effects by time since the start, each cohort compared with units never treated.

    panel: units, periods and starts; covariates are not used
    level: coverage of the intervals, between 0 and 1
    Gives an EventRegression with errors clustered by unit; sizes of cohorts are taken as known.
    Nothing to compare with is undefined:no_controls.
    Fails with Problem "never-treated-missing" when every unit is treated at some time.
    Source: Sun and Abraham 2021, Journal of Econometrics 225:175-199; errors as R fixest 0.12.2;
    checked against it in tests/reference/test_teaching_fixest.py
    >>> from commonweal.stats.causal.panel import read_panel
    >>> rows = [[1, 2, 5], [1, 3, 4], [1, 2, 2], [2, 2, 3]]
    >>> event_regression(read_panel(rows, [1, 2, 3], [3, 3, np.inf, np.inf])).overall.value
    array([1.5])
    """
    if np.isfinite(panel.start).all():
        raise Problem(
            "never-treated-missing",
            "Every unit is treated at some time, so this regression has nobody to compare with.",
            "Use the effects of cohorts and periods, which compare with units not treated yet.",
        )
    cells = [
        (cohort, at, panel.periods[at] - cohort)
        for cohort in panel.cohorts
        for at in range(len(panel.periods))
        if panel.periods[at] - cohort != -1
    ]
    columns = np.zeros((len(cells), *panel.outcome.shape))
    for place, (cohort, at, _) in enumerate(cells):
        columns[place, panel.start == cohort, at] = 1.0
    size = columns.sum(axis=(1, 2))
    since = np.array([cell[2] for cell in cells], dtype=np.float64)
    beta, covariance = _fitted(panel, columns)
    values = np.unique(since)
    weights = np.stack([_shares(size, since == each) for each in values]) if cells else since[None]
    after = _shares(size, since >= 0)[None]
    return EventRegression(
        values,
        _told(beta, covariance, weights[: len(values)], level, "sun_abraham"),
        _told(beta, covariance, after, level, "sun_abraham"),
    )


def _shares(
    size: FloatArray, inside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> FloatArray:
    chosen = np.where(inside, size, 0.0)
    return np.asarray(chosen / (chosen.sum() or 1.0))


def _fitted(panel: Panel, columns: FloatArray) -> tuple[FloatArray, FloatArray | None]:
    """Regress the outcome on columns beside effects of units and periods."""
    units, periods = panel.outcome.shape
    count, rows = len(columns), units * periods
    x = _demeaned(columns).reshape(count, rows)
    y = _demeaned(panel.outcome[None]).reshape(rows)
    spare = rows - count - periods
    if not count or spare <= 0 or units < 2 or np.linalg.matrix_rank(x) < count:
        return np.full(count, np.nan), None
    bread = np.linalg.inv(x @ x.T)
    beta = bread @ (x @ y)
    left = (y - beta @ x).reshape(units, periods)
    scores = np.einsum("kup,up->uk", x.reshape(count, units, periods), left)
    factor = units / (units - 1) * (rows - 1) / spare
    return beta, bread @ (scores.T @ scores) @ bread * factor


def _demeaned(table: FloatArray) -> FloatArray:
    own, when = table.mean(axis=2, keepdims=True), table.mean(axis=1, keepdims=True)
    return np.asarray(table - own - when + table.mean(axis=(1, 2), keepdims=True))


def _told(
    beta: FloatArray,
    covariance: FloatArray | None,
    weights: FloatArray,
    level: float,
    method: str,
) -> Estimate:
    missing = np.full(len(weights), covariance is None)
    if covariance is None:
        nothing = np.zeros(len(weights))
        reasons = {"no_controls": missing}
        return answer(nothing, None, None, level=level, method=method, reasons=reasons)
    value = weights @ beta
    se = np.sqrt(np.maximum(np.einsum("mk,kl,ml->m", weights, covariance, weights), 0.0))
    reach = normal_quantile(level) * se
    return answer(
        value, value - reach, value + reach, level=level, method=method, reasons={}, se=se
    )
