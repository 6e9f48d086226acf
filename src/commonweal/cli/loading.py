"""Show how far a load is, and how long the step at hand may take: only when that can be known."""

from __future__ import annotations

import shlex
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from commonweal.cli.shared import Line
from commonweal.intake.meter import BRINGING, READING, WRITING
from commonweal.intake.resume.kept import read_before

WINDOW, SHORTEST, FEWEST = 30.0, 8.0, 4
LIVE, PLAIN = 0.2, 10.0  # seconds between two lines
MEGA = 1_000_000


class Pace:
    """Know how fast the last half minute was."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def at(self, moment: float, done: int) -> None:
        """Note how much was done at a moment."""
        if self._seen and done == self._seen[-1][1]:
            return
        self._seen.append((moment, done))
        while len(self._seen) > FEWEST and moment - self._seen[1][0] > WINDOW:
            self._seen.popleft()

    def left(self, whole: int) -> float | None:
        """Give the seconds that the rest takes at this pace, or None while that is a guess."""
        (first, began), (last, done) = self._seen[0], self._seen[-1]
        if len(self._seen) < FEWEST or last - first < SHORTEST:
            return None
        return (whole - done) * (last - first) / (done - began)


class Loading:
    """Tell the steps of a load on the error channel.

    One line that is written over where there is a terminal; elsewhere a line each ten seconds.
    """

    def __init__(self) -> None:
        self._line = Line()
        self._pace = Pace()
        self._step = ("", 0, 0)
        self._told = float("-inf")

    def __call__(self, what: str, done: int, whole: int) -> None:
        """Tell one step: what is done, how much of it is done, of how much."""
        moment = time.monotonic()
        way = next((one for one in (READING, BRINGING, WRITING) if what.startswith(one)), what)
        if (way, whole) != (self._step[0], self._step[2]):
            self._pace = Pace()  # another step goes at another pace
        self._step = (way, done, whole)
        self._pace.at(moment, done)
        if moment - self._told < (LIVE if self._line.live else PLAIN):
            return
        self._told = moment
        left = "" if way == BRINGING else _left(self._pace.left(whole))
        self._line.write(what + self._far() + left)

    def _far(self) -> str:
        way, done, whole = self._step
        if way == WRITING:
            return f": {done * 100 // max(1, whole)}% of all rows, step 2 of 2"
        if way not in (READING, BRINGING):
            return ""
        return f": {done // MEGA} of {max(1, whole // MEGA)} MB, step 1 of 2"

    def end(self) -> None:
        """Clear the line."""
        self._line.end()


def _left(seconds: float | None) -> str:
    """Say a time in words that claim no more than is known."""
    if seconds is None:
        return ""
    minutes = round(seconds / 60)
    if seconds < 50:
        return ", less than a minute left"
    if minutes < 2:
        return ", about a minute left"
    if minutes < 90:
        return f", about {minutes} minutes left"
    return f", about {round(minutes / 60)} hours left"


@contextmanager
def told(store: Path | None) -> Iterator[Loading]:
    """Show the steps of a load; where it is interrupted, say what is kept and how to go on.

    store: folder of the store, or None for a trial, of which nothing is kept
    """
    loading = Loading()
    try:
        yield loading
    except KeyboardInterrupt:
        loading.end()
        kept = read_before(store) if store else None
        if kept is not None:
            said = f"What was read so far is kept: {kept // MEGA} MB."
            typer.echo(f"{said} To go on, type:\n  {_go_on(sys.argv[1:])}", err=True)
        else:
            typer.echo("Nothing is kept of this load: too little was read, or it was almost done.",
                       err=True)  # fmt: skip
        raise
    loading.end()


def _go_on(words: Sequence[str]) -> str:
    plain = [word for word in words if word != "--resume"]
    return shlex.join(["commonweal", *plain, "--resume"])
