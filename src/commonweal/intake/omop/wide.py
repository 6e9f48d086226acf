"""Find rows of far more cells than the head names, and masses of empty ones, before DuckDB does.

DuckDB lists each cell too many with a copy of the whole line, so one line of a hundred thousand
commas took minutes and gigabytes; and of what comes after 8 MB of empty lines it says nothing. Text
is looked through a piece at a time; a piece that has the cells of its lines is passed at once.
"""

from __future__ import annotations

import re

import numpy as np

from commonweal.intake.omop.quotes import Quotes

MORE = 16  # cells too many that DuckDB may list on its own
_PIECE = 1 << 14
_SOME = 64  # cells too many in a piece, all lines together, that do no harm
_END = 10  # of a line
_QUOTED = re.compile(rb'"[^"]*"')


class Width:
    """Say of text whether a row of it is far too wide.

    delimiter: between cells
    width: columns of the file

    >>> width = Width(",", 2)
    >>> width.passes(b"1,2"), width.passes(b"1," * 20), width.passes(b'"' + b"1," * 20 + b'",2')
    (True, False, True)
    """

    def __init__(self, delimiter: str, width: int) -> None:
        self._delimiter = delimiter.encode()
        self._most = width - 1 + MORE
        self._width = width
        self.quotes = Quotes(delimiter)

    def passes(self, row: bytes) -> bool:
        """Say whether a row is no more than a little too wide; what is quoted does not count.

        row: its bytes, quotes closed
        """
        if row.count(self._delimiter) <= self._most:
            return True
        return _QUOTED.sub(b"", row).count(self._delimiter) <= self._most

    def all_pass(self, text: bytes) -> bool:
        """Say whether no line in a part of a file is far too wide, nor most of them empty.

        Rather too often than not: of some pieces no line is odd but their number.

        text: some of the file, cut anywhere
        """
        bytes_ = np.frombuffer(text, np.uint8)
        for begin in range(0, len(text), _PIECE):
            piece = bytes_[begin : begin + _PIECE]
            lines = int(np.count_nonzero(piece == _END))
            cells = int(np.count_nonzero(piece == self._delimiter[0]))
            most = (lines + 1) * (self._width - 1) + _SOME if lines else self._most
            empty = 4 * lines > _PIECE and 2 * cells < lines * (self._width - 1)
            if empty or (cells > most and not self._lines_pass(text, begin)):
                return False
        return True

    def _lines_pass(self, text: bytes, begin: int) -> bool:
        """Look at each line of a piece, from where its first one begins to where its last ends."""
        first = text.rfind(b"\n", 0, begin) + 1
        last = text.find(b"\n", begin + _PIECE)
        lines = text[first : last if last >= 0 else len(text)].split(b"\n")
        return all(map(self.passes, lines))
