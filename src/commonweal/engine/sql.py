"""Small pieces of SQL trees. Text from outside enters only as a literal or a quoted name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from sqlglot import exp, parse_one

Tree = exp.Expr
DIALECT = "duckdb"
FAR = "9999-12-31"


@lru_cache(maxsize=512)
def _parsed(template: str) -> Tree:
    return parse_one(template, dialect=DIALECT)


def fill(template: str, **parts: Tree) -> Tree:
    """Parse a constant template and put trees in the place of its :names.

    template: SQL of ours, never of a user
    parts:    a tree for each name
    """
    return exp.replace_placeholders(_parsed(template), **parts)


def text(value: str) -> Tree:
    """Make a text literal.

    value: the text
    """
    return exp.Literal.string(value)


def number(value: float) -> Tree:
    """Make a number.

    value: the number
    """
    return exp.Literal.number(value)


def day(value: date) -> Tree:
    """Make a date literal.

    value: the day
    """
    return exp.cast(exp.Literal.string(value.isoformat()), "DATE")


def instant(value: date) -> Tree:
    """Make the first instant of a day.

    value: the day
    """
    return exp.cast(exp.Literal.string(f"{value.isoformat()} 00:00:00"), "TIMESTAMP")


def column(alias: str, name: str) -> Tree:
    """Name a column of an alias, quoted.

    alias: of the table
    name:  of the column
    """
    return exp.column(exp.to_identifier(name, quoted=True), table=alias)


def among(this: Tree, values: Iterable[str]) -> Tree:
    """Test that a text is one of some literals.

    this:   what is tested
    values: the literals
    """
    return exp.In(this=this, expressions=[text(value) for value in values])


def within(this: Tree, query: exp.Query) -> Tree:
    """Test that a value is among the rows of a query.

    this:  what is tested
    query: gives one column
    """
    return exp.In(this=this, query=query.subquery(copy=False))


def both(*conditions: Tree) -> Tree:
    """Join conditions by AND; none gives TRUE.

    conditions: any number
    """
    return exp.and_(*conditions, copy=False) if conditions else exp.true()


def either(*conditions: Tree) -> Tree:
    """Join conditions by OR; none gives FALSE.

    conditions: any number
    """
    return exp.or_(*conditions, copy=False) if conditions else exp.false()


def sure(condition: Tree) -> Tree:
    """Turn unknown into false.

    condition: true, false or unknown
    """
    return exp.Coalesce(this=exp.paren(condition, copy=False), expressions=[exp.false()])


def render(query: Tree) -> str:
    """Write a tree as the text that runs.

    query: the tree
    """
    return query.sql(dialect=DIALECT, pretty=True)
