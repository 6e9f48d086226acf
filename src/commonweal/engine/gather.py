"""Units of a measure as counts and as rows: for every method that needs more than cells.

One query a measure and period; groups, steps and columns are then told apart in arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlglot import exp

from commonweal.engine import columns, people
from commonweal.engine.rows import as_given, plan
from commonweal.engine.session import Session
from commonweal.engine.sql import Tree, column, text
from commonweal.engine.units import query_of
from commonweal.kinds import Beside, Counts, Group, Period, Problem, Rows
from commonweal.measures.measure import Measure, Unit
from commonweal.tables.columns import Table, Tokens
from commonweal.tables.registry import ROSTERS
from commonweal.tables.views import View

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
NOT_RECORDED = "not_recorded"


@dataclass(frozen=True)
class Gathered:
    """Hold the units of one measure, period and view, both ways.

    counts: how many left at each step, by group
    rows:   those in the denominator, one line each
    """

    counts: Counts
    rows: Rows


def gather(
    session: Session, measure: Measure, period: Period, views: tuple[View, ...]
) -> tuple[Gathered, ...]:
    """Read the units of a measure that counts the rows of a unit table.

    session: an open look
    measure: what is measured
    period:  when
    views:   how units are grouped; each must be one that `applies` to the measure
    Gives one Gathered a view, in their order.
    Fails with Problem "view-elsewhere" when the units can not be grouped so.
    """
    unit = unit_of(measure)
    for view in views:
        if not applies(measure, view):
            raise Problem(
                "view-elsewhere",
                f"{measure.key} can not be split by {view.says}: its {measure.people} do not "
                "bear it.",
                f"Use one of its own groupings: {', '.join(measure.stratify_by)}.",
            )
    table = columns.fetch(session, _query(session, measure, period, views))
    read = _Read(measure, period, unit, table)
    beside = {one.name: _beside(session, one, period) for one in measure.beside}
    return tuple(read.by(view, beside) for view in views)


def unit_of(measure: Measure) -> type[Table]:
    """Give the unit table of a measure.

    measure: one whose unit is not a patient or a visit
    Fails with Problem "view-elsewhere" for others.
    """
    unit = measure.unit_of_analysis
    if isinstance(unit, Unit):
        raise Problem("view-elsewhere", f"{measure.key} counts patients or visits.")
    return unit


def applies(measure: Measure, view: View) -> bool:
    """Say whether the units of a measure can be grouped by a view.

    measure: the declaration
    view:    the grouping
    """
    unit = measure.unit_of_analysis
    if isinstance(unit, Unit):
        return not view.column and view.key != "whole"
    if view.key == "whole":
        return True
    if view.column:
        return view.key in {one.name for one in unit.declared()}
    if unit.people() == "patient":
        return True
    return bool(view.source) and unit.people() in ROSTERS


def _query(
    session: Session, measure: Measure, period: Period, views: tuple[View, ...]
) -> exp.Select:
    """Put the group of each view beside each unit. The order of rows is always the same."""
    said = tuple(view for view in views if not view.column and view.key != "whole")
    query = exp.select("r.*").from_(plan(measure, period).subquery("r", copy=False), copy=False)
    unit = unit_of(measure)
    if said:
        if unit.people() == "patient":
            listed = people.listed(session, said, period)
        else:
            roster = ROSTERS[unit.people()]
            # The same people are asked for by many measures and periods: they are listed once.
            listed = f"{roster.name}_by_{'_'.join(view.key for view in said)}"
            if listed not in session.made:
                people.build_others(session, listed, said, roster)
        query = query.join(
            f"{listed} AS p", on="p.patient_key = r.patient_key", join_type="left", copy=False
        )
        query = query.select(*(_group(view) for view in said), copy=False)
    return query.order_by("r.unit_key", copy=False)


def _group(view: View) -> Tree:
    missing: Tree = text(NOT_RECORDED)
    if view.overlapping:
        missing = exp.Array(expressions=[text(NOT_RECORDED)])
    name = f"v_{view.key}"
    return exp.alias_(exp.Coalesce(this=column("p", name), expressions=[missing]), name)


def _beside(session: Session, table: type[Table], period: Period) -> Beside:
    """Read a whole table but for its lists of codings, its rows in the order of its key."""
    read = [one for one in table.declared() if not isinstance(one, Tokens)]
    query = exp.select(
        *(exp.alias_(as_given(one, "u"), one.name, quoted=True) for one in read)
    ).from_(query_of(table, period).subquery("u"))
    found = columns.fetch(session, query.order_by(column("u", table.key)))
    return Beside(*_split(found, {name: name for name in found.column_names}))


def _split(
    table: pa.Table, names: Mapping[str, str]
) -> tuple[dict[str, NDArray[np.float64]], dict[str, tuple[str, ...]]]:
    """Part columns of words from columns of numbers; each is called as `names` says."""
    values: dict[str, NDArray[np.float64]] = {}
    labels: dict[str, tuple[str, ...]] = {}
    for name, called in names.items():
        if columns.is_words(table, name):
            places, labels[called] = columns.words(table, name)
            values[called] = places.astype(np.float64)
        else:
            values[called] = columns.numbers(table, name)
    return values, labels


class _Read:
    """Hold the units of one query, and part them by one view after the other."""

    def __init__(
        self, measure: Measure, period: Period, unit: type[Table], table: pa.Table
    ) -> None:
        self.measure = measure
        self.period = period
        self.table = table
        self.step = columns.numbers(table, "step").astype(np.int64)
        self.person = self._persons(unit)
        self.repeats = unit.person() not in ("", unit.key)
        self.counted: BoolArray = self.step >= len(measure.steps) - 2
        roles = {f"r_{role.name}": role.name for role in measure.roles}
        self.values, self.labels = _split(table, roles)

    def _persons(self, unit: type[Table]) -> IntArray:
        """Give each person a number; a unit without a person counts as one of its own."""
        own = np.arange(self.table.num_rows)
        if not unit.person():
            return own
        places, known = columns.words(self.table, "patient_key")
        return np.where(places >= 0, places, len(known) + own)

    def by(self, view: View, beside: Mapping[str, Beside]) -> Gathered:
        """Part the units by one view."""
        codes = self._codes(view)
        member = np.ones((len(self.step), 1), dtype=np.bool_)
        if view.key != "whole":
            member = columns.members(self._filled(view), f"v_{view.key}", codes)
        groups = tuple(view.group(code) for code in codes)
        inside = self.counted
        rows = Rows(
            groups=groups,
            member=member[inside],
            person=self.person[inside],
            met=self.step[inside] == len(self.measure.steps) - 1,
            columns={name: value[inside] for name, value in self.values.items()},
            labels=self.labels,
            beside=beside,
        )
        return Gathered(self._counts(view, groups, member), rows)

    def _codes(self, view: View) -> tuple[str, ...]:
        if view.key == "whole":
            return tuple(code for code, _ in view.groups)
        found = columns.codes_of(self._filled(view), f"v_{view.key}")
        return tuple(sorted(found, key=view.order))

    def _filled(self, view: View) -> pa.Table:
        """Give the column of a view; what a unit's own row does not say is not recorded."""
        name = f"v_{view.key}"
        if not view.column:
            return self.table.select([name])
        filled = self.table.column(name).fill_null(NOT_RECORDED)
        return pa.table({name: filled})

    def _counts(self, view: View, groups: tuple[Group, ...], member: BoolArray) -> Counts:
        width = len(self.measure.steps)
        everybody = np.ones(len(self.step), dtype=np.bool_)
        chosen = [member[:, place] for place in range(len(groups))]
        units = [np.bincount(self.step[one], minlength=width) for one in chosen]
        persons = [self._distinct(one, width) for one in chosen]
        counts = Counts(
            measure=self.measure.key,
            version=self.measure.version,
            period=self.period,
            site="",
            groups=groups,
            steps=self.measure.steps,
            units=np.array(units, dtype=np.int64).reshape(-1, width),
            persons=np.array(persons, dtype=np.int64).reshape(-1, width),
            total_units=np.bincount(self.step, minlength=width).astype(np.int64),
            total_persons=self._distinct(everybody, width),
            people=np.array([self._people(one) for one in chosen], dtype=np.int64),
            total_people=self._people(everybody),
            overlapping=view.overlapping,
        )
        if not self.repeats:
            return counts
        sums = [self._cluster_sums(one) for one in chosen]
        return replace(
            counts,
            clusters=np.array(sums, dtype=np.int64).reshape(-1, 6),
            total_clusters=self._cluster_sums(everybody),
        )

    def _distinct(self, chosen: BoolArray, width: int) -> IntArray:
        """Count the persons at each step, shape (width,)."""
        # Persons are numbered without large gaps, so marking a table is faster than sorting pairs.
        seen = np.zeros((self.person.max(initial=-1) + 1, width), dtype=np.bool_)
        seen[self.person[chosen], self.step[chosen]] = True
        found: IntArray = seen.sum(axis=0, dtype=np.int64)
        return found

    def _people(self, chosen: BoolArray) -> int:
        seen = np.zeros(self.person.max(initial=-1) + 1, dtype=np.bool_)
        seen[self.person[chosen & self.counted]] = True
        return int(seen.sum())

    def _cluster_sums(self, chosen: BoolArray) -> IntArray:
        """Sum over persons of the denominator: m, n, x, n^2, nx, x^2."""
        inside = chosen & self.counted
        met = self.step[inside] == len(self.measure.steps) - 1
        _, place = np.unique(self.person[inside], return_inverse=True)
        size = np.bincount(place).astype(np.int64)
        had = np.bincount(place, weights=met).astype(np.int64)
        return np.array(
            [len(size), size.sum(), had.sum(), (size**2).sum(), (size * had).sum(), (had**2).sum()],
            dtype=np.int64,
        )
