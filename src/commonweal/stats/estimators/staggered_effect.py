"""What a program did where units began it one after another, and some later or never.

Units that have not begun stand for what would have been.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import chdtri, chndtr

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.causal.effect_summaries import (
    EffectSummary,
    effects_by_cohort,
    effects_since_start,
)
from commonweal.stats.causal.event_regression import two_way
from commonweal.stats.causal.panel import Panel, read_panel
from commonweal.stats.causal.staggered import GroupTimeEffects, group_time_effects
from commonweal.stats.causal.together import parallel_before, simultaneous_band
from commonweal.stats.estimators.panels import Effect, Laid, lay, number, told
from commonweal.stats.inputs import FloatArray

# Below this many units an interval by theory is doubtful, and chance is counted by shuffling.
FEW, SHUFFLES = 20, 199
FEWEST = 4


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare how the outcome changed where a program began with where it had not yet.

    rows:  one unit a unit and period, with the roles unit, period (a day), outcome, weight, people
           and first_period (a day; unknown: never); a group is a program
    asked: the level, the seed, and the option "matters", the smallest effect that does
    Gives Estimated against zero: effects of cohorts and periods of Callaway and Sant'Anna, meaned
    by size of cohort, each unit alike. The interval is that of Student with the freedom of Welch,
    cohorts having their own spread; below twenty units the p-value is by shuffling who began when.
    Units whose outcome is unknown in a period, and those begun from the first period on, are left
    out and counted. Figures, each about its program: "gap_before", "units", "controls", "unknown",
    "from_start", "before" (the p-value of no effect before the start), "before_power" (how likely
    that test is to see the option "matters"), "since" by periods since the start with a band for
    all together, "two_way" (the older regression, shown as a check), "cohort" sizes, and "design".
    Source: Callaway and Sant'Anna 2021, as in the family `causal`; Welch 1947; checked in
    tests/unit/stats/estimators/test_staggered_effect.py
    >>> roles = {name: np.zeros(0) for name in
    ...          ("unit", "period", "outcome", "weight", "people", "first_period")}
    >>> estimate(Rows((), np.zeros((0, 0), bool), np.zeros(0, int), np.zeros(0, bool), roles),
    ...          Asked()).gap.value
    array([], dtype=float64)
    """
    found = []
    for place, group in enumerate(rows.groups):
        laid = lay(rows, place)
        found.append((laid, effect(laid, group.code, asked)))
    return told(found, asked, "staggered")


def effect(laid: Laid, about: str, asked: Asked) -> Effect:
    """Give the effect of one program.

    laid:  its units and periods
    about: its code, for the figures
    asked: the level, the seed and the option "matters"
    Gives an Effect; too few units or periods, or nobody to compare with, is a reason.
    Source: as `estimate`
    >>> outcome = np.array([[0, 0, 2], [0, 1, 3], [0, 0, 1], [0, 1, 1], [0, 0, 0.0]])
    >>> start = np.array([3, 3, np.inf, np.inf, np.inf])
    >>> asked = Asked(options={"matters": 0.5})
    >>> round(effect(Laid(outcome, np.ones((5, 3)), start, 90, 0), "a", asked).value, 3)
    1.667
    """
    whole = ~np.isnan(laid.outcome).any(axis=1)
    figures = (
        number("unknown", float(laid.unknown), about),
        number("gap_before", laid.before, about),
        number("design", np.nan, about, text="staggered"),
    )
    if laid.outcome.shape[1] < 2 or whole.sum() < FEWEST:
        return Effect(np.nan, np.nan, np.nan, "too_few_units", figures=figures)
    panel = read_panel(laid.outcome[whole], laid.periods, laid.start[whole])
    value, se, freedom, cells = _overall(panel)
    if np.isnan(value):
        return Effect(np.nan, np.nan, np.nan, "no_controls", figures=figures)
    chance = _by_shuffling(panel, value, asked.seed) if panel.units < FEW else None
    return Effect(value, se, freedom, p=chance, figures=(*figures, *_figures(cells, about, asked)))


def _overall(panel: Panel) -> tuple[float, float, float, GroupTimeEffects]:
    """Give the effect on all cohorts by size, its error and freedom; nan where there is none."""
    cells = group_time_effects(panel)
    by_cohort = effects_by_cohort(cells)
    value = float(by_cohort.overall.value[0])
    size = np.array([(cells.panel.start == each).sum() for each in by_cohort.at], dtype=np.float64)
    moved = by_cohort.influence @ (size / max(size.sum(), 1.0))
    se, freedom = _own_spread(moved, cells.panel.start)
    return value, se, freedom, cells


def _own_spread(moved: FloatArray, start: FloatArray) -> tuple[float, float]:
    """Give error and freedom, each cohort having its own spread around its own mean."""
    parts, freedoms = [], []
    for each in np.unique(start):
        inside = moved[start == each]
        many = len(inside)
        # A cohort of one tells nothing of its spread; it keeps what its influence says.
        parts.append(float(inside @ inside) * many / max(many - 1, 1) / len(moved) ** 2)
        freedoms.append(max(many - 1, 1))
    total = sum(parts)
    squares = sum(part**2 / free for part, free in zip(parts, freedoms, strict=True))
    return total**0.5, (total**2 / squares if squares > 0 else 1.0)


def _by_shuffling(panel: Panel, value: float, seed: int) -> float:
    """Give how often units that begin at random show an effect as large."""
    draw = np.random.Generator(np.random.Philox(seed))
    larger = 1
    for _ in range(SHUFFLES):
        mixed = replace(panel, start=draw.permutation(panel.start))
        larger += int(abs(_overall(mixed)[0]) >= abs(value) * (1 - 1e-12))
    return larger / (SHUFFLES + 1)


def _figures(cells: GroupTimeEffects, about: str, asked: Asked) -> list[Figure]:
    panel = cells.panel
    begun = np.isfinite(panel.start)
    since = effects_since_start(cells)
    check = two_way(panel, asked.level)
    figures = [
        number("units", float(begun.sum()), about),
        number("controls", float((~begun).sum()), about),
        number("from_start", float(panel.dropped), about),
    ]
    figures += [
        number("cohort", float((panel.start == each).sum()), f"{about}, from period {each:.0f}")
        for each in panel.cohorts
    ]
    _, _, before = parallel_before(since)
    if before.ok[0]:
        figures.append(number("before", float(before.value[0]), about))
        figures.append(number("before_power", _power(since, asked), about))
    limits = float(check.low[0]), float(check.high[0])
    figures.append(Figure("two_way", float(check.value[0]), *limits, 0, about))
    if panel.units < FEW:
        figures.append(number("few", float(panel.units), about))
    return figures + _since(since, about, asked)


def _power(since: EffectSummary, asked: Asked) -> float:
    """Give how likely the test before the start is to see what matters, in every period alike."""
    early = since.effects.ok & (since.at < 0) & (np.nan_to_num(np.asarray(since.effects.se)) > 0)
    moved = since.influence[:, early]
    size = np.full(moved.shape[1], asked.number("matters"))
    away = size @ np.linalg.solve(moved.T @ moved / len(moved) ** 2, size)
    freedom = moved.shape[1]
    return float(1 - chndtr(chdtri(freedom, 0.05), freedom, away))


def _since(since: EffectSummary, about: str, asked: Asked) -> list[Figure]:
    band = simultaneous_band(since, seed=asked.seed, level=asked.level)
    return [
        Figure("since", float(band.value[at]), float(band.low[at]), float(band.high[at]), 0,
               f"{about}, {when:+.0f}")
        for at, when in enumerate(since.at)
        if band.ok[at]
    ]  # fmt: skip
