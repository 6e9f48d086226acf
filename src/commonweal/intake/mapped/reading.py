"""What stands beside one row of a mapped file as it is read: keys, and what could not be read."""

from __future__ import annotations

from commonweal.intake.context import Context
from commonweal.intake.mapped.cell import Cell


class Reading:
    """Hold what is noted of one row.

    context: source and keys; marks of the row are noted there
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.faults: list[tuple[str, str, str | None]] = []
        self.person: str | None = None

    def start(self) -> None:
        """Begin a row: forget what was noted of the one before."""
        self.context.start()
        self.faults = []
        self.person = None

    def mark(self, cell: Cell, code: str, value: str | None = None) -> None:
        """Mark the row, and note the column; of a word that no map names, the word too."""
        self.context.problems.append(code)
        self.doubt(cell, code, value)

    def doubt(self, cell: Cell, code: str, value: str | None = None) -> None:
        """Note a column without marking the row: an answer bears its own state."""
        self.faults.append((cell.label, code, value))
