"""Read one CSV file of the user's into rows of cells, each with the number a spreadsheet shows.

What the columns mean is in own_table.py.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from commonweal.kinds import Problem

DELIMITERS = (",", ";", "\t")
LISTED = 10  # row numbers written out; of more, how many more is said


@dataclass(frozen=True)
class Rows:
    """Hold the rows of a file.

    header: names of the columns
    cells:  texts of each row that holds something, as many as there are columns
    number: of each of these rows, counted as a spreadsheet does: the header is row 1
    blank:  numbers of the rows in which every cell is empty
    """

    header: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    number: tuple[int, ...]
    blank: tuple[int, ...]


def read_rows(path: Path) -> Rows:
    """Read a file in UTF-8 with a header, its cells set apart by commas, semicolons or tabs.

    Fails with Problem "table-missing", "table-not-utf8", "table-broken", "table-empty",
    "header-repeated" or "rows-uneven".
    """
    lines = _split(_text(path))
    if len(lines) < 2:
        raise Problem(
            "table-empty",
            f"The file {path.name} has no rows below its header.",
            "The first row names the columns; each row below it is one group.",
        )
    header = tuple(name.strip() for name in lines[0])
    _check_header(header)
    numbered = [(at, tuple(cell.strip() for cell in row)) for at, row in enumerate(lines[1:], 2)]
    blank = [at for at, row in numbered if not any(row)]
    held = [(at, row) for at, row in numbered if any(row)]
    uneven = [at for at, row in held if len(row) != len(header)]
    if uneven:
        raise Problem(
            "rows-uneven",
            f"These rows do not have as many cells as the header has names: {listed(uneven)}.",
            "Give each row a cell for every column. A number such as 1,234 splits in two: write "
            "1234. Put a name that holds a comma in double quotes.",
        )
    return Rows(header, tuple(row for _, row in held), tuple(at for at, _ in held), tuple(blank))


def listed(rows: Iterable[int]) -> str:
    """Write row numbers, the first few of many."""
    every = sorted(set(rows))
    shown = ", ".join(str(one) for one in every[:LISTED])
    more = len(every) - LISTED
    return f"{shown} and {more:,} more" if more > 0 else shown


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(
            "table-not-utf8",
            f"The file {path.name} is not written in UTF-8, so its letters can not be read.",
            "Save it again: most spreadsheets offer 'CSV UTF-8' as a type of file.",
        ) from None
    except OSError:
        raise Problem(
            "table-missing",
            f"There is no file {path} that can be read.",
            "Check the name and the folder.",
        ) from None


def _split(text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    # Names of columns seldom hold any of these, so the one used most sets the cells apart.
    delimiter = max(DELIMITERS, key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        # A row of no cell at all is an empty line: it takes a number, so it stays.
        lines = list(reader)
    except csv.Error:
        raise Problem(
            "table-broken",
            "The file breaks off inside a cell: a double quote is opened and not closed, or text "
            "stands after one that is closed.",
            "Correct the quotes, or save the table as CSV once more.",
        ) from None
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _check_header(header: tuple[str, ...]) -> None:
    folded = [name.casefold() for name in header if name]
    twice = sorted({name for name in folded if folded.count(name) > 1})
    if twice:
        raise Problem(
            "header-repeated",
            f"The header names these columns more than once: {', '.join(twice)}.",
            "Give each column a name of its own.",
        )
