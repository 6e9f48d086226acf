"""Read files of an institution's own into the staging by a mapping: what FHIR exports usually lack.

A row that can not be read is set aside; a cell that can not be read is missing, and marked. A row
that a system made is set aside under its own reason. Every row is one of these, and is counted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from commonweal.intake.context import Context
from commonweal.intake.files import CSV_NAME, FileRecord, digest, listed
from commonweal.intake.heads import clue
from commonweal.intake.mapped.aside import Value, reason_of
from commonweal.intake.mapped.cell import Cell
from commonweal.intake.mapped.cells import answers_of, cells_of
from commonweal.intake.mapped.columnar import ENDING, Columnar
from commonweal.intake.mapped.delimited import Delimited
from commonweal.intake.mapped.mapping import (
    VAULT,
    FileMapping,
    chosen,
    read_mapping,
    with_cells,
)
from commonweal.intake.mapped.reading import Reading
from commonweal.intake.mapped.rows import Opened, Row
from commonweal.intake.meter import Meter
from commonweal.intake.parts import weight
from commonweal.intake.resume.keeper import Keeper
from commonweal.intake.staging import Staging
from commonweal.kinds import Problem

_TOLD = 1 << 13  # rows


def read_mapped(
    path: Path,
    mapping: Path | None,
    staging: Staging,
    context: Context,
    *,
    files: list[FileRecord],
    keeper: Keeper | None = None,
) -> set[str]:
    """Read the files of a source: text with delimiters, plain or gz, and Parquet.

    path: a folder or one file
    mapping: TOML file
    staging: where rows go
    context: source and keys
    files: records of the files read so far, of all sources
    keeper: keeps what was read, file by file
    Gives the tables that the files held.
    Fails with Problem "source-missing", "source-empty", "mapping-column-missing",
    "mapping-column-repeated", "parquet-unreadable", "text-unreadable", or as `read_mapping` does.
    """
    mappings = read_mapping(mapping)
    found = listed(path, CSV_NAME)
    keeper = keeper or Keeper.idle(staging, files)
    for file in found[keeper.mark.file :]:
        keeper.opened(file, len(files))
        record = FileRecord(context.source_id, file.name, digest(file))
        files.append(record)
        meant = chosen(mappings, file, path.is_file())
        if not meant:
            record.skipped = "no mapping"
            keeper.passed(file)
            continue
        record.mapping = meant[0].sha256
        table = _Table(meant, staging, context, record, len(files) - 1)
        table.read(file, keeper.meter)
        record.tables = {part.table for part in meant}
        keeper.passed(file, table.reached)
        keeper.pause(weight(file))
    if all(record.skipped for record in files[len(files) - len(found) :]):
        raise Problem(
            "source-empty",
            f"The mapping names no file that is in {path}.",
            "Check the names of files in the mapping.",
        )
    return set().union(*(record.tables for record in files[keeper.first :])) - {VAULT}


def opened(path: Path, meant: FileMapping, record: FileRecord) -> Opened:
    """Open a file as its ending says.

    path: the file
    meant: how it is written
    record: of the file
    Fails with Problem "parquet-unreadable", "text-unreadable" or "mapping-unknown".
    """
    return Columnar(path) if path.suffix.lower() == ENDING else Delimited(path, meant, record)


def places_of(names: frozenset[str], header: tuple[str, ...], file: str) -> dict[str, int]:
    """Give where the columns stand that a mapping names; capitals matter only where they must.

    names: columns
    header: columns of the file
    file: its name
    Fails with Problem "mapping-column-missing" or "mapping-column-repeated".
    """
    folded = [name.casefold() for name in header]
    found: dict[str, int] = {}
    missing: list[str] = []
    for name in sorted(names):
        alike, own = (header, name) if name in header else (folded, name.casefold())
        if alike.count(own) > 1:
            raise Problem(
                "mapping-column-repeated",
                f"The file {file} has several columns '{name}'.",
                "Give each column of the file a name of its own.",
            )
        if own in alike:
            found[name] = alike.index(own)
        else:
            missing.append(name)
    if missing:
        raise Problem("mapping-column-missing", _lacks(file, missing, header),
                      "Correct the mapping, or ask for the column.")  # fmt: skip
    return found


def _lacks(file: str, missing: list[str], header: tuple[str, ...]) -> str:
    named = ", ".join(f"'{name}'" for name in missing)
    return f"The file {file} has no column {named}.{clue(header)}"


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
        self._parts = parts
        self._missing = parts[0].missing
        self._staging = staging
        self._reading = Reading(context)
        self._record = record
        self._place = place
        self.reached = 0

    def read(self, path: Path, meter: Meter) -> None:
        """Read every row of the file, and tell now and then how far it is."""
        file = opened(path, self._parts[0], self._record)
        names = frozenset().union(*(part.names for part in self._parts))
        places = places_of(names, file.header, self._record.name)
        self._parts = tuple(_refined(part, file, places) for part in self._parts)
        for row in file.rows(places):
            if self._record.received % _TOLD == 0:
                come = file.reached - self.reached
                self.reached += come
                meter.at(path.name, meter.inside + come)
            self._record.received += 1
            if self._missing:
                row.cells = {name: "" if value in self._missing else value
                             for name, value in row.cells.items()}  # fmt: skip
            self._settle(row)

    def _settle(self, row: Row) -> None:
        """Take a row in, or set it aside and say why."""
        aside = "" if row.fault else reason_of(self._parts[0].asides, row.cells)
        if aside:
            self._record.aside[aside] = self._record.aside.get(aside, 0) + 1
            self._list(row, aside)
            return
        fault = row.fault or self._take(row)
        if fault:
            self._record.quarantined += 1
            self._list(row, fault)
        else:
            self._record.accepted += 1

    def _take(self, row: Row) -> str:
        """Take in every thing that a row holds, or none and say why."""
        found: list[tuple[str, list[Any]]] = []
        for place, part in enumerate(self._parts):
            own = {name: row.cells[name] for name in part.names}
            taken = self._part(part, own, row.line, place)
            if taken is None and place == 0:
                return "no_id"
            found += taken or []  # a further thing without its id is not there
        for table, cells in found:
            self._staging.add(table, cells)
        return ""

    def _part(
        self, mapping: FileMapping, cells: Mapping[str, Value], line: int, place: int
    ) -> list[tuple[str, list[Any]]] | None:
        reading = self._reading
        reading.start()
        content = hashlib.sha256(orjson.dumps(cells, option=orjson.OPT_SORT_KEYS)).digest()
        row: list[Any] | None = None
        if mapping.table != VAULT:
            row = cells_of(mapping, cells, reading, _apart(content, mapping, place))
            if row is None:
                return None
        said: list[list[Any]] = []
        if mapping.attributes or mapping.table == VAULT:
            found = answers_of(mapping, cells, reading)
            if found is None:
                return None
            said = found
        tail = [reading.context.source_id, reading.context.told(), "csv", None,
                content, self._place, line]  # fmt: skip
        made = [] if row is None else [(mapping.table, row + tail)]
        made += [("_person", answer + tail) for answer in said]
        return made + [("_fault", [self._place, line, *fault, reading.person])
                       for fault in dict.fromkeys(reading.faults)]  # fmt: skip

    def _list(self, row: Row, reason: str) -> None:
        raw = row.raw
        self._staging.add("_quarantine", [
            self._reading.context.source_id, self._place, row.line, None, reason,
            hashlib.sha256(raw).hexdigest(), raw,
        ])  # fmt: skip


def _apart(content: bytes, mapping: FileMapping, place: int) -> bytes:
    """Give what a row without an id is told by: things that differ by a constant are not one."""
    said = [f"{name}={cell.constant}" for name, cell in sorted(mapping.columns.items())
            if cell.constant is not None]  # fmt: skip
    if not place and not said:
        return content
    return hashlib.sha256(content + "\n".join([str(place), *said]).encode()).digest()


def _refined(part: FileMapping, file: Opened, places: Mapping[str, int]) -> FileMapping:
    def cell(one: Cell) -> Cell:
        return one if one.column is None else file.refined(one, places[one.column])

    return with_cells(part, cell)
