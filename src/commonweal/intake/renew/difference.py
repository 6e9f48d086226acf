"""Say what a load changes against the version before it, and refuse one that loses too much.

Rows are compared by table, source and key. New, changed and gone are counts of rows; months are
named only where enough people lose rows in a month that the count tells of nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from commonweal.intake.query import build, rows
from commonweal.kinds import Problem
from commonweal.tables.columns import Point
from commonweal.tables.registry import BY_NAME

SHARE, FEWEST = 0.10, 10
MOST_MONTHS, LEAST_OF_A_MONTH = 3, 11
_SIDE = """SELECT key__ AS _key, source_id AS _feed, BIT_XOR(HASH(t)) AS _content,
    COUNT(*) AS _rows FROM rows__ AS t GROUP BY ALL"""
_TALLY = """SELECT COALESCE(o._feed, n._feed) AS feed, SUM(COALESCE(o._rows, 0)),
    SUM(CASE WHEN o._key IS NULL THEN n._rows ELSE 0 END),
    SUM(CASE WHEN o._content <> n._content THEN n._rows ELSE 0 END),
    SUM(CASE WHEN n._key IS NULL THEN o._rows ELSE 0 END)
    FROM before_side AS o FULL JOIN after_side AS n ON n._key = o._key AND n._feed = o._feed
    GROUP BY feed ORDER BY feed"""
_MONTHS = """SELECT STRFTIME(t.day__, '%Y-%m') AS month, COUNT(*) AS many FROM before_rows AS t
    ANTI JOIN after_side AS n ON n._key = t.key__ AND n._feed = t.source_id
    WHERE NOT t.day__ IS NULL AND t.source_id = $1 GROUP BY month
    HAVING COUNT(DISTINCT person__) >= $2
    ORDER BY many DESC, month LIMIT $3"""


@dataclass(frozen=True)
class Difference:
    """Hold what a load changes in one table of one source.

    table, source_id: which
    before: rows that stood
    new, changed, gone: rows
    months: (month, rows gone) of the months that lose most
    """

    table: str
    source_id: str
    before: int
    new: int
    changed: int
    gone: int
    months: tuple[tuple[str, int], ...] = ()

    @property
    def shrinks(self) -> bool:
        """Say whether more is gone than a full load should lose."""
        return self.gone > FEWEST and self.gone > SHARE * self.before


def differences(
    connection: duckdb.DuckDBPyConnection, before: Path, after: Path, tables: Collection[str]
) -> list[Difference]:
    """Compare the tables of two versions.

    connection: DuckDB
    before, after: folders of tables
    tables: names of those that stand in either
    """
    found = []
    for table in sorted(tables):
        _sides(connection, {"before": before, "after": after}, table)
        found += [
            Difference(table, feed, int(was), int(new), int(changed), int(gone),
                       _months(connection, table, feed) if gone else ())
            for feed, was, new, changed, gone in rows(connection, build(_TALLY))
        ]  # fmt: skip
    return found


def guard(
    found: Sequence[Difference], replaced: Collection[tuple[str, str]] | None
) -> Problem | None:
    """Give why a load that loses more than it should is refused, or None.

    found: from `differences`
    replaced: (source, table) that the load replaces, or None where it replaces everything
    """
    shrunk = [
        one
        for one in found
        if one.shrinks and (replaced is None or (one.source_id, one.table) in replaced)
    ]
    if not shrunk:
        return None
    return Problem(
        "load-shrinks",
        "A full load is taken for all there is, and this one would lose rows that the store "
        "holds, so it was refused:\n" + "\n".join(told(shrunk)),
        "Check that the export is whole. If the rows are meant to go, load again with "
        "--accept-shrink; if it only adds to what is there, with --since or --beside.",
    )


def told(found: Sequence[Difference]) -> list[str]:
    """Say what changes, one line a table and source; what stays as it is is not named.

    found: from `differences`
    """
    return [
        f"  {one.table} of {one.source_id}: {one.new:,} new, {one.changed:,} changed, "
        f"{one.gone:,} gone of {one.before:,}{_share(one)}{_when(one)}."
        for one in found if one.new or one.changed or one.gone
    ]  # fmt: skip


def listed(found: Sequence[Difference]) -> list[dict[str, Any]]:
    """Give what changes as it is written in the manifest.

    found: from `differences`
    """
    return [asdict(one) | {"months": [list(month) for month in one.months]} for one in found]


def _sides(connection: duckdb.DuckDBPyConnection, folders: Mapping[str, Path], table: str) -> None:
    """Name the rows of both versions, and list them by key with a hash of what they say."""
    found = {name: sorted(str(path) for path in (folder / table).glob("part-*.parquet"))
             for name, folder in folders.items()}  # fmt: skip
    read = {name: connection.from_parquet(parts) for name, parts in found.items() if parts}
    # What marks a row follows from other rows, and a column that only one version has says nothing.
    told = [(column, kind) for column, kind, _ in BY_NAME[table].physical()
            if column not in ("valid", "problem")
            and all(column in one.columns for one in read.values())]  # fmt: skip
    nothing = exp.select(*(exp.cast(exp.null(), kind).as_(column, quoted=True)
                           for column, kind in told)).where(exp.false())  # fmt: skip
    for name in folders:
        if name in read:
            named = read[name].select(*(duckdb.ColumnExpression(column) for column, _ in told))
        else:
            named = connection.sql(nothing.sql(dialect="duckdb"))
        named.create_view(f"{name}_rows", replace=True)
        rows(connection, build("DROP TABLE IF EXISTS side__", side=f"{name}_side"))
        listed = build(_SIDE, key=BY_NAME[table].key, rows=f"{name}_rows")
        connection.sql(listed).create(f"{name}_side")


def _months(
    connection: duckdb.DuckDBPyConnection, table: str, feed: str
) -> tuple[tuple[str, int], ...]:
    point = next((one for one in BY_NAME[table].declared() if isinstance(one, Point)), None)
    if point is None or BY_NAME[table].roster():
        return ()  # a month of birth is nobody's business here
    key = BY_NAME[table].key
    query = build(_MONTHS, day=f"{point.name}_day", key=key, person=BY_NAME[table].person() or key)
    return tuple(
        (month, int(many))
        for month, many in rows(connection, query, [feed, LEAST_OF_A_MONTH, MOST_MONTHS])
    )


def _share(one: Difference) -> str:
    return f" ({100 * one.gone / one.before:.0f}%)" if one.gone else ""


def _when(one: Difference) -> str:
    listed = ", ".join(f"{month} ({many:,})" for month, many in one.months)
    return f"; most of them in {listed}" if listed else ""
