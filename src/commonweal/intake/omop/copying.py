"""Copy one file of an export to disk as columns of text; several are copied at once.

DuckDB reads each file once. What it refuses is set aside with its line; a .gz that breaks off is
read up to there.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from sqlglot import exp

from commonweal.intake.files import digest
from commonweal.intake.omop import parted
from commonweal.intake.omop.exports import Export, unreadable
from commonweal.intake.omop.wide import Width
from commonweal.intake.query import build, rows
from commonweal.intake.sheets import ROW_GROUP
from commonweal.intake.staging import Staging
from commonweal.intake.taking import take

_AT_ONCE = 1 << 20
_ROWS = 1 << 11  # that are handed on at a time: they may be long
_GROUP_BYTES = 1 << 26
_LONGEST_WORD = 4000
# what databases, R, pandas and spreadsheets write where there is nothing
_NOTHING = ("", "NULL", "null", "\\N", "NA", "N/A", "#N/A", "<NA>", "NaN", "nan", "NaT")
# Words for no id, and a number that was rounded to be shown: it is one id of many.
_NO_ID = r"(?i)n/a|none|nan|nil|unknown|<na>|-+|\d(\.\d+)?e\+\d+"
_REASONS = {
    "MISSING COLUMNS": "wrong_field_count",
    "TOO MANY COLUMNS": "wrong_field_count",
    "LINE SIZE OVER MAXIMUM": "line_too_long",
}
# DuckDB counts bytes from 1, and takes the empty lines before a line for a part of it.
_ERRORS = """SELECT line, place - 1 + STRLEN(told) - STRLEN(said) AS place, kind, said FROM (
    SELECT *, LTRIM(told, CONCAT(CHR(13), CHR(10))) AS said FROM (
        SELECT line, MIN(line_byte_position) AS place, MIN(error_type) AS kind,
        ARG_MIN(csv_line, line_byte_position) AS told FROM errors__ GROUP BY line) AS lines)
    AS trimmed ORDER BY line"""
# DuckDB's threads end where one meets 8 MB of refused lines alone, and say nothing of what comes
# then. One thread goes on, but of what follows an open quote it says nothing: none may be open.
# Of a line it tells 10,000 letters.
_SWALLOWED = """SELECT 1 FROM errors__
    HAVING SUM(CASE WHEN STRLEN(csv_line) < 10000 THEN STRLEN(csv_line) ELSE 2000000 END) > 4000000
    OR COUNT_IF(CONTAINS(csv_line, CHR(10)) OR error_type = 'LINE SIZE OVER MAXIMUM') > 0"""
_SET_ASIDE = """SELECT source__ AS source_id, place__ AS file,
    line + COALESCE(more_lines, 0) AS line_no, f.place + COALESCE(more_bytes, 0) AS byte,
    reason__ AS reason, SHA256(COALESCE(said, '')) AS sha256,
    ENCODE(COALESCE(said, '')) AS text FROM found__ AS f
    ASOF LEFT JOIN moved__ AS m ON f.place >= m.from_byte WHERE said IS DISTINCT FROM instead__"""


@dataclass(frozen=True)
class Copied:
    """Say what became of a file.

    sha256: hash of its bytes
    sound: whether it does not break off
    refused: lines that were set aside, listed in the table `errors_PLACE`
    """

    sha256: str
    sound: bool
    refused: int


class Copying:
    """Copy one file to PLACE.parquet in a folder.

    connection: of this file alone, to a database of all
    staging: where lines that are set aside go
    lock: held by whoever puts rows into the staging
    folder: where to write
    place: of the file's record
    source_id: which feed
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        staging: Staging,
        lock: AbstractContextManager[object],
        *,
        folder: Path,
        place: int,
        source_id: str,
    ) -> None:
        self.connection = connection
        self._staging = staging
        self._lock = lock
        self._folder = folder
        self._place = place
        self._source = source_id

    def run(self, export: Export) -> Copied:
        """Copy, and say what became of it.

        export: what the file holds
        Fails with Problem "omop-unreadable", and of DuckDB's errors with OutOfMemoryException:
        then the file may be copied again, alone.
        """
        if not export.delimiter:
            hashed, sound, odd = digest(export.path), True, False
        elif export.path.suffix.casefold() == ".gz":  # of which DuckDB looks at no checksum
            hashed = digest(export.path)
            sound, odd = parted.looked_through(export.path, _width(export))
        else:
            sound, (hashed, odd) = True, parted.hashed(export.path, _width(export))
        if not sound:
            return Copied(hashed, sound, self._copy_saved(export, odd))
        try:
            return Copied(hashed, sound, self._copy(export, export.path, odd))
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error:
            raise unreadable(export.path) from None

    def _copy(self, export: Export, path: Path, odd: bool) -> int:
        """Copy the columns that are read, as text, and set aside what is refused."""
        if odd:
            return self._copy_parted(export, path)
        self._write(export, path)
        if not export.delimiter:
            return 0
        giant = path.suffix.casefold() != ".gz" and parted.has_giant(path)
        if giant or rows(self.connection, build(_SWALLOWED, errors="refused_now")):
            return self._copy_parted(export, path)
        return self._refused(parted.Moved())

    def _copy_saved(self, export: Export, odd: bool) -> int:
        """Copy what can be read of a .gz that breaks off."""
        try:
            return self._copy(export, self._saved(export.path), odd)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error:
            raise unreadable(export.path) from None

    def _copy_parted(self, export: Export, path: Path) -> int:
        """Copy a text where a line swallows others."""
        copy, moved = self._folder / f"{self._place}.csv", parted.Moved()
        instead = parted.stand_in(export.delimiter, export.width)
        for bad in parted.parted(path, copy, instead, _width(export), moved):
            with self._lock:
                self._staging.add("_quarantine", [
                    self._source, self._place, bad.number, bad.byte, bad.reason, bad.sha256,
                    bad.text,
                ])  # fmt: skip
        try:
            self._write(export, copy, parted=True)
        except duckdb.OutOfMemoryException:  # lines are set aside, and must not be once more
            raise unreadable(export.path) from None
        copy.unlink()
        return self._refused(moved, instead)

    def _write(self, export: Export, path: Path, parted: bool = False) -> None:
        relation = self._opened(export, path, parted)
        cells = [_cell(export, name).alias(name) for name in export.table.names]
        reader = relation.select(*cells).to_arrow_reader(_ROWS)
        # written so in three quarters of the time that DuckDB takes, and beside its reading
        with pq.ParquetWriter(
            self._folder / f"{self._place}.parquet", reader.schema, compression="lz4",
            write_statistics=False, use_dictionary=[name for name in reader.schema.names
                                                    if name != "id"],
        ) as out:  # fmt: skip
            for group in _groups(reader):
                out.write_table(group, row_group_size=group.num_rows)

    def _opened(self, export: Export, path: Path, parted: bool) -> duckdb.DuckDBPyRelation:
        if not export.delimiter:
            return self.connection.read_parquet(str(path))
        # tables of this connection alone
        self.connection.execute("DROP TABLE IF EXISTS refused_now")
        self.connection.execute("DROP TABLE IF EXISTS scans_now")
        return self.connection.read_csv(
            str(path), header=True, delimiter=export.delimiter, quotechar='"', escapechar='"',
            columns={f"c{at}": "VARCHAR" for at in range(export.width)}, auto_detect=False,
            compression="gzip" if path.suffix.casefold() == ".gz" else "none",
            na_values=list(_NOTHING), rejects_limit=0,
            store_rejects=True, rejects_table="refused_now", rejects_scan="scans_now",
            parallel=not parted,
        )  # fmt: skip

    def _refused(self, moved: parted.Moved, instead: str = "") -> int:
        """Set aside the lines that DuckDB refused but what stands in for others, and count all."""
        found = self.connection.sql(build(_ERRORS, errors="refused_now"))
        found.create(f"errors_{self._place}")
        self.connection.execute("DROP TABLE refused_now")
        self.connection.execute("DROP TABLE scans_now")
        many = int(rows(self.connection, build("SELECT COUNT(*) FROM errors__",
                                               errors=f"errors_{self._place}"))[0][0])  # fmt: skip
        if many:
            reason = exp.Case(
                ifs=[exp.If(this=exp.EQ(this=exp.column("kind"),
                                        expression=exp.Literal.string(kind)),
                            true=exp.Literal.string(word)) for kind, word in _REASONS.items()],
                default=exp.Literal.string("malformed"),
            )  # fmt: skip
            self.connection.from_arrow(moved.table()).create(f"moved_{self._place}")
            aside = build(
                _SET_ASIDE, source=exp.Literal.string(self._source), reason=reason,
                place=exp.Literal.number(self._place), found=f"errors_{self._place}",
                moved=f"moved_{self._place}", instead=exp.Literal.string(instead))  # fmt: skip
            with self._lock:
                take(self._staging, self.connection, "_quarantine", aside)
        return many

    def _saved(self, path: Path) -> Path:
        """Unpack what can be read of a .gz that breaks off, without its last, cut line."""
        saved = self._folder / f"{self._place}.txt"
        whole = 0
        with saved.open("wb") as out:
            for block in _blocks(path):
                end = block.rfind(b"\n")
                whole = out.tell() + end + 1 if end >= 0 else whole
                out.write(block)
            out.truncate(whole)
        return saved


def _width(export: Export) -> Width:
    return Width(export.delimiter, export.width)


def _groups(reader: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """Give rows as they are to be written at once: so many, or fewer that are long."""
    waiting: list[pa.RecordBatch] = []
    many = size = 0
    for batch in _read(reader):
        waiting.append(batch)
        many, size = many + batch.num_rows, size + batch.nbytes
        if many + _ROWS > ROW_GROUP or size > _GROUP_BYTES:
            yield pa.Table.from_batches(waiting)
            waiting, many, size = [], 0, 0
    if waiting:
        yield pa.Table.from_batches(waiting)


def _read(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """Give the rows of a query; what DuckDB says amid them is its own error again."""
    while True:
        try:
            batch = next(reader, None)
        except (OSError, pa.ArrowException) as problem:
            short = str(problem).startswith("Out of Memory")
            kind = duckdb.OutOfMemoryException if short else duckdb.InvalidInputException
            raise kind(str(problem)) from None
        if batch is None:
            return
        yield batch


def _blocks(path: Path) -> Iterator[bytes]:
    with gzip.open(path, "rb") as handle:
        while True:
            try:
                block = handle.read1(_AT_ONCE)
            except (EOFError, gzip.BadGzipFile, zlib.error):
                return
            if not block:
                return
            yield block


def _cell(export: Export, name: str) -> duckdb.Expression:
    place = export.place(name)
    if place is None:
        return duckdb.ConstantExpression(None).cast(duckdb.sqltype("VARCHAR"))
    column = duckdb.ColumnExpression(f"c{place}" if export.delimiter else str(place))
    text = column.cast(duckdb.sqltype("VARCHAR"))
    # a cell of Parquet may hold anything, of any length, and this column whole letters
    if not export.delimiter or name == "text":
        text = _short(text, name in export.table.ids)
    if name not in export.table.ids:
        return text
    # pandas writes whole numbers of a column with gaps as 85.0, databases decimals as 85.00
    pattern, kept = duckdb.ConstantExpression(r"^(\d+)\.0+$"), duckdb.ConstantExpression(r"\1")
    whole = duckdb.FunctionExpression("regexp_replace", text, pattern, kept)
    point = duckdb.FunctionExpression("contains", text, duckdb.ConstantExpression(".0"))
    ends = duckdb.FunctionExpression("suffix", text, duckdb.ConstantExpression("0")) & point
    trimmed = duckdb.FunctionExpression("trim", text)
    odd = (text < duckdb.ConstantExpression("0")) | (text >= duckdb.ConstantExpression(":"))
    for sign in ("+", "n"):  # "nan" is compared as the number that it was in Parquet
        odd |= duckdb.FunctionExpression("contains", text, duckdb.ConstantExpression(sign))
    named = duckdb.CaseExpression(
        duckdb.FunctionExpression("regexp_full_match", trimmed, duckdb.ConstantExpression(_NO_ID)),
        duckdb.ConstantExpression(None),
    ).otherwise(duckdb.FunctionExpression("nullif", trimmed, duckdb.ConstantExpression("")))
    return duckdb.CaseExpression(ends, whole).when(odd, named).otherwise(trimmed)


def _short(text: duckdb.Expression, of_id: bool) -> duckdb.Expression:
    """Take a word of Parquet that says nothing for none, and the beginning of an endless one."""
    limit, nothing = duckdb.ConstantExpression(_LONGEST_WORD), duckdb.ConstantExpression(None)
    words = [duckdb.ConstantExpression(word) for word in _NOTHING]
    if of_id:  # the beginning of an id is another id
        long = duckdb.FunctionExpression("strlen", text) > limit
        return duckdb.CaseExpression(text.isin(*words) | long, nothing).otherwise(text)
    begun = duckdb.FunctionExpression("left", text, limit)
    return duckdb.CaseExpression(text.isin(*words), nothing).otherwise(begun)
