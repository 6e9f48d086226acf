"""Analytical rows: one line a unit, with the step at which it left the measure."""

from __future__ import annotations

from functools import lru_cache

from sqlglot import exp

from commonweal.engine import people
from commonweal.engine.compile import UNIT, Compiler
from commonweal.engine.session import Session
from commonweal.engine.sql import Tree, column, fill, number, render, text
from commonweal.engine.units import query_of
from commonweal.kinds import Period
from commonweal.measures.measure import Measure, Unit
from commonweal.tables.columns import Column, Point, Table, Text
from commonweal.tables.views import VIEWS, View


@lru_cache(maxsize=256)
def plan(measure: Measure, period: Period) -> exp.Select:
    """Give the query of one measure and period: unit, patient, site, step.

    measure: the declaration
    period:  the measurement period
    The step is the place in `measure.steps`: the first population step not passed; else the
    first exclusion met; else the numerator; else the first exception met; else not met.
    """
    compiler = Compiler(period)
    population = measure.population + measure.denominator
    passed = [compiler.criterion(step.test) for step in population]
    left: list[Tree] = [exp.not_(one, copy=False) for one in passed]
    left += [compiler.criterion(step.test) for step in measure.exclusions]
    excused = [compiler.criterion(step.test) for step in measure.exceptions]
    last = len(measure.steps) - 1
    case = exp.Case()
    for place, condition in enumerate(left):
        case = case.when(condition, number(place), copy=False)
    if measure.event is not None:
        case = case.when(compiler.criterion(measure.event.test), number(last), copy=False)
    for place, condition in enumerate(excused, start=len(left)):
        case = case.when(condition, number(place), copy=False)
    # Without a numerator everybody who is counted stands in the last column.
    case = case.else_(number(last - 1 if measure.event else last), copy=False)
    return exp.select(
        column(UNIT, "unit_key"),
        column(UNIT, "patient_key"),
        column(UNIT, "site"),
        exp.alias_(case, "step"),
        *_roles(measure),
    ).from_(_units(measure.unit_of_analysis, period).subquery(UNIT))


def _roles(measure: Measure) -> list[Tree]:
    """Give what the estimator takes, as `r_<role>`, and the words that units are grouped by."""
    unit = measure.unit_of_analysis
    if isinstance(unit, Unit):
        return []
    words = [exp.alias_(column(UNIT, view), f"v_{view}") for view in grouped_by(unit)]
    return words + [
        exp.alias_(as_given(role.column, UNIT), f"r_{role.name}") for role in measure.roles
    ]


def grouped_by(unit: type[Table]) -> tuple[str, ...]:
    """Give the keys of the views that are words of a unit's own row.

    unit: the unit table
    """
    own = {one.name for one in unit.declared()}
    return tuple(view.key for view in VIEWS if view.column and view.key in own)


def as_given(given: Column, alias: str) -> Tree:
    """Give a column as an estimator reads it: numbers as they are, days since 1970, words.

    given: of a unit table
    alias: of the query that has it
    """
    if isinstance(given, Point):
        since = "date_diff('day', CAST('1970-01-01' AS DATE), :day)"
        return exp.cast(fill(since, day=column(alias, f"{given.name}_day")), "DOUBLE")
    value = column(alias, given.name)
    return value if isinstance(given, Text) else exp.cast(value, "DOUBLE")


@lru_cache(maxsize=256)
def sql_of(measure: Measure, period: Period) -> str:
    """Write the query of one measure and period, for the trace.

    measure: the declaration
    period:  the measurement period
    """
    return render(plan(measure, period))


def build(
    session: Session,
    name: str,
    measures: tuple[Measure, ...],
    periods: tuple[Period, ...],
    views: tuple[View, ...],
) -> None:
    """Write the rows of several measures and periods into one table of the session's memory.

    session:  the open look, prepared for these measures
    name:     name of the table to make
    measures: what is measured
    periods:  when
    views:    which groups stand beside each row
    """
    queries: list[exp.Select] = []
    for period in periods:
        known = people.listed(session, views, period)
        for measure in measures:
            queries.append(_beside_people(plan(measure, period), measure, period, known, views))
    for index, query in enumerate(queries):
        session.create(f"{name}_{index}", query)
    union: exp.Query = exp.select("*").from_(f"{name}_0")
    for index in range(1, len(queries)):
        union = union.union(exp.select("*").from_(f"{name}_{index}"), distinct=False)
    session.create(name, union, view=True)


def _beside_people(
    rows: exp.Select, measure: Measure, period: Period, known: str, views: tuple[View, ...]
) -> exp.Select:
    site = "coalesce(r.site, p.home_site)"
    columns = [column("p", f"v_{view.key}") for view in views if view.key != "site"]
    query = (
        exp.select(
            exp.alias_(text(measure.key), "measure"),
            exp.alias_(text(period.key), "period"),
            "r.unit_key", "r.patient_key", "r.step", "p.source_id AS source",
            exp.alias_(fill(site), "site"),
            *columns,
        )
        .from_(rows.subquery("r", copy=False), copy=False)
        .join(f"{known} AS p", on="p.patient_key = r.patient_key", copy=False)
    )  # fmt: skip
    if any(view.key == "site" for view in views):
        query.select(exp.alias_(fill(site), "v_site"), copy=False)
    return query


def _of_table(unit: type[Table], period: Period) -> exp.Select:
    """Give every row of a unit table, with its key, its person and its site."""
    own = {one.name for one in unit.declared()}
    nothing = exp.cast(exp.Null(), "VARCHAR")
    return exp.select(
        "u.*",
        exp.alias_(column("u", unit.key), "unit_key"),
        *([exp.alias_(column("u", unit.person()) if unit.person() else nothing, "patient_key")]
          if "patient_key" not in own else []),
        *([exp.alias_(nothing, "site")] if "site" not in own else []),
    ).from_(query_of(unit, period).subquery("u"))  # fmt: skip


def _units(unit: Unit | type[Table], period: Period) -> exp.Select:
    """Give every unit there is, with what criteria ask of it."""
    if not isinstance(unit, Unit):
        return _of_table(unit, period)
    gender = (
        exp.select("patient_key", "min(value) AS admin_gender")
        .from_("vault_attribute")
        .where("attribute = 'admin_gender'")
        .group_by("patient_key")
        .subquery("g")
    )
    if unit is Unit.PATIENT:
        query = exp.select(
            "p.patient_key AS unit_key", "p.patient_key", "p.birth_day", "g.admin_gender",
            exp.alias_(exp.cast(exp.Null(), "VARCHAR"), "site"),
        ).from_("patient AS p")  # fmt: skip
        return query.join(gender, on="g.patient_key = p.patient_key", join_type="left")
    query = exp.select(
        "e.row_key AS unit_key", "e.patient_key", "e.patient_birth_day AS birth_day",
        "g.admin_gender", "coalesce(o.label, e.org_key, 'not_recorded') AS site",
    ).from_("encounter AS e")  # fmt: skip
    query = query.join("organization AS o", on="o.org_key = e.org_key", join_type="left")
    return query.join(gender, on="g.patient_key = e.patient_key", join_type="left")
