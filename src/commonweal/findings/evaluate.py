"""From any measure, view and group to what a program did to the gap, quarter by quarter.

The measures of effect read gaps that a unit sent in; here the gaps are computed from the store.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.engine.cells import count
from commonweal.engine.gather import gather
from commonweal.engine.session import Session
from commonweal.engine.sql import fill
from commonweal.findings.judge import Sight, look_at
from commonweal.kinds import Counts, Period, Rows
from commonweal.measures.measure import Better, Measure, Unit
from commonweal.measures.registry import every_measure, find
from commonweal.stats.estimators import estimator
from commonweal.tables.views import by_name

FloatArray = NDArray[np.float64]
# Which measure evaluates a program, by how the order of starts was set (teaching.md 5.2).
DESIGNS = {
    "staggered": "teaching.effect_staggered",
    "random": "teaching.effect_wedge",
    "at_once": "teaching.effect_series",
}
# Columns that name a unit, the most usual first.
PLACES = ("department", "unit", "hiring_site", "council")
# Days are counted from 1970-01-01, as everywhere in the engine.
EPOCH = 719_163


@dataclass(frozen=True)
class Outcome:
    """Name the gap that programs were registered to narrow.

    measure: key of the measure
    view:    key of the view
    group:   code of the group
    place:   "site", or for measures of rows a column that names the unit, such as department

    >>> Outcome("care.bp_control", "language", "es").place
    'site'
    """

    measure: str
    view: str
    group: str
    place: str = "site"

    @property
    def key(self) -> str:
        """Name the gap in one word: the measure, the view and the group."""
        return f"{self.measure}:{self.view}={self.group}"


@dataclass(frozen=True)
class Begun:
    """Say when a unit began a program.

    program, unit: their names
    roll_out:      random, staggered or at_once
    first:         days from 1970 to its first day, nan for never

    >>> Begun("rounds", "north", "staggered", 20000.0).unit
    'north'
    """

    program: str
    unit: str
    roll_out: str
    first: float


@dataclass(frozen=True)
class _Cell:
    unit: str
    begins: float
    gap: float
    weight: float
    people: float


def registered(look: Session) -> tuple[Outcome, ...]:
    """List the outcomes that programs were registered to change and no table holds yet.

    look: an open look
    Gives those whose measure is one of this product and whose gaps nobody sent in; the place is
    that in which its units are told apart.

    >>> registered.__name__
    'registered'
    """
    asked = look.run(
        fill(
            "SELECT DISTINCT measure_code, view_code, group_code FROM exposure AS e "
            "WHERE view_code IS NOT NULL AND group_code IS NOT NULL AND NOT EXISTS ("
            "SELECT 1 FROM equity_outcome AS o WHERE o.measure_code = e.measure_code "
            "AND o.group_code = e.group_code) ORDER BY ALL"
        )
    )
    known = {one.key for one in every_measure()}
    found = []
    for key, view, group in asked:
        if key in known:
            found.append(Outcome(str(key), str(view), str(group), _place(find(str(key)))))
    return tuple(found)


def quarters(period: Period, many: int = 12) -> tuple[Period, ...]:
    """Give the quarters that end with a period, the earliest first.

    period: its last day ends the last quarter
    many:   how many
    >>> [one.label for one in quarters(Period.parse("2025"), 2)]
    ['July 2025 to September 2025', 'October 2025 to December 2025']
    """
    year, number = period.last.year, (period.last.month + 2) // 3
    last = Period.parse(f"{year}-Q{number}")
    return tuple(last.previous(back) if back else last for back in reversed(range(many)))


def effects(
    look: Session, outcome: Outcome, periods: tuple[Period, ...]
) -> tuple[tuple[Measure, Sight], ...]:
    """Evaluate every program registered to narrow a gap, each by the design of its roll-out.

    look:    an open look; the table `exposure` names units as the place of the outcome does
    outcome: whose gap of what
    periods: rising, of one length
    Gives measures of effect with their units, one group a program, ready to be judged and
    released; none where no program is registered for this outcome.
    Fails with Problem "view-unknown", "measure-unknown" or "view-elsewhere" where one is registered
    for an outcome that there is not.
    Source: teaching.md 5.2 and 5.3 (the gap of a unit and period as the outcome)

    >>> effects.__name__
    'effects'
    """
    begun = _begun(look, outcome)
    made = []
    for roll_out, key in DESIGNS.items():
        inside = [one for one in begun if one.roll_out == roll_out]
        if inside:
            cells = _cells(look, outcome, periods)
            rows, unknown = _rows(inside, begun, cells, outcome)
            made.append((find(key), _sight(find(key), rows, unknown, periods[-1])))
    return tuple(made)


def _place(measure: Measure) -> str:
    """Name the column of a measure's units that says where they are."""
    unit = measure.unit_of_analysis
    if isinstance(unit, Unit):
        return "site"
    own = {one.name for one in unit.declared()}
    return next((name for name in PLACES if name in own), "whole")


def _begun(look: Session, outcome: Outcome) -> list[Begun]:
    listed = look.run(
        fill(
            "SELECT intervention, unit, min(roll_out), "
            "min(date_diff('day', DATE '1970-01-01', first_day)), min(measure_code), "
            "min(view_code), min(group_code) FROM exposure GROUP BY intervention, unit ORDER BY ALL"
        )
    )
    wanted = (outcome.measure, outcome.view, outcome.group)
    return [
        Begun(str(name), str(unit), str(how), np.nan if first is None else float(str(first)))
        for name, unit, how, first, *about in listed
        if tuple(about) == wanted
    ]


def _cells(look: Session, outcome: Outcome, periods: tuple[Period, ...]) -> list[_Cell]:
    """Give the gap of each place and period, upward being better."""
    measure = find(outcome.measure)
    clinical = isinstance(measure.unit_of_analysis, Unit)
    found = (_of_counts if clinical else _of_rows)(look, measure, outcome, periods)
    way = -1.0 if measure.better is Better.LOWER else 1.0
    return [_Cell(one.unit, one.begins, way * one.gap, one.weight, one.people) for one in found]


def _of_counts(
    look: Session, measure: Measure, outcome: Outcome, periods: tuple[Period, ...]
) -> list[_Cell]:
    counted = count(look, (measure,), periods, (by_name(outcome.view),), place="site")
    cells = []
    for one in counted:
        codes = [group.code for group in one.groups]
        if outcome.group not in codes:
            continue
        at = codes.index(outcome.group)
        own, many = float(one.events[at]), float(one.denominators[at])
        rest, rest_many = one.total_events - own, one.total_denominator - many
        if many and rest_many:
            gap = own / many - rest / rest_many
            weight = many * rest_many / (many + rest_many)
            cells.append(_Cell(one.site, _day(one.period), gap, weight, many))
    return cells


def _of_rows(
    look: Session, measure: Measure, outcome: Outcome, periods: tuple[Period, ...]
) -> list[_Cell]:
    """Ask the measure's own method place by place."""
    views = (by_name(outcome.view), by_name(outcome.place))
    cells = []
    for period in periods:
        people, places = (one.rows for one in gather(look, measure, period, views))
        codes = [group.code for group in people.groups]
        if outcome.group not in codes:
            continue
        at = codes.index(outcome.group)
        for place, where in enumerate(places.groups):
            part = _part(people, places.member[:, place])
            own = int(part.member[:, at].sum())
            if own and own < part.size:
                weight = own * (part.size - own) / part.size
                gap = _gap(measure, part, at)
                cells.append(_Cell(where.code, _day(period), gap, weight, float(own)))
    return cells


def _gap(measure: Measure, part: Rows, at: int) -> float:
    if measure.estimator == "proportion":
        inside = part.member[:, at]
        return float(part.met[inside].mean() - part.met[~inside].mean())
    found = estimator(measure.estimator)(part, measure.asked).gap
    value = float(found.value[at])
    return float(np.log(value)) if measure.gap == "ratio" and value > 0 else value


def _part(rows: Rows, chosen: NDArray[np.bool_]) -> Rows:
    columns = {name: each[chosen] for name, each in rows.columns.items()}
    return Rows(rows.groups, rows.member[chosen], rows.person[chosen], rows.met[chosen], columns,
                rows.labels, rows.beside)  # fmt: skip


def _rows(
    inside: list[Begun], begun: list[Begun], cells: list[_Cell], outcome: Outcome
) -> tuple[Rows, NDArray[np.int64]]:
    """Put every program beside the units that may stand in its panel.

    Gives the rows, and of each program the unit periods whose gap is unknown.
    """
    taken = {one.unit for one in begun if not np.isnan(one.first)}
    programs = sorted({one.program for one in inside})
    lines: list[tuple[int, _Cell, float]] = []
    for place, program in enumerate(programs):
        listed = {one.unit: one.first for one in inside if one.program == program}
        free = any(one.roll_out == "staggered" for one in inside)
        lines += [
            (place, cell, listed.get(cell.unit, np.nan))
            for cell in cells
            if cell.unit in listed or (free and cell.unit not in taken)
        ]
    units = sorted({cell.unit for _, cell, _ in lines})
    which = np.array([place for place, _, _ in lines], dtype=np.int64)
    column: dict[str, FloatArray] = {
        "unit": np.array([units.index(cell.unit) for _, cell, _ in lines], dtype=np.float64),
        "period": np.array([cell.begins for _, cell, _ in lines]),
        "outcome": np.array([cell.gap for _, cell, _ in lines]),
        "weight": np.array([cell.weight for _, cell, _ in lines]),
        "people": np.array([cell.people for _, cell, _ in lines]),
        "first_period": np.array([first for _, _, first in lines], dtype=np.float64),
    }
    known = ~np.isnan(column["outcome"])
    unknown = np.bincount(which[~known], minlength=len(programs)).astype(np.int64)
    many = int(known.sum())
    about = f"{outcome.measure}, {outcome.group}"
    groups = tuple(by_name("evaluation").group(f"{program}: {about}") for program in programs)
    rows = Rows(
        groups,
        which[known][:, None] == np.arange(len(programs)),
        np.arange(many),
        np.ones(many, dtype=np.bool_),
        {name: each[known] for name, each in column.items()},
        {"unit": tuple(units)},
    )
    return rows, unknown


def _sight(measure: Measure, rows: Rows, unknown: NDArray[np.int64], period: Period) -> Sight:
    """Count the unit periods of each program, and ask the method of the design."""
    steps = measure.steps
    size = rows.member.sum(axis=0).astype(np.int64)
    units = np.zeros((len(size), len(steps)), dtype=np.int64)
    units[:, 0], units[:, -1] = unknown, size
    counts = Counts(
        measure=measure.key,
        version=measure.version,
        period=period,
        site="",
        groups=rows.groups,
        steps=steps,
        units=units,
        persons=units,
        total_units=units.sum(axis=0),
        total_persons=units.sum(axis=0),
        people=size,
        total_people=int(size.sum()),
        overlapping=False,
    )
    return look_at(measure, counts, rows)


def _day(period: Period) -> float:
    return float(period.first.toordinal() - EPOCH)
