"""Cut a file into pieces that several processes can read at once, each beginning with a line.

The bytes are read once: for the hash of the file, for the ends of lines, and to count them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import numpy as np

from commonweal.intake.files import FileRecord, digest
from commonweal.intake.lines import WHOLE, Part

PIECE = 16 * 1024 * 1024
_PACKED = 8
_BLOCK = 1024 * 1024
_END = 10  # of a line; to count words in bytes takes five times as long


@dataclass(frozen=True)
class Task:
    """Name a piece of a file that is to be read.

    path: the file
    record: what becomes of it is counted here
    place: of the file among all files of the load
    allowed: the type that its resources must have, or "" when they may be mixed
    made: when the export was made, as sent, or ""
    part: which piece
    reached: where the piece begins in the file as it lies there, packed or not
    """

    path: Path
    record: FileRecord
    place: int
    allowed: str = ""
    made: str = ""
    part: Part = WHOLE
    reached: int = 0


@dataclass(frozen=True)
class Answer:
    """Say what became of a piece, or of a slice of it.

    received, accepted, quarantined, left_out, broken, tables: as in the record of a file
    asked: whether a reference named its target by an identifier
    left: (first byte, lines before it) of what is left of the piece, or None at its end
    reached: where what is left begins in the file as it lies there
    text: bytes of text that were read
    whole: names of staged files that all rows so far lie in, where these were just closed
    """

    received: int
    accepted: int
    quarantined: int
    left_out: int
    broken: bool
    tables: tuple[str, ...]
    asked: bool
    left: tuple[int, int] | None
    reached: int
    text: int
    whole: tuple[str, ...] | None = None

    def count(self, record: FileRecord, sign: int = 1) -> None:
        """Add what was counted to the record of the file, or take it back."""
        record.received += sign * self.received
        record.accepted += sign * self.accepted
        record.quarantined += sign * self.quarantined
        record.left_out += sign * self.left_out
        record.broken |= self.broken
        record.tables.update(self.tables)


@dataclass
class Mark:
    """Say up to where the files of a source were given out.

    file: place of the next file, or of the one at hand
    begun: whether it was begun
    end, before: the byte after its last piece that was given, and the lines up to there
    sha256: hash of the bytes up to there
    """

    file: int = 0
    begun: bool = False
    end: int = 0
    before: int = 0
    sha256: str = ""

    def pass_on(self) -> None:
        """Go on to the next file."""
        self.file, self.begun, self.end, self.before, self.sha256 = self.file + 1, False, 0, 0, ""


def cut(path: Path, record: FileRecord, mark: Mark | None = None) -> Iterator[Part]:
    """Give the pieces of a file as they are found.

    path: the file; one that is packed is a piece of its own
    record: `sha256` is set before the last piece is given
    mark: where to begin; moved on with each piece but the last
    """
    if path.suffix.lower() == ".gz":
        record.sha256 = digest(path)
        yield WHOLE
        return
    mark = mark or Mark()
    with path.open("rb", buffering=0) as handle:
        summed = _summed(handle, mark.end)
        start, before, place, count = mark.end, mark.before, mark.end, mark.before
        whole = bytearray(_BLOCK)  # read into again and again: fresh memory takes longer
        while many := handle.readinto(whole):
            block = memoryview(whole)[:many]
            count += int(np.count_nonzero(np.frombuffer(block, np.uint8) == _END))
            last = whole.rfind(b"\n", 0, many) + 1
            end = place + last
            place += many
            summed.update(block[:last])
            if last and end - start >= PIECE:
                mark.end, mark.before, mark.sha256 = end, count, summed.hexdigest()
                yield Part(start, end, before)
                start, before = end, count
            summed.update(block[last:])
    record.sha256 = summed.hexdigest()
    yield Part(start, place, before)


def weight(path: Path) -> int:
    """Give about how many bytes of text a file holds.

    path: the file
    """
    return path.stat().st_size * (_PACKED if path.suffix.lower() == ".gz" else 1)


def first_hash(path: Path, end: int) -> str:
    """Give the SHA-256 of the first bytes of a file.

    path: the file
    end: how many
    """
    with path.open("rb", buffering=0) as handle:
        return _summed(handle, end).hexdigest()


def _summed(handle: FileIO, end: int) -> hashlib._Hash:
    summed = hashlib.sha256()
    while end and (block := handle.read(min(end, _BLOCK))):
        summed.update(block)
        end -= len(block)
    return summed
