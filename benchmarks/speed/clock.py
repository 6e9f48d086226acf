"""Time calls by the wall and by the processor, and say both in one table.

On a shared machine the wall says how busy it was; seconds of the processor say what was done.
"""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz.page import put, rows

PAGE = Path(__file__).resolve().parents[2] / "docs" / "why" / "speed.md"
HEAD = ["What", "Seconds", "of the processor", "Target"]


@dataclass(frozen=True)
class Took:
    """Hold medians of rounds: seconds of the wall and of the processor, and what was found last."""

    wall: float
    cpu: float
    found: object

    def line(self, what: str, target: str = "") -> list[str]:
        """Give one line of the table."""
        return [what, f"{self.wall:.2f}", f"{self.cpu:.2f}", target]


def timed(call: Callable[[], object], rounds: int = 5) -> Took:
    """Call several times; give medians."""
    walls, cpus, found = [], [], None
    for _ in range(rounds):
        began, used = time.perf_counter(), time.process_time()
        found = call()
        walls.append(time.perf_counter() - began)
        cpus.append(time.process_time() - used)
    return Took(statistics.median(walls), statistics.median(cpus), found)


def machine() -> str:
    """Say where it was timed, and how busy it was."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load}."


def told(name: str, body: list[list[str]], page: bool, more: str = "") -> None:
    """Print the table, and write it into the page where that is asked."""
    text = "\n\n".join(part for part in (rows(HEAD, body), more, machine()) if part)
    print(text)
    if page:
        put({name: text}, PAGE)
