"""Part the rows of a text anew where one would swallow others: by an open quote, or by its length.

DuckDB takes what follows an open quote for one row, of a row longer than its buffer it says
nothing, and of a row of very many cells it says too much. So such a text is copied: each line that
can be no row, or no part of one, is handed out, and a line that is refused for its number of cells
stands in its place, so that no line is lost. What is said of the copy is told of the text.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyarrow as pa

from commonweal.intake.lines import open_text
from commonweal.intake.omop.quotes import State
from commonweal.intake.omop.wide import Width

_AT_ONCE = 1 << 20
_GIANT = 1 << 24  # DuckDB's buffer holds two of these: a longer line has one that begins in it
_LONGEST = 2_000_000
_MOST_LINES = 1 << 16  # of one row
_EMPTY = (b"\n", b"\r\n")


@dataclass(frozen=True)
class Bad:
    """Hold a line that is set aside.

    number: from 1
    byte: place of its first byte
    reason: why
    sha256: of all of it
    text: as far as it is kept
    """

    number: int
    byte: int
    reason: str
    sha256: str
    text: bytes


def stand_in(delimiter: str, width: int) -> str:
    """Give the line that stands where one was taken out: it has a cell too many.

    delimiter: between cells
    width: columns of the file
    """
    return delimiter.join("!" * (width + 1))


def looked_through(path: Path, width: Width) -> tuple[bool, bool]:
    """Say of a .gz whether it unpacks to its end, with its checksum, and whether a line is giant.

    path: the file
    width: of its rows; a line that is far too wide counts as giant
    """
    giant, since = False, 0
    try:
        with gzip.open(path, "rb") as handle:
            while block := handle.read1(_AT_ONCE):
                giant = giant or not width.all_pass(block)
                last = block.rfind(b"\n")
                since = since + len(block) if last < 0 else len(block) - last
                giant = giant or since > _GIANT
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return False, giant
    return True, giant


def has_giant(path: Path) -> bool:
    """Say whether a plain text has a line that no buffer holds, without reading all of it.

    path: the file
    """
    with path.open("rb", buffering=0) as handle:
        for start in range(0, path.stat().st_size - _GIANT + 1, _GIANT):
            handle.seek(start)
            if not any(b"\n" in handle.read(_AT_ONCE) for _ in range(_GIANT // _AT_ONCE)):
                return True
    return False


def hashed(path: Path, width: Width) -> tuple[str, bool]:
    """Give the SHA-256 of a plain text, and whether any line of it is far too wide.

    path: the file
    width: of its rows
    """
    found, wide = hashlib.sha256(), False
    with path.open("rb", buffering=0) as handle:
        while block := handle.read(_AT_ONCE):
            found.update(block)
            wide = wide or not width.all_pass(block)
    return found.hexdigest(), wide


class Moved:
    """Say where what stands in a copy stood in the text itself."""

    def __init__(self) -> None:
        self._from, self._bytes, self._lines = array("q"), array("q"), array("q")

    def add(self, place: int, byte: int, line: int) -> None:
        """Write down that from a place on all stood elsewhere.

        place: byte of the copy
        byte, line: how many more there were before it in the text
        """
        for one, value in ((self._from, place), (self._bytes, byte), (self._lines, line)):
            one.append(value)

    def table(self) -> pa.Table:
        """Give what was written down, in its order: `from_byte`, `more_bytes`, `more_lines`.

        >>> moved = Moved()
        >>> moved.add(10, 5, 1)
        >>> moved.table().to_pylist()
        [{'from_byte': 10, 'more_bytes': 5, 'more_lines': 1}]
        """
        columns = (self._from, self._bytes, self._lines)
        return pa.table([pa.array(one, pa.int64()) for one in columns],
                        ["from_byte", "more_bytes", "more_lines"])  # fmt: skip


def parted(path: Path, copy: Path, instead: str, width: Width, moved: Moved) -> Iterator[Bad]:
    """Copy a text without the lines that can be no row, and give these.

    path: the file, plain or gz
    copy: where to write
    instead: the line that stands in the place of each, from `stand_in`
    width: of its rows
    moved: takes down what stands elsewhere in the copy
    """
    plain = instead.encode() + b"\n"
    with open_text(path) as handle, copy.open("wb") as out:
        lines = _Lines(handle)
        lost, at_once = 0, True
        while line := lines.next():
            if line.text in _EMPTY:
                lost, at_once = lost + 1, False
                continue
            if not at_once:
                moved.add(out.tell(), line.byte - out.tell(), lost)
            bad = line.bad()
            held = [] if bad else _row(line, lines, width)
            row = b"".join(one.text for one in held)
            if held and width.passes(row):
                out.write(row)
                at_once = True
                continue
            if held:
                bad = _Line(line.number, line.byte, row).said("wrong_field_count")
                lost += len(held) - 1
            yield bad or line.said("malformed")
            out.write(plain)
            at_once = False


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    byte: int
    text: bytes
    sha256: str = ""

    def bad(self) -> Bad | None:
        return self.said("line_too_long") if self.sha256 else None

    def said(self, reason: str) -> Bad:
        hashed = self.sha256 or hashlib.sha256(self.text).hexdigest()
        return Bad(self.number, self.byte, reason, hashed, self.text[:_AT_ONCE])


class _Lines:
    """Give lines one by one; some can be given back."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle = handle
        self._back: deque[_Line] = deque()
        self._number, self._byte = 0, 0

    def next(self) -> _Line | None:
        if self._back:
            return self._back.popleft()
        text = self._handle.readline(_LONGEST)
        if not text:
            return None
        self._number += 1
        start, hashed = self._byte, ""
        self._byte += len(text)
        if len(text) == _LONGEST and not text.endswith(b"\n"):
            hashed = self._rest(text)
        return _Line(self._number, start, text, hashed)

    def _rest(self, begun: bytes) -> str:
        hashed, part = hashlib.sha256(begun), begun
        while not part.endswith(b"\n") and (part := self._handle.readline(_AT_ONCE)):
            hashed.update(part)
            self._byte += len(part)
        return hashed.hexdigest()

    def back(self, lines: list[_Line]) -> None:
        self._back.extendleft(reversed(lines))


def _row(line: _Line, lines: _Lines, width: Width) -> list[_Line]:
    """Give the lines of a row, by whose end each quote is closed; none where the first is no row.

    What follows a quote that closes in the midst of a cell begins another row: it was never closed.
    """
    held, length = [line], len(line.text)
    state = width.quotes.after(line.text)
    while state is State.OPEN and length <= _LONGEST and len(held) <= _MOST_LINES:
        following = lines.next()
        if following is None:
            break
        held.append(following)
        length += len(following.text)
        state = width.quotes.after(following.text, inside=True)
    if state is State.CLOSED and length <= _LONGEST:
        return held
    lines.back(held[1:])
    return []
