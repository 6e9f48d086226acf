"""Read the TOML file that says what the columns of an institution's CSV files mean.

A mapping names files, the table each one fills, and for each column of that table the column of
the file, with an optional map of values, code system, date format or separator.
"""

from __future__ import annotations

import fnmatch
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from commonweal.kinds import Problem
from commonweal.tables.columns import Column, Money
from commonweal.tables.registry import BY_NAME, roster_of
from commonweal.vault import vault

VAULT = "vault"
_SETTINGS = {"column", "constant", "checked", "map", "system", "split", "format", "unit"}
_SOURCES = ("column", "constant", "checked")
_UNITS = {"cents", "dollars"}
_DERIVED = {
    "los_min", "prevalence_start", "prevalence_end", "supply_start", "supply_end",
}  # fmt: skip
_ALONE = {"raceeth_2024", "legacy_re", "lang_group", "race_detail"}
_EXTRA = {"recorded", "method"}


@dataclass(frozen=True)
class Cell:
    """Say where one value stands and how it is written.

    column: column of the file, or None for a constant
    constant: value of every row, or None
    values: map from what the file says to what we say; empty: taken as it is
    system: code system that makes a code a coding, or None
    split: separator of several values in one cell, or None
    form: date format (strptime), or None for ISO
    unit: of an amount of money: "cents", or None for dollars
    checked: for check boxes, the answer that a tick in each of these columns stands for
    """

    column: str | None
    constant: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    system: str | None = None
    split: str | None = None
    form: str | None = None
    unit: str | None = None
    checked: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FileMapping:
    """Say what one file, or files of one pattern, hold.

    pattern: name of the file; * stands for anything
    table: canonical table, or "vault"
    columns: where the table's columns stand
    attributes: where answers of self-description stand
    delimiter, encoding: how the file is written
    people: whose answers they are, such as "patient" or "staff"; "" when it holds none
    person: column in which these people's ids stand, or ""
    """

    pattern: str
    table: str
    columns: dict[str, Cell]
    attributes: dict[str, Cell]
    delimiter: str
    encoding: str
    people: str = ""
    person: str = ""


def read_mapping(path: Path | None) -> tuple[FileMapping, ...]:
    """Read a mapping.

    path: TOML file, or None when none was named
    Fails with Problem "mapping-missing", "mapping-unreadable", "mapping-unknown" or
    "people-unknown".
    """
    if path is None or not path.is_file():
        raise Problem(
            "mapping-missing",
            "A CSV source needs a mapping file that says what its columns mean.",
            "Name one with --mapping; the how-to page shows an example.",
        )
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from None
    entries = content.get("file")
    if not isinstance(entries, list) or not entries:
        raise _unreadable(path, "it has no [[file]] part")
    found = tuple(_file(path, entry) for entry in entries)
    written: dict[str, tuple[str, str]] = {}
    for one in found:
        way = (one.delimiter, one.encoding)
        if written.setdefault(one.pattern, way) != way:
            raise _unreadable(path, f"its parts say '{one.pattern}' is written in two ways")
    return found


def chosen(mappings: tuple[FileMapping, ...], path: Path, alone: bool) -> tuple[FileMapping, ...]:
    """Give the mappings of a file, or none: the first that names it, and those of the same name.

    A row of a wide export holds several things: a person, what they are paid, an answer to each
    of twenty items. Each thing is a [[file]] part of its own under the same name.

    mappings: from `read_mapping`
    path: the file
    alone: whether the file was named by itself, so that a single mapping is meant for it
    """
    name = path.name.removesuffix(".gz")
    for mapping in mappings:
        if fnmatch.fnmatchcase(name, mapping.pattern):
            return tuple(other for other in mappings if other.pattern == mapping.pattern)
    return mappings if alone and len(mappings) == 1 else ()


@cache
def declared(table: str) -> dict[str, Column]:
    """Give the columns of a table that a mapping may fill.

    table: canonical table
    """
    return {column.name: column for column in BY_NAME[table].declared()
            if column.name not in _DERIVED}  # fmt: skip


def _file(path: Path, entry: Any) -> FileMapping:
    if not isinstance(entry, dict):
        raise _unreadable(path, "[[file]] is not a table")
    table = entry.get("table")
    if table != VAULT and table not in BY_NAME:
        known = ", ".join([*BY_NAME, VAULT])
        raise Problem("mapping-unknown", f"The mapping names the table '{table}'.",
                      f"Use one of: {known}.")  # fmt: skip
    columns = _cells(path, entry.get("columns", {}))
    attributes = _cells(path, entry.get("vault", {}))
    people, person = _people(path, entry, table, bool(attributes))
    allowed = {person} if table == VAULT else set(declared(table))
    questions = (set(vault.ATTRIBUTES) - _ALONE) | _EXTRA
    unknown = sorted((set(columns) - allowed) | (set(attributes) - questions))
    if unknown:
        raise Problem(
            "mapping-unknown",
            f"The table {table} has no column '{unknown[0]}' that a mapping may fill.",
            "Look it up in the table dictionary.",
        )
    if person and person not in columns:
        raise _unreadable(path, f"{person} is not mapped")
    _check_units(path, table, columns)
    return FileMapping(
        _text(path, entry.get("name", "*")), table, columns, attributes,
        _text(path, entry.get("delimiter", ",")), _text(path, entry.get("encoding", "utf-8")),
        people, person,
    )  # fmt: skip


def _people(path: Path, entry: dict[str, Any], table: str, answers: bool) -> tuple[str, str]:
    """Give whose answers a file holds, and the column of their ids; "" when it holds none."""
    if table == VAULT:
        people = _text(path, entry.get("people", "patient"))
        return people, roster_of(people).key
    if "people" in entry:
        raise _unreadable(path, "'people' belongs to the table 'vault'")
    if not answers:
        return "", ""
    if not BY_NAME[table].roster():
        raise _unreadable(
            path, f"answers of self-description belong to a table of people, not to '{table}'"
        )
    return BY_NAME[table].people(), BY_NAME[table].key


def _check_units(path: Path, table: str, columns: dict[str, Cell]) -> None:
    known = {} if table == VAULT else declared(table)
    for name, cell in columns.items():
        if cell.unit is not None and (
            cell.unit not in _UNITS or not isinstance(known.get(name), Money)
        ):
            raise _unreadable(path, "'unit' says 'cents' or 'dollars' of an amount of money")


def _cells(path: Path, content: Any) -> dict[str, Cell]:
    if not isinstance(content, dict):
        raise _unreadable(path, "columns are not a table")
    return {name: _cell(path, entry) for name, entry in content.items()}


def _cell(path: Path, entry: Any) -> Cell:
    if isinstance(entry, str):
        return Cell(entry)
    if not isinstance(entry, dict) or set(entry) - _SETTINGS:
        raise _unreadable(path, f"a column takes only {', '.join(sorted(_SETTINGS))}")
    if sum(source in entry for source in _SOURCES) != 1:
        raise _unreadable(path, "a column names one of 'column', 'constant' and 'checked'")
    values, checked = entry.get("map", {}), entry.get("checked", {})
    if not isinstance(values, dict) or not isinstance(checked, dict):
        raise _unreadable(path, "a 'map' is not a table, or 'checked' is none")
    plain = {key: _text(path, entry[key]) for key in _SETTINGS - {"map", "checked"}
             if key in entry}  # fmt: skip
    return Cell(plain.get("column"), plain.get("constant"),
                {key: _text(path, value) for key, value in values.items()},
                plain.get("system"), plain.get("split"), plain.get("format"), plain.get("unit"),
                {key: _text(path, value) for key, value in checked.items()})  # fmt: skip


def _text(path: Path, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise _unreadable(path, "a setting is not text")
    return value


def _unreadable(path: Path, why: str) -> Problem:
    return Problem("mapping-unreadable", f"The mapping {path.name} can not be read: {why}.",
                   "Correct the file.")  # fmt: skip
