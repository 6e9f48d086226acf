"""Check a delivered file against its extract: what is missing, doubled, dated wrong, or too few."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from commonweal.intake.extracts.spec import Column, Expected, Extract, ExtractFile
from commonweal.intake.extracts.tally import Counting, Seen, Tally
from commonweal.intake.extracts.wiring import wired
from commonweal.intake.files import FileRecord
from commonweal.intake.mapped.aside import reason_of
from commonweal.intake.mapped.cell import Cell
from commonweal.intake.mapped.mapping import FileMapping
from commonweal.intake.mapped.reader import opened, places_of
from commonweal.intake.mapped.rows import Opened
from commonweal.kinds import Period, Problem

_FEW_ROWS = 50  # below, a month may be thin by chance
_THIN = 0.5
_WITHOUT_TIME = 0.9


@dataclass(frozen=True)
class Checked:
    """Hold what a check found. Counts and lines only, never a value.

    file: name of the file
    part: which file of the extract it is
    rows, persons: how many
    first, last: months of its rows, such as 2025-01, or ""
    problems: what must be mended, in words
    notes: what is worth a look
    """

    file: str
    part: str
    rows: int
    persons: int
    first: str
    last: str
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def check(
    extract: Extract,
    path: Path,
    mapping: Path | None,
    *,
    today: date,
    period: Period | None = None,
) -> Checked:
    """Check a delivered file.

    extract: what was asked for
    path: text with delimiters, plain or gz, or Parquet
    mapping: TOML file of the institution, or None when the file bears the extract's own columns
    today: nothing that happened is dated after it
    period: rows belong to it, or None
    Fails with Problem "source-missing", "extract-file-unknown", "mapping-column-repeated",
    "parquet-unreadable", "text-unreadable", or as `read_mapping` does.
    """
    if not path.is_file():
        raise Problem("source-missing", f"There is no file at {path}.", "Name a file that exists.")
    file, parts, cells = wired(extract, path, mapping)
    record = FileRecord("check", path.name, "")
    source = opened(path, parts[0], record)
    held = {name: cell for name, cell in cells.items()
            if _has(cell.names, source.header, path.name)}  # fmt: skip
    span = (period.first, period.last) if period else None
    with tempfile.TemporaryDirectory() as folder:
        counting = Counting(file, held, span, today, Path(folder))
        tally = _read(source, parts, counting, held, path.name)
    problems = [*_columns(file, cells, held), *_rows(tally, record.broken), *_cells(file, tally),
                *_dates(tally, period), *_counts(file, tally)]  # fmt: skip
    months = sorted(tally.months)
    return Checked(
        path.name, file.name, tally.rows, tally.persons,
        months[0] if months else "", months[-1] if months else "",
        tuple(problems), tuple(_notes(file, tally, held)),
    )  # fmt: skip


def _has(names: frozenset[str], header: tuple[str, ...], file: str) -> bool:
    try:
        places_of(names, header, file)
    except Problem as problem:
        if problem.code != "mapping-column-missing":
            raise
        return False
    return True


def _read(
    source: Opened,
    parts: tuple[FileMapping, ...],
    counting: Counting,
    held: dict[str, Cell],
    file: str,
) -> Tally:
    rules = tuple(rule for rule in parts[0].asides if _has(rule.names, source.header, file))
    names = frozenset().union(*(cell.names for cell in held.values()),
                              *(rule.names for rule in rules))  # fmt: skip
    places = places_of(names, source.header, file)
    for name, cell in held.items():
        if cell.column is not None:
            held[name] = source.refined(cell, places[cell.column])
    ways = {cell.column: cell.way for cell in held.values()}
    rules = tuple(replace(rule, way=ways.get(rule.month_end, rule.way)) for rule in rules)
    for row in source.rows(places):
        cells = {name: "" if value in parts[0].missing else value
                 for name, value in row.cells.items()}  # fmt: skip
        if row.fault:
            counting.tally.bad.at(row.line)
        elif reason_of(rules, cells):
            counting.tally.aside.at(row.line)
        else:
            counting.row(row.line, cells)
    return counting.end()


def _columns(file: ExtractFile, cells: dict[str, Cell], held: dict[str, Cell]) -> Iterator[str]:
    for column in file.columns:
        if column.name not in held and (column.needed or column.name in file.key):
            asked = cells[column.name].label if column.name in cells else ""
            named = f" (yours: {asked})" if asked not in ("", column.name) else ""
            where = "file" if column.name in cells else "mapping"
            yield f"{column.name}{named}: not in the {where}. It is {column.says}."


def _rows(tally: Tally, broken: bool) -> Iterator[str]:
    if broken:
        yield "The file breaks off. Write or copy it again."
    if not tally.rows:
        yield "The file holds no row that could be read."
    if tally.bad.many:
        yield f"Not to be read as rows of this header: {_many(tally.bad)}."
    if tally.keyless.many:
        yield f"Without a key: {_many(tally.keyless)}."
    if tally.twice.many:
        yield f"With a key that stood before: {_many(tally.twice)}."


def _cells(file: ExtractFile, tally: Tally) -> Iterator[str]:
    for column in file.columns:
        if column.name in tally.odd:
            seen = tally.odd[column.name]
            yield f"{column.name}: no {_word(column)} in {_many(seen)}."
        if column.name in tally.unknown:
            seen = tally.unknown[column.name]
            yield f"{column.name}: a word that is not in its list in {_many(seen)}."
        lacking = tally.empty[column.name] / max(1, tally.rows)
        if lacking > column.may_lack and column.name not in file.key:
            yield (f"{column.name}: empty in {lacking:.1%} of rows; "
                   f"up to {column.may_lack:.0%} is usual.")  # fmt: skip
        timeless = tally.midnight[column.name]
        filled = tally.rows - tally.empty[column.name]
        if timeless and timeless >= _WITHOUT_TIME * filled:
            yield (f"{column.name}: {timeless:,} of {filled:,} times are midnight, so they are "
                   "dates only. Send the time of day.")  # fmt: skip


def _word(column: Column) -> str:
    return {"day": "date", "moment": "date and time", "number": "number", "flag": "yes or no"}.get(
        column.kind, "code of the expected form"
    )


def _dates(tally: Tally, period: Period | None) -> Iterator[str]:
    if tally.ahead.many:
        yield f"Dated after today: {_many(tally.ahead)}."
    if period is not None and tally.outside.many:
        yield f"Dated outside {period.first} to {period.last}: {_many(tally.outside)}."


def _counts(file: ExtractFile, tally: Tally) -> Iterator[str]:
    years = len(_full(tally)) / 12
    for expected in file.expects:
        share = _share(expected, tally, years)
        if share is not None and not expected.low <= share <= expected.high:
            yield (f"{share:.2f} {expected.says}; expected are {expected.low:g} to "
                   f"{expected.high:g}. Is the grain right, and is the file whole?")  # fmt: skip
    full = _full(tally)
    usual = statistics.median(tally.months[month] for month in full) if full else 0
    thin = [month for month in full[1:-1] if tally.months[month] < _THIN * usual]
    if usual >= _FEW_ROWS and thin:
        yield (f"Far fewer rows than in other months: {', '.join(thin[:12])}. "
               "Is a part of the file missing?")  # fmt: skip


def _share(expected: Expected, tally: Tally, years: float) -> float | None:
    people = tally.persons * (years if expected.per == "person_year" else 1)
    return tally.rows / people if people else None


def _full(tally: Tally) -> list[str]:
    """Give the months from the first to the last that hold more than strays."""
    if not tally.months:
        return []
    usual = statistics.median(tally.months.values())
    held = sorted(month for month, many in tally.months.items() if many >= usual / 10)
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (held[0], held[-1]))
    return [f"{place // 12:04d}-{place % 12 + 1:02d}" for place in range(first, last + 1)]


def _notes(file: ExtractFile, tally: Tally, held: dict[str, Cell]) -> Iterator[str]:
    if tally.aside.many:
        yield f"Made by the system, and to be set aside: {_many(tally.aside)}."
    lacking = [one.name for one in file.columns
               if one.name not in held and not one.needed]  # fmt: skip
    if lacking:
        yield f"Without these columns some things can not be told: {', '.join(lacking)}."


def _many(seen: Seen) -> str:
    """Say how many rows, and where the first of them begin."""
    lines = ", ".join(map(str, seen.lines)) + (" ..." if seen.many > len(seen.lines) else "")
    return f"1 row (line {lines})" if seen.many == 1 else f"{seen.many:,} rows (lines {lines})"
