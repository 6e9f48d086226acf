"""Compare rows of one id by what their lines say, where these are not written alike.

A row that was read from FHIR bears the hash of its line as it is written. Lines that differ only in
blanks or in the order of their members say the same, so where one id came in several ways its lines
are read again, and their rows bear the hash of their canonical JSON instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import orjson
import pyarrow as pa

from commonweal.intake.files import FileRecord
from commonweal.intake.lines import line_hash, lines
from commonweal.intake.query import build, rows
from commonweal.intake.taking import write_anew

_AT_ONCE = 8192
_FOUND = pa.schema([("file", pa.int32()), ("line", pa.int64()), ("digest", pa.binary())])
_NONE = "CREATE TABLE alike (file INTEGER, line BIGINT, digest BLOB)"
_FILES = "SELECT DISTINCT file FROM unlike ORDER BY file"
_WANTED = "SELECT line, written FROM unlike WHERE file = $1 ORDER BY line"
_TOUCHED = """SELECT 1 FROM staged__ AS s SEMI JOIN alike AS a
    ON a.file = s._file AND a.line = s._line LIMIT 1"""
_RIGHT = """SELECT s.* REPLACE (COALESCE(a.digest, s._digest) AS _digest) FROM staged__ AS s
    LEFT JOIN alike AS a ON a.file = s._file AND a.line = s._line"""


def canonical(line: bytes) -> bytes:
    """Give the hash of what a line says: of its JSON without blanks, members in order.

    line: JSON that was parsed before; where a number that was passed over then is larger than any
        that can be held, the line says what is written and nothing else
    """
    try:
        said = orjson.dumps(orjson.loads(line), None, orjson.OPT_SORT_KEYS)
    except orjson.JSONDecodeError:
        said = line
    return hashlib.sha256(said).digest()


def read_again(connection: duckdb.DuckDBPyConnection, originals: Mapping[int, Path]) -> None:
    """Make the table `alike` of the hashes of what lines say: (file, line, digest).

    connection: holds the table `unlike` of the lines: (file, line, written)
    originals: files of FHIR, by the place by which a row names its file
    A line that is no longer as it was written, and one of another file, is left out.
    """
    rows(connection, _NONE)
    for (place,) in rows(connection, _FILES):
        if place not in originals:
            continue
        found: list[tuple[int, int, bytes]] = []
        for number, digest in _said(connection, place, originals[place]):
            found.append((place, number, digest))
            if len(found) == _AT_ONCE:
                _put(connection, found)
                found = []
        _put(connection, found)


def put_right(connection: duckdb.DuckDBPyConnection, paths: Sequence[str]) -> None:
    """Write files of staged rows anew, where any row is of a line that was read again.

    connection: after `read_again`
    paths: the files
    """
    for path in paths:
        connection.from_parquet(path).create_view("staged_part", replace=True)
        if rows(connection, build(_TOUCHED, staged="staged_part")):
            write_anew(Path(path), connection.sql(build(_RIGHT, staged="staged_part")))


def _said(
    connection: duckdb.DuckDBPyConnection, place: int, path: Path
) -> Iterator[tuple[int, bytes]]:
    """Give the numbers of the wanted lines of a file, with the hashes of what they say."""
    with connection.cursor() as asked:
        wanted = _each(asked.execute(_WANTED, [place]))
        number, digest = next(wanted, (0, b""))
        for line in lines(path, FileRecord("", path.name, "")):
            while number and number < line.number:  # it is not there any more
                number, digest = next(wanted, (0, b""))
            if not number:
                return
            if line.number == number and line_hash(line.content) == digest:
                yield number, canonical(line.content)


def _each(asked: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, bytes]]:
    while some := asked.fetchmany(_AT_ONCE):
        yield from some


def _put(connection: duckdb.DuckDBPyConnection, found: Sequence[tuple[int, int, bytes]]) -> None:
    if found:
        cells = zip(zip(*found, strict=True), _FOUND.types, strict=True)
        made = pa.table([pa.array(some, kind) for some, kind in cells], schema=_FOUND)
        connection.from_arrow(made).insert_into("alike")
