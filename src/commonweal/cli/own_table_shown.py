"""What of the user's own table may be shown: every group through the door of `disclosure`.

Nothing here measures. What is measured later is measured on what is shown, and on nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from commonweal.cli.own_table import FloatArray, Kind, OwnTable
from commonweal.disclosure import Hidden, Policy, Reason, Released, release
from commonweal.kinds import Counts, Estimate, Group, Period
from commonweal.stats.inequality.standard_errors import rate_errors, share_errors
from commonweal.stats.inputs import normal_quantile
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.rates.rate import exact

Number = int | Hidden | None
# A release is of some period; a table of one's own does not say which, and nothing shows it.
SOME_PERIOD = Period.parse("2000")


@dataclass(frozen=True)
class Figure:
    """Hold what one group has, in the unit of the table.

    value, low, high: the figure and its interval; nan where there is no interval
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Line:
    """Hold what may be told of one group, or of all together.

    group:  name of the group, "" for all together
    figure: what it has; None where it has nothing to show
    events: events, None where the table has none
    people: people
    """

    group: str
    figure: Figure | Hidden | None
    events: Number
    people: Number


@dataclass(frozen=True, eq=False)
class Figures:
    """Hold the figures of every row of a file, before anything is hidden.

    y:         figures in the unit of the table, nan where there is none, shape (rows,)
    se:        standard errors, nan where none is known, shape (rows,)
    low, high: limits, nan where there are none, shape (rows,)
    method:    name of the method of the interval
    """

    y: FloatArray
    se: FloatArray
    low: FloatArray
    high: FloatArray
    method: str


@dataclass(frozen=True, eq=False)
class ShownTable:
    """Hold what may be told of one table.

    name:   of the table
    rows:   places of its groups in the file's arrays, shape (groups,)
    lines:  its groups, in the order of the file
    total:  all groups with a figure together, or None where no figure of all can be told
    people: people of each group as far as a reader knows them, shape (groups,); those of a hidden
            group are worked out from the total, or are the most that they can be
    told:   whether the share of people in groups left out may be told
    bound:  whether that share is known at least to be no larger than `people` has it
    """

    name: str
    rows: NDArray[np.intp]
    lines: tuple[Line, ...]
    total: Line | None
    people: FloatArray
    told: bool
    bound: bool

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """Name the groups whose figure is not shown to protect people."""
        return tuple(line.group for line in self.lines if isinstance(line.figure, Hidden))

    @cached_property
    def empty(self) -> tuple[str, ...]:
        """Name the groups that have no figure in the file."""
        return tuple(line.group for line in self.lines if line.figure is None)

    @cached_property
    def kept(self) -> NDArray[np.bool_]:
        """Say which groups have a figure that is shown, shape (groups,)."""
        return np.array([isinstance(line.figure, Figure) for line in self.lines], dtype=bool)


def figures_of(own: OwnTable, scale: float, level: float) -> Figures:
    """Compute what each row has, with its standard error and interval."""
    if own.kind is Kind.ESTIMATE:
        y, se = own.estimate, own.se
        reach = normal_quantile(level) * se
        return Figures(y, se, y - reach, y + reach, "normal")
    missing, had = np.isnan(own.events), np.nan_to_num(own.events)
    if own.kind is Kind.RATE:
        lived = np.where(missing, 0.0, np.nan_to_num(own.time))
        return _scaled(exact(had, lived, level=level), rate_errors(had, lived), scale)
    everybody = np.where(missing, 0.0, own.people)
    return _scaled(wilson(had, everybody, level=level), share_errors(had, everybody), scale)


def shown_rows(
    own: OwnTable,
    rows: NDArray[np.intp],
    figures: Figures,
    scale: float,
    level: float,
    policy: Policy | None,
) -> ShownTable:
    """Say what of the table that stands in these rows may be told."""
    has = np.isfinite(figures.y[rows])
    released = None
    if policy is not None:
        counts, policy = _counts(own, rows[has], scale, policy)
        released = release(counts, None, policy)
    lines = _lines(own, rows, figures, released, policy)
    people, told, bound = _people(own, rows, lines, released)
    total = _total(own, rows[has], lines, released, scale=scale, level=level)
    name = own.names[own.table[rows[0]]]
    return ShownTable(name, rows, lines, total, people, told, bound)


def _scaled(found: Estimate, error: FloatArray, scale: float) -> Figures:
    return Figures(
        found.value * scale,
        np.where(found.ok, error, np.nan) * scale,
        found.low * scale,
        found.high * scale,
        found.method,
    )


def _counts(
    own: OwnTable, rows: NDArray[np.intp], scale: float, policy: Policy
) -> tuple[Counts, Policy]:
    """Lay out people with and without the event; an estimate counts for the events it implies."""
    # Weights may be fractions; a fraction of one person is nobody's cover.
    people = np.where(own.people[rows] > 0, np.maximum(np.floor(own.people[rows]), 1), 0)
    met = own.events[rows]
    if own.kind is Kind.ESTIMATE:
        met = np.round(own.estimate[rows] / scale * people)
        if ((met < 0) | (met > people)).any():
            # Means are no shares of people: all stand behind one alike, and none is "all of them".
            met, policy = people, replace(policy, certainty_approved=True)
    met = np.minimum(met, people)
    cells = np.column_stack([people - met, met]).astype(np.int64).reshape(-1, 2)
    groups = tuple(Group("group", str(row), own.group[row]) for row in rows.tolist())
    sizes, total = cells.sum(axis=1), cells.sum(axis=0)
    steps = ("not_met", "met")
    counts = Counts("own_table", "1", SOME_PERIOD, "", groups, steps, cells, cells, total, total,
                    sizes, int(sizes.sum()), False)  # fmt: skip
    return counts, policy


def _lines(
    own: OwnTable,
    rows: NDArray[np.intp],
    figures: Figures,
    released: Released | None,
    policy: Policy | None,
) -> tuple[Line, ...]:
    told = iter(released.rows if released else ())
    lines = []
    for row in rows.tolist():
        name, figure = own.group[row], _figure(figures, row)
        if figure is None:
            lines.append(Line(name, None, None, _alone(own.people[row], policy)))
            continue
        counted = own.kind is not Kind.ESTIMATE
        if released is None:
            events = int(own.events[row]) if counted else None
            lines.append(Line(name, figure, events, int(own.people[row])))
            continue
        one = next(told)
        guarded = one.rate if isinstance(one.rate, Hidden) else figure
        lines.append(Line(name, guarded, one.numerator if counted else None, one.denominator))
    return tuple(lines)


def _figure(figures: Figures, row: int) -> Figure | None:
    value, low, high = (float(one[row]) for one in (figures.y, figures.low, figures.high))
    return Figure(value, low, high) if np.isfinite(value) else None


def _alone(people: float, policy: Policy | None) -> int | Hidden:
    """Write people who stand in no total, so that nothing but their own size gives them away."""
    if policy is None or people == 0 or people >= policy.threshold:
        return int(people)
    internal = policy.level == "internal"
    reason = Reason.SMALL if internal else Reason.SMALL_OR_PROTECTS
    return Hidden(reason, policy.threshold)


def _people(
    own: OwnTable, rows: NDArray[np.intp], lines: tuple[Line, ...], released: Released | None
) -> tuple[FloatArray, bool, bool]:
    """Give the people of each group as far as a reader knows them; told, bound."""
    people = own.people[rows].copy()
    if released is None:
        return people, True, True
    hidden = [at for at, line in enumerate(lines) if isinstance(line.people, Hidden)]
    alone = [at for at in hidden if lines[at].figure is None]
    unknown = [at for at in hidden if lines[at].figure is not None]
    people[hidden] = 0.0
    for at in alone:
        people[at] = _most(lines[at].people)
    everybody = released.everybody.denominator
    if unknown and isinstance(everybody, int):
        others = [one.denominator for one in released.rows]
        people[unknown[0]] = everybody - sum(one for one in others if isinstance(one, int))
    bound = not unknown or isinstance(everybody, int)
    return people, bound and not alone, bound


def _most(people: Number) -> float:
    return people.below - 1.0 if isinstance(people, Hidden) else 0.0


def _total(
    own: OwnTable,
    rows: NDArray[np.intp],
    lines: tuple[Line, ...],
    released: Released | None,
    *,
    scale: float,
    level: float,
) -> Line | None:
    """Write the line of all groups with a figure; estimates are not pooled."""
    if own.kind is Kind.ESTIMATE:
        return None
    events, people = float(own.events[rows].sum()), float(own.people[rows].sum())
    numbers: tuple[Number, Number] = int(events), int(people)
    guard = None
    if released is not None:
        everybody = released.everybody
        numbers = everybody.numerator, everybody.denominator
        guard = everybody.rate if isinstance(everybody.rate, Hidden) else None
    figure = _together(own, rows, events, people, scale=scale, level=level)
    if own.kind is Kind.RATE and any(isinstance(line.figure, Hidden) for line in lines):
        figure = None  # its time would tell the time of the groups that are hidden
    return Line("", guard or figure, *numbers)


def _together(
    own: OwnTable,
    rows: NDArray[np.intp],
    events: float,
    people: float,
    *,
    scale: float,
    level: float,
) -> Figure | None:
    if own.kind is Kind.RATE:
        lived = float(own.time[rows].sum())
        found = exact([events], [lived], scale, level)
        return _figure(Figures(found.value, found.value, found.low, found.high, ""), 0)
    found = wilson([events], [people], level)
    y, low, high = (one * scale for one in (found.value, found.low, found.high))
    return _figure(Figures(y, y, low, high, ""), 0)
