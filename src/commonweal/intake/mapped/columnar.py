"""Read Parquet files in batches, whatever their size: typed columns become texts of one form.

Numbers lose zeros behind the point, so that an id stays one id whether a file holds it as a whole
number, a decimal or, with gaps, as a floating one. Dates and times become ISO.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from commonweal.intake.mapped.aside import Value
from commonweal.intake.mapped.cell import Cell
from commonweal.intake.mapped.moments import zone_of
from commonweal.intake.mapped.rows import LONGEST_CELL, UNREADABLE, Row
from commonweal.kinds import Problem

ENDING = ".parquet"
BATCH = 4096
_EPOCH = datetime(1970, 1, 1)
_UNITS = {"s": 1_000_000, "ms": 1000, "us": 1, "ns": 1}
_OUT_OF_RANGE = "out of range"  # no date can be read from it, so the cell is marked
UNSOUND = (pa.ArrowException, OSError, UnicodeDecodeError)  # what a damaged file makes pyarrow say
Writer = Callable[[Any], Value]


class Columnar:
    """Open a Parquet file.

    path: the file
    Fails with Problem "parquet-unreadable".
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            # a text that stands in a million rows is held once
            texts = [field.name for field in pq.read_schema(path) if _is_text(field.type)]
            self._file = pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20,
                                        read_dictionary=texts)  # fmt: skip
            self._schema = self._file.schema_arrow
        except UNSOUND:
            raise self._unreadable() from None
        self.header = tuple(self._schema.names)
        self._bytes = path.stat().st_size
        self._line = 0

    @property
    def reached(self) -> int:
        """Give about how many bytes of the file were read so far."""
        return int(self._bytes * self._line / max(1, self._file.metadata.num_rows))

    def rows(self, columns: Mapping[str, int]) -> Iterator[Row]:
        """Give the rows.

        Fails with Problem "parquet-unreadable" or "column-type-unknown".
        """
        writers = {name: self._writer(place) for name, place in columns.items()}
        wanted = sorted({self.header[place] for place in columns.values()})
        try:
            with self._file as file:
                for batch in file.iter_batches(batch_size=BATCH, columns=wanted):
                    listed = {name: _listed(batch.column(self.header[place]))
                              for name, place in columns.items()}  # fmt: skip
                    for at in range(batch.num_rows):
                        self._line += 1
                        yield _row(self._line, {name: writers[name](listed[name][at])
                                          for name in columns})  # fmt: skip
        except UNSOUND:
            raise self._unreadable() from None

    def refined(self, cell: Cell, place: int) -> Cell:
        """Give how a column is read: a typed date needs no format, a typed instant has a zone."""
        kind = _plain_type(self._schema.field(place).type)
        if not pa.types.is_temporal(kind):
            return cell
        zone = kind.tz if pa.types.is_timestamp(kind) else None
        way = cell.way._replace(form=None, instant=zone is not None, zone=cell.way.zone or zone)
        if way.zone is not None:
            zone_of(way.zone)
        return replace(cell, way=way)

    def _writer(self, place: int) -> Writer:
        field = self._schema.field(place)
        found = _writer_of(_plain_type(field.type))
        if found is None:
            raise Problem(
                "column-type-unknown",
                f"The column '{field.name}' of {self._path.name} is of the type {field.type}, "
                "which no mapping can read.",
                "Write it as text, number, date, time, true or false, or a list of texts.",
            )
        return found

    def _unreadable(self) -> Problem:
        return Problem(
            "parquet-unreadable",
            f"The file {self._path.name} can not be read as Parquet: it is another kind of file, "
            "or it is damaged.",
            "Write or copy the file again.",
        )


def _row(line: int, cells: dict[str, Value]) -> Row:
    pieces = [piece for value in cells.values()
              for piece in ((value,) if isinstance(value, str) else value)]  # fmt: skip
    return Row(line, cells, fault="malformed" if UNREADABLE.search("".join(pieces)) else "")


def _plain_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _listed(column: pa.Array) -> list[Any]:
    """Give the values of a column as Python has them: texts as bytes, times as whole numbers."""
    if pa.types.is_dictionary(column.type):
        column = _decoded(column)
    kind = column.type
    if _is_text(kind):
        column = column.cast(pa.large_binary())
    elif pa.types.is_timestamp(kind):
        column = column.cast(pa.int64())
    elif pa.types.is_date32(kind):
        column = column.cast(pa.int32())
    elif _is_list(kind):
        column = column.cast(pa.list_(pa.binary()))
    found: list[Any] = column.to_pylist()
    return found


def _decoded(column: pa.DictionaryArray) -> pa.Array:
    """Give the values of a column; an endless text becomes a NUL, so that its row is set aside."""
    words = column.dictionary
    if _is_text(words.type):
        words = words.cast(pa.large_binary())
        endless = pc.greater(pc.binary_length(words), LONGEST_CELL)
        if pc.any(endless).as_py():
            words = pc.if_else(endless, pa.scalar(b"\0", pa.large_binary()), words)
        column = pa.DictionaryArray.from_arrays(column.indices, words)
    return column.dictionary_decode()


def _writer_of(kind: pa.DataType) -> Writer | None:
    if _is_text(kind):
        return _text
    if _is_list(kind):
        return _pieces
    if pa.types.is_timestamp(kind):
        return _stamp(kind)
    if pa.types.is_date32(kind):
        return _day
    if pa.types.is_boolean(kind):
        return lambda value: "" if value is None else str(value).lower()
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _number
    if pa.types.is_integer(kind) or pa.types.is_null(kind):
        return lambda value: "" if value is None else str(value)
    return None


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind)
                or pa.types.is_string_view(kind))  # fmt: skip


def _is_list(kind: pa.DataType) -> bool:
    return bool((pa.types.is_list(kind) or pa.types.is_large_list(kind))
                and _is_text(kind.value_type))  # fmt: skip


def _text(value: bytes | None) -> str:
    return "" if value is None else value.decode("utf-8", "surrogateescape").strip()


def _pieces(value: list[bytes | None] | None) -> tuple[str, ...]:
    return tuple(text for text in map(_text, value or ()) if text)


def _number(value: float | Decimal | None) -> str:
    """Write a number plainly; one that is no number is a gap, as frames of data write gaps."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, Decimal):
        written = format(value, "f")
        return written.rstrip("0").rstrip(".") if "." in written else written
    if value.is_integer():  # beyond 2**53 several numbers are one: as an id it must be seen
        return str(int(value)) if abs(value) < 2**53 else f"{value:.16e}"
    return repr(value)


def _day(value: int | None) -> str:
    if value is None:
        return ""
    try:
        return date.fromordinal(value + 719_163).isoformat()
    except (ValueError, OverflowError):
        return _OUT_OF_RANGE


def _stamp(kind: pa.TimestampType) -> Writer:
    factor, ending = _UNITS[kind.unit], "Z" if kind.tz is not None else ""

    def written(value: int | None) -> str:
        if value is None:
            return ""
        micros = value // 1000 if kind.unit == "ns" else value * factor
        try:
            return (_EPOCH + timedelta(microseconds=micros)).isoformat() + ending
        except OverflowError:
            return _OUT_OF_RANGE

    return written
