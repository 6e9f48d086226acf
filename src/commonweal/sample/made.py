"""What a table of the sample is before it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Row = tuple[object, ...]


@dataclass(frozen=True)
class Made:
    """Hold one table.

    head: names of its columns
    rows: in order
    """

    head: tuple[str, ...]
    rows: Iterator[Row]
