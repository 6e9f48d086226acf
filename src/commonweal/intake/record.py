"""What is written down about a load: its manifest, where each row came from, what was set aside.

None of it is in the tables, because it differs between shuffled, split and zipped copies of one
input. The text of lines that were set aside lies in a folder that only its owner may open.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from commonweal.intake.files import FileRecord, digest
from commonweal.intake.finish import Finished
from commonweal.intake.publish import write_json
from commonweal.intake.query import build, rows
from commonweal.intake.sheets import HERE_ROWS, Few, write_parquet, write_spread
from commonweal.intake.spread import AT_ONCE, Spread
from commonweal.kinds import Problem
from commonweal.tables.registry import BY_NAME

SCHEMA = 1
_HAPPENED = {
    "encounter": "start", "headcount_snapshot": "as_of", "staff_event": "on",
    "application": "applied", "purchase": "posted", "local_hire": "hired",
    "benefit_expense": "spent", "recruit_event": "at", "grant_application": "submitted",
    "resource_award": "awarded", "grade": "graded", "rating": "rated", "item_response": "answered",
    "curriculum_event": "held", "survey": "opened",
}  # fmt: skip


class Named(Protocol):
    """Be anything that names a source."""

    @property
    def source_id(self) -> str:
        """Give which feed."""

    @property
    def kind(self) -> str:
        """Give the kind of export."""


def ledger(sources: Sequence[Named], files: Sequence[FileRecord]) -> list[tuple[str, str, str]]:
    """Give what was loaded, in an order that does not depend on names: (source, kind, hash).

    sources: exports
    files: records of the files that were read
    """
    kinds = {record.source_id: "" for record in files}
    for source in sources:
        kinds[source.source_id] = "+".join(sorted({*kinds[source.source_id].split("+"), source.kind}
                                                  - {""}))  # fmt: skip
    # the same file read by another mapping is another load
    return sorted((one.source_id, kinds[one.source_id], f"{one.sha256}+{one.mapping}".strip("+"))
                  for one in files if one.sha256)  # fmt: skip


def write_trail(
    connection: duckdb.DuckDBPyConnection, version: Path, tables: Sequence[str]
) -> None:
    """Write where rows came from, and the lines that were set aside.

    connection: after the tables are written
    version: folder of the version that is being made
    tables: tables that the load holds
    """
    lineage, quarantine = version / "lineage", version / "quarantine"
    lineage.mkdir()
    for table in tables:
        _write_origin(connection, table, lineage / f"{table}.parquet")
    quarantine.mkdir(mode=0o700)
    write_parquet(
        connection,
        build("""SELECT * EXCLUDE (text) FROM staged__quarantine
        ORDER BY file, line_no"""),
        quarantine / "lines.parquet",
    )
    write_parquet(
        connection,
        build("""SELECT sha256, text FROM staged__quarantine
        ORDER BY file, line_no"""),
        quarantine / "text.parquet",
    )
    (quarantine / "text.parquet").chmod(0o600)


def _write_origin(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    """Write where the rows of a table came from, by file and line."""
    staged, by = f"staged_{table}", ("file", "line", "key")
    found = build(
        "SELECT key__ AS key, source_id, _file AS file, _line AS line FROM staged__",
        key=BY_NAME[table].key,
        staged=staged,
    )
    ends = rows(connection, build("SELECT _file, MAX(_line), COUNT(*) FROM staged__ GROUP BY _file",
                                  staged=staged))  # fmt: skip
    many = sum(int(counted) for _, _, counted in ends)
    if many <= HERE_ROWS:
        write_parquet(connection, Few(found, many, by), path, "key")
        return
    last = {int(file or 0): int(line or 0) for file, line, _ in ends}
    spread = Spread(path.with_suffix(".spread"), connection.sql(found).to_arrow_reader(AT_ONCE),
                    by, many, which=partial(_InFile, last))  # fmt: skip
    write_spread(spread, range(spread.parts), path, "key")
    spread.path.unlink()


class _InFile:
    """Say in which of so many parts a line lies, of all files one after the other.

    last: the last line of each file that has any
    parts: how many
    """

    def __init__(self, last: Mapping[int, int], parts: int) -> None:
        self._parts = parts
        self._begin = np.zeros(max(last) + 1, np.int64)
        self._whole = 0
        for file, line in sorted(last.items()):
            self._begin[file] = self._whole
            self._whole += line + 1

    def __call__(self, rows: pa.RecordBatch) -> NDArray[np.uint8]:
        """Give the part of each row."""
        file, line = (rows.column(name).fill_null(0).to_numpy() for name in ("file", "line"))
        place: NDArray[np.int64] = self._begin[file] + line
        return (place * self._parts // self._whole).astype(np.uint8)


def list_of_files(files: Sequence[FileRecord]) -> list[dict[str, Any]]:
    """Give what became of each file, as written in the manifest; a row names its file by place.

    files: records of the files that were read
    """
    return [
        {
            "source_id": record.source_id, "name": record.name, "sha256": record.sha256,
            "received": record.received, "accepted": record.accepted,
            "quarantined": record.quarantined, "left_out": record.left_out,
            "skipped": record.skipped, "broken": record.broken, "mapping": record.mapping,
            "set_aside": dict(sorted(record.aside.items())), "tables": sorted(record.tables),
        }
        for record in files
    ]  # fmt: skip


def write_manifest(
    folder: Path,
    *,
    version: str,
    parent: str,
    today: date,
    files: Sequence[FileRecord],
    found: Finished,
    marks: Sequence[tuple[str, int]],
    held: set[str],
    derived: Collection[str],
    code_version: str,
    loads: Mapping[str, Any],
) -> None:
    """Write the manifest of a version, after reading every table again.

    folder: with `version` and `vault`
    version, parent: names
    today: day of the load
    files, found, marks, held: what the load found
    derived: tables that were made of snapshots, and of no file
    code_version: version of this program
    loads: what is written of the loads that made the version
    Fails with Problem "verify-failed".
    """
    first, last = _span(folder / "version" / "tables", held)
    write_json(folder / "version" / "manifest.json", {
        "schema": SCHEMA, "version": version, "parent": parent, "loaded_on": today.isoformat(),
        "code_version": code_version, "first_day": first, "last_day": last,
        "files": list_of_files(files),
        "tables": {name: _table(folder / "version" / "tables" / name, found, name)
                   for name in sorted(held)},
        "repeated": {name: n for name, n in found.repeated.items() if n},
        "problems": [list(problem) for problem in found.problems],
        "marks": [list(mark) for mark in marks], "derived": sorted(derived),
        "vault": {path.name: digest(path) for path in sorted((folder / "vault").iterdir())},
        **loads,
    })  # fmt: skip


def _table(folder: Path, found: Finished, name: str) -> dict[str, Any]:
    parts = sorted(folder.iterdir())
    many = sum(pq.read_metadata(part).num_rows for part in parts)
    if many != found.rows[name]:
        raise Problem(
            "verify-failed",
            f"The table {name} read back with another number of rows than were written.",
            "Check the disk, then load again.",
        )
    return {
        "rows": many, "buckets": found.buckets[name],
        "columns": {column: kind for column, kind, _ in BY_NAME[name].physical()},
        "files": {part.name: digest(part) for part in parts},
    }  # fmt: skip


def _span(tables: Path, held: set[str]) -> tuple[str, str]:
    """Give the first and last day of the visits; where no table holds any, of what happened."""
    days: list[date] = []
    for table, column in _HAPPENED.items():
        if table in held and ("encounter" not in held or table == "encounter"):
            days += _days(tables / table, f"{column}_day")
    return (min(days).isoformat(), max(days).isoformat()) if days else ("", "")


def _days(folder: Path, column: str) -> list[date]:
    return [day for part in sorted(folder.glob("part-*.parquet"))
            for day in pq.read_table(part, columns=[column])[column].unique().to_pylist()
            if day is not None]  # fmt: skip
