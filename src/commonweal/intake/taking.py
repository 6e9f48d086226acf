"""Stage the rows of a query, beside those that are staged one by one.

This stands apart from `staging.py` so that a process that only reads FHIR need not load DuckDB.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.intake.staging import BATCH, Staging, layout, schema_of, writer_of

AT_ONCE = 1 << 16  # rows of a query, of which whole columns are written at a time


def take(staging: Staging, connection: duckdb.DuckDBPyConnection, table: str, query: str) -> int:
    """Take in the rows of a query, in the order of the table's layout.

    staging: takes them
    connection: where the query runs
    table: name of a staged table
    query: SELECT that gives every column of the layout, by name
    Gives the number of rows.
    """
    columns = [duckdb.ColumnExpression(name).cast(duckdb.sqltype(kind)).alias(name)
               for name, kind in layout(table)]  # fmt: skip
    part = staging.fresh(table)
    _copy(part, table, connection.sql(query).select(*columns), AT_ONCE)
    staging.adopt(part)
    return int(pq.read_metadata(part).num_rows)


def write_anew(path: Path, rows: duckdb.DuckDBPyRelation) -> None:
    """Write a file of staged rows in the place of another.

    path: the file, named by its table
    rows: of the layout of the table; they may come from the file itself
    """
    fresh = path.with_suffix(".fresh")
    _copy(fresh, path.name.split(".")[0], rows, BATCH)
    fresh.replace(path)


def _copy(path: Path, table: str, rows: duckdb.DuckDBPyRelation, many: int) -> None:
    """Write rows as they come, so many to a row group."""
    with writer_of(path, table) as writer:
        for batch in rows.to_arrow_reader(many):
            writer.write_table(pa.table(batch.columns, names=batch.schema.names)
                               .cast(schema_of(table)))  # fmt: skip
