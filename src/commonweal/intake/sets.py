"""Give DuckDB rows that were made in Python, as a table to join with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

WORD, WHOLE = pa.string(), pa.int64()


def put(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, pa.DataType],
    made: Sequence[Sequence[object]],
) -> None:
    """Make a table of rows.

    connection: DuckDB
    name: of the table
    columns: type of each column, in the order of the cells
    made: rows; there may be none
    """
    cells = list(zip(*made, strict=True)) if made else [()] * len(columns)
    arrays = [pa.array(some, kind) for some, kind in zip(cells, columns.values(), strict=True)]
    connection.from_arrow(pa.table(arrays, names=list(columns))).create(name)
