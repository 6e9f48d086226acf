"""Say whether lines of JSON hold more levels than may be compared, at little cost.

A line of many brackets may be deep. Only such a line is looked at closely.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from commonweal.intake.lines import AT_ONCE, Block

DEEPEST = 254  # levels that orjson writes: what goes deeper could not be compared with another
_WORD = re.compile(rb'"[^"]*"')
_OTHERS = bytes(set(range(256)) - set(b'{}[]"'))
_WORDS = 8  # bytes that are counted at once
_LONG = 8 * AT_ONCE
_SAME = 0x20  # the bit that parts [ from {, and ] from }


def crowded(block: Block) -> frozenset[int]:
    r"""Give the places of lines with so many brackets that they may be too deep.

    block: lines

    >>> sorted(crowded(Block(1, 0, b"[" * 300 + b"\n{}\n" + b"{" * 255)))
    [0, 2]
    """
    if len(block.whole) <= DEEPEST:
        return frozenset()
    if len(block.whole) > _LONG:  # few lines, which are long
        return frozenset(place for place, text in enumerate(block.texts) if brackets(text))
    opens = _opens(block.whole)
    lengths = np.fromiter(map(len, block.texts), np.int64, len(block.texts)) + 1
    begins = (np.cumsum(lengths) - lengths) // _WORDS
    many = np.add.reduceat(opens, np.minimum(begins, len(opens) - 1), dtype=np.int64)
    # what a line shares of a word with the next one is counted there
    return frozenset(np.flatnonzero(many > DEEPEST - _WORDS).tolist())


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


def _opens(whole: bytes) -> npt.NDArray[np.uint8]:
    """Count the brackets that open in each eight bytes."""
    met = np.zeros(-(-len(whole) // _WORDS) * _WORDS, np.bool_)
    np.equal(np.frombuffer(whole, np.uint8) | _SAME, ord("{"), out=met[: len(whole)])
    return np.bitwise_count(met.view(np.uint64))
