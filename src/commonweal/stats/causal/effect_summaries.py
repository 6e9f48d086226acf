"""Put effects of cohorts and periods together: overall, by time since the start, cohort, period."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from commonweal.kinds import Estimate
from commonweal.stats.causal.staggered import GroupTimeEffects
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import Mask, answer


@dataclass(frozen=True)
class EffectSummary:
    """Hold effects along one direction, and their mean.

    at:      time since the start, cohort or period, shape (m,); none for the plain mean
    effects: the effects, an Estimate of m
    overall: one number for all treated, an Estimate of 1
    influence: how much each unit moves each effect, 0 for the base, shape (units, m)
    >>> import numpy as np
    >>> from commonweal.stats.causal.panel import Panel
    >>> from commonweal.stats.causal.staggered import group_time_effects
    >>> panel = Panel(np.array([[1.0, 4.0], [1.0, 2.0]]), np.array([1.0, 2.0]),
    ...               np.array([2.0, np.inf]), np.ones((2, 1)))
    >>> simple_effect(group_time_effects(panel)).overall.value
    array([2.])
    """

    at: FloatArray
    effects: Estimate
    overall: Estimate
    influence: FloatArray = field(repr=False)


def simple_effect(found: GroupTimeEffects) -> EffectSummary:
    """Give the mean of all effects after the start, each cohort weighted by its size.

    found: effects of cohorts and periods
    Gives an EffectSummary without direction.
    Source: Callaway and Sant'Anna 2021, Journal of Econometrics 225:200-230, section 3; checked
    against R did 2.5.1 in tests/reference/test_teaching_did.py
    >>> from commonweal.stats.causal.panel import read_panel
    >>> from commonweal.stats.causal.staggered import group_time_effects
    >>> panel = read_panel([[1, 4], [1, 2]], [2001, 2002], [2002, np.inf])
    >>> simple_effect(group_time_effects(panel)).overall.value
    array([2.])
    """
    after = (found.time >= found.cohort) & found.effect.ok
    one = _by_size(found, after)
    overall = _told(found, [one])
    return EffectSummary(np.zeros(0), _told(found, []), overall, _influences(found, []))


def effects_since_start(found: GroupTimeEffects) -> EffectSummary:
    """Give the effect by time since the start, below 0 before it, and the mean of those from 0 on.

    found: effects of cohorts and periods
    Gives an EffectSummary; the overall mean weighs each time since the start alike.
    Source: as `simple_effect` (event study)
    >>> from commonweal.stats.causal.panel import read_panel
    >>> from commonweal.stats.causal.staggered import group_time_effects
    >>> panel = read_panel([[1, 4], [1, 2]], [2001, 2002], [2002, np.inf])
    >>> effects_since_start(group_time_effects(panel)).at
    array([0.])
    """
    since = found.time - found.cohort
    values = np.unique(since)
    parts = [_by_size(found, (since == each) & found.effect.ok) for each in values]
    return _along(found, values, parts, values >= 0)


def effects_by_period(found: GroupTimeEffects) -> EffectSummary:
    """Give the effect in each calendar period on all who are treated by then, and their mean.

    found: effects of cohorts and periods
    Gives an EffectSummary; the overall mean weighs each period alike.
    Source: as `simple_effect`
    >>> from commonweal.stats.causal.panel import read_panel
    >>> from commonweal.stats.causal.staggered import group_time_effects
    >>> panel = read_panel([[1, 4], [1, 2]], [2001, 2002], [2002, np.inf])
    >>> effects_by_period(group_time_effects(panel)).at
    array([2002.])
    """
    after = found.time >= found.cohort
    values = np.unique(found.time[after])
    parts = [_by_size(found, (found.time == each) & after & found.effect.ok) for each in values]
    return _along(found, values, parts, np.ones(len(values), dtype=np.bool_))


def effects_by_cohort(found: GroupTimeEffects) -> EffectSummary:
    """Give the mean effect on each cohort after its start, and their mean by size of the cohort.

    found: effects of cohorts and periods
    Gives an EffectSummary.
    Source: as `simple_effect`
    >>> from commonweal.stats.causal.panel import read_panel
    >>> from commonweal.stats.causal.staggered import group_time_effects
    >>> panel = read_panel([[1, 4], [1, 2]], [2001, 2002], [2002, np.inf])
    >>> effects_by_cohort(group_time_effects(panel)).effects.value
    array([2.])
    """
    after = (found.time >= found.cohort) & found.effect.ok
    values = np.unique(found.cohort[after])
    parts = []
    for each in values:
        inside = after & (found.cohort == each)
        value = float(found.effect.value[inside].mean())
        parts.append(_Part(value, found.influence[:, inside].mean(axis=1)))
    one = _weighed(found, values, parts)
    effects, overall = _told(found, parts), _told(found, [one])
    return EffectSummary(values, effects, overall, _influences(found, parts))


@dataclass(frozen=True)
class _Part:
    value: float
    influence: FloatArray | None


def _by_size(found: GroupTimeEffects, inside: Mask) -> _Part:
    """Weigh effects by the size of their cohorts, whose sizes are estimates themselves."""
    if not inside.any():
        return _Part(np.nan, None)
    cells = [_Part(v, found.influence[:, at]) for at, v in _cells(found, inside)]
    if all("base" in found.effect.flags[at] for at in np.flatnonzero(inside)):
        return _Part(0.0, None)
    return _weighed(found, found.cohort[inside], cells)


def _cells(found: GroupTimeEffects, inside: Mask) -> list[tuple[int, float]]:
    return [(int(at), float(found.effect.value[at])) for at in np.flatnonzero(inside)]


def _weighed(found: GroupTimeEffects, cohorts: FloatArray, parts: list[_Part]) -> _Part:
    if not parts:
        return _Part(np.nan, None)
    member = (found.panel.start[:, None] == cohorts[None, :]).astype(np.float64)
    size = member.mean(axis=0)
    total = size.sum()
    values = np.array([part.value for part in parts])
    weight = size / total
    influences = np.stack([_present(part) for part in parts], axis=1)
    apart = member - size
    moved = apart / total - apart.sum(axis=1, keepdims=True) * size / total**2
    return _Part(float(weight @ values), influences @ weight + moved @ values)


def _along(
    found: GroupTimeEffects, values: FloatArray, parts: list[_Part], counted: Mask
) -> EffectSummary:
    chosen = [part for part, inside in zip(parts, counted, strict=True) if inside]
    chosen = [part for part in chosen if not np.isnan(part.value)]
    mean = _Part(np.nan, None)
    if chosen:
        together = np.mean([_present(part) for part in chosen], axis=0)
        mean = _Part(float(np.mean([part.value for part in chosen])), together)
    effects, overall = _told(found, parts), _told(found, [mean])
    return EffectSummary(values, effects, overall, _influences(found, parts))


def _present(part: _Part) -> FloatArray:
    assert part.influence is not None  # noqa: S101  only the base period has none
    return part.influence


def _influences(found: GroupTimeEffects, parts: list[_Part]) -> FloatArray:
    nothing = np.zeros(found.panel.units)
    columns = [nothing if part.influence is None else part.influence for part in parts]
    return np.stack(columns, axis=1) if columns else np.zeros((found.panel.units, 0))


def _told(found: GroupTimeEffects, parts: list[_Part]) -> Estimate:
    units, level = max(found.panel.units, 1), found.effect.level
    value = np.array([part.value for part in parts], dtype=np.float64)
    errors = [
        np.nan if part.influence is None else np.sqrt((part.influence**2).mean() / units)
        for part in parts
    ]
    se = np.array(errors, dtype=np.float64)
    reach = normal_quantile(level) * se
    flags = {
        "base": np.array([p.influence is None and p.value == 0 for p in parts], dtype=np.bool_)
    }
    return answer(
        value,
        value - reach,
        value + reach,
        level=level,
        method=found.effect.method,
        reasons={"no_controls": np.isnan(value)},
        se=se,
        flags=flags,
    )
