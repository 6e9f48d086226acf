"""What a program did where all units began it at once: a series that may jump and bend.

There is nobody to compare with but the past, so anything else that began then looks the same.
"""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.causal.interrupted import InterruptedSeries, interrupt
from commonweal.stats.estimators.panels import Effect, Laid, lay, number, told

# Periods on each side below which a line is not told from chance.
FEWEST = 6


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the series after the start with what went before it, some periods on.

    rows:  one unit a unit and period, with the roles unit, period (a day), outcome, weight, people
           and first_period (a day); a group is a program
    asked: the level, and the option "horizon", periods after the start
    Gives Estimated against zero: the jump and the change of slope together at the horizon, of the
    mean outcome weighted by how sure it is. Its error is the larger of that of Newey and West and
    the plain one, since both are short-sighted in short series. Units that began at different
    times are a reason to give none. Figures, each about its program: "gap_before", "units",
    "unknown", "jump", "slope", "durbin_watson" and "design".
    Source: Wagner et al. 2002 and Newey and West 1987, as in the family `causal`; checked in
    tests/unit/stats/estimators/test_series_effect.py
    >>> roles = {name: np.zeros(0) for name in
    ...          ("unit", "period", "outcome", "weight", "people", "first_period")}
    >>> estimate(Rows((), np.zeros((0, 0), bool), np.zeros(0, int), np.zeros(0, bool), roles),
    ...          Asked(options={"horizon": 4.0})).gap.value
    array([], dtype=float64)
    """
    found = []
    for place, group in enumerate(rows.groups):
        laid = lay(rows, place)
        found.append((laid, effect(laid, group.code, asked)))
    return told(found, asked, "interrupted_series")


def effect(laid: Laid, about: str, asked: Asked) -> Effect:
    """Give the effect of one program.

    laid:  its units and periods
    about: its code, for the figures
    asked: the level, and the option "horizon"
    Gives an Effect; starts apart, few periods or a period without any outcome are reasons.
    Source: as `estimate`
    >>> line = np.array([[1.0, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14.5]])
    >>> asked = Asked(options={"horizon": 1.0})
    >>> laid = Laid(line, np.ones((1, 12)), np.array([7.0]), 90, 0)
    >>> round(effect(laid, "a", asked).value, 3)
    1.905
    """
    figures = [
        number("unknown", float(laid.unknown), about),
        number("gap_before", laid.before, about),
        number("design", np.nan, about, text="interrupted_series"),
    ]
    reason = _why_not(laid)
    if reason:
        return Effect(np.nan, np.nan, np.nan, reason, figures=tuple(figures))
    weight = laid.weight.sum(axis=0)
    series = (np.nan_to_num(laid.outcome) * laid.weight).sum(axis=0) / weight
    before, horizon = int(laid.start[0]) - 1, int(asked.number("horizon"))
    found = interrupt(series, before, horizon, level=asked.level)
    se = max(float(np.asarray(found.effect.se)[0]), _plain(series, before, horizon))
    figures += [number("units", float(len(laid.outcome)), about), *_parts(found, about)]
    return Effect(float(found.effect.value[0]), se, len(series) - 4.0, figures=tuple(figures))


def _why_not(laid: Laid) -> str:
    if not laid.begun:
        return "too_few_units"
    if len(np.unique(laid.start)) > 1:
        return "not_at_once"
    before = laid.start[0] - 1
    if min(before, laid.outcome.shape[1] - before) < FEWEST:
        return "too_few_periods"
    return "unknown_period" if (laid.weight.sum(axis=0) == 0).any() else ""


def _plain(series: np.ndarray[tuple[int, ...], np.dtype[np.float64]], before: int,
           horizon: int) -> float:  # fmt: skip
    """Give the error of the effect if neighbors never went together.

    Counted anew from where the horizon is, the jump alone is the effect.
    """
    time = np.arange(1.0, len(series) + 1)
    past = np.maximum(time - before, 0.0)
    after = (past > 0).astype(np.float64)
    x = np.stack((np.ones(len(series)), time, after, past - horizon * after), axis=1)
    bread = np.linalg.inv(x.T @ x)
    left = series - x @ (bread @ (x.T @ series))
    return float(np.sqrt(bread[2, 2] * (left @ left) / (len(series) - 4)))


def _parts(found: InterruptedSeries, about: str) -> list[Figure]:
    coefficients = found.coefficients
    parts = [
        Figure(key, float(coefficients.value[at]), float(coefficients.low[at]),
               float(coefficients.high[at]), 0, about)
        for key, at in (("jump", 2), ("slope", 3))
    ]  # fmt: skip
    return [*parts, number("durbin_watson", found.durbin_watson, about)]
