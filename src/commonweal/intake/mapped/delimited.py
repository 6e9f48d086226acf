"""Read CSV files by a mapping into the staging: what FHIR exports usually lack.

A row that can not be read is set aside; a cell that can not be read is missing, and marked.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson

from commonweal.intake.context import Context
from commonweal.intake.files import CSV_NAME, FileRecord, digest, listed, open_text
from commonweal.intake.mapped.cells import answers_of, cells_of
from commonweal.intake.mapped.mapping import VAULT, FileMapping, chosen, read_mapping
from commonweal.intake.staging import Staging
from commonweal.kinds import Problem

_UNREADABLE = re.compile("[\0\udc80-\udcff]")
Progress = Callable[[str, int, int], None]


def read_csv(
    path: Path,
    mapping: Path | None,
    staging: Staging,
    context: Context,
    *,
    files: list[FileRecord],
    progress: Progress | None = None,
) -> set[str]:
    """Read the CSV files of a source.

    path: a folder or one file, plain or gz
    mapping: TOML file
    staging: where rows go
    context: source and keys
    files: records of the files read so far, of all sources
    progress: called with (file, done, of how many)
    Gives the tables that the files held.
    Fails with Problem "source-missing", "source-empty", "mapping-column-missing", or as
    `read_mapping` does.
    """
    mappings = read_mapping(mapping)
    found = listed(path, CSV_NAME)
    held: set[str] = set()
    for index, file in enumerate(found):
        if progress is not None:
            progress(file.name, index, len(found))
        record = FileRecord(context.source_id, file.name, digest(file))
        files.append(record)
        meant = chosen(mappings, file, path.is_file())
        if not meant:
            record.skipped = "no mapping"
            continue
        _Table(meant, staging, context, record, len(files) - 1).read(file)
        held |= {part.table for part in meant} - {VAULT}
    if all(record.skipped for record in files[len(files) - len(found) :]):
        raise Problem(
            "source-empty",
            f"The mapping names no file that is in {path}.",
            "Check the names of files in the mapping.",
        )
    return held


class _Table:
    """Read one file."""

    def __init__(
        self,
        parts: tuple[FileMapping, ...],
        staging: Staging,
        context: Context,
        record: FileRecord,
        place: int,
    ) -> None:
        self._parts = tuple((part, _named(part)) for part in parts)
        self._delimiter, self._encoding = parts[0].delimiter, parts[0].encoding
        self._staging = staging
        self._context = context
        self._record = record
        self._place = place

    def read(self, path: Path) -> None:
        rows = self._rows(path)
        header = next(rows, (0, []))[1]
        columns = self._columns([name.strip() for name in header])
        for line, row in rows:
            if not row:
                continue
            self._record.received += 1
            reason = _fault(row, header)
            cells = {name: row[place].strip() for name, place in columns.items()} if not reason \
                else {}  # fmt: skip
            reason = reason or self._take(cells, line)
            if reason:
                self._set_aside(row, line, reason)
            else:
                self._record.accepted += 1

    def _rows(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        encoding = self._encoding.lower().replace("_", "-")
        encoding = "utf-8-sig" if encoding in ("utf-8", "utf8") else encoding
        try:
            with open_text(path) as handle, io.TextIOWrapper(
                handle, encoding, "surrogateescape", newline=""
            ) as text:  # fmt: skip
                reader = csv.reader(text, delimiter=self._delimiter)
                yield from ((reader.line_num, row) for row in _unbroken(reader))
        except (EOFError, gzip.BadGzipFile, zlib.error):
            self._record.broken = True
        except LookupError:
            raise Problem("mapping-unknown", "The mapping names an encoding that does not exist.",
                          "Use utf-8 or cp1252.") from None  # fmt: skip

    def _columns(self, header: list[str]) -> dict[str, int]:
        folded = [name.casefold() for name in header]
        found = {}
        for name in set().union(*(names for _, names in self._parts)):
            if name in header:
                found[name] = header.index(name)
            elif name.casefold() in folded:
                found[name] = folded.index(name.casefold())
            else:
                raise Problem(
                    "mapping-column-missing",
                    f"The file {self._record.name} has no column '{name}'.",
                    "Correct the mapping, or ask for the column.",
                )
        return found

    def _take(self, cells: dict[str, str], line: int) -> str:
        """Take in every thing that a row holds, or none and say why."""
        found: list[tuple[str, list[Any]]] = []
        for place, (part, names) in enumerate(self._parts):
            own = {name: cells[name] for name in names}
            taken = self._part(part, own, line, place)
            if taken is None and place == 0:
                return "no_id"
            found += taken or []  # a further thing without its id is not there
        for table, row in found:
            self._staging.add(table, row)
        return ""

    def _part(
        self, mapping: FileMapping, cells: dict[str, str], line: int, place: int
    ) -> list[tuple[str, list[Any]]] | None:
        context = self._context
        context.start()
        content = hashlib.sha256(orjson.dumps(cells, option=orjson.OPT_SORT_KEYS)).digest()
        row: list[Any] | None = None
        if mapping.table != VAULT:
            # things that differ by a constant alone are not one thing
            apart = hashlib.sha256(content + str(place).encode()).digest() if place else content
            row = cells_of(mapping, cells, context, apart)
            if row is None:
                return None
        said: list[list[Any]] = []
        if mapping.attributes or mapping.table == VAULT:
            found = answers_of(mapping, cells, context)
            if found is None:
                return None
            said = found
        tail = [context.source_id, sorted(set(context.problems)), "csv", None, content,
                self._place, line]  # fmt: skip
        made = [] if row is None else [(mapping.table, row + tail)]
        return made + [("_person", answer + tail) for answer in said]

    def _set_aside(self, row: list[str], line: int, reason: str) -> None:
        content = self._delimiter.join(row).encode("utf-8", "surrogateescape")
        self._record.quarantined += 1
        self._staging.add("_quarantine", [
            self._context.source_id, self._place, line, None, reason,
            hashlib.sha256(content).hexdigest(), content,
        ])  # fmt: skip


def _named(mapping: FileMapping) -> frozenset[str]:
    """Name the columns of the file that a mapping reads."""
    cells = (*mapping.columns.values(), *mapping.attributes.values())
    boxes = frozenset(column for cell in cells for column in cell.checked)
    return boxes | {cell.column for cell in cells if cell.column is not None}


def _unbroken(reader: Any) -> Iterator[list[str]]:
    """Give the rows of a reader; one that it refuses is handed on so that it is set aside."""
    while True:
        try:
            yield next(reader)
        except csv.Error:
            yield ["\0"]
        except StopIteration:
            return


def _fault(row: list[str], header: list[str]) -> str:
    text = "".join(row)
    if _UNREADABLE.search(text):
        return "malformed"
    return "" if len(row) == len(header) else "wrong_field_count"
