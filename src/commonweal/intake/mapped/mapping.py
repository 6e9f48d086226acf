"""Read the TOML file that says what the columns of an institution's own files mean.

A mapping names files, the table each one fills, and for each column of that table the column of
the file, with an optional map of values, code system, date format, time zone or separator.
"""

from __future__ import annotations

import fnmatch
import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from commonweal.intake.mapped.aside import Aside, read_asides
from commonweal.intake.mapped.cell import Cell, read_cells, text, texts, unreadable
from commonweal.intake.mapped.moments import zone_of
from commonweal.kinds import Problem
from commonweal.tables.columns import Column, Money
from commonweal.tables.registry import BY_NAME, roster_of
from commonweal.vault import vault

VAULT = "vault"
_SETTINGS = {
    "name", "table", "columns", "vault", "people", "delimiter", "encoding", "quote", "zone",
    "missing", "set_aside", "system_made",
}  # fmt: skip
_UNITS = {"cents", "dollars"}
_DERIVED = {
    "los_min", "prevalence_start", "prevalence_end", "supply_start", "supply_end",
}  # fmt: skip
_ALONE = {"raceeth_2024", "legacy_re", "lang_group", "race_detail"}
_EXTRA = {"recorded", "method"}


@dataclass(frozen=True)
class FileMapping:
    """Say what one file, or files of one pattern, hold.

    pattern: name of the file; * stands for anything
    table: canonical table, or "vault"
    columns: where the table's columns stand
    attributes: where answers of self-description stand
    delimiter: what parts the cells of a text, or "": told by the ending of its name
    encoding: how a text is written
    people: whose answers they are, such as "patient" or "staff"; "" when it holds none
    person: column in which these people's ids stand, or ""
    quoted: whether a cell of a text may stand in double quotes
    missing: what stands in a cell that has no value, such as "NULL"
    asides: which rows are set aside
    sha256: hash of the mapping's bytes
    """

    pattern: str
    table: str
    columns: dict[str, Cell]
    attributes: dict[str, Cell]
    delimiter: str
    encoding: str
    people: str = ""
    person: str = ""
    quoted: bool = True
    missing: frozenset[str] = frozenset()
    asides: tuple[Aside, ...] = ()
    sha256: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Name the columns of the file that the mapping reads."""
        cells = (*self.columns.values(), *self.attributes.values())
        return frozenset().union(*(cell.names for cell in cells),
                                 *(rule.names for rule in self.asides))  # fmt: skip


def read_mapping(path: Path | None) -> tuple[FileMapping, ...]:
    """Read a mapping.

    path: TOML file, or None when none was named
    Fails with Problem "mapping-missing", "mapping-unreadable", "mapping-unknown",
    "people-unknown" or "zone-unknown".
    """
    if path is None or not path.is_file():
        raise Problem(
            "mapping-missing",
            "A CSV source needs a mapping file that says what its columns mean.",
            "Name one with --mapping; the how-to page shows an example.",
        )
    written = path.read_bytes()
    try:
        content = tomllib.loads(written.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise unreadable(path, str(error)) from None
    entries = content.get("file")
    if not isinstance(entries, list) or not entries:
        raise unreadable(path, "it has no [[file]] part")
    sha256 = hashlib.sha256(written).hexdigest()
    found = tuple(_file(path, entry, sha256) for entry in entries)
    _check_alike(path, found)
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


def with_cells(mapping: FileMapping, refined: Callable[[Cell], Cell]) -> FileMapping:
    """Give a mapping whose columns are read as the file itself says.

    mapping: what the file holds
    refined: gives how a column is read
    """
    columns = {name: refined(cell) for name, cell in mapping.columns.items()}
    ways = {cell.column: cell.way for cell in columns.values()}
    return replace(
        mapping, columns=columns,
        attributes={name: refined(cell) for name, cell in mapping.attributes.items()},
        asides=tuple(replace(rule, way=ways.get(rule.month_end, rule.way))
                     for rule in mapping.asides),
    )  # fmt: skip


@cache
def declared(table: str) -> dict[str, Column]:
    """Give the columns of a table that a mapping may fill.

    table: canonical table
    """
    return {column.name: column for column in BY_NAME[table].declared()
            if column.name not in _DERIVED}  # fmt: skip


def _check_alike(path: Path, found: tuple[FileMapping, ...]) -> None:
    """Insist that parts of one file say alike how it is written."""
    first: dict[str, FileMapping] = {}
    for one in found:
        known = first.setdefault(one.pattern, one)
        ways = {(part.delimiter, part.encoding, part.quoted, part.missing) for part in (known, one)}
        if len(ways) > 1:
            raise unreadable(path, f"its parts say '{one.pattern}' is written in two ways")


def _file(path: Path, entry: Any, sha256: str) -> FileMapping:
    if not isinstance(entry, dict):
        raise unreadable(path, "[[file]] is not a table")
    if set(entry) - _SETTINGS:
        raise unreadable(path, f"a [[file]] takes only {', '.join(sorted(_SETTINGS))}")
    table = entry.get("table")
    if table != VAULT and table not in BY_NAME:
        known = ", ".join([*BY_NAME, VAULT])
        raise Problem("mapping-unknown", f"The mapping names the table '{table}'.",
                      f"Use one of: {known}.")  # fmt: skip
    zone = text(path, entry["zone"]) if "zone" in entry else None
    if zone is not None:
        zone_of(zone)
    columns = read_cells(path, entry.get("columns", {}), zone)
    attributes = read_cells(path, entry.get("vault", {}), zone)
    people, person = _people(path, entry, table, bool(attributes))
    _check_names(table, person, columns, attributes)
    if person and person not in columns:
        raise unreadable(path, f"{person} is not mapped")
    _check_units(path, table, columns)
    return FileMapping(
        text(path, entry.get("name", "*")), table, columns, attributes,
        _delimiter(path, entry), text(path, entry.get("encoding", "utf-8")),
        people, person, _quoted(path, entry), frozenset(texts(path, entry.get("missing", []))),
        read_asides(path, entry, columns), sha256,
    )  # fmt: skip


def _check_names(
    table: str, person: str, columns: dict[str, Cell], attributes: dict[str, Cell]
) -> None:
    allowed = {person} if table == VAULT else set(declared(table))
    questions = (set(vault.ATTRIBUTES) - _ALONE) | _EXTRA
    unknown = sorted((set(columns) - allowed) | (set(attributes) - questions))
    if unknown:
        raise Problem(
            "mapping-unknown",
            f"The table {table} has no column '{unknown[0]}' that a mapping may fill.",
            "Look it up in the table dictionary.",
        )


def _delimiter(path: Path, entry: dict[str, Any]) -> str:
    if "delimiter" not in entry:
        return ""
    found = text(path, entry["delimiter"])
    if len(found) > 1 or found in '\r\n"':
        raise unreadable(path, "a 'delimiter' is one character, and no quote")
    return found


def _quoted(path: Path, entry: dict[str, Any]) -> bool:
    if entry.get("quote", "none") != "none":
        raise unreadable(path, "'quote' says 'none' or is left out")
    return "quote" not in entry


def _people(path: Path, entry: dict[str, Any], table: str, answers: bool) -> tuple[str, str]:
    """Give whose answers a file holds, and the column of their ids; "" when it holds none."""
    if table == VAULT:
        people = text(path, entry.get("people", "patient"))
        return people, roster_of(people).key
    if "people" in entry:
        raise unreadable(path, "'people' belongs to the table 'vault'")
    if not answers:
        return "", ""
    if not BY_NAME[table].roster():
        raise unreadable(
            path, f"answers of self-description belong to a table of people, not to '{table}'"
        )
    return BY_NAME[table].people(), BY_NAME[table].key


def _check_units(path: Path, table: str, columns: dict[str, Cell]) -> None:
    known = {} if table == VAULT else declared(table)
    for name, cell in columns.items():
        if cell.unit is not None and (
            cell.unit not in _UNITS or not isinstance(known.get(name), Money)
        ):
            raise unreadable(path, "'unit' says 'cents' or 'dollars' of an amount of money")
