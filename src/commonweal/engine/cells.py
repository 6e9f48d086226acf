"""Counts by measure x view x group x place x period, in one pass of GROUPING SETS.

What is rolled up is told by GROUPING, never by a missing value. Persons are counted exactly.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from commonweal.engine import rows
from commonweal.engine.session import Session
from commonweal.engine.sql import Tree, column, fill, number, text
from commonweal.kinds import Counts, Period
from commonweal.measures.measure import Measure, Unit
from commonweal.tables.views import View

Place = Literal["all", "site", "source"]
IntArray = NDArray[np.int64]
Key = tuple[str, str, str, str, str]
EVERYBODY = ""


@dataclass(frozen=True)
class Dimension:
    """Name one column of the pass: a view, or one group of an overlapping view.

    view:  key of the view
    code:  code of the group, or "" where the column holds the codes
    name:  of the column
    """

    view: str
    code: str
    name: str


def count(
    session: Session,
    measures: tuple[Measure, ...],
    periods: tuple[Period, ...],
    views: tuple[View, ...],
    place: Place = "all",
) -> tuple[Counts, ...]:
    """Count every measure, period and view, for all places together or for each.

    session:  an open look
    measures: what is measured
    periods:  when
    views:    how people are grouped
    place:    "all", or "site" or "source" for one Counts a place
    Gives Counts in the order of measures, periods, places, views; what is asked twice, once.
    """
    # Rows stand in one table, so whatever is asked twice would be counted double.
    measures, periods = tuple(dict.fromkeys(measures)), tuple(dict.fromkeys(periods))
    views = tuple(dict.fromkeys(views))
    session.prepare(measures)
    rows.build(session, "rows", measures, periods, views)
    dimensions = _layer(session, measures, views, place)
    cells = _cells(session, dimensions)
    sums = _cluster_sums(session, dimensions)
    places = sorted({key[2] for key in cells.units}) or [EVERYBODY]
    return tuple(
        _counts(measure, period, where, view, (cells, sums))
        for measure in measures
        for period in periods
        for where in places
        for view in views
    )


def _layer(
    session: Session, measures: tuple[Measure, ...], views: tuple[View, ...], place: Place
) -> tuple[Dimension, ...]:
    """Put one column a dimension beside each row, and say whether the row is counted."""
    dimensions: list[Dimension] = []
    selected: list[Tree] = []
    for view in views:
        name = f"v_{view.key}"
        if not view.overlapping:
            dimensions.append(Dimension(view.key, EVERYBODY, name))
            selected.append(column("r", name))
            continue
        for code in _codes(session, name):
            flag = f"{name}_{len(dimensions)}"
            dimensions.append(Dimension(view.key, code, flag))
            tested = fill("list_contains(:codes, :code)", codes=column("r", name), code=text(code))
            selected.append(exp.alias_(tested, flag))
    counted, met = _last_steps(measures)
    repeats = [measure.key for measure in measures if measure.unit_of_analysis is Unit.ENCOUNTER]
    many = exp.In(this=column("r", "measure"), expressions=[text(key) for key in ["", *repeats]])
    where: Tree = text(EVERYBODY) if place == "all" else column("r", place)
    session.create(
        "layer",
        exp.select(
            "r.measure", "r.period", "r.patient_key", "r.step", exp.alias_(where, "place"),
            exp.alias_(counted, "counted"),
            exp.alias_(met, "met"), exp.alias_(many, "many"), *selected,
        ).from_("rows AS r"),
    )  # fmt: skip
    return tuple(dimensions)


def _last_steps(measures: tuple[Measure, ...]) -> tuple[exp.Case, exp.Case]:
    """Say of a row whether it is in the denominator, and whether in the numerator (1 or 0)."""
    counted, met = exp.Case(), exp.Case()
    for measure in measures:
        same = exp.EQ(this=column("r", "measure"), expression=text(measure.key))
        last = number(len(measure.steps) - 1)
        counted = counted.when(same, fill("r.step >= :last - 1", last=last))
        met = met.when(same.copy(), fill("CAST(r.step = :last AS INTEGER)", last=last))
    return counted, met


def _codes(session: Session, name: str) -> list[str]:
    listed = exp.select(exp.alias_(fill("unnest(:c)", c=column("r", name)), "code")).from_(
        "rows AS r"
    )
    query = exp.select("code").distinct().from_(listed.subquery("u")).order_by("code")
    return [str(row[0]) for row in session.run(query)]


@dataclass
class _Cells:
    units: dict[Key, dict[int, int]]
    persons: dict[Key, dict[int, int]]
    people: dict[Key, int]
    codes: dict[tuple[str, str, str, str], set[str]]


_Found = tuple[_Cells, dict[Key, IntArray]]


def grouping_query(dimensions: tuple[Dimension, ...]) -> exp.Select:
    """Give the one query of the pass.

    dimensions: columns of the layer
    """
    base = ["measure", "period", "place"]
    names = [dimension.name for dimension in dimensions]
    marks = exp.Anonymous(
        this="GROUPING", expressions=[exp.column(name) for name in [*names, "step"]]
    )
    sets = []
    for extra in [[], *([name] for name in names)]:
        for last in ("step", "counted"):
            columns = [exp.column(name) for name in [*base, *extra, last]]
            sets.append(exp.Tuple(expressions=columns))
    query = exp.select(
        exp.alias_(marks, "marks"), *base, *names, "step", "counted",
        "count(*) AS units", "count(DISTINCT patient_key) AS persons",
    ).from_("layer")  # fmt: skip
    query.set("group", exp.Group(grouping_sets=[exp.GroupingSets(expressions=sets)]))
    return query


def _cells(session: Session, dimensions: tuple[Dimension, ...]) -> _Cells:
    found = _Cells(defaultdict(dict), defaultdict(dict), {}, defaultdict(set))
    width = len(dimensions) + 1
    for row in session.run(grouping_query(dimensions)):
        marks, measure, period, where = row[0], str(row[1]), str(row[2]), str(row[3])
        bits = [bool(int(str(marks)) >> (width - 1 - place) & 1) for place in range(width)]
        values, step, counted = row[4:-4], row[-4], row[-3]
        units, persons = int(str(row[-2])), int(str(row[-1]))
        key = _key(dimensions, bits, values, (measure, period, where))
        if key is None:
            continue
        if not bits[-1]:
            found.units[key][int(str(step))] = units
            found.codes[key[:4]].add(key[4])
            found.persons[key][int(str(step))] = persons
        elif counted:
            found.people[key] = persons
    return found


def _key(
    dimensions: tuple[Dimension, ...],
    bits: list[bool],
    values: tuple[object, ...],
    base: tuple[str, str, str],
) -> Key | None:
    for dimension, rolled_up, value in zip(dimensions, bits, values, strict=False):
        if rolled_up:
            continue
        if dimension.code == EVERYBODY:
            return (*base, dimension.view, str(value))
        return (*base, dimension.view, dimension.code) if value else None
    return (*base, EVERYBODY, EVERYBODY)


def _cluster_sums(session: Session, dimensions: tuple[Dimension, ...]) -> dict[Key, IntArray]:
    """Sum over persons, for measures whose unit is not the person: m, n, x, n^2, nx, x^2.

    Persons are gathered within each grouping set: a visit has its own site, so one person may
    stand at several, and is still one person among those of one language.
    """
    names = [dimension.name for dimension in dimensions]
    base = ["measure", "period", "place"]
    marks = exp.Anonymous(this="GROUPING", expressions=[exp.column(name) for name in names])
    sets = [
        exp.Tuple(expressions=[exp.column(name) for name in [*base, *extra, "patient_key"]])
        for extra in [[], *([name] for name in names)]
    ]
    each = (
        exp.select(
            exp.alias_(marks if names else number(0), "marks"), *base, *names,
            "count(*) AS n", "sum(met) AS x",
        )
        .from_("layer")
        .where("counted AND many")
    )  # fmt: skip
    each.set("group", exp.Group(grouping_sets=[exp.GroupingSets(expressions=sets)]))
    query = (
        exp.select(
            "marks", *base, *names,
            "count(*)", "sum(n)", "sum(x)", "sum(n * n)", "sum(n * x)", "sum(x * x)",
        )
        .from_(each.subquery("e"))
        .group_by("marks", *base, *names)
    )  # fmt: skip
    sums: dict[Key, IntArray] = {}
    for row in session.run(query):
        width = len(dimensions)
        marked = int(str(row[0]))
        bits = [bool(marked >> (width - 1 - place) & 1) for place in range(width)]
        key = _key(dimensions, bits, row[4:-6], (str(row[1]), str(row[2]), str(row[3])))
        if key is not None:
            sums[key] = np.array([int(str(value)) for value in row[-6:]], dtype=np.int64)
    return sums


def _counts(measure: Measure, period: Period, where: str, view: View, found: _Found) -> Counts:
    cells, sums = found
    base = (measure.key, period.key, where)
    codes = sorted(cells.codes.get((*base, view.key), ()), key=view.order)
    keys: list[Key] = [(*base, view.key, code) for code in codes]
    everybody: Key = (*base, EVERYBODY, EVERYBODY)
    width = len(measure.steps)

    def line(source: dict[Key, dict[int, int]], key: Key) -> list[int]:
        return [source.get(key, {}).get(step, 0) for step in range(width)]

    nothing = np.zeros(6, dtype=np.int64)
    clustered = measure.unit_of_analysis is Unit.ENCOUNTER
    return Counts(
        measure=measure.key,
        version=measure.version,
        period=period,
        site=where,
        groups=tuple(view.group(code) for code in codes),
        steps=measure.steps,
        units=np.array([line(cells.units, key) for key in keys], dtype=np.int64).reshape(-1, width),
        persons=np.array([line(cells.persons, key) for key in keys], dtype=np.int64).reshape(
            -1, width
        ),
        total_units=np.array(line(cells.units, everybody), dtype=np.int64),
        total_persons=np.array(line(cells.persons, everybody), dtype=np.int64),
        people=np.array([cells.people.get(key, 0) for key in keys], dtype=np.int64),
        total_people=cells.people.get(everybody, 0),
        overlapping=view.overlapping,
        clusters=np.array([sums.get(key, nothing) for key in keys], dtype=np.int64).reshape(-1, 6)
        if clustered
        else None,
        total_clusters=sums.get(everybody, nothing) if clustered else None,
    )
