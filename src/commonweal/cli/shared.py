"""What several commands share: stores, visions, progress."""

from __future__ import annotations

import os
import shutil
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import typer

from commonweal.intake import valuesets, versions
from commonweal.kinds import Period
from commonweal.tables.dataset import Dataset
from commonweal.vision import vision as visions

ENVIRONMENT = "COMMONWEAL_STORE"


def today() -> date:
    """Give today's date, in UTC."""
    return datetime.now(UTC).date()


def now() -> datetime:
    """Give this moment, in UTC."""
    return datetime.now(UTC)


def width() -> int:
    """Give how wide the terminal is, or 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80


def store_of(given: Path | None) -> Path:
    """Choose the store: the one named, else COMMONWEAL_STORE, else the folder one is in."""
    if given is not None:
        return given
    return Path(os.environ.get(ENVIRONMENT, "."))


def vision_of(name: str) -> visions.Vision:
    """Read a vision: a shipped one by its name, or the institution's own file."""
    if name in visions.names():
        return visions.shipped(name)
    return visions.read(Path(name))


def sets_of(store: Path, given: Path | None) -> tuple[str, Path] | None:
    """Load the value sets that were named, and give those that are current."""
    if given is not None:
        valuesets.load(store, given)
    return valuesets.current(store)


def loaded_on(store: Path, version: str) -> date:
    """Give the day on which a version was loaded."""
    written = versions.manifest(store, version)["loaded_on"]
    return date.fromisoformat(str(written))


def whole(dataset: Dataset) -> Period:
    """Give the period from the first visit of the data to the last."""
    if not dataset.first_day:
        return Period(today(), today())
    return Period(date.fromisoformat(dataset.first_day), date.fromisoformat(dataset.last_day))


class Line:
    """Write to the error channel: one line, over and over, where there is a terminal."""

    def __init__(self) -> None:
        self.live = sys.stderr.isatty() and not os.environ.get("NO_COLOR")

    def write(self, text: str) -> None:
        """Write a line in the place of the one before, or below it where there is no terminal."""
        if not self.live:
            typer.echo(text, err=True)
            return
        sys.stderr.write(f"\r\x1b[K{text[: width() - 1]}")
        sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self.live:
            self.write("")


class Progress:
    """Say on the error channel what is being done, and after ten seconds how long it may take."""

    def __init__(self) -> None:
        self.line = Line()
        self.began = time.monotonic()
        self.last = ""
        self.stage = (0, 0)

    def __call__(self, what: str, done: int, of: int) -> None:
        """Show one step: what is done next, how many are done, of how many."""
        if not what:
            self.end()
            return
        if of != self.stage[1] or done < self.stage[0]:
            self.began = time.monotonic()  # another stage goes at another pace
        self.stage = (done, of)
        spent = time.monotonic() - self.began
        left = f", about {spent / done * (of - done):.0f} s left" if spent > 10 and done else ""
        counted = f" ({done + 1} of {of}{left})" if of > 1 else ""
        if self.line.live or what != self.last:
            self.line.write(f"{what}{counted}")
        self.last = what

    def end(self) -> None:
        """Clear the line."""
        self.line.end()
