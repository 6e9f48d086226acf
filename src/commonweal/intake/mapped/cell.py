"""Say of one column where its values stand in a file and how they are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commonweal.intake.mapped.forms import short_year, why_not
from commonweal.intake.mapped.moments import PLAIN, Way, zone_of
from commonweal.kinds import Problem

SETTINGS = {
    "column", "constant", "checked", "map", "system", "split", "format", "unit", "zone",
    "precision",
}  # fmt: skip
_SOURCES = ("column", "constant", "checked")


@dataclass(frozen=True)
class Cell:
    """Say where one value stands and how it is written.

    column: column of the file, or None for a constant
    constant: value of every row, or None
    values: map from what the file says to what we say; empty: taken as it is
    system: code system that makes a code a coding, or None
    split: separator of several values in one cell, or None
    unit: of an amount of money: "cents", or None for dollars
    checked: for check boxes, the answer that a tick in each of these columns stands for
    way: how times are written
    """

    column: str | None
    constant: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    system: str | None = None
    split: str | None = None
    unit: str | None = None
    checked: dict[str, str] = field(default_factory=dict)
    way: Way = PLAIN

    @property
    def label(self) -> str:
        """Name the column of the file, or the first of several; "" for a constant."""
        return self.column or next(iter(self.checked), "")

    @property
    def names(self) -> frozenset[str]:
        """Name the columns of the file that are read."""
        return frozenset(self.checked) | (frozenset() if self.column is None else {self.column})


def read_cells(path: Path, content: Any, zone: str | None) -> dict[str, Cell]:
    """Read the part of a mapping that says where columns stand.

    path: TOML file
    content: what stands there
    zone: time zone of the file, or None
    Fails with Problem "mapping-unreadable" or "zone-unknown".
    """
    if not isinstance(content, dict):
        raise unreadable(path, "columns are not a table")
    found = {name: _cell(path, entry, zone) for name, entry in content.items()}
    form = found["birth"].way.form if "birth" in found else None
    if form and short_year(form):
        raise unreadable(path, f"of the births in the format '{form}' nobody can tell a child from "
                         "a person of a hundred years; ask for years of four digits")  # fmt: skip
    return found


def text(path: Path, value: Any) -> str:
    """Insist on text that is not empty.

    path: TOML file
    value: as found there
    Fails with Problem "mapping-unreadable".
    """
    if not isinstance(value, str) or not value:
        raise unreadable(path, "a setting is not text")
    return value


def texts(path: Path, value: Any) -> tuple[str, ...]:
    """Insist on a list of texts.

    path: TOML file
    value: as found there
    Fails with Problem "mapping-unreadable".
    """
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise unreadable(path, "a setting is not a list of texts")
    return tuple(value)


def unreadable(path: Path, why: str) -> Problem:
    """Say that a mapping can not be read.

    path: TOML file
    why: the rest of the sentence
    """
    return Problem("mapping-unreadable", f"The mapping {path.name} can not be read: {why}.",
                   "Correct the file.")  # fmt: skip


def _cell(path: Path, entry: Any, zone: str | None) -> Cell:
    if isinstance(entry, str):
        return Cell(entry, way=Way(zone=zone))
    if not isinstance(entry, dict) or set(entry) - SETTINGS:
        raise unreadable(path, f"a column takes only {', '.join(sorted(SETTINGS))}")
    if sum(source in entry for source in _SOURCES) != 1:
        raise unreadable(path, "a column names one of 'column', 'constant' and 'checked'")
    values, checked = entry.get("map", {}), entry.get("checked", {})
    if not isinstance(values, dict) or not isinstance(checked, dict):
        raise unreadable(path, "a 'map' is not a table, or 'checked' is none")
    plain = {key: text(path, entry[key]) for key in SETTINGS - {"map", "checked"}
             if key in entry}  # fmt: skip
    return Cell(plain.get("column"), plain.get("constant"),
                {key: text(path, value) for key, value in values.items()},
                plain.get("system"), plain.get("split"), plain.get("unit"),
                {key: text(path, value) for key, value in checked.items()},
                _way(path, plain, zone))  # fmt: skip


def _way(path: Path, plain: dict[str, str], zone: str | None) -> Way:
    here = plain.get("zone", zone)
    if here is not None:
        zone_of(here)
    if plain.get("precision", "day") != "day":
        raise unreadable(path, "'precision' says 'day' or is left out")
    form = plain.get("format")
    if form and (why := why_not(form)):
        raise unreadable(path, f"the format '{form}' can not be used: {why}")
    return Way(form, here, whole_day="precision" in plain)
