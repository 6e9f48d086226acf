"""Read the user's own table of groups from a CSV: which column is what.

Nothing is computed, and nothing is guessed from the numbers.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np

from commonweal.cli.own_cells import Cells
from commonweal.cli.own_checks import check_events, check_groups, check_order
from commonweal.cli.own_csv import read_rows
from commonweal.cli.own_table import Kind, Names, OwnTable
from commonweal.kinds import Problem
from commonweal.report.document import plain


def read_own_table(
    path: Path, names: Names, *, decimal_comma: bool = False, own_table: bool = False
) -> OwnTable:
    """Read a table of groups.

    Fails with Problem "column-missing", "columns-ambiguous", "group-unnamed", "group-repeated",
    "order-incomplete" or "order-shared", with those of its cells, and as `read_rows` does.
    """
    rows = read_rows(path)
    places = _places(rows.header, names)
    kind = _kind(places, names, rows.header)
    number = Cells(rows, places, decimal_comma)
    group = number.texts("group")
    table_of = number.texts("table") if "table" in places else ("",) * len(group)
    tables = tuple(dict.fromkeys(table_of))
    numbered = {name: place for place, name in enumerate(tables)}
    estimated, none = kind is Kind.ESTIMATE, np.full(len(group), np.nan)
    read = OwnTable(
        kind=kind,
        names=tables,
        table=np.array([numbered[name] for name in table_of], dtype=np.intp),
        group=group,
        row=rows.number,
        people=number.amounts("people", whole=not estimated, gaps=False),
        events=none if estimated else number.amounts("events", whole=True),
        time=number.amounts("time") if kind is Kind.RATE else none,
        estimate=number.any("estimate") if estimated else none,
        se=number.amounts("se") if estimated else none,
        order=number.any("order") if "order" in places else None,
        blank=rows.blank,
        unused=_unused(rows.header, places, kind),
    )
    check_groups(read)
    check_order(read)
    check_events(read, own_table)
    return read


def _places(header: tuple[str, ...], names: Names) -> dict[str, int]:
    """Find the place of each column that there is; one that was named must be there."""
    folded = [name.casefold() for name in header]
    found = {}
    for field in fields(names):
        named = getattr(names, field.name)
        usual = None if field.name == "order" else field.name
        wanted = named or usual
        if wanted is not None and wanted.casefold() in folded:
            found[field.name] = folded.index(wanted.casefold())
        elif named is not None or field.name in {"group", "people"}:
            raise _no_column(wanted or "", field.name, header)
    return found


def _no_column(wanted: str, role: str, header: tuple[str, ...]) -> Problem:
    there = ", ".join(f"'{plain(name)}'" for name in header)
    return Problem(
        "column-missing",
        f"The file has no column '{wanted}'. It has these: {there}.",
        f"Name the column with --{role}, such as --{role} '{plain(header[0])}'. Columns are set "
        "apart by commas, semicolons or tabs.",
    )


def _kind(places: dict[str, int], names: Names, header: tuple[str, ...]) -> Kind:
    counted, estimated = "events" in places, "estimate" in places
    if counted and estimated:
        # Naming one of the two says which is meant.
        if (names.events is None) == (names.estimate is None):
            raise Problem(
                "columns-ambiguous",
                "The file has both a column of events and a column of estimates.",
                "Say which to use: --events COLUMN or --estimate COLUMN.",
            )
        counted = names.events is not None
    if counted:
        return Kind.RATE if "time" in places else Kind.SHARE
    if not estimated:
        raise _no_column("events", "events", header)
    if "se" not in places:
        raise _no_column("se", "se", header)
    return Kind.ESTIMATE


def _unused(header: tuple[str, ...], places: dict[str, int], kind: Kind) -> tuple[str, ...]:
    idle = {"events", "time"} if kind is Kind.ESTIMATE else {"estimate", "se"}
    read = {place for role, place in places.items() if role not in idle}
    return tuple(plain(name) for place, name in enumerate(header) if place not in read and name)
