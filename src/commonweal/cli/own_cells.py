"""Cells of the user's table as names and numbers; what can not be is refused with its rows."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from commonweal.cli.own_csv import Rows, listed
from commonweal.kinds import Problem
from commonweal.report.document import plain

FloatArray = NDArray[np.float64]
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
NOTHING = frozenset({"", "na", "n/a", "nan", "null"})


class Cells:
    """Read the cells of columns, gathering the rows of each thing that is wrong."""

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
