"""What could not be read, by file and column: for those who mend the extract or the mapping.

Rows are named by their lines, never by what stands in them. A word that no map names is shown only
when more than a few people bear it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from commonweal.intake.files import FileRecord
from commonweal.intake.query import build, rows, view
from commonweal.intake.staging import Staging
from commonweal.kinds import Problem

FEW = 10
FIRST = 5
MOST_VALUES = 20
LONGEST_VALUE = 40
_COUNTED = """SELECT file, field, code, COUNT(*) FROM told GROUP BY file, field, code
    ORDER BY file, field, code"""
_TOLD = """SELECT DISTINCT file, field, code, line FROM staged__fault UNION ALL
    SELECT file, '' AS field, reason AS code, line_no AS line FROM staged__quarantine"""
_LINES = """SELECT file, field, code, line FROM told QUALIFY ROW_NUMBER() OVER
    (PARTITION BY file, field, code ORDER BY line) <= $1 ORDER BY file, field, code, line"""
_VALUES = """SELECT file, field, code, value, COUNT(DISTINCT COALESCE(person,
    CAST(line AS VARCHAR))) AS many
    FROM staged__fault WHERE NOT value IS NULL GROUP BY file, field, code, value
    ORDER BY file, field, code, many DESC, value"""
# what a spreadsheet would take for a formula is kept as text
_WRITTEN = """SELECT f.name AS file, t.line,
    REGEXP_REPLACE(t.field, '^([=+@-])', '''\\1') AS column, t.code
    FROM told AS t JOIN names AS f ON f.place = t.file
    ORDER BY t.file, t.line, t.field, t.code"""


@dataclass(frozen=True)
class Fault:
    """Hold what could not be read in one column of one file, or rows that were not taken in.

    file: name of the file
    column: its column, or "" for whole rows
    code: what is wrong
    rows: how many rows
    lines: where the first of them begin
    values: words that no map names and that more than ten people bear, the most frequent first
    others: how many further words there are, which are not shown
    """

    file: str
    column: str
    code: str
    rows: int
    lines: tuple[int, ...]
    values: tuple[str, ...] = ()
    others: int = 0


def found(
    staging: Staging, files: Sequence[FileRecord], errors: Path | None = None
) -> tuple[Fault, ...]:
    """Give what could not be read, by file, column and code.

    staging: closed
    files: records of the files that were read
    errors: CSV to write with every (file, line, column, code), or None
    Fails with Problem "errors-unwritable".
    """
    with duckdb.connect(config={"threads": 1, "memory_limit": "500MB"}) as connection:
        for name in ("_fault", "_quarantine"):
            connection.from_parquet(staging.paths(name)).create_view(f"staged_{name}")
        view(connection, "told", build(_TOLD))
        if errors is not None:
            _write(connection, files, errors)
        lines: dict[tuple[int, str, str], list[int]] = {}
        for file, field, code, line in rows(connection, build(_LINES), [FIRST]):
            lines.setdefault((file, field, code), []).append(line)
        values: dict[tuple[int, str, str], list[tuple[str, int]]] = {}
        for file, field, code, value, many in rows(connection, build(_VALUES)):
            values.setdefault((file, field, code), []).append((value, many))
        return tuple(
            Fault(files[file].name, field, code, n, tuple(lines[file, field, code]),
                  *_shown(values.get((file, field, code), [])))
            for file, field, code, n in rows(connection, build(_COUNTED))
        )  # fmt: skip


def fault_lines(faults: Sequence[Fault]) -> Iterator[str]:
    """Say what could not be read, for the person who tries a file.

    faults: from `found`

    >>> for line in fault_lines([Fault("a.csv", "When", "date_unreadable", 2, (3, 9))]):
    ...     print(line)
    a.csv
      When: date_unreadable in 2 rows; lines 3, 9
    """
    file = ""
    for one in faults:
        if one.file != file:
            file = one.file
            yield file
        many = "1 row" if one.rows == 1 else f"{one.rows:,} rows"
        first = ", ".join(map(str, one.lines)) + (" ..." if one.rows > len(one.lines) else "")
        where = (
            f"{one.column}: {one.code} in {many}" if one.column else f"{many} set aside: {one.code}"
        )
        yield f"  {where}; {'line' if one.rows == 1 else 'lines'} {first}"
        if one.values:
            yield f"    not in the map: {', '.join(map(repr, one.values))}"
        if one.others:
            words = "a word" if one.others == 1 else f"{one.others:,} words"
            yield f"    not in the map and not shown, as few people bear them: {words}"


def _write(
    connection: duckdb.DuckDBPyConnection, files: Sequence[FileRecord], errors: Path
) -> None:
    names = [one.name for one in files]
    named = build("CREATE TABLE names AS SELECT UNNEST($1) AS name, UNNEST($2) AS place")
    rows(connection, named, [names, list(range(len(names)))])
    try:
        connection.sql(build(_WRITTEN)).write_csv(str(errors), header=True)
    except duckdb.IOException:
        raise Problem(
            "errors-unwritable",
            f"The list of what could not be read can not be written to {errors}.",
            "Name a file in a folder that exists and that you may write to.",
        ) from None


def _shown(values: list[tuple[str, int]]) -> tuple[tuple[str, ...], int]:
    shown = [value for value, many in values
             if many > FEW and len(value) <= LONGEST_VALUE and value.isprintable()]  # fmt: skip
    shown = shown[:MOST_VALUES]
    return tuple(shown), len(values) - len(shown)
