"""Count what stands in a delivered file while it is read row by row: no value is kept."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.intake.extracts.spec import Column, ExtractFile
from commonweal.intake.mapped.aside import Value
from commonweal.intake.mapped.cell import Cell
from commonweal.intake.mapped.cells import pieces
from commonweal.intake.mapped.moments import midnight_of, moment
from commonweal.intake.mapped.words import flag, identity, number
from commonweal.intake.points import day_of
from commonweal.intake.query import build, rows

BATCH = 16_384
FIRST = 3
_SCHEMA = pa.schema([("key", pa.binary()), ("person", pa.binary()), ("line", pa.int64())])
_KEYS = """SELECT COUNT(*), COUNT(DISTINCT key), COUNT(DISTINCT person) FROM staged"""
_TWICE = """SELECT line FROM staged WHERE NOT key IS NULL
    QUALIFY ROW_NUMBER() OVER (PARTITION BY key ORDER BY line) = 2 ORDER BY line LIMIT 3"""


@dataclass
class Seen:
    """Count rows, and keep where the first of them stand.

    many: how many
    lines: the first lines
    """

    many: int = 0
    lines: list[int] = field(default_factory=list)

    def at(self, line: int) -> None:
        """Count one."""
        self.many += 1
        if len(self.lines) < FIRST:
            self.lines.append(line)


@dataclass
class Tally:
    """Hold the counts of one file.

    rows: rows that could be read and were not set aside
    bad, aside: rows that could not be read, and those of a rule of the mapping
    empty, odd, unknown: by column: empty cells, cells that can not be read, words not in the list
    midnight: by column of moments, cells without a time of day
    months: rows by month of their time
    ahead, outside: rows dated after today, and outside the period
    keyless, twice: rows without a key, and rows whose key stood before
    persons: people
    """

    rows: int = 0
    bad: Seen = field(default_factory=Seen)
    aside: Seen = field(default_factory=Seen)
    empty: Counter[str] = field(default_factory=Counter)
    odd: dict[str, Seen] = field(default_factory=dict)
    unknown: dict[str, Seen] = field(default_factory=dict)
    midnight: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    ahead: Seen = field(default_factory=Seen)
    outside: Seen = field(default_factory=Seen)
    keyless: Seen = field(default_factory=Seen)
    persons: int = 0
    twice: Seen = field(default_factory=Seen)


class Counting:
    """Count the rows of one file.

    file: what it should hold
    cells: where its columns stand, of those that the file has
    span: first and last day of the period, or None
    today: days after it lie ahead
    folder: an empty folder for keys on the way
    """

    def __init__(
        self,
        file: ExtractFile,
        cells: Mapping[str, Cell],
        span: tuple[date, date] | None,
        today: date,
        folder: Path,
    ) -> None:
        self.tally = Tally()
        self._file, self._cells = file, cells
        self._columns = [one for one in file.columns if one.name in cells]
        self._span, self._today = span, today
        self._path = folder / "keys.parquet"
        self._writer = pq.ParquetWriter(self._path, _SCHEMA, compression="lz4")
        self._held: list[tuple[bytes | None, bytes | None, int]] = []

    def row(self, line: int, cells: Mapping[str, Value]) -> None:
        """Count one row."""
        self.tally.rows += 1
        texts: dict[str, list[str]] = {}
        for column in self._columns:
            cell = self._cells[column.name]
            found = pieces(cell, cells)
            if column.kind == "id":
                found = [own for text in found if (own := identity(text))]
            texts[column.name] = found
            self._cell(column, cell, texts[column.name], line)
        key = [";".join(texts.get(name, [])) for name in self._file.key]
        if not all(key):
            self.tally.keyless.at(line)
        person = ";".join(texts.get(self._file.person, []))
        self._held.append((_digest(key) if all(key) else None,
                           _digest([person]) if person else None, line))  # fmt: skip
        if len(self._held) >= BATCH:
            self._flush()

    def end(self) -> Tally:
        """Give the counts, those of keys and people too."""
        self._flush()
        self._writer.close()
        with duckdb.connect(config={"threads": 1, "memory_limit": "500MB"}) as connection:
            connection.from_parquet(str(self._path)).create_view("staged")
            ((total, keys, self.tally.persons),) = rows(connection, build(_KEYS))
            self.tally.twice.many = total - keys - self.tally.keyless.many
            self.tally.twice.lines = [line for (line,) in rows(connection, build(_TWICE))]
        return self.tally

    def _cell(self, column: Column, cell: Cell, found: list[str], line: int) -> None:
        if not found:
            self.tally.empty[column.name] += 1
            return
        meant = [cell.values.get(text) for text in found] if cell.values else list(found)
        if None in meant:
            self.tally.unknown.setdefault(column.name, Seen()).at(line)
            return
        words = [text for text in meant if text is not None]
        if column.kind in ("day", "moment"):
            self._moment(column, cell, words[0], line)
        elif not _fits(column, words):
            seen = self.tally.unknown if column.values else self.tally.odd
            seen.setdefault(column.name, Seen()).at(line)

    def _moment(self, column: Column, cell: Cell, text: str, line: int) -> None:
        found, _ = moment(text, cell.way)
        day = day_of(found) if found else None
        if day is None:
            self.tally.odd.setdefault(column.name, Seen()).at(line)
            return
        if column.kind == "moment" and midnight_of(text, cell.way) is not None:
            self.tally.midnight[column.name] += 1
        if column.name == self._file.when:
            self.tally.months[f"{day:%Y-%m}"] += 1
            if self._span and not self._span[0] <= day <= self._span[1]:
                self.tally.outside.at(line)
        if day > self._today and not self._file.future:
            self.tally.ahead.at(line)

    def _flush(self) -> None:
        listed = zip(*self._held, strict=True) if self._held else ((), (), ())
        arrays = [pa.array(list(part), kind.type)
                  for part, kind in zip(listed, _SCHEMA, strict=True)]  # fmt: skip
        self._writer.write_table(pa.table(arrays, schema=_SCHEMA))
        self._held = []


def _fits(column: Column, words: list[str]) -> bool:
    if column.values:
        return all(word in column.values for word in words)
    if column.kind == "number":
        return number(words[0]) is not None
    if column.kind == "flag":
        return flag(words[0]) is not None
    return all(re.fullmatch(column.form, word) for word in words) if column.form else True


def _digest(parts: list[str]) -> bytes:
    """Tell keys apart without keeping them: a length before each part keeps a|b from a b."""
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).digest()
