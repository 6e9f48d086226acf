"""Criteria to SQL: each primitive has one shape, written here once for every measure.

Rows are read through the views of `session`, which hold only rows of known patients and carry
the patient's birth date. `coding_<table>_<column>` lists the codings of a row, one a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from sqlglot import exp

from commonweal.engine import times
from commonweal.engine.sql import (
    Tree,
    among,
    both,
    column,
    either,
    fill,
    number,
    sure,
    text,
    within,
)
from commonweal.engine.sql import day as day_literal
from commonweal.kinds import Period
from commonweal.measures.criteria import (
    Age,
    AgeAt,
    All,
    Any,
    AnyCode,
    Beside,
    Between,
    Code,
    Coded,
    Criterion,
    During,
    Earlier,
    Has,
    Here,
    Is,
    IsTrue,
    Known,
    LastOf,
    LastValue,
    Latest,
    Lies,
    Link,
    Missing,
    Not,
    NotTrue,
    OneOf,
    Overlaps,
    Present,
    Records,
    Relation,
    SameKey,
    Sex,
    Test,
    When,
    Within,
)
from commonweal.tables.clinical import Component, Observation
from commonweal.tables.columns import Point, Span, Tokens

UNIT = "unit"


def coding_view(tokens: Tokens) -> str:
    """Name the view that lists the codings of a column.

    tokens: a column of codings
    """
    return f"coding_{tokens.table}_{tokens.name}"


@dataclass
class Compiler:
    """Compile criteria for one measurement period.

    period: the measurement period
    """

    period: Period

    def __post_init__(self) -> None:
        self._names = (f"r{index}" for index in count())

    def criterion(self, criterion: Criterion) -> Tree:
        """Give a condition on the row called unit; unknown counts as false."""
        match criterion:
            case All(of=parts):
                return both(*(self.criterion(part) for part in parts))
            case Any(of=parts):
                return exp.paren(either(*(self.criterion(part) for part in parts)))
            case Not(criterion=inner):
                return exp.not_(self.criterion(inner), copy=False)
            case Has(records=records, at_least=least):
                return self._has(records, least)
            case Here(records=records):
                return within(column(UNIT, "unit_key"), self.relation(records, "row_key"))
            case Sex(code=code):
                return sure(exp.EQ(this=column(UNIT, "admin_gender"), expression=text(code)))
            case Age():
                return self._age(criterion)
            case Is(column=tested, values=values):
                return sure(among(column(UNIT, tested.name), values))
            case IsTrue(column=tested):
                return sure(column(UNIT, tested.name))
            case Known(column=tested):
                name = f"{tested.name}_day" if isinstance(tested, Point) else tested.name
                return fill(":value IS NOT NULL", value=column(UNIT, name))
            case Between():
                return _between(criterion)
            case _:
                return self._last_value(criterion)

    def relation(self, relation: Relation, *wanted: str) -> exp.Select:
        """Give the rows of a relation, with the columns wanted."""
        alias = next(self._names)
        if isinstance(relation, LastOf):
            source = self._last(relation)
            query = exp.select(*(column(alias, name) for name in wanted)).from_(
                source.subquery(alias)
            )
            query.where(exp.EQ(this=column(alias, "place"), expression=number(1)), copy=False)
        else:
            query = exp.select(*(column(alias, name) for name in wanted)).from_(
                exp.alias_(exp.to_table(relation.table.name), alias, table=True)
            )
        tests = [self.test(test, alias) for test in relation.tests]
        return query.where(*tests, copy=False) if tests else query

    def test(self, test: Test, alias: str) -> Tree:
        """Give a condition on one row."""
        match test:
            case OneOf(column=tested, values=values):
                return among(column(alias, tested.name), values)
            case Present(column=tested):
                name = f"{tested.name}_day" if isinstance(tested, Point) else tested.name
                return fill(":value IS NOT NULL", value=column(alias, name))
            case NotTrue(column=tested):
                return exp.not_(sure(column(alias, tested.name)))
            case Coded(column=tokens, any_of=codes):
                return within(column(alias, "row_key"), self._coded(tokens, codes))
            case Overlaps(span=span, window=window):
                return times.overlaps(alias, span, window, self.period)
            case During(span=span, window=window):
                return both(
                    times.not_before(times.point(alias, span.start), window, self.period),
                    times.not_after(times.span_end(alias, span), window, self.period),
                )
            case Lies(point=point, window=window, or_missing=or_missing):
                when = times.point(alias, point)
                inside = times.lies(when, window, self.period)
                missing = fill(":day IS NULL", day=when.day)
                return exp.paren(either(missing, inside)) if or_missing else inside
            case AgeAt(point=point, least=least):
                years = times.years_between(
                    column(alias, "patient_birth_day"), times.point(alias, point).day
                )
                return fill(":years >= :least", years=exp.paren(years), least=number(least))
            case _:
                return self._beside(test, alias)

    def _beside(self, test: Beside, alias: str) -> Tree:
        inner = self.relation(test.records, "patient_key")
        other = inner.args["from_"].this.alias
        linked = inner.where(
            exp.EQ(this=column(other, "patient_key"), expression=column(alias, "patient_key")),
            *(_link(link, alias, other, test.records.table.name) for link in test.links),
            copy=False,
        )
        found = exp.Exists(this=linked)
        return exp.not_(found, copy=False) if test.none else found

    def _has(self, records: Relation, least: int) -> Tree:
        query = self.relation(records, "patient_key")
        if least > 1:
            alias = query.args["from_"].this.alias
            key = column(alias, "patient_key")
            query = query.group_by(key).having(fill("count(*) >= :least", least=number(least)))
        return within(column(UNIT, "patient_key"), query)

    def _age(self, criterion: Age) -> Tree:
        at = day_literal(times.resolve(criterion.at, self.period))
        years = exp.paren(times.years_between(column(UNIT, "birth_day"), at))
        bounds = []
        if criterion.least is not None:
            bounds.append(fill(":years >= :n", years=years, n=number(criterion.least)))
        if criterion.most is not None:
            bounds.append(fill(":years <= :n", years=years, n=number(criterion.most)))
        return sure(both(*bounds))

    def _coded(self, tokens: Tokens, codes: tuple[AnyCode, ...]) -> exp.Select:
        token = column("c", "token")
        direct = [code.token for code in codes if isinstance(code, Code)]
        sets = [code.url for code in codes if not isinstance(code, Code)]
        conditions = [among(token, direct)] if direct else []
        if sets:
            members = (
                exp.select(column("v", "token"))
                .from_(exp.alias_(exp.to_table("valueset"), "v", table=True))
                .where(among(column("v", "url"), sets))
            )
            conditions.append(within(token, members))
        return (
            exp.select(column("c", "row_key"))
            .from_(exp.alias_(exp.to_table(coding_view(tokens)), "c", table=True))
            .where(either(*conditions))
        )

    def _last(self, relation: LastOf) -> exp.Select:
        alias = next(self._names)
        place = fill(
            "row_number() OVER (PARTITION BY :patient ORDER BY :ts DESC NULLS LAST, :key DESC)",
            patient=column(alias, "patient_key"),
            ts=times.point(alias, relation.by).ts,
            key=column(alias, "row_key"),
        )
        query = exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier(alias)))
        query = query.select(exp.alias_(place, "place")).from_(
            exp.alias_(exp.to_table(relation.table.name), alias, table=True)
        )
        return query.where(*(self.test(test, alias) for test in relation.records.tests))

    def _last_value(self, criterion: LastValue) -> Tree:
        decided = (
            self._worst_side(criterion)
            if criterion.missing is Missing.SPOILS
            else self._picked(criterion)
        )
        met = within(column(UNIT, "patient_key"), decided)
        if not criterion.no_reading:
            return met
        none = exp.not_(
            within(column(UNIT, "patient_key"), self.relation(criterion.records, "patient_key"))
        )
        return exp.paren(either(met, none))

    def _last_day(self, criterion: LastValue) -> exp.Select:
        """Give the readings of each patient's last day that has one."""
        alias = next(self._names)
        when = times.point(alias, criterion.day).day
        latest = fill(
            "max(:day) OVER (PARTITION BY :patient)",
            day=when,
            patient=column(alias, "patient_key"),
        )
        readings = (
            exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier(alias)))
            .select(exp.alias_(when, "reading_day"), exp.alias_(latest, "latest_day"))
            .from_(exp.alias_(exp.to_table(Observation.name), alias, table=True))
            .where(*(self.test(test, alias) for test in criterion.records.tests))
        )
        return (
            exp.select("*")
            .from_(readings.subquery("reading"))
            .where(fill("reading_day = latest_day"))
        )

    def _picked(self, criterion: LastValue) -> exp.Select:
        """Pick the lowest number of the day, a reading without a number before all others."""
        place = fill(
            "row_number() OVER (PARTITION BY d.patient_key "
            "ORDER BY d.value_num NULLS FIRST, d.row_key DESC)"
        )
        ranked = (
            exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier("d")))
            .select(exp.alias_(place, "place"))
            .from_(self._last_day(criterion).subquery("d"))
        )
        beyond = _beyond(criterion, column("p", "value_num"), column("p", "unit"))
        # A quantity with a comparator or a foreign unit system has no value (common 1.6).
        bare = fill("p.value_type IS NULL OR (p.value_type = 'Quantity' AND p.value_num IS NULL)")
        return (
            exp.select(column("p", "patient_key"))
            .from_(ranked.subquery("p"))
            .where(fill("p.place = 1"), exp.paren(either(exp.paren(bare), beyond)))
        )

    def _worst_side(self, criterion: LastValue) -> exp.Select:
        """Take the lowest number of the day; one reading without its number spoils the day."""
        day = self._last_day(criterion)
        if criterion.component is None:
            sides = exp.select(
                "d.patient_key", "d.row_key", "d.value_num AS number", "d.unit AS unit",
                "1 AS parts",
            ).from_(day.subquery("d"))  # fmt: skip
        else:
            coded = self._coded(Component.code, (criterion.component,))
            parts = (
                exp.select("c.*")
                .from_("component AS c")
                .where(within(column("c", "row_key"), coded))
            )
            sides = (
                exp.select(
                    "d.patient_key", "d.row_key", "min(c.value_num) AS number",
                    "min(c.unit) AS unit", "count(c.row_key) AS parts",
                )
                .from_(day.subquery("d"))
                .join(parts.subquery("c"), on="c.observation_key = d.row_key", join_type="left")
                .group_by("d.patient_key", "d.row_key")
            )  # fmt: skip
        usable = [fill("s.parts = 1"), fill("s.number IS NOT NULL")]
        if criterion.unit is not None:
            usable.append(fill("s.unit = :unit", unit=text(criterion.unit)))
        beyond = _beyond(criterion, fill("min(s.number)"), None)
        return (
            exp.select("s.patient_key")
            .from_(sides.subquery("s"))
            .group_by("s.patient_key")
            .having(fill("bool_and(:usable)", usable=sure(both(*usable))), beyond)
        )


def _between(criterion: Between) -> Tree:
    value, bounds = column(UNIT, criterion.column.name), []
    if criterion.least is not None:
        bounds.append(fill(":value >= :n", value=value, n=number(criterion.least)))
    if criterion.most is not None:
        bounds.append(fill(":value <= :n", value=value, n=number(criterion.most)))
    return sure(both(*bounds))


def _beyond(criterion: LastValue, value: Tree, unit: Tree | None) -> Tree:
    if criterion.above is not None:
        tests = [fill(":value > :limit", value=value, limit=number(criterion.above))]
    else:
        limit = number(criterion.below or 0.0)
        tests = [fill(":value < :limit", value=value, limit=limit)]
    if criterion.unit is not None and unit is not None:
        tests.append(fill(":unit = :wanted", unit=unit, wanted=text(criterion.unit)))
    return exp.paren(both(*tests))


def _link(link: Link, outer: str, inner: str, inner_table: str) -> Tree:
    """Give the condition of a link; each column is read from the record whose table it is.

    Where both records are of one table, `this` is of the record tested and `that` of the other.
    """
    if isinstance(link, SameKey):
        this_table, that_table = link.this.table, link.that.table
    else:
        this_table, that_table = _table(link.this), _table(link.that)
    turned = this_table == inner_table and that_table != inner_table
    this, that = (inner, outer) if turned else (outer, inner)
    match link:
        case SameKey():
            return exp.EQ(
                this=column(this, link.this.name), expression=column(that, link.that.name)
            )
        case Within(before=before, after=after):
            return times.days_apart(
                times.point(this, link.this), times.point(that, link.that), before, after
            )
        case Earlier():
            return times.instant_before(
                times.point(this, link.this), times.point(that, link.that), True
            )
        case _:
            when = times.point(this, link.this)
            return both(
                times.instant_before(times.point(that, link.that.start), when, False),
                times.instant_before(when, times.span_end(that, link.that), False),
            )


def _table(when: When | Span) -> str:
    if isinstance(when, Latest):
        return when.span.start.table
    return when.start.table if isinstance(when, Span) else when.table


__all__ = ["UNIT", "Compiler", "Records", "coding_view"]
