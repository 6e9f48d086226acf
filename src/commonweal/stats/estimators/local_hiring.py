"""The share of hires from priority places, beside those places' share of the labor force."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.community.hires import LocalHires, local_hires
from commonweal.stats.estimators.shares import compared, share_of
from commonweal.stats.inputs import FloatArray

BoolArray = NDArray[np.bool_]
NOTHING = float("nan")
PLACES = "working_place"


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the share of placed hires from priority places with the labor force.

    rows:  one unit a hire, with the roles priority (1, 0, or not known where the home could not
           be placed); beside, `working_place`: places with their labor_force and priority
    asked: the level
    Gives Estimated: shares of the placed by Wilson, less priority places' share of the labor
    force, which is taken as known. Figures of each group: "bounds", the share if none and if all
    of those not placed came from priority places; "quotient", share of hires over share of the
    labor force; "unplaced", share of hires that could not be placed; and "per_1000" of all: hires
    from priority places for 1,000 of their labor force.
    Source: community.md sections 3.1 and 3.3, counted by `local_hires`; checked in
    tests/unit/stats/estimators/test_local_hiring.py
    >>> from commonweal.kinds import Beside, Group
    >>> places = Beside({"labor_force": np.array([10.0, 30.0]), "priority": np.array([1.0, 0.0])},
    ...                 {})
    >>> rows = Rows((Group("whole", "all", "All"),), np.ones((4, 1), bool), np.arange(4),
    ...     np.ones(4, bool), {"priority": np.array([1.0, 1.0, 0.0, 0.0])}, {},
    ...     {"working_place": places})
    >>> estimate(rows, Asked(reference="benchmark")).gap.value
    array([0.25])
    """
    labor = _labor(rows)
    base = float(labor[0] / labor.sum()) if labor.sum() > 0 else NOTHING
    every = np.ones(rows.size, dtype=np.bool_)
    found = compared(rows, rows.columns["priority"], asked, base, chosen=every)
    figures = [one for place, group in enumerate(rows.groups)
               for one in _of_group(rows, rows.member[:, place], group.code, asked)]  # fmt: skip
    whole = _hires(rows, every, asked.level)
    if whole.per_1000.ok[0]:
        people = rows.persons(every)
        figures.append(Figure("per_1000", float(whole.per_1000.value[0]), NOTHING, NOTHING, people))
    return replace(found, figures=tuple(figures))


def _labor(rows: Rows) -> FloatArray:
    """Give the labor force of priority places and of all others."""
    places = rows.beside[PLACES].columns
    force, first = np.nan_to_num(places["labor_force"]), places["priority"] > 0
    return np.array([force[first].sum(), force[~first].sum()])


def _hires(rows: Rows, chosen: BoolArray, level: float) -> LocalHires:
    first = rows.columns["priority"][chosen]
    counts = [(first == 1).sum(), (first == 0).sum(), np.isnan(first).sum()]
    return local_hires(
        counts, 0, priority=[1, 0, 0], labor_force=[*_labor(rows), 0.0], placed=[1, 1, 0],
        level=level,
    )  # fmt: skip


def _of_group(rows: Rows, chosen: BoolArray, code: str, asked: Asked) -> list[Figure]:
    if not chosen.any():
        return []
    found, people = _hires(rows, chosen, asked.level), rows.persons(chosen)
    bounds = found.bounds
    figures = [
        share_of("unplaced", np.isnan(rows.columns["priority"][chosen]), code),
        Figure("bounds", float(found.priority.value[0]), float(bounds.low[0]),
               float(bounds.high[0]), people, code),
    ]  # fmt: skip
    if found.quotient.ok[0]:
        value = float(found.quotient.value[0])
        figures.append(Figure("quotient", value, NOTHING, NOTHING, people, code))
    return figures
