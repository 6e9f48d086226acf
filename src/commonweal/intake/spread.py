"""Sort more rows than memory holds: spread over a file by the first digits of a key, then by part.

DuckDB would go through all rows once for each turn of its own sort, or spill in the midst of it.
Here every row is read once, and a part at a time is sorted; several can be at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Lock

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Which = Callable[[pa.RecordBatch], NDArray[np.uint8]]
PART_ROWS = 62_500  # about, of which all are held at once
MOST_PARTS = 256  # two hexadecimal digits
# A larger part is sorted by DuckDB, which can spill: few people have so much of anything.
LARGE_ROWS = 250_000
LARGE_BYTES = 128_000_000
AT_ONCE = 1 << 16  # rows that are spread at once
BATCH = 1 << 14
_SPILLING = Lock()  # one at a time
_LOCAL = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
_HERE = pa.ipc.IpcReadOptions(use_threads=False)  # parts are read beside each other as it is


def lows(many: int) -> list[str]:
    """Give the digits with which each but the first of so many parts begins.

    many: a power of two, 1 to 256

    >>> lows(4)
    ['40', '80', 'c0']
    """
    return [f"{place * MOST_PARTS // many:02x}" for place in range(1, many)]


def sort(whole: pa.RecordBatch, by: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Give rows in their order, some at a time.

    whole: the rows
    by: columns, the first with nulls before all else
    """
    first, *rest = by
    order = pc.sort_indices(whole, options=pc.SortOptions(
        [(first, "ascending", "at_start"), *((one, "ascending", "at_end") for one in rest)]
    ))  # fmt: skip
    for begin in range(0, len(order), BATCH):
        yield whole.take(order[begin : begin + BATCH])


class Spread:
    """Hold rows on disk in parts that follow one another.

    path: file to make, for as long as this is in use
    rows: in any order
    by: columns by which the rows are to stand, the first with nulls before all else
    many: rows that there are about
    least: parts there are at least, a power of two
    which: gives a function that says of rows, given the number of parts, in which part each lies;
        unless said, by the first digits of the first word
    """

    def __init__(
        self,
        path: Path,
        rows: pa.RecordBatchReader,
        by: Sequence[str],
        many: int,
        *,
        least: int = 1,
        which: Callable[[int], Which] | None = None,
    ) -> None:
        self.path = path
        self.schema = rows.schema
        self.parts = least
        while self.parts < MOST_PARTS and many > self.parts * PART_ROWS:
            self.parts *= 2
        self._by = by
        self._places: list[list[int]] = [[] for _ in range(self.parts)]
        self._rows = [0] * self.parts
        self._bytes = [0] * self.parts
        self._fill(rows, (which or partial(_Digits, by[0]))(self.parts))

    def batches(self, part: int) -> Iterator[pa.RecordBatch]:
        """Give the rows of a part in their order.

        part: its number, from 0
        """
        if not self._rows[part]:
            return
        with pa.memory_map(str(self.path)) as file, pa.ipc.open_file(file, options=_HERE) as held:
            found = (held.get_batch(place) for place in self._places[part])
            if self._rows[part] > LARGE_ROWS or self._bytes[part] > LARGE_BYTES:
                with _SPILLING:
                    yield from self._spilled(pa.RecordBatchReader.from_batches(self.schema, found))
                return
            yield from sort(pa.concat_batches(found), self._by)

    def _fill(self, rows: pa.RecordBatchReader, which: Which) -> None:
        place = 0
        with pa.OSFile(str(self.path), "wb") as file, pa.ipc.new_file(
            file, self.schema, options=_LOCAL
        ) as out:  # fmt: skip
            for batch in _ahead(rows):
                parts = which(batch)
                # a number of a byte is sorted by counting
                taken = batch.take(pa.array(np.argsort(parts, kind="stable")))
                begin = 0
                for part, many in enumerate(np.bincount(parts, minlength=self.parts).tolist()):
                    if many:
                        these = taken.slice(begin, many)
                        out.write_batch(these)
                        self._places[part].append(place)
                        self._rows[part] += many
                        self._bytes[part] += these.nbytes
                        begin, place = begin + many, place + 1

    def _spilled(self, rows: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        """Sort what a few people have too much of: or what many have of nobody."""
        spill = self.path.with_suffix(f".{self.path.stem}-spill")
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1, "memory_limit": "200MB", "temp_directory": str(spill),
        }  # fmt: skip
        with duckdb.connect(config=settings) as connection:
            first, *rest = (duckdb.ColumnExpression(name).asc() for name in self._by)
            ordered = connection.from_arrow(rows).sort(first.nulls_first(), *rest)
            yield from ordered.to_arrow_reader(BATCH)


def _ahead(rows: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """Give batches; the next one is made on another core while one is used."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, rows, None)
        while (batch := coming.result()) is not None:
            coming = pool.submit(next, rows, None)
            yield batch


class _Digits:
    """Say in which of so many parts a word lies: how many of the lows do not come after it."""

    def __init__(self, column: str, parts: int) -> None:
        self._column = column
        ends = [int.from_bytes(low.encode()) for low in lows(parts)]
        self._of = np.searchsorted(np.array(ends, np.int64), np.arange(1 << 16), "right").astype(
            np.uint8
        )

    def __call__(self, rows: pa.RecordBatch) -> NDArray[np.uint8]:
        """Give the part of each word of the column; null is before all else."""
        words = rows.column(self._column)
        _, ends, text = words.buffers()
        at = np.frombuffer(ends, np.int32, len(words) + 1, 4 * words.offset)
        # a word may be shorter than two letters, and the last of all may end with the text
        said = np.concatenate((np.frombuffer(text or b"", np.uint8), np.zeros(2, np.uint8)))
        long = np.diff(at)
        begins = (said[at[:-1]].astype(np.uint16) << 8) * (long > 0)
        begins += said[at[:-1] + 1] * (long > 1)
        found: NDArray[np.uint8] = self._of[begins]
        found[words.is_null().to_numpy(zero_copy_only=False)] = 0
        return found
