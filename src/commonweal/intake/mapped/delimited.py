"""Read text with delimiters row by row: never a whole file, and never a line beyond the limit."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any
from weakref import ref

from commonweal.intake.files import FileRecord
from commonweal.intake.heads import SUM
from commonweal.intake.lines import open_text, reached
from commonweal.intake.mapped.cell import Cell
from commonweal.intake.mapped.mapping import FileMapping
from commonweal.intake.mapped.rows import LONGEST_CELL, UNREADABLE, Row
from commonweal.kinds import Problem

LONGEST = 1 << 20
BY_ENDING = {".tsv": "\t", ".tab": "\t", ".psv": "|"}
_UNSEEN = "\u200b\ufeff"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_AS_TEXT = re.compile(r'="[^"]*"')
_SUM = re.compile(SUM, re.IGNORECASE)


class Delimited:
    """Open a text whose first line names its columns.

    path: the file, plain or gz
    meant: how it is written
    record: `broken` is set where the file breaks off
    Fails with Problem "mapping-unknown" or "text-unreadable".
    """

    def __init__(self, path: Path, meant: FileMapping, record: FileRecord) -> None:
        self._path, self._meant, self._record = path, meant, record
        self._handle: ref[IO[bytes]] | None = None  # whoever reads the file holds it and closes it
        self._rows = self._read()
        head = next((values for values, *_ in self._rows if values), [])
        self.header = tuple(name.strip(_UNSEEN).strip() for name in head)
        self._folded = tuple(name.casefold() for name in self.header)

    @property
    def reached(self) -> int:
        """Give how many bytes of the file, as it lies there, were read so far."""
        handle = self._handle() if self._handle else None
        return self._path.stat().st_size if handle is None or handle.closed else reached(handle)

    def rows(self, columns: Mapping[str, int]) -> Iterator[Row]:
        """Give the rows; of one that can not be read and stands on several lines, each line."""
        for values, line, text in self._rows:
            if not values:
                continue
            fault = self._fault(values)
            if not fault:
                cells = {name: _plain(values[place].strip()) for name, place in columns.items()}
                if len(text) < LONGEST_CELL or max(map(len, cells.values())) < LONGEST_CELL:
                    yield Row(line, cells, text=text)
                    continue
                fault = "malformed"
            for below, own in enumerate(_LINE.findall(text)):
                if own.strip():
                    yield Row(line + below, fault=fault, text=own)

    def refined(self, cell: Cell, place: int) -> Cell:
        """Give a column as it is: all of a text is text."""
        del place
        return cell

    def _fault(self, values: list[str]) -> str:
        if UNREADABLE.search("".join(values)):
            return "malformed"
        if len(values) != len(self.header):
            return "wrong_field_count"
        return "not_a_row" if self._around(values) else ""

    def _around(self, values: list[str]) -> bool:
        """Say whether a line is not data: the head once more, a ruled line, or a sum at the end."""
        first = values[0].strip().strip(_UNSEEN)
        if first.casefold() == self._folded[0]:
            return tuple(value.strip().casefold() for value in (first, *values[1:])) == self._folded
        if first[:1] in ("-", "="):
            return all(cell and not cell.strip("-=") for cell in map(str.strip, values))
        return _SUM.fullmatch(first) is not None and sum(map(bool, map(str.strip, values))) < 3

    def _read(self) -> Iterator[tuple[list[str], int, str]]:
        """Give the values of each row, the line where it begins, and its text."""
        lines: _Lines | None = None
        try:
            with open_text(self._path) as handle, io.TextIOWrapper(
                handle, _codec(self._meant.encoding), "surrogateescape", newline=""
            ) as text:  # fmt: skip
                lines, self._handle = _Lines(text), ref(handle)
                yield from _unbroken(lines, self._reader(lines))
        except (EOFError, gzip.BadGzipFile, zlib.error):
            self._record.broken = True
            if lines is not None and lines.held:
                yield ["\0"], lines.began, "".join(lines.held)
        except LookupError:
            raise Problem("mapping-unknown", "The mapping names an encoding that does not exist.",
                          "Use utf-8 or cp1252.") from None  # fmt: skip
        except UnicodeError:
            raise Problem(
                "text-unreadable",
                f"The file {self._record.name} is not written in {self._meant.encoding}.",
                "Correct the encoding in the mapping, or write the file again as utf-8.",
            ) from None

    def _reader(self, lines: Iterator[str]) -> Any:
        ending = Path(self._record.name.removesuffix(".gz")).suffix.lower()
        delimiter = self._meant.delimiter or BY_ENDING.get(ending, ",")
        if self._meant.quoted:
            return csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)


def _plain(cell: str) -> str:
    """Give the text of a formula that is nothing but a text, as spreadsheets keep zeros by."""
    return cell[2:-1] if cell.startswith('="') and _AS_TEXT.fullmatch(cell) else cell


class _Lines:
    """Feed lines to the csv reader, and remember those of the row at hand."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._number = 0
        self.held: list[str] = []
        self.began = 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST)
        if not line:
            raise StopIteration
        self._number += 1
        self.held.append(line)
        if len(line) < LONGEST or line.endswith("\n"):
            return line
        while (rest := self._text.readline(LONGEST)) and not rest.endswith("\n"):
            pass
        self.held[-1] = line + "\n"
        return "\0\n"  # what is too long to be a row is set aside

    def start(self) -> None:
        """Begin a row."""
        self.held.clear()
        self.began = self._number + 1


def _unbroken(lines: _Lines, reader: Any) -> Iterator[tuple[list[str], int, str]]:
    """Give the rows of a reader; one that it refuses is handed on so that it is set aside."""
    while True:
        lines.start()
        try:
            values = next(reader)
        except csv.Error:
            values = ["\0"]
        except StopIteration:
            return
        yield values, lines.began, "".join(lines.held)


def _codec(encoding: str) -> str:
    plain = encoding.lower().replace("_", "-")
    return "utf-8-sig" if plain in ("utf-8", "utf8") else plain
