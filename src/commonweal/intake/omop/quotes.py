"""Follow quotes line by line, as DuckDB does: only one that begins a cell opens it."""

from __future__ import annotations

import re
from enum import Enum


class State(Enum):
    """How the quotes of a line stand at its end.

    CLOSED: each that was opened is closed
    OPEN: the last cell goes on in the next line
    BROKEN: a cell goes on after its closing quote, so this is no row
    """

    CLOSED = 1
    OPEN = 2
    BROKEN = 3


class Quotes:
    """Say of a line how its quotes stand.

    delimiter: between cells

    >>> quotes = Quotes(",")
    >>> [quotes.after(text).name for text in (b'1,"a, b"', b'1,5 " long', b'1,"Dear', b'1,"a"b')]
    ['CLOSED', 'CLOSED', 'OPEN', 'BROKEN']
    >>> quotes.after(b'colleague ""x"" ",2', inside=True).name
    'CLOSED'
    """

    def __init__(self, delimiter: str) -> None:
        letter = re.escape(delimiter.encode())
        self._opens = re.compile(rb"(?:\A|" + letter + rb') *"')
        self._inside = re.compile(rb'[^"]*+(?:""[^"]*+)*+')
        self._goes_on = re.compile(rb" *(?=" + letter + rb"|[\r\n]|\Z)")

    def after(self, line: bytes, inside: bool = False) -> State:
        """Give the state at the end of a line.

        line: its bytes, with or without its end
        inside: whether it begins in a cell that was opened before
        """
        place: int | None = 0 if inside else self._opened(line, 0)
        while place is not None:
            found = self._inside.match(line, place)
            place = found.end() if found else place
            if place == len(line):
                return State.OPEN
            closed = self._goes_on.match(line, place + 1)
            if closed is None:
                return State.BROKEN
            place = self._opened(line, closed.end())
        return State.CLOSED

    def _opened(self, line: bytes, place: int) -> int | None:
        found = self._opens.search(line, place)
        return found.end() if found else None
