"""Build SQL as expression trees: templates are constants of ours, names are put in as identifiers.

No outside text ever becomes part of a statement.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import duckdb
from sqlglot import exp, parse_one


def build(template: str, /, **names: str | exp.Expr) -> str:
    """Write a statement for DuckDB.

    template: constant SQL; a table or column called `NAME__` is replaced
    names: for each such NAME an identifier, or an expression to stand there
    """
    if all(isinstance(part, str) for part in names.values()):
        return _named(template, tuple(sorted(names.items())))
    return expression(template, **names).sql(dialect="duckdb")


def expression(template: str, /, **names: str | exp.Expr) -> exp.Expr:
    """Make an expression in the same way.

    template: constant SQL expression
    names: as for `build`
    """
    replaced = {f"{name}__": part for name, part in names.items()}
    return _parsed(template).transform(_replace, replaced)


def select(template: str, /, **names: str | exp.Expr) -> exp.Select:
    """Make a SELECT in the same way, to which conditions can be added.

    template: constant SQL of a SELECT
    names: as for `build`
    Fails with TypeError where it is another statement.
    """
    found = expression(template, **names)
    if not isinstance(found, exp.Select):
        raise TypeError(template)
    return found


def view(connection: duckdb.DuckDBPyConnection, name: str, statement: str) -> None:
    """Give a name to a query.

    connection: DuckDB
    name: of the view
    statement: from `build`
    """
    # said outright: a relation would be worked out twice before it became a view
    connection.execute(
        f"CREATE VIEW {exp.to_identifier(name, quoted=True).sql('duckdb')} AS {statement}"
    )


def rows(
    connection: duckdb.DuckDBPyConnection, statement: str, values: list[Any] | None = None
) -> list[tuple[Any, ...]]:
    """Run a statement to its end and give its rows.

    connection: DuckDB
    statement: from `build`
    values: for its parameters
    """
    found: list[tuple[Any, ...]] = connection.execute(statement, values or []).fetchall()
    return found


@lru_cache(maxsize=4096)
def _named(template: str, names: tuple[tuple[str, str], ...]) -> str:
    return expression(template, **dict(names)).sql(dialect="duckdb")


@lru_cache(maxsize=512)
def _parsed(template: str) -> exp.Expr:
    return parse_one(template, dialect="duckdb")


def _replace(node: exp.Expr, names: dict[str, str | exp.Expr]) -> exp.Expr:
    if isinstance(node, exp.Column) and not node.table:
        part = names.get(node.name)
        if isinstance(part, exp.Expr):
            return part.copy()
    if isinstance(node, exp.Identifier):
        part = names.get(node.name)
        if isinstance(part, str):
            return exp.to_identifier(part, quoted=True)
    return node
