"""The user's own table of groups, from one CSV: which column is what, and what can not be.

Nothing is computed, and nothing is guessed from the numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from commonweal.cli.own_csv import Rows, listed, read_rows
from commonweal.kinds import Problem
from commonweal.report.document import plain

FloatArray = NDArray[np.float64]
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
NOTHING = frozenset({"", "na", "n/a", "nan", "null"})


class Kind(Enum):
    """Name what the figures are: a share of people, a rate over time, or an estimate as given."""

    SHARE = "share"
    RATE = "rate"
    ESTIMATE = "estimate"


@dataclass(frozen=True)
class Names:
    """Hold what the columns are called; None takes the usual name where the file has it.

    table, group, events, people, time, estimate, se: names of columns
    order: name of the column with the order; None means that there is no order
    """

    table: str | None = None
    group: str | None = None
    events: str | None = None
    people: str | None = None
    time: str | None = None
    estimate: str | None = None
    se: str | None = None
    order: str | None = None


@dataclass(frozen=True, eq=False)
class OwnTable:
    """Hold one file of groups; a row is one group of one table.

    kind:   what the figures are
    names:  names of the tables in the order in which they begin; "" where the file has one
    table:  of each row the number of its table, shape (rows,)
    group:  of each row the name of its group
    row:    of each row its number in the file
    people: people in each group, shape (rows,)
    events, time, estimate, se: of each row, nan where the file has none, shape (rows,)
    order:  places in the order, nan where a cell is empty, shape (rows,), or None without order
    blank:  numbers of rows in which every cell is empty
    unused: names of columns that were not read
    """

    kind: Kind
    names: tuple[str, ...]
    table: NDArray[np.intp]
    group: tuple[str, ...]
    row: tuple[int, ...]
    people: FloatArray
    events: FloatArray
    time: FloatArray
    estimate: FloatArray
    se: FloatArray
    order: FloatArray | None
    blank: tuple[int, ...]
    unused: tuple[str, ...]


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
    number = _Numbers(rows, places, decimal_comma)
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
    _check_groups(read)
    _check_order(read)
    _check_events(read, own_table)
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


class _Numbers:
    """Read cells of columns, gathering the rows of each thing that is wrong."""

    def __init__(self, rows: Rows, places: dict[str, int], decimal_comma: bool) -> None:
        self._rows = rows
        self._places = places
        self._decimal_comma = decimal_comma

    def texts(self, role: str) -> tuple[str, ...]:
        """Give the names in a column; each row must have one."""
        names = tuple(plain(cells[self._places[role]]) for cells in self._rows.cells)
        unnamed = self._where([not name for name in names])
        if unnamed:
            raise Problem(
                "group-unnamed",
                f"These rows have no name in the column of the {role}: {listed(unnamed)}.",
                "Name it in every row.",
            )
        return names

    def any(self, role: str) -> FloatArray:
        """Give the numbers of a column, nan where a cell is empty."""
        texts = [cells[self._places[role]] for cells in self._rows.cells]
        if self._decimal_comma:
            texts = [text.replace(",", ".") for text in texts]
        empty = [text.casefold() in NOTHING for text in texts]
        pairs = zip(texts, empty, strict=True)
        odd = self._where([not (none or NUMBER.fullmatch(text)) for text, none in pairs])
        if odd:
            raise Problem(
                "cells-not-numbers",
                f"The column '{self._name(role)}' holds something that is not a number in these "
                f"rows: {listed(odd)}.",
                "Write 1234.5: no percent sign, no separator of thousands, a point for decimals. "
                "--decimal-comma reads 1234,5. Leave a cell empty where there is no number.",
            )
        pairs = zip(texts, empty, strict=True)
        numbers = np.array([np.nan if none else float(text) for text, none in pairs])
        self._refuse_large(role, numbers)
        return numbers

    def amounts(self, role: str, *, whole: bool = False, gaps: bool = True) -> FloatArray:
        """Give numbers of a column of which none is below zero."""
        numbers = self.any(role)
        missing = self._where(np.isnan(numbers).tolist())
        if missing and not gaps:
            raise Problem(
                "cells-empty",
                f"The column '{self._name(role)}' is empty in these rows: {listed(missing)}.",
                "Say how many people each group has: without it nothing can be weighed, and "
                "nobody can tell whom a gap leaves out.",
            )
        below = self._where((numbers < 0).tolist())
        if below:
            raise Problem(
                "cells-negative",
                f"The column '{self._name(role)}' is below zero in these rows: {listed(below)}.",
                "Correct the rows.",
            )
        parted = self._where((np.nan_to_num(numbers) % 1 != 0).tolist())
        if whole and parted:
            raise Problem(
                "cells-not-whole",
                f"The column '{self._name(role)}' counts people, but is not whole in these rows: "
                f"{listed(parted)}.",
                "Give whole numbers. For weighted figures give estimate, se and people.",
            )
        return numbers

    def _refuse_large(self, role: str, numbers: FloatArray) -> None:
        large = self._where((np.abs(np.nan_to_num(numbers, posinf=np.inf)) > 1e15).tolist())
        if large:
            raise Problem(
                "cells-too-large",
                f"The column '{self._name(role)}' is beyond a thousand million million in these "
                f"rows: {listed(large)}.",
                "Correct the rows.",
            )

    def _name(self, role: str) -> str:
        return plain(self._rows.header[self._places[role]])

    def _where(self, wrong: list[bool]) -> list[int]:
        return [at for at, one in zip(self._rows.number, wrong, strict=True) if one]


def _check_groups(own: OwnTable) -> None:
    seen: set[tuple[int, str]] = set()
    again = []
    for table, group, row in zip(own.table.tolist(), own.group, own.row, strict=True):
        if (table, group.casefold()) in seen:
            again.append(row)
        seen.add((table, group.casefold()))
    if again:
        raise Problem(
            "group-repeated",
            f"These rows name a group that their table has already: {listed(again)}.",
            "Give each group one row. Where the file holds several tables, name the column that "
            "tells them apart with --table.",
        )


def _check_order(own: OwnTable) -> None:
    if own.order is None:
        return
    none = np.isnan(own.order)
    some = np.bincount(own.table[~none], minlength=len(own.names)) > 0
    lacking = [row for row, bad in zip(own.row, none & some[own.table], strict=True) if bad]
    if lacking:
        raise Problem(
            "order-incomplete",
            f"These rows have no place in the order, and other groups do: {listed(lacking)}.",
            "Give every group of a table its place, or none.",
        )
    pairs = list(zip(own.table.tolist(), own.order.tolist(), strict=True))
    seen: set[tuple[int, float]] = set()
    shared = []
    for pair, row in zip(pairs, own.row, strict=True):
        if pair in seen:
            shared.append(row)
        seen.add(pair)
    if shared:
        raise Problem(
            "order-shared",
            f"These rows have a place in the order that another group has: {listed(shared)}.",
            "Give each group a place of its own, 1 for the most disadvantaged.",
        )


def _check_events(own: OwnTable, own_table: bool) -> None:
    above = np.nan_to_num(own.events) > own.people
    rows = [row for row, bad in zip(own.row, above, strict=True) if bad]
    if rows and own.kind is Kind.SHARE:
        raise Problem(
            "events-above-people",
            f"These rows have more events than people: {listed(rows)}.",
            "Count each person once. For rates over time add a column 'time'.",
        )
    if rows and not own_table:
        raise Problem(
            "events-repeat",
            f"These rows have more events than people: {listed(rows)}. Nobody can tell then how "
            "many people the events belong to, so what must be hidden is not known.",
            "Count the first event of each person, or add --own-table if the table may be shown "
            "whole.",
        )
