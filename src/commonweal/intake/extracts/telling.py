"""The extracts and what a check found, in lines for the person at the command line."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.intake.extracts.check import Checked
from commonweal.intake.extracts.spec import SYSTEMS, Column, Extract, ExtractFile, system_starters

KINDS = {
    "id": "id", "text": "text", "code": "code", "day": "date", "moment": "date and time",
    "number": "number", "flag": "yes or no",
}  # fmt: skip


def list_lines(found: tuple[Extract, ...]) -> Iterator[str]:
    """List the extracts.

    found: all of them
    """
    for place, one in enumerate(found, 1):
        files = ", ".join(file.name for file in one.files)
        yield f"{place:2} {one.key:14} {one.title}. Files: {files}."
    for system, name in SYSTEMS.items():
        yield f"Mappings to begin with for {name}: {', '.join(system_starters(system)) or 'none'}."
    yield "See one whole: commonweal extracts show NAME"


def show_lines(one: Extract) -> Iterator[str]:
    """Tell one extract whole.

    one: the extract
    """
    yield f"{one.title} ({one.key})"
    yield one.why
    for file in one.files:
        yield ""
        yield from _file(file)


def check_lines(found: Checked) -> Iterator[str]:
    """Tell what a check found.

    found: by `check`
    """
    span = f", {found.first} to {found.last}" if found.first else ""
    people = f" about {found.persons:,} people" if found.persons else ""
    yield f"{found.file} read as {found.part}: {found.rows:,} rows{people}{span}."
    for head, lines in (("To mend:", found.problems), ("To know:", found.notes)):
        if lines:
            yield head
            yield from (f"  {line}" for line in lines)
    if not found.problems:
        yield "It fits the extract."


def expected_text(file: ExtractFile) -> str:
    """Say how many rows there should be.

    file: of an extract
    """
    return "; ".join(f"{one.says}: {_range(one.low, one.high)}" for one in file.expects)


def column_text(column: Column) -> str:
    """Say what stands in a column, which words it takes, and how often it may be empty.

    column: of an extract
    """
    words = f" ({', '.join(column.values)})" if column.values else ""
    lacking = f"; may be empty in {column.may_lack:.0%}" if 0 < column.may_lack < 1 else ""
    return f"{column.says}{words}{lacking}"


def _file(file: ExtractFile) -> Iterator[str]:
    yield f"File {file.name}: {file.grain}"
    yield f"Key: {', '.join(file.key)}"
    if file.expects:
        yield f"Expected: {expected_text(file)}"
    yield "Columns (* is needed):"
    for column in file.columns:
        mark = "*" if column.needed else " "
        yield f" {mark} {column.name:20} {KINDS[column.kind]:14} {column_text(column)}"
    yield "Traps:"
    for trap in file.traps:
        yield f"  - {trap}"


def _range(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
