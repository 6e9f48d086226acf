"""What the methods for programs share: a panel of units and periods, each begun once or never.

Not a method of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.estimators.sides import narrow
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer

NOTHING = float("nan")


@dataclass(frozen=True, eq=False)
class Laid:
    """Hold the units of one program over the periods, numbered from 1.

    outcome: shape (units, periods), nan where unknown
    weight:  of each outcome, 0 where unknown, shape (units, periods)
    start:   first period of the program, from 1; infinite for never, shape (units,)
    people:  people behind the outcomes
    unknown: units whose outcome is unknown in some period
    >>> nothing = np.zeros((0, 0))
    >>> Laid(nothing, nothing, np.zeros(0), 0, 0).begun
    0
    """

    outcome: FloatArray
    weight: FloatArray
    start: FloatArray
    people: int
    unknown: int

    @property
    def begun(self) -> int:
        """Give how many units began within the periods."""
        return int(np.isfinite(self.start).sum())

    @property
    def before(self) -> float:
        """Give the mean outcome before the start where it began, nan where nothing is known."""
        early = (self.periods[None, :] < self.start[:, None]) & np.isfinite(self.start)[:, None]
        seen = self.outcome[early & ~np.isnan(self.outcome)]
        return float(seen.mean()) if len(seen) else NOTHING

    @property
    def periods(self) -> FloatArray:
        """Give the numbers of the periods."""
        return np.arange(1.0, self.outcome.shape[1] + 1)


@dataclass(frozen=True)
class Effect:
    """Hold what a method found of one program.

    value, se, freedom: effect, standard error and degrees of freedom; nan where there is none
    reason:  why there is none, or ""
    p:       p-value where another test than that of Student is due, or None
    figures: further numbers
    >>> Effect(1.0, 0.5, 10.0).reason
    ''
    """

    value: float
    se: float
    freedom: float
    reason: str = ""
    p: float | None = None
    figures: tuple[Figure, ...] = ()


def lay(rows: Rows, place: int) -> Laid:
    """Lay the rows of one program over units and periods.

    rows:  one unit a unit and period, with the roles unit, period (a day), outcome, weight, people
           and first_period (the day on which the unit began; unknown: never)
    place: of the program among the groups
    Gives Laid. A unit counts as begun in the period that holds its day; one that begins after the
    last period has not begun.
    Source: teaching.md section 5.4; checked in tests/unit/stats/estimators/test_panels.py
    >>> roles = {name: np.array([0.0, 0.0]) for name in ("unit", "weight", "people")}
    >>> roles |= {"period": np.array([0.0, 90.0]), "outcome": np.array([1.0, 2.0]),
    ...           "first_period": np.array([100.0, 100.0])}
    >>> lay(Rows((), np.ones((2, 1), bool), np.arange(2), np.ones(2, bool), roles), 0).start
    array([2.])
    """
    inside = rows.member[:, place]
    column = {name: each[inside] for name, each in rows.columns.items()}
    days, when = np.unique(column["period"], return_inverse=True)
    units, who = np.unique(column["unit"], return_inverse=True)
    outcome, weight = np.full((len(units), len(days)), np.nan), np.zeros((len(units), len(days)))
    outcome[who, when] = column["outcome"]
    weight[who, when] = np.nan_to_num(column["weight"])
    first = np.full(len(units), np.nan)
    first[who] = column["first_period"]
    start = np.maximum(np.searchsorted(days, first, side="right"), 1).astype(np.float64)
    length = float(np.median(np.diff(days))) if len(days) > 1 else np.inf
    start[np.isnan(first) | (first >= days.max(initial=0.0) + length)] = np.inf
    unknown = int(np.isnan(outcome).any(axis=1).sum())
    people = int(np.nansum(column["people"]))
    return Laid(outcome, np.where(np.isnan(outcome), 0.0, weight), start, people, unknown)


def told(found: list[tuple[Laid, Effect]], asked: Asked, method: str) -> Estimated:
    """Put the effects of all programs in one answer.

    found:  the panel and the effect of each program, in the order of the groups
    asked:  the level
    method: stable name
    Gives Estimated against zero, with the interval of Student. Of all programs together it gives
    the mean, each alike; an interval only where there is one, since several may share units.
    Source: Student 1908; checked in tests/unit/stats/estimators/test_panels.py
    >>> nothing = np.zeros((0, 0))
    >>> laid = Laid(nothing, nothing, np.zeros(0), 40, 0)
    >>> told([(laid, Effect(1.0, 0.5, 10.0))], Asked(), "did").gap.low.round(2)
    array([-0.11])
    """
    effects = [one for _, one in found]
    value = _answer(effects, asked.level, method)
    return Estimated(
        value=value,
        rest=np.where(value.ok, 0.0, NOTHING),
        gap=value,
        narrow=_answer(effects, narrow(asked.level), method),
        p=np.array([_chance(one) for one in effects]).reshape(-1),
        total=_together(value),
        people=np.array([laid.people for laid, _ in found], dtype=np.int64),
        figures=tuple(figure for one in effects for figure in one.figures),
    )


def _together(value: Estimate) -> Estimate:
    told = np.flatnonzero(value.ok)
    if len(told) == 1:
        middle, low, high = (each[told] for each in (value.value, value.low, value.high))
    else:
        middle = np.array([value.value[told].mean() if len(told) else 0.0])
        low = high = np.array([NOTHING])
    missing = {"not_together": np.array([not len(told)])}
    return answer(middle, low, high, level=value.level, method=value.method, reasons=missing)


def _answer(effects: list[Effect], level: float, method: str) -> Estimate:
    value, se, freedom = (
        np.array([getattr(one, name) for one in effects], dtype=np.float64).reshape(-1)
        for name in ("value", "se", "freedom")
    )
    reach = np.asarray(stdtrit(np.maximum(np.nan_to_num(freedom), 1.0), (1 + level) / 2)) * se
    names = {one.reason for one in effects} - {""}
    reasons: dict[str, NDArray[np.bool_]] = {
        name: np.array([one.reason == name for one in effects], dtype=np.bool_) for name in names
    }
    return answer(
        value, value - reach, value + reach, level=level, method=method, reasons=reasons, se=se
    )


def _chance(one: Effect) -> float:
    if one.reason or one.p is not None:
        return NOTHING if one.p is None else one.p
    if one.se == 0:
        return NOTHING
    return float(2 * stdtr(max(one.freedom, 1.0), -abs(one.value) / one.se))


def number(key: str, value: float, about: str, people: int = 0, text: str = "") -> Figure:
    """Make a further number without limits.

    key, value, about, people, text: as in a Figure
    Source: none, it only writes
    >>> number("units", 12.0, "rounds").value
    12.0
    """
    return Figure(key, value, NOTHING, NOTHING, people, about, text)
