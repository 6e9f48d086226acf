"""The exports of every area beside care: each written by its own part, into a folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from commonweal.sample.community import exports as community
from commonweal.sample.research import exports as research
from commonweal.sample.survey import system as survey
from commonweal.sample.teaching import system as teaching
from commonweal.sample.workforce import system as workforce
from commonweal.sample.written import Written

Progress = Callable[[str], None]


class Writer(Protocol):
    """Write the exports of one area."""

    def __call__(self, folder: Path, *, seed: int, last_year: int) -> Written:
        """Write into a folder, and say what was written and what is true."""


def write(folder: Path, seed: int, last_year: int, say: Progress) -> tuple[Written, ...]:
    """Write the exports of all areas at their full size.

    folder:    holds one folder an area
    seed:      of the random numbers
    last_year: the last year
    say:       told the name of each area before it is written
    """
    writers: dict[str, Writer] = {
        "workforce": workforce.write,
        "community": community.write,
        "research": research.write,
        "teaching": teaching.write,
        "survey": survey.write,
    }
    made = []
    for name, writer in writers.items():
        say(name)
        made.append(writer(folder / name, seed=seed, last_year=last_year))
    return tuple(made)
