"""What a program did where the order in which units began it was drawn by lot."""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Asked, Estimated, Rows
from commonweal.stats.causal.stepped_wedge import FEW_CLUSTERS, stepped_wedge
from commonweal.stats.estimators.panels import Effect, Laid, lay, number, told

FEWEST = 3


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare periods before and after the start, units sharing an intercept, periods as they are.

    rows:  one unit a unit and period, with the roles unit, period (a day), outcome, weight, people
           and first_period (a day; unknown: never); a group is a program
    asked: the level
    Gives Estimated against zero with units less two degrees of freedom; a row whose outcome is
    unknown is left out. Figures, each about its program: "gap_before", "units", "unknown",
    "between", the share of the variance between units, "few" below twenty units, and "design".
    Source: Hussey and Hughes 2007, as in the family `causal`; checked in
    tests/unit/stats/estimators/test_wedge_effect.py
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
    return told(found, asked, "stepped_wedge")


def effect(laid: Laid, about: str, asked: Asked) -> Effect:
    """Give the effect of one program.

    laid:  its units and periods
    about: its code, for the figures
    asked: the level
    Gives an Effect; too few units, or starts that periods tell alone, is a reason.
    Source: as `estimate`
    >>> outcome = np.array([[0, 1.1, 2.2], [0.3, 0.4, 2.1], [0.2, 0.1, 0.4]])
    >>> start = np.array([2, 3, np.inf])
    >>> round(effect(Laid(outcome, np.ones((3, 3)), start, 90, 0), "a", Asked()).value, 2)
    1.3
    """
    known = ~np.isnan(laid.outcome)
    unit, at = np.nonzero(known)
    figures = [
        number("unknown", float(laid.unknown), about),
        number("gap_before", laid.before, about),
        number("design", np.nan, about, text="stepped_wedge"),
    ]
    many = len(np.unique(unit))
    if many < FEWEST:
        return Effect(np.nan, np.nan, np.nan, "too_few_units", figures=tuple(figures))
    begun = (laid.periods[at] >= laid.start[unit]).astype(np.float64)
    found, model = stepped_wedge(laid.outcome[known], begun, at, unit, asked.level)
    if not found.ok[0]:
        return Effect(np.nan, np.nan, np.nan, "no_controls", figures=tuple(figures))
    shared = model.variances["cluster"]
    total = shared + model.residual
    figures += [
        number("units", float(many), about),
        number("between", shared / total if total > 0 else np.nan, about),
    ]
    if many < FEW_CLUSTERS:
        figures.append(number("few", float(many), about))
    se = float(np.asarray(found.se)[0])
    return Effect(float(found.value[0]), se, many - 2.0, figures=tuple(figures))
