"""Hold the files of an export as columns of text on disk, each row with its file and line.

What can be no row of its table, such as one without an id, is set aside with its line.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

import duckdb
from sqlglot import exp

from commonweal.intake.files import FileRecord
from commonweal.intake.omop.cdm import CdmTable
from commonweal.intake.omop.copying import Copied, Copying
from commonweal.intake.omop.exports import Export
from commonweal.intake.query import build, expression, rows, view
from commonweal.intake.staging import Staging
from commonweal.intake.taking import take

# Line of a row: its place among those that were read, the head, and the lines refused before it.
_WHERE = """SELECT r.* EXCLUDE (file_row_number),
    r.file_row_number + 2 + COALESCE(f.before, 0) AS _line FROM raw__ AS r
    ASOF LEFT JOIN refused__ AS f ON r.file_row_number >= f.from_row"""
_REFUSED = """SELECT ROW_NUMBER() OVER (ORDER BY line) AS before,
    line - 1 - ROW_NUMBER() OVER (ORDER BY line) AS from_row
    FROM (SELECT DISTINCT line FROM errors__) AS lines"""
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
        self._lock = Lock()
        self._parts: dict[str, list[duckdb.DuckDBPyRelation]] = {}

    def copy(self, export: Export, place: int) -> Copied:
        """Copy one file to disk, as columns of text; several can be copied at once.

        export: what the file holds
        place: of its record among the files
        Fails with Problem "omop-unreadable".
        """
        with self.connection.cursor() as connection:
            return Copying(connection, self._staging, self._lock, folder=self._folder,
                           place=place, source_id=self._source).run(export)  # fmt: skip

    def bring(self, table: CdmTable, place: int, copied: Copied) -> None:
        """Bring a file in that was copied; its record is among the files.

        table: that it holds
        place: of its record
        copied: what became of it
        """
        record, refused = self.files[place], copied.refused
        kept = self._folder / f"{place}.parquet"
        record.broken = not copied.sound
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
        self._parts.setdefault(table.name, []).append(part)
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


def _nothing(table: CdmTable) -> str:
    """Give a table of the right columns and no rows."""
    cells = [exp.cast(exp.null(), "VARCHAR").as_(name) for name in table.names]
    cells += [exp.cast(exp.null(), "INTEGER").as_("_file"),
              exp.cast(exp.null(), "BIGINT").as_("_line")]  # fmt: skip
    return exp.select(*cells).where(exp.false()).sql(dialect="duckdb")
