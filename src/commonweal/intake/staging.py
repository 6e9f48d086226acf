"""Hold rows as they are read: batches on disk, so that memory is bounded whatever the input.

What is staged is not yet published: duplicates, orphans and row rules come after.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.intake.fhir.clinical import STAGED
from commonweal.intake.saying import Said
from commonweal.tables.registry import BY_NAME

BATCH = 8192
FEW = 64  # of lines that are set aside: each may be long
_TYPES = {
    "VARCHAR": pa.string(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "VARCHAR[]": pa.list_(pa.string()),
    "TIMESTAMP": pa.timestamp("us"),
    "DATE": pa.date32(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "BLOB": pa.binary(),
}
_WHOLE = {pa.timestamp("us"): pa.int64(), pa.date32(): pa.int32()}
_WAY = {
    "_onset_months": "INTEGER", "_onset_days": "INTEGER", "_abate_months": "INTEGER",
    "_abate_days": "INTEGER", "_start_months": "INTEGER", "_start_days": "INTEGER",
    "_end_months": "INTEGER", "_end_days": "INTEGER", "_medication_key": "VARCHAR",
    "_value_type": "VARCHAR", "medication_key": "VARCHAR", "code": "VARCHAR[]",
}  # fmt: skip
TAIL = (
    ("source_id", "VARCHAR"), ("problem", "VARCHAR[]"), ("_kind", "VARCHAR"),
    ("_updated", "TIMESTAMP"), ("_digest", "BLOB"), ("_file", "INTEGER"), ("_line", "BIGINT"),
)  # fmt: skip
OTHERS = {
    "_person": (
        ("patient_key", "VARCHAR"), ("attribute", "VARCHAR"), ("value", "VARCHAR"),
        ("system", "VARCHAR"), ("status", "VARCHAR"), ("method", "VARCHAR"),
        ("recorded_ts", "TIMESTAMP"), ("source_element", "VARCHAR"), ("ordinal", "INTEGER"),
        ("_trust", "INTEGER"), ("_parent", "VARCHAR"), *TAIL,
    ),
    "_alias": (("alias", "VARCHAR"), ("key", "VARCHAR"), ("kind", "VARCHAR")),
    "_fault": (
        ("file", "INTEGER"), ("line", "BIGINT"), ("field", "VARCHAR"), ("code", "VARCHAR"),
        ("value", "VARCHAR"), ("person", "VARCHAR"),
    ),
    "_gone": (
        ("source_id", "VARCHAR"), ("thing", "VARCHAR"), ("key", "VARCHAR"), ("kind", "VARCHAR"),
        ("at", "TIMESTAMP"),
    ),
    "_quarantine": (
        ("source_id", "VARCHAR"), ("file", "INTEGER"), ("line_no", "BIGINT"),
        ("byte", "BIGINT"), ("reason", "VARCHAR"), ("sha256", "VARCHAR"), ("text", "BLOB"),
    ),
}  # fmt: skip


def answer_row(
    person: str,
    attribute: str,
    said: Said,
    ordinal: int,
    *,
    element: str,
    parent: str,
    stamp: int | None,
    trust: int,
    method: str = "unknown",
) -> list[Any]:
    """Make a staged row of the vault, without its tail.

    person: key of the person
    attribute: what was asked
    said: the answer
    ordinal: place among several answers
    element: where it stands in the source
    parent: key of the row it came with
    stamp: microseconds when it was recorded, or None
    trust: the lower the more it counts
    method: how it was learned: self, proxy, observed or unknown
    """
    return [person, attribute, said.value, said.system, said.status, method, stamp, element,
            ordinal, trust, parent]  # fmt: skip


@cache
def layout(table: str) -> tuple[tuple[str, str], ...]:
    """Give (column, SQL type) of a staged table, in the order of its rows.

    table: name of a canonical table, or of one that is needed on the way only
    """
    if table in OTHERS:
        return OTHERS[table]
    known = {**_WAY, **_declared(table)}
    rows = next((rows for rows in STAGED if rows.table == table), None)
    names = rows.columns() if rows else tuple(_declared(table))
    return tuple((name, known[name]) for name in names) + TAIL


def _declared(table: str) -> dict[str, str]:
    if table not in BY_NAME:
        return {}
    return {name: kind for column in BY_NAME[table].declared()
            for name, kind, _ in column.columns()}  # fmt: skip


class Staging:
    """Collect rows and write them as Parquet, one file a table.

    folder: a folder that exists
    name: of the process that writes, where several write into one folder
    `took` is the file that was adopted last.
    """

    def __init__(self, folder: Path, name: str = "") -> None:
        self.folder = folder
        self.name = name
        self.took = folder
        self._renewed = 0
        self._whole: list[str] = []  # names of files that no row is added to any more
        self._rows: dict[str, list[list[Any]]] = {}
        self._writers: dict[str, pq.ParquetWriter] = {}

    def add(self, table: str, row: list[Any]) -> None:
        """Take in one row, in the order of the table's layout."""
        rows = self._rows.setdefault(table, [])
        rows.append(row)
        if len(rows) >= (FEW if table == "_quarantine" else BATCH):
            self._flush(table)

    def put(self, table: str, columns: pa.Table) -> None:
        """Take in rows as whole columns.

        table: name of a staged table
        columns: of `schema_of` the table
        """
        writer = self._writers.get(table)
        if writer is None:
            writer = writer_of(self.folder / self._file(table), table)
            self._writers[table] = writer
        # as a table: each becomes a row group on disk, where batches would wait in memory
        writer.write_table(columns)

    def fresh(self, table: str) -> Path:
        """Name a file for rows that are written at once, by another hand.

        table: name of a staged table
        """
        number = f"{len(self.paths(table)):04d}"
        return self.folder / ".".join(filter(None, (table, self.name, number, "parquet")))

    def adopt(self, path: Path) -> None:
        """Count a file in that was written so.

        path: from `fresh`
        """
        self._whole.append(path.name)
        self.took = path

    def paths(self, table: str) -> list[str]:
        """Give the files of a table; there is one at least once the staging is closed with it."""
        return sorted(str(path) for path in self.folder.glob(f"{table}.*parquet"))

    def many(self, table: str) -> int:
        """Give how many rows of a table were taken in; asked once the staging is closed."""
        return sum(int(pq.read_metadata(path).num_rows) for path in self.paths(table))

    def room(self, name: str) -> Path:
        """Make a folder beside the rows for what a reader needs on the way."""
        folder = self.folder.with_name(f"{self.folder.name}-{name}")
        folder.mkdir()
        return folder

    def renew(self) -> list[str]:
        """Write what is left, and let rows that come go into fresh files.

        Gives the names of the files that became whole since the last time.
        """
        for table in list(self._rows):
            self._flush(table)
        for writer in self._writers.values():
            writer.close()
        made = self._whole + [self._file(table) for table in self._writers]
        self._whole, self._writers = [], {}
        self._renewed += 1
        return made

    def close(self, tables: Iterable[str]) -> None:
        """Write what is left.

        tables: those that get a file even when they have no rows
        """
        for table in dict.fromkeys((*OTHERS, *tables, *self._rows)):
            self._flush(table)
        for writer in self._writers.values():
            writer.close()

    def _file(self, table: str) -> str:
        """Give the name of the file that rows of a table go into now."""
        number = f"c{self._renewed}" if self._renewed else ""
        return ".".join(filter(None, (table, self.name, number, "parquet")))

    def _flush(self, table: str) -> None:
        schema = schema_of(table)
        rows = self._rows.pop(table, [])
        values = zip(*rows, strict=True) if rows else ((),) * len(schema)
        columns = [array(column, field.type)
                   for column, field in zip(values, schema, strict=True)]  # fmt: skip
        self.put(table, pa.table(columns, schema=schema))


@cache
def schema_of(table: str) -> pa.Schema:
    """Give the columns of a staged table as Arrow has them.

    table: as in `layout`
    """
    return pa.schema([(name, _TYPES[kind]) for name, kind in layout(table)])


def writer_of(path: Path, table: str) -> pq.ParquetWriter:
    """Begin a file of staged rows.

    path: the file
    table: as in `layout`
    """
    # no statistics: what is published would differ between one file and several
    told = _worded(layout(table))
    if table == "_person":  # people give several answers each, which stand together
        told += ["patient_key", "_digest"]
    return pq.ParquetWriter(path, schema_of(table), compression="lz4", write_statistics=False,
                            use_dictionary=told)  # fmt: skip


def _worded(columns: Iterable[tuple[str, str]]) -> list[str]:
    """Name the columns of words that come again and again, as Parquet names them: all but keys."""
    ways = {"VARCHAR": "", "VARCHAR[]": ".list.element"}
    return [name + ways[kind] for name, kind in columns
            if kind in ways and not name.endswith("_key")]  # fmt: skip


def array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Make a column; points are given in microseconds and days since 1970.

    values: one for each row, or None
    kind: type of the column, of `schema_of`
    """
    whole = _WHOLE.get(kind)
    # seen as what it is: a cast would load all of Arrow's compute for it
    return pa.array(values, kind) if whole is None else pa.array(values, whole).view(kind)
