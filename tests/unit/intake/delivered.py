"""A delivery as the extracts ask for it, made up: a hundred people over one year."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from commonweal.intake.extracts.spec import ExtractFile, extracts

PEOPLE = 100
Cell = Callable[[int], str]


def _day(n: int) -> str:
    return f"2025-{n % 12 + 1:02d}-{n % 28 + 1:02d}"


def _moment(n: int, hour: int = 9) -> str:
    return f"{_day(n)} {hour + n % 3:02d}:{n % 60:02d}"


# Where a column needs more than its kind tells.
OWN: dict[str, Cell] = {
    "birth_date": lambda n: f"19{30 + n % 60}-05-06",
    "death_date": lambda _: "",
    "zip": lambda n: f"021{n % 90 + 10}",
    "state": lambda _: "MA",
    "race": lambda n: ("white", "black;asian", "declined")[n % 3],
    "language": lambda n: ("en", "es")[n % 2],
    "cancelled_by": lambda _: "",
    "icd10cm": lambda n: ("E11.9", "I10;E78.5")[n % 2],
    "ended_on": lambda _: "",
    "loinc": lambda _: "4548-4",
    "value": lambda n: f"{5 + n % 5}.5",
    "unit": lambda _: "%",
    "systolic": lambda n: str(110 + n % 40),
    "diastolic": lambda n: str(70 + n % 20),
    "cvx": lambda _: "141",
    "rxnorm": lambda _: "860975",
    "ended_at": lambda n: _moment(n, 13),
    "departed_at": lambda n: _moment(n, 16),
    "ends_on": lambda _: "",
    "code": lambda _: "99213",
    "status": lambda _: "",
}
KINDS: dict[str, Cell] = {
    "text": lambda n: f"word {n % 4}", "number": lambda n: str(n % 30 + 1),
    "flag": lambda n: ("yes", "no")[n % 2], "day": _day, "moment": _moment,
}  # fmt: skip


def rows_of(file: ExtractFile, many: int = 1200) -> list[dict[str, str]]:
    """Give made-up rows of one file."""
    many = {"patients": PEOPLE, "sites": 3, "coverage": 150, "ed_flow": 300}.get(file.name, many)
    found = []
    for n in range(many):
        row = {}
        for column in file.columns:
            if column.kind == "id":
                row[column.name] = _identity(file, column.name, n)
            elif column.values and column.name not in OWN:
                row[column.name] = column.values[n % len(column.values)]
            elif column.name == "status":
                row[column.name] = column.values[-2] if column.values else ""
            else:
                row[column.name] = OWN.get(column.name, KINDS.get(column.kind, str))(n)
        found.append(row)
    return found


def _identity(file: ExtractFile, name: str, n: int) -> str:
    if name == "person_id":
        return f"p{n % PEOPLE}"
    if name in file.key or name == "encounter_id":
        return f"{name[:3]}{n}"
    return f"s{n % 3}" if "site" in name else ""


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write rows as CSV."""
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def deliver(folder: Path) -> dict[str, Path]:
    """Write every file of every extract."""
    folder.mkdir(parents=True, exist_ok=True)
    return {file.name: write(folder / f"{file.name}.csv", rows_of(file))
            for one in extracts() for file in one.files}  # fmt: skip
