"""Bring the files of an export onto disk as columns of text, each row with its file and line.

DuckDB reads each file once. What it refuses, and rows without an id, are set aside with their
line; a .gz that breaks off is read up to there.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

import duckdb
from sqlglot import exp

from commonweal.intake.files import FileRecord
from commonweal.intake.omop.cdm import CdmTable
from commonweal.intake.omop.exports import Export, unreadable
from commonweal.intake.query import build, expression, rows, view
from commonweal.intake.staging import Staging

_AT_ONCE = 1 << 20
_REASONS = {
    "MISSING COLUMNS": "wrong_field_count",
    "TOO MANY COLUMNS": "wrong_field_count",
    "LINE SIZE OVER MAXIMUM": "line_too_long",
}
# Line of a row: its place among those that were read, the head, and the lines refused before it.
_WHERE = """SELECT r.* EXCLUDE (file_row_number),
    r.file_row_number + 2 + COALESCE(f.before, 0) AS _line FROM raw__ AS r
    ASOF LEFT JOIN refused__ AS f ON r.file_row_number >= f.from_row"""
_REFUSED = """SELECT ROW_NUMBER() OVER (ORDER BY line) AS before,
    line - 1 - ROW_NUMBER() OVER (ORDER BY line) AS from_row
    FROM (SELECT DISTINCT line FROM errors__) AS lines"""
_ERRORS = """SELECT line, MIN(line_byte_position) AS place, MIN(error_type) AS kind,
    ANY_VALUE(csv_line) AS said FROM errors__ GROUP BY line ORDER BY line"""
_SET_ASIDE = """SELECT source__ AS source_id, place__ AS file, line AS line_no, place AS byte,
    reason__ AS reason, SHA256(COALESCE(said, '')) AS sha256,
    ENCODE(COALESCE(said, '')) AS text FROM found__"""
_FAULTY = """SELECT source__ AS source_id, _file AS file, _line AS line_no,
    CAST(NULL AS BIGINT) AS byte, _fault AS reason, SHA256(said__) AS sha256,
    ENCODE(said__) AS text FROM faults__"""
_FAULT = "SELECT *, fault__ AS _fault FROM raw__"


class Raw:
    """Hold what was read of an export, a view for each table: `raw_person` and so on.

    connection: DuckDB, where the views are
    folder: an empty folder for the rows
    staging: where rows that are set aside go
    source_id: which feed
    files: records of the files read so far, of all sources
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        folder: Path,
        staging: Staging,
        *,
        source_id: str,
        files: list[FileRecord],
    ) -> None:
        self.connection = connection
        self.files = files
        self._folder = folder
        self._staging = staging
        self._source = source_id
        self._parts: dict[str, list[duckdb.DuckDBPyRelation]] = {}

    def bring(self, export: Export, record: FileRecord) -> None:
        """Bring one file in; its record is the last of the files.

        Fails with Problem "omop-unreadable".
        """
        place = len(self.files) - 1
        kept = self._folder / f"{place}.parquet"
        try:
            refused = self._copy(export, export.path, kept, place)
        except duckdb.Error:
            if export.path.suffix.casefold() != ".gz":
                raise unreadable(export.path) from None
            record.broken = True
            refused = self._copy(export, self._saved(export.path, place), kept, place)
        if export.path.suffix.casefold() == ".gz" and not record.broken:
            record.broken = not _sound(export.path)  # DuckDB looks at no checksum
        self.connection.read_parquet(str(kept), file_row_number=True).create_view(f"part_{place}")
        if refused:
            view(self.connection, f"refused_{place}", build(_REFUSED, errors=f"errors_{place}"))
            placed = build(_WHERE, raw=f"part_{place}", refused=f"refused_{place}")
        else:
            placed = build("SELECT * EXCLUDE (file_row_number), file_row_number + 2 AS _line "
                           "FROM raw__", raw=f"part_{place}")  # fmt: skip
        part = self.connection.sql(placed).select(
            duckdb.StarExpression(), duckdb.ConstantExpression(place).alias("_file")
        )
        self._parts.setdefault(export.table.name, []).append(part)
        many = self.connection.read_parquet(str(kept)).count("*").fetchall()[0][0]
        record.received = int(many) + refused
        record.quarantined = refused
        record.accepted = int(many)

    def settle(self, table: CdmTable, fault: exp.Expr) -> None:
        """Make the view of a table, without its rows that can not be used.

        table: of the model; one that is missing gives an empty view
        fault: why a row can not be used, or NULL
        """
        name = f"raw_{table.name}"
        parts = self._parts.get(table.name, [])
        if not parts:
            view(self.connection, name, _nothing(table))
            return
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.union(part)
        whole.create_view(f"all_{table.name}")
        view(self.connection, f"judged_{table.name}",
             build(_FAULT, fault=fault, raw=f"all_{table.name}"))  # fmt: skip
        odd = rows(self.connection, build(
            "SELECT _file, COUNT(*) FROM judged__ WHERE NOT _fault IS NULL GROUP BY _file",
            judged=f"judged_{table.name}"))  # fmt: skip
        if not odd:
            view(self.connection, name, build("SELECT * FROM raw__", raw=f"all_{table.name}"))
            return
        for place, many in odd:
            self.files[place].quarantined += many
            self.files[place].accepted -= many
        self._set_aside_faulty(table)
        view(self.connection, name, build("SELECT * EXCLUDE (_fault) FROM judged__ "
             "WHERE _fault IS NULL", judged=f"judged_{table.name}"))  # fmt: skip

    def counts(self, name: str) -> list[tuple[int, int]]:
        """Give how many rows of a table each file holds: (place of the file, rows).

        name: of the table
        """
        counted = build("SELECT _file, COUNT(*) FROM raw__ GROUP BY _file ORDER BY _file",
                        raw=f"raw_{name}")  # fmt: skip
        found = rows(self.connection, counted)
        return [(int(place), int(many)) for place, many in found]

    def _set_aside_faulty(self, table: CdmTable) -> None:
        view(self.connection, f"faults_{table.name}",
             build("SELECT * FROM judged__ WHERE NOT _fault IS NULL",
                   judged=f"judged_{table.name}"))  # fmt: skip
        said = expression("CONCAT_WS(',', cells__)")
        said.set("expressions", [exp.Literal.string(","), *(
            expression("COALESCE(cell__, '')", cell=name) for name in table.names
        )])  # fmt: skip
        self._staging.take(self.connection, "_quarantine", build(
            _FAULTY, source=exp.Literal.string(self._source), said=said,
            faults=f"faults_{table.name}"))  # fmt: skip

    def _copy(self, export: Export, path: Path, kept: Path, place: int) -> int:
        """Copy the columns that are read, as text, and set aside what is refused."""
        relation = self._opened(export, path, place)
        cells = [_cell(export, name).alias(name) for name in export.table.names]
        relation.select(*cells).write_parquet(str(kept), compression="lz4")
        return self._refused(place) if export.delimiter else 0

    def _opened(self, export: Export, path: Path, place: int) -> duckdb.DuckDBPyRelation:
        if not export.delimiter:
            return self.connection.read_parquet(str(path))
        self.connection.execute("DROP TABLE IF EXISTS refused_now")
        self.connection.execute("DROP TABLE IF EXISTS scans_now")
        return self.connection.read_csv(
            str(path), header=True, delimiter=export.delimiter, quotechar='"', escapechar='"',
            columns={f"c{at}": "VARCHAR" for at in range(export.width)}, auto_detect=False,
            compression="gzip" if path.suffix.casefold() == ".gz" else "none",
            store_rejects=True, rejects_table="refused_now", rejects_scan="scans_now",
            rejects_limit=0,
        )  # fmt: skip

    def _refused(self, place: int) -> int:
        """Set aside the lines that DuckDB refused, and give how many."""
        found = self.connection.sql(build(_ERRORS, errors="refused_now"))
        found.create(f"errors_{place}")
        self.connection.execute("DROP TABLE refused_now")
        self.connection.execute("DROP TABLE scans_now")
        many = int(rows(self.connection, build("SELECT COUNT(*) FROM errors__",
                                               errors=f"errors_{place}"))[0][0])  # fmt: skip
        if many:
            reason = exp.Case(
                ifs=[exp.If(this=exp.EQ(this=exp.column("kind"),
                                        expression=exp.Literal.string(kind)),
                            true=exp.Literal.string(word)) for kind, word in _REASONS.items()],
                default=exp.Literal.string("malformed"),
            )  # fmt: skip
            self._staging.take(self.connection, "_quarantine", build(
                _SET_ASIDE, source=exp.Literal.string(self._source), reason=reason,
                place=exp.Literal.number(place), found=f"errors_{place}"))  # fmt: skip
        return many

    def _saved(self, path: Path, place: int) -> Path:
        """Unpack what can be read of a .gz that breaks off, without its last, cut line."""
        saved = self._folder / f"{place}.txt"
        whole = 0
        with saved.open("wb") as out:
            for block in _blocks(path):
                end = block.rfind(b"\n")
                whole = out.tell() + end + 1 if end >= 0 else whole
                out.write(block)
            out.truncate(whole)
        return saved


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


def _sound(path: Path) -> bool:
    """Say whether a .gz unpacks to its end, with the checksum that it bears."""
    try:
        with gzip.open(path, "rb") as handle:
            while handle.read1(_AT_ONCE):
                pass
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return False
    return True


def _cell(export: Export, name: str) -> duckdb.Expression:
    place = export.place(name)
    if place is None:
        return duckdb.ConstantExpression(None).cast(duckdb.sqltype("VARCHAR"))
    column = duckdb.ColumnExpression(f"c{place}" if export.delimiter else str(place))
    text = column.cast(duckdb.sqltype("VARCHAR"))
    if name not in export.table.ids:
        return text
    # pandas writes whole numbers of a column with gaps as 85.0
    pattern, kept = duckdb.ConstantExpression(r"^(\d+)\.0$"), duckdb.ConstantExpression(r"\1")
    whole = duckdb.FunctionExpression("regexp_replace", text, pattern, kept)
    ends = duckdb.FunctionExpression("suffix", text, duckdb.ConstantExpression(".0"))
    return duckdb.CaseExpression(ends, whole).otherwise(
        duckdb.FunctionExpression("nullif", duckdb.FunctionExpression("trim", text),
                                  duckdb.ConstantExpression(""))
    )  # fmt: skip


def _nothing(table: CdmTable) -> str:
    """Give a table of the right columns and no rows."""
    cells = [exp.cast(exp.null(), "VARCHAR").as_(name) for name in table.names]
    cells += [exp.cast(exp.null(), "INTEGER").as_("_file"),
              exp.cast(exp.null(), "BIGINT").as_("_line")]  # fmt: skip
    return exp.select(*cells).where(exp.false()).sql(dialect="duckdb")
