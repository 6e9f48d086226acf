"""What every reader of a mapped file gives: rows of cells by the file's column, or why not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import orjson

from commonweal.intake.mapped.aside import Value
from commonweal.intake.mapped.cell import Cell

LONGEST_CELL = 10_000
UNREADABLE = re.compile("[\0\udc80-\udcff]")


@dataclass(slots=True)
class Row:
    """Hold one row of a file.

    line: where it begins, from 1: of a text its line, of Parquet its row
    cells: values by the file's column, of the columns that were asked for
    fault: why it can not be read, or ""
    text: the row as it stands in the file; "" of Parquet
    """

    line: int
    cells: Mapping[str, Value] = field(default_factory=dict)
    fault: str = ""
    text: str = ""

    @property
    def raw(self) -> bytes:
        """Give what is kept of a row that is not taken in."""
        if self.text:
            return self.text.encode("utf-8", "surrogateescape")
        return orjson.dumps(
            {name: _plain(value) for name, value in self.cells.items()}, option=orjson.OPT_SORT_KEYS
        )


class Opened(Protocol):
    """Be a file that was opened: its header is known, its rows follow."""

    header: tuple[str, ...]

    @property
    def reached(self) -> int:
        """Give how many bytes of the file, as it lies there, were read so far."""

    def rows(self, columns: Mapping[str, int]) -> Iterator[Row]:
        """Give the rows, with these columns: name by which each is asked for, and its place."""

    def refined(self, cell: Cell, place: int) -> Cell:
        """Give how a column is read where the file itself says more than the mapping."""


def _plain(value: Value) -> list[str] | str:
    """Write text that has no UTF-8 so that JSON can hold it."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return [str(_plain(piece)) for piece in value]
