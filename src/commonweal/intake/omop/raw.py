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
from commonweal.intake.omop import parted
from commonweal.intake.omop.cdm import CdmTable
from commonweal.intake.omop.exports import Export, unreadable
from commonweal.intake.query import build, expression, rows, view
from commonweal.intake.staging import Staging
from commonweal.intake.taking import take

_AT_ONCE = 1 << 20
_LONGEST_WORD = 4000
_NOTHING = ("", "NULL", "null", "\\N")
# Words for no id, and a number that was rounded to be shown: it is one id of many.
_NO_ID = r"(?i)n/a|none|nan|nil|unknown|<na>|-+|\d(\.\d+)?e\+\d+"
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
_SWALLOWED = """SELECT 1 FROM errors__ WHERE CONTAINS(csv_line, CHR(10))
    OR error_type = 'LINE SIZE OVER MAXIMUM' LIMIT 1"""
_SET_ASIDE = """SELECT source__ AS source_id, place__ AS file, line AS line_no, place AS byte,
    reason__ AS reason, SHA256(COALESCE(said, '')) AS sha256,
    ENCODE(COALESCE(said, '')) AS text FROM found__ WHERE said IS DISTINCT FROM instead__"""
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
        packed = export.path.suffix.casefold() == ".gz"
        sound, giant = parted.looked_through(export.path) if packed else (True, False)
        record.broken = not sound  # DuckDB looks at no checksum
        try:
            refused = self._copy(export, export.path, place, giant)
        except duckdb.Error:
            if sound:
                raise unreadable(export.path) from None
            refused = self._copy_saved(export, place)
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
        take(self._staging, self.connection, "_quarantine", build(
            _FAULTY, source=exp.Literal.string(self._source), said=said,
            faults=f"faults_{table.name}"))  # fmt: skip

    def _copy(self, export: Export, path: Path, place: int, giant: bool = False) -> int:
        """Copy the columns that are read, as text, and set aside what is refused."""
        self._write(export, path, place)
        if not export.delimiter:
            return 0
        giant = giant or (path.suffix.casefold() != ".gz" and parted.has_giant(path))
        if giant or rows(self.connection, build(_SWALLOWED, errors="refused_now")):
            return self._copy_parted(export, path, place)
        return self._refused(place)

    def _copy_saved(self, export: Export, place: int) -> int:
        """Copy what can be read of a .gz that breaks off."""
        try:
            return self._copy(export, self._saved(export.path, place), place)
        except duckdb.Error:
            raise unreadable(export.path) from None

    def _copy_parted(self, export: Export, path: Path, place: int) -> int:
        """Copy a text where a line swallows others."""
        copy, instead = (
            self._folder / f"{place}.csv",
            parted.stand_in(export.delimiter, export.width),
        )
        for bad in parted.parted(path, copy, instead):
            self._staging.add("_quarantine", [
                self._source, place, bad.number, bad.byte, bad.reason, bad.sha256, bad.text,
            ])  # fmt: skip
        self._write(export, copy, place)
        copy.unlink()
        return self._refused(place, instead)

    def _write(self, export: Export, path: Path, place: int) -> None:
        relation = self._opened(export, path, place)
        cells = [_cell(export, name).alias(name) for name in export.table.names]
        kept = self._folder / f"{place}.parquet"
        relation.select(*cells).write_parquet(str(kept), compression="lz4")

    def _opened(self, export: Export, path: Path, place: int) -> duckdb.DuckDBPyRelation:
        if not export.delimiter:
            return self.connection.read_parquet(str(path))
        self.connection.execute("DROP TABLE IF EXISTS refused_now")
        self.connection.execute("DROP TABLE IF EXISTS scans_now")
        return self.connection.read_csv(
            str(path), header=True, delimiter=export.delimiter, quotechar='"', escapechar='"',
            columns={f"c{at}": "VARCHAR" for at in range(export.width)}, auto_detect=False,
            compression="gzip" if path.suffix.casefold() == ".gz" else "none",
            na_values=list(_NOTHING), rejects_limit=0,
            store_rejects=True, rejects_table="refused_now", rejects_scan="scans_now",
        )  # fmt: skip

    def _refused(self, place: int, instead: str = "") -> int:
        """Set aside the lines that DuckDB refused but what stands in for others, and count all."""
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
            take(self._staging, self.connection, "_quarantine", build(
                _SET_ASIDE, source=exp.Literal.string(self._source), reason=reason,
                place=exp.Literal.number(place), found=f"errors_{place}",
                instead=exp.Literal.string(instead)))  # fmt: skip
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


def _cell(export: Export, name: str) -> duckdb.Expression:
    place = export.place(name)
    if place is None:
        return duckdb.ConstantExpression(None).cast(duckdb.sqltype("VARCHAR"))
    column = duckdb.ColumnExpression(f"c{place}" if export.delimiter else str(place))
    text = column.cast(duckdb.sqltype("VARCHAR"))
    if not export.delimiter:  # a cell of Parquet may hold anything, of any length
        text = _short(text, name in export.table.ids)
    if name not in export.table.ids:
        return text
    # pandas writes whole numbers of a column with gaps as 85.0
    pattern, kept = duckdb.ConstantExpression(r"^(\d+)\.0$"), duckdb.ConstantExpression(r"\1")
    whole = duckdb.FunctionExpression("regexp_replace", text, pattern, kept)
    ends = duckdb.FunctionExpression("suffix", text, duckdb.ConstantExpression(".0"))
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


def _nothing(table: CdmTable) -> str:
    """Give a table of the right columns and no rows."""
    cells = [exp.cast(exp.null(), "VARCHAR").as_(name) for name in table.names]
    cells += [exp.cast(exp.null(), "INTEGER").as_("_file"),
              exp.cast(exp.null(), "BIGINT").as_("_line")]  # fmt: skip
    return exp.select(*cells).where(exp.false()).sql(dialect="duckdb")
