"""Part the rows of a text anew where one would swallow others: by an open quote, or by its length.

DuckDB takes what follows an open quote for one row, of a row longer than its buffer it says
nothing, and of a row of very many cells it says too much. So such a text is copied: each line that
can be no row, or no part of one, is handed out, and a line that is refused for its number of cells
stands in its place, so that no line is lost.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from commonweal.intake.lines import open_text
from commonweal.intake.omop.wide import Width

_AT_ONCE = 1 << 20
_GIANT = 1 << 24  # DuckDB's buffer holds two of these: a longer line has one that begins in it
_LONGEST = 2_000_000
_LONGEST_ROW = 1 << 17  # of one that stands on several lines


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


def parted(path: Path, copy: Path, instead: str, width: Width) -> Iterator[Bad]:
    """Copy a text without the lines that can be no row, and give these.

    path: the file, plain or gz
    copy: where to write
    instead: the line that stands in the place of each, from `stand_in`
    width: of its rows
    """
    plain = instead.encode() + b"\n"
    with open_text(path) as handle, copy.open("wb") as out:
        lines = _Lines(handle)
        while line := lines.next():
            bad = line.bad()
            held = [] if bad else _row(line, lines)
            row = b"".join(one.text for one in held)
            if held and width.passes(row):
                out.write(row)
            elif held:
                yield _Line(line.number, line.byte, row).said("wrong_field_count")
                out.write(plain)
            else:
                yield bad or line.said("malformed")
                out.write(plain)


@dataclass(frozen=True)
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

    def next(self, begins: bool = True) -> _Line | None:
        if self._back:
            return self._back.popleft()
        text = self._handle.readline(_LONGEST)
        while begins and text in (b"\n", b"\r\n"):  # is no row
            self._number += 1
            self._byte += len(text)
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


def _row(line: _Line, lines: _Lines) -> list[_Line]:
    """Give the lines of a row, by whose end each quote is closed; none where that never comes."""
    held, quotes, length = [line], line.text.count(b'"'), len(line.text)
    while quotes % 2:
        following = lines.next(begins=False) if length <= _LONGEST_ROW else None
        if following is None:
            lines.back(held[1:])
            return []
        held.append(following)
        quotes += following.text.count(b'"')
        length += len(following.text)
    return held
