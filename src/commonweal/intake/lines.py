"""Give the lines of a file, plain or gz, one by one or many at a time, without trusting it.

A file that breaks off is read up to there; a line is never longer than the limit.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

import xxhash

from commonweal.intake.files import FileRecord

LONGEST_LINE = 64 * 1024 * 1024
AT_ONCE = 1 << 17  # bytes that stay in the cache of a core while all is done with them
_MARK = b"\xef\xbb\xbf"

# Gives 16 bytes by which a line, without its end, is known again; they keep no secret.
line_hash: Callable[[bytes], bytes] = xxhash.xxh3_128_digest


@dataclass(frozen=True)
class Part:
    """Name a piece of a file that begins and ends with whole lines.

    start, end: its first byte, and the byte after its last, in the plain text
    before: lines that stand before it
    """

    start: int
    end: int
    before: int


WHOLE = Part(0, 1 << 62, 0)


@dataclass(slots=True)
class Line:
    """Hold one line of a file.

    number: from 1, blank lines counted
    byte: place of its first byte in the plain text
    content: its bytes, without the end of line
    too_long: whether it goes on beyond the limit
    """

    number: int
    byte: int
    content: bytes
    too_long: bool = False


@dataclass(slots=True)
class Block:
    """Hold lines that stand next to each other in a file; some may be blank.

    number: of the first, from 1
    byte: place of its first byte in the plain text
    whole: their bytes, without the end of the last line
    too_long: whether this is the beginning of one line that goes on beyond the limit
    texts: the bytes of each, without the ends of lines
    """

    number: int
    byte: int
    whole: bytes
    too_long: bool = False
    texts: list[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.texts = self.whole.split(b"\n")

    def lines(self, places: Iterable[int]) -> Iterator[Line]:
        """Give some of the lines.

        places: theirs in the block, from 0, in order
        """
        place, byte = 0, self.byte
        for wanted in places:
            byte += sum(map(len, self.texts[place:wanted])) + wanted - place
            place = wanted
            yield Line(self.number + place, byte, self.texts[place], self.too_long)


def open_text(path: Path) -> IO[bytes]:
    """Open a file for reading, unpacked when it is gz.

    path: the file
    """
    if path.suffix.lower() == ".gz":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return path.open("rb", buffering=AT_ONCE)


def reached(handle: IO[bytes]) -> int:
    """Give how many bytes of a file, as it lies there, were read so far.

    handle: from `open_text`
    """
    return int((handle.fileobj if isinstance(handle, gzip.GzipFile) else handle).tell())


def lines(
    path: Path, record: FileRecord, part: Part = WHOLE, longest: int | None = None
) -> Iterator[Line]:
    """Give the lines of a file, or of a piece of it, that are not blank.

    path: the file, plain or gz
    record: `broken` is set where the file breaks off
    part: which piece
    longest: bytes of a line beyond which it is not kept; `LONGEST_LINE` where it is not said
    """
    with open_text(path) as handle:
        for block in blocks_of(handle, record, part, longest=longest):
            yield from block.lines(place for place, text in enumerate(block.texts)
                                   if text and not text.isspace())  # fmt: skip


def blocks_of(
    handle: IO[bytes],
    record: FileRecord,
    part: Part = WHOLE,
    size: int = AT_ONCE,
    longest: int | None = None,
) -> Iterator[Block]:
    """Give the lines of a file that was opened, or of a piece of it, many at a time.

    handle: from `open_text`
    record: `broken` is set where the file breaks off
    part: which piece
    size: bytes that are read at a time
    longest: bytes of a line beyond which it is not kept; `LONGEST_LINE` where it is not said
    """
    longest = LONGEST_LINE if longest is None else longest
    number, byte, rest, held, over = part.before + 1, part.start, list[bytes](), 0, False
    handle.seek(byte)
    at = byte
    while found := _more(handle, record, min(size, part.end - at)):
        at += len(found)
        last = found.rfind(b"\n")
        if last < 0:
            if not over:
                rest.append(found)
                held += len(found)
            if held > longest:
                yield Block(number, byte, b"".join(rest)[: longest + 1], True)
                rest, held, over = [], 0, True
            continue
        first = found.find(b"\n") + 1 if over else 0
        if over:  # the end of the line whose beginning was given
            number, byte, over = number + 1, at - len(found) + first, False
        if first <= last:
            whole = b"".join((*rest, memoryview(found)[first:last]))
            block = Block(number, byte, whole)
            yield from _told(block, longest) if number == 1 or len(whole) > longest else (block,)
            number, byte = number + len(block.texts), byte + len(whole) + 1
        rest, held = [found[last + 1 :]], len(found) - last - 1
    if held and not record.broken:
        yield from _told(Block(number, byte, b"".join(rest)), longest)


def _more(handle: IO[bytes], record: FileRecord, many: int) -> bytes:
    """Read on, some bytes at most, up to where the file ends or breaks off."""
    if many <= 0:
        return b""
    try:
        # both files that `open_text` gives can do this, which their common type does not say
        found: bytes = handle.read1(many)  # type: ignore[attr-defined]
    except (EOFError, gzip.BadGzipFile, zlib.error):
        record.broken = True
        return b""
    return found


def _told(block: Block, longest: int) -> Iterator[Block]:
    """Give a block, in parts where it begins with the mark of UTF-8 or a line is too long."""
    number, byte, whole = block.number, block.byte, block.whole
    if number == 1 and whole.startswith(_MARK):
        first, _, whole = whole.partition(b"\n")
        yield Block(1, 0, first[len(_MARK) : len(_MARK) + longest + 1], len(first) > longest)
        if len(block.texts) == 1:
            return
        number, byte = 2, len(first) + 1
    if len(whole) <= longest:
        yield Block(number, byte, whole)
        return
    for text in whole.split(b"\n"):
        yield Block(number, byte, text[: longest + 1], len(text) > longest)
        number, byte = number + 1, byte + len(text) + 1
