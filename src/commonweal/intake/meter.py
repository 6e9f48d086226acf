"""Tell how far a load is: bytes that were read of all bytes, then tables by their size.

How long it may still take is said by whoever has a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

Progress = Callable[[str, int, int], None]
READING, BRINGING, WRITING = "Reading", "Bringing in", "Writing"


class Meter:
    """Count the bytes that were read, as the files lie there, packed or not.

    sizes: bytes of each source
    progress: called with (what is done, bytes that are done, of how many), or None
    """

    def __init__(self, sizes: Sequence[int], progress: Progress | None) -> None:
        self._ends = [0, *accumulate(sizes)]
        self._progress = progress
        self._source = 0
        self.done = 0

    @property
    def whole(self) -> int:
        """Give the bytes of all sources."""
        return self._ends[-1]

    def begin(self, source: int, done: int = 0) -> None:
        """Begin a source, at the bytes of it that were read before."""
        self._source = source
        self.done = self._ends[source] + done

    @property
    def inside(self) -> int:
        """Give the bytes of the source at hand that were read."""
        return self.done - self._ends[self._source]

    def at(self, name: str, done: int, way: str = READING) -> None:
        """Tell which file is read in which way, and how many bytes of the source were read."""
        self.done = self._ends[self._source] + done
        self.say(f"{way} {name}", self.done, self.whole)

    def say(self, what: str, done: int = 0, whole: int = 1) -> None:
        """Tell what is done."""
        if self._progress is not None:
            self._progress(what, done, whole)
