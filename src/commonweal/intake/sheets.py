"""Write rows that stand in an order as Parquet, in one pass: one file, or one for each bucket.

DuckDB sorts many rows and hands them on in batches; few are sorted here, in less memory and two
thirds of the time. Pyarrow writes them, in half the time that DuckDB takes. Row groups, and pieces
of them, are cut by their number of rows alone, so that the same rows always give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlglot import exp

from commonweal.intake.spread import Spread, lows, sort

ROW_GROUP = 122_880
# Rows that are encoded at once. How a column is encoded depends on it; 15 of these are a row group.
PIECE_ROWS = 8_192
# A sort takes memory with its rows, also where it spills. With all rows of 2 GB at once a load
# ended for want of it; with so many at a time it did not.
TURN_ROWS = 750_000
HERE_ROWS = 400_000  # at most, of which all are held at once
_AT_ONCE = 1 << 14
_MOST_TURNS = 256


@dataclass(frozen=True)
class Few:
    """Name a query whose rows are few enough to be sorted here.

    query: its rows come in any order
    many: rows that there are
    by: columns, the first with nulls before all else
    """

    query: str
    many: int
    by: tuple[str, ...]


def in_turns(ordered: exp.Select, by: str, many: int) -> list[str]:
    """Give queries whose rows, one query after the other, are those of one, in its order.

    ordered: a SELECT that orders by the column first, with nulls before all else
    by: column of words that begin with hexadecimal digits
    many: rows that there are about

    >>> few = exp.select("*").from_("t").order_by("k NULLS FIRST")
    >>> in_turns(few, "k", 9)
    ['SELECT * FROM t ORDER BY k NULLS FIRST']
    >>> for one in in_turns(few, "k", 2 * TURN_ROWS):
    ...     print(one)
    SELECT * FROM t WHERE "k" IS NULL OR "k" < '80' ORDER BY k NULLS FIRST
    SELECT * FROM t WHERE "k" >= '80' ORDER BY k NULLS FIRST
    """
    turns = 1
    while turns < _MOST_TURNS and many > turns * TURN_ROWS:
        turns *= 2
    begins, column = lows(turns), exp.column(by, quoted=True)
    parts: list[exp.Expr] = []
    for low, high in pairwise(["", *begins, ""]):
        after, before = column >= exp.Literal.string(low), column < exp.Literal.string(high)
        if not low:
            parts.append(exp.or_(column.is_(exp.null()), before))
        else:
            parts.append(exp.and_(after, before) if high else after)
    whole = [ordered.where(part) for part in parts] if begins else [ordered]
    return [one.sql(dialect="duckdb") for one in whole]


def write_parquet(
    connection: duckdb.DuckDBPyConnection,
    queries: str | Sequence[str] | Few,
    path: Path,
    unique: str = "",
) -> None:
    """Write the rows of a query, in its order, always as the same bytes.

    connection: DuckDB with one thread
    queries: from `build`, or several whose rows follow each other, or one that is sorted here
    path: file to write
    unique: column of words that hardly come twice, or ""
    """
    _fill(path, *_read(connection, queries), unique)


def write_rows(rows: duckdb.DuckDBPyRelation, path: Path, unique: str = "") -> None:
    """Write rows in the same way.

    rows: in their order, of a connection with one thread
    path: file to write
    unique: column of words that hardly come twice, or ""
    """
    reader = rows.to_arrow_reader(_AT_ONCE)
    _fill(path, reader.schema, reader, unique)


def write_spread(spread: Spread, parts: Iterable[int], path: Path, unique: str = "") -> None:
    """Write rows that were spread, in their order, in the same way.

    spread: holds them
    parts: numbers of those to write, in order
    path: file to write
    unique: column of words that hardly come twice, or ""
    """
    rows = (batch for part in parts for batch in spread.batches(part))
    _fill(path, spread.schema, rows, unique)


def _fill(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch], unique: str) -> None:
    with _Sheet(path, schema, unique) as sheet:
        for batch in batches:
            sheet.add(batch)


def write_buckets(
    connection: duckdb.DuckDBPyConnection,
    queries: str | Sequence[str] | Few,
    paths: Sequence[Path],
    *,
    person: str,
    unique: str = "",
) -> None:
    """Write the rows of a query into several files, parted by the first two digits of a key.

    connection: DuckDB with one thread
    queries: as for `write_parquet`; the rows stand by the key of a person, nobody's first
    paths: a file for each bucket, a power of two of them; nobody's rows lie in the first
    person: column of the key, in hexadecimal digits
    unique: column of words that hardly come twice, or ""
    """
    schema, batches = _read(connection, queries)
    left, parts = list(paths), _parted(batches, lows(len(paths)), person)
    sheet = _Sheet(left.pop(0), schema, unique)
    try:
        for part in parts:
            if part is None:
                sheet.close()
                sheet = _Sheet(left.pop(0), schema, unique)
            else:
                sheet.add(part)
    finally:
        sheet.close()


def _read(
    connection: duckdb.DuckDBPyConnection, queries: str | Sequence[str] | Few
) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """Give the columns, and the rows of one query after the other in batches."""
    if isinstance(queries, Few):
        return _sorted(connection, queries)
    first, *rest = [queries] if isinstance(queries, str) else queries
    reader = connection.sql(first).to_arrow_reader(_AT_ONCE)

    def batches() -> Iterator[pa.RecordBatch]:
        yield from reader
        for query in rest:
            yield from connection.sql(query).to_arrow_reader(_AT_ONCE)

    return reader.schema, batches()


def _sorted(
    connection: duckdb.DuckDBPyConnection, few: Few
) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """Give the columns, and the rows of a query in batches, sorted."""
    # in one batch: to join several would hold all rows twice
    reader = connection.sql(few.query).to_arrow_reader(few.many + 1)
    rows = reader.read_all()
    batches = rows.combine_chunks().to_batches() if rows.num_rows else []
    del rows
    return reader.schema, (part for whole in batches for part in sort(whole, few.by))


def _parted(
    batches: Iterator[pa.RecordBatch], lows: list[str], person: str
) -> Iterator[pa.RecordBatch | None]:
    """Give batches, and None where the rows of the next bucket begin."""
    left = list(lows)
    for batch in batches:
        begun = 0
        while left and (cut := _before(batch.column(person), left[0])) < batch.num_rows:
            yield batch.slice(begun, cut - begun)
            yield None
            begun = cut
            left.pop(0)
        yield batch.slice(begun)
    yield from [None] * len(left)


def _before(keys: pa.Array, low: str) -> int:
    """Give how many of the keys, in order, stand before one."""
    return int(keys.null_count) + int(pc.sum(pc.less(keys, low)).as_py() or 0)


class _Sheet:
    """Write one file, a row group at a time.

    path: file to write
    schema: of its rows
    unique: column of words that hardly come twice, or ""
    """

    def __init__(self, path: Path, schema: pa.Schema, unique: str) -> None:
        self._schema = schema
        self._waiting: list[pa.RecordBatch] = []
        self._piece: list[pa.RecordBatch] = []
        self._rows = 0
        told = [field.name + (".list.element" if pa.types.is_list(field.type) else "")
                for field in schema if field.name != unique]  # fmt: skip
        self._writer = pq.ParquetWriter(
            path, schema, compression="zstd", compression_level=1, use_dictionary=told,
            write_statistics=told, column_encoding={unique: "DELTA_BYTE_ARRAY"} if unique else None,
        )  # fmt: skip

    def __enter__(self) -> _Sheet:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, batch: pa.RecordBatch) -> None:
        """Take in rows; what fills a row group is written."""
        while batch.num_rows:
            part = batch.slice(0, PIECE_ROWS - self._rows % PIECE_ROWS)
            self._piece.append(part)
            self._rows += part.num_rows
            batch = batch.slice(part.num_rows)
            if self._rows % PIECE_ROWS == 0:
                self._end_piece()
            if self._rows == ROW_GROUP:
                self._flush()

    def close(self) -> None:
        """Write what is left."""
        if self._rows:
            self._flush()
        self._writer.close()

    def _end_piece(self) -> None:
        """Put a piece together, where its rows came in several batches."""
        if self._piece:
            whole = self._piece[0] if len(self._piece) == 1 else pa.concat_batches(self._piece)
            self._waiting.append(whole)
            self._piece = []

    def _flush(self) -> None:
        self._end_piece()
        whole = pa.Table.from_batches(self._waiting, self._schema)
        self._writer.write_table(whole, row_group_size=ROW_GROUP)
        self._waiting, self._rows = [], 0
