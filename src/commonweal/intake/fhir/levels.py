"""Say whether lines of JSON hold more levels than may be compared, at little cost.

A line of many brackets may be deep. Only such a line is looked at closely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from commonweal.intake.lines import Block

DEEPEST = 254  # levels that orjson writes: what goes deeper could not be compared with another
_WORD = re.compile(rb'"[^"]*"')
_OTHERS = bytes(set(range(256)) - set(b'{}[]"'))
_WINDOW = 1 << 16  # bytes that stay in the cache of a core
_LONG = 1 << 21
_SAME = 0x20  # the bit that parts [ from {, and ] from }


def crowded(block: Block) -> frozenset[int]:
    r"""Give the places of lines with so many brackets that they may be too deep.

    block: lines

    >>> sorted(crowded(Block(1, 0, b"[" * 300 + b"\n{}\n" + b"{" * 255)))
    [0, 2]
    """
    if len(block.whole) > _LONG:  # few lines, which are long
        return frozenset(place for place, text in enumerate(block.texts) if brackets(text))
    opens = np.concatenate([np.empty(0, np.int64), *_opens(block.whole)])
    ends = np.cumsum([len(text) + 1 for text in block.texts])
    many = np.diff(np.searchsorted(opens, ends), prepend=0)
    return frozenset(np.flatnonzero(many > DEEPEST).tolist())


def brackets(text: bytes) -> bool:
    """Say whether a line has so many brackets that it may be too deep.

    text: JSON, perhaps bad
    """
    return text.count(b"{") + text.count(b"[") > DEEPEST


def deep(text: bytes) -> bool:
    r"""Say whether a line may be too deep, where its brackets alone do not say so.

    text: JSON that was found to be good; with an escape in any word it is not looked at

    >>> deep(b"[" * 255 + b"]" * 255), deep(b"[" + b"[]," * 400 + b'"[{"]'), deep(br'"\n"')
    (True, False, True)
    """
    if b"\\" in text:
        return True
    bare = text.translate(None, _OTHERS).replace(b'""', b"")
    bits = np.frombuffer(_WORD.sub(b"", bare) if b'"' in bare else bare, np.uint8) | _SAME
    steps = (bits == ord("{")).astype(np.int8) - (bits == ord("}")).astype(np.int8)
    return bool(np.cumsum(steps, dtype=np.int32).max(initial=0) > DEEPEST)


def _opens(whole: bytes) -> Iterator[npt.NDArray[np.int64]]:
    """Give the places of the brackets that open, some at a time."""
    every, met = np.frombuffer(whole, np.uint8), np.empty(min(_WINDOW, len(whole)), np.bool_)
    bits = np.empty(len(met), np.uint8)
    for begin in range(0, len(every), _WINDOW):
        window = every[begin : begin + _WINDOW]
        np.bitwise_or(window, _SAME, out=bits[: len(window)])
        np.equal(bits[: len(window)], ord("{"), out=met[: len(window)])
        yield np.flatnonzero(met[: len(window)]) + begin
