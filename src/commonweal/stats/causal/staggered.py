"""Effects of an activity that units begin at different times: one for each cohort and period.

How they are put together is in effect_summaries.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from commonweal.kinds import Estimate
from commonweal.stats.causal.panel import Panel
from commonweal.stats.causal.two_periods import Chances, Method, chances, effect
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import Mask, answer

Controls = Literal["never_treated", "not_yet_treated"]
Base = Literal["varying", "universal"]


@dataclass(frozen=True)
class GroupTimeEffects:
    """Hold the effect on each cohort in each period.

    panel:     the units that were compared
    cohort:    first period of treatment, shape (k,)
    time:      period looked at, shape (k,)
    effect:    effects, an Estimate of k; the base period itself is 0 without error, flag "base"
    treated:   treated units behind each, shape (k,)
    controls:  units compared with, shape (k,)
    influence: how much each unit moves each effect, shape (units, k)
    >>> panel = Panel(np.array([[1.0, 4.0], [1.0, 2.0]]), np.array([1.0, 2.0]),
    ...               np.array([2.0, np.inf]), np.ones((2, 1)))
    >>> group_time_effects(panel).effect.value
    array([2.])
    """

    panel: Panel
    cohort: FloatArray
    time: FloatArray
    effect: Estimate
    treated: FloatArray
    controls: FloatArray
    influence: FloatArray = field(repr=False)


def group_time_effects(
    panel: Panel,
    *,
    controls: Controls = "not_yet_treated",
    method: Method = "doubly_robust",
    base: Base = "varying",
    anticipation: int = 0,
    level: float = 0.95,
) -> GroupTimeEffects:
    """Estimate the effect on each cohort in each period by difference in differences.

    panel:        units, periods, starts and covariates
    controls:     units compared with: those never treated, or also those not treated yet
    method:       "doubly_robust", "regression" or "weighting"
    base:         period that changes start from: the last before treatment for all ("universal"),
                  or before treatment the period just before ("varying")
    anticipation: periods before treatment in which there may already be an effect
    level:        coverage of the intervals, between 0 and 1
    Gives GroupTimeEffects with errors by the influence of each unit. Without units never treated
    the last cohort stands in for them, and periods in which it is treated are left out. A cohort
    with nothing before it, or nobody to compare with, is undefined:no_controls; covariates that
    repeat each other are undefined:singular, ones that part the cohort off undefined:no_overlap.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: Callaway and Sant'Anna 2021, Journal of Econometrics 225:200-230; checked against R did
    2.5.1 in tests/reference/test_teaching_did.py
    >>> panel = Panel(np.array([[1.0, 4.0], [1.0, 2.0]]), np.array([1.0, 2.0]),
    ...               np.array([2.0, np.inf]), np.ones((2, 1)))
    >>> group_time_effects(panel).controls
    array([1.])
    """
    used = _with_never_treated(panel)
    chosen = _Choice(controls, method, base, anticipation)
    fitted: dict[tuple[float, float], Chances] = {}
    cells = [
        _cell(used, (cohort, at), chosen, fitted)
        for cohort in used.cohorts
        for at in range(0 if base == "universal" else 1, len(used.periods))
    ]
    cohort, time, treated, rest = (
        np.array([getattr(cell, name) for cell in cells], dtype=np.float64)
        for name in ("cohort", "time", "treated", "controls")
    )
    value = np.array([cell.value for cell in cells], dtype=np.float64)
    influence = np.stack([cell.influence for cell in cells], axis=1) if cells else _nothing(used)
    names = [cell.reason for cell in cells]
    is_base = np.array([name == "base" for name in names], dtype=np.bool_)
    reasons = {
        code: np.array([name == code for name in names], dtype=np.bool_)
        for code in ("no_controls", "singular", "no_overlap")
    }
    se = np.where(is_base, np.nan, np.sqrt((influence**2).sum(axis=0)) / max(used.units, 1))
    reach = normal_quantile(level) * se
    told = answer(
        value,
        value - reach,
        value + reach,
        level=level,
        method=method,
        reasons=reasons,
        se=se,
        n=treated,
        flags={"base": is_base},
    )
    return GroupTimeEffects(used, cohort, time, told, treated, rest, influence)


@dataclass(frozen=True)
class _Choice:
    controls: Controls
    method: Method
    base: Base
    anticipation: int


@dataclass(frozen=True)
class _Cell:
    cohort: float
    time: float
    value: float
    influence: FloatArray
    treated: int
    controls: int
    reason: str


def _with_never_treated(panel: Panel) -> Panel:
    if np.isinf(panel.start).any() or not panel.units:
        return panel
    last = panel.start.max()
    early = panel.periods < last
    start = np.where(panel.start == last, np.inf, panel.start)
    return Panel(
        panel.outcome[:, early], panel.periods[early], start, panel.covariates, panel.dropped
    )


def _nothing(panel: Panel) -> FloatArray:
    return np.zeros((panel.units, 0))


def _cell(
    panel: Panel,
    place: tuple[float, int],
    chosen: _Choice,
    fitted: dict[tuple[float, float], Chances],
) -> _Cell:
    cohort, at = place
    before = _base(panel, cohort, at, chosen)
    inside = panel.start == cohort
    time = float(panel.periods[at])
    nothing = np.zeros(panel.units)
    if before is None:
        return _Cell(cohort, time, np.nan, nothing, int(inside.sum()), 0, "no_controls")
    later = float(panel.periods[max(at, before)])
    compared = _compared(panel, inside, later + chosen.anticipation, chosen.controls)
    size, rest = int(inside.sum()), int(compared.sum())
    if before == at:
        return _Cell(cohort, time, 0.0, nothing, size, rest, "base")
    both = inside | compared
    x, treated = panel.covariates[both], inside[both]
    known = None
    if chosen.method != "regression":
        key = (cohort, later if chosen.controls == "not_yet_treated" else np.inf)
        if key not in fitted:
            fitted[key] = chances(treated, x)
        known = fitted[key]
    change = panel.outcome[both, at] - panel.outcome[both, before]
    value, influence, reason = effect(change, treated, x, chosen.method, known)
    nothing[both] = np.nan_to_num(influence) * panel.units / both.sum()
    return _Cell(cohort, time, value, nothing, size, rest, reason)


def _base(panel: Panel, cohort: float, at: int, chosen: _Choice) -> int | None:
    early = np.flatnonzero(panel.periods + chosen.anticipation < cohort)
    if chosen.base == "varying" and at in early:
        return at - 1
    return int(early[-1]) if len(early) else None


def _compared(panel: Panel, inside: Mask, until: float, controls: Controls) -> Mask:
    never = np.isinf(panel.start)
    if controls == "never_treated":
        return never
    return np.asarray(never | ((panel.start > until) & ~inside), dtype=np.bool_)
