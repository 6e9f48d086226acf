"""Cut a file into pieces that several processes can read at once, each beginning with a line.

The bytes are read once: for the hash of the file, for the ends of lines, and to count them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commonweal.intake.files import WHOLE, FileRecord, Part, digest

PIECE = 16 * 1024 * 1024
_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Task:
    """Name a piece of a file that is to be read.

    path: the file
    record: what becomes of it is counted here
    place: of the file among all files of the load
    allowed: the type that its resources must have, or "" when they may be mixed
    made: when the export was made, as sent, or ""
    part: which piece
    """

    path: Path
    record: FileRecord
    place: int
    allowed: str = ""
    made: str = ""
    part: Part = WHOLE


def cut(path: Path, record: FileRecord) -> Iterator[Part]:
    """Give the pieces of a file as they are found.

    path: the file; one that is packed is a piece of its own
    record: `sha256` is set before the last piece is given
    """
    if path.suffix == ".gz":
        record.sha256 = digest(path)
        yield WHOLE
        return
    summed, start, before, place, count = hashlib.sha256(), 0, 0, 0, 0
    with path.open("rb", buffering=0) as handle:
        while block := handle.read(_BLOCK):
            summed.update(block)
            count += block.count(b"\n")
            last = block.rfind(b"\n") + 1
            end = place + last
            place += len(block)
            if last and end - start >= PIECE:
                yield Part(start, end, before)
                start, before = end, count
    record.sha256 = summed.hexdigest()
    yield Part(start, place, before)
