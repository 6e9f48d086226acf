"""Which groups may be shown in every part of a whole: its months, its quarters or its sites.

A group is shown in all parts or in none, so that no part follows from the others and the whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.disclosure import Hidden, Rate, Reason, Released, ReleasedRow

KEPT_BACK = str(Hidden(Reason.SMALL_OR_PROTECTS))


@dataclass(frozen=True)
class Parts:
    """Hold the released tables of the parts of a whole, and what of them may be shown.

    whole:  the released table of the whole
    tables: those of its parts, in order
    shown:  codes of the groups that are shown in every part
    open:   whether everybody together is shown in every part

    >>> "shown" in Parts.__dataclass_fields__
    True
    """

    whole: Released
    tables: tuple[Released, ...]
    shown: frozenset[str]
    open: bool


def part(whole: Released, tables: tuple[Released, ...]) -> Parts:
    """Say which groups may be shown in every part of a whole.

    whole:  the released table of the whole
    tables: those of its parts, each unit in at most one
    Gives Parts. A group that is hidden in the whole or in any part is shown in none, and no group
    where everybody is hidden in one. Then what is left over in each part, and of each group, is
    nothing or enough, so that a cell between them stays in doubt.
    Source: trust.md 5.3 (E2), for the cells of a table whose margins are known: a cell lies
    between max(0, row + column - all) and min(row, column); tests/properties attack it
    >>> import numpy as np
    >>> from commonweal.disclosure import release
    >>> from commonweal.kinds import Counts, Group, Period
    >>> cells, sex = np.array([[40, 60], [50, 50]]), Group("sex", "female", "Female")
    >>> groups = (sex, Group("sex", "male", "Male"))
    >>> table = release(Counts("m", "1", Period.parse("2020"), "", groups, ("not_met", "met"),
    ...     cells, cells, cells.sum(0), cells.sum(0), cells.sum(1), 200, False))
    >>> sorted(part(table, (table,)).shown)
    ['female', 'male']
    """
    if not all(_told(table.everybody) for table in (whole, *tables)):
        return Parts(whole, tables, frozenset(), False)
    shown = frozenset(
        row.group.code
        for row in whole.rows
        if row.group and row.group.stated and isinstance(row.rate, Rate)
        if all(_told(row_of(table, row.group.code)) for table in tables)
    )
    return Parts(whole, tables, shown, True)


def row_of(table: Released, code: str) -> ReleasedRow | None:
    """Find the row of a group, everybody's for the code ""; None where nobody is of that group.

    table: what may be told
    code:  of the group
    >>> row_of.__name__
    'row_of'
    """
    if not code:
        return table.everybody
    return next((row for row in table.rows if row.group and row.group.code == code), None)


def count_of(row: ReleasedRow | None, column: str) -> int:
    """Give a count of a row that is shown; that of a row which is not there is zero.

    row:    of a group whose numbers may be shown, or None
    column: "denominator", "rest" or "numerator"
    >>> count_of(None, "numerator")
    0
    """
    return int(getattr(row, column)) if row else 0


def _told(row: ReleasedRow | None) -> bool:
    """Say whether all three counts of a rate are shown; those of nobody are three times zero."""
    three = (row.denominator, row.rest, row.numerator) if row else ()
    return not any(isinstance(count, Hidden) for count in three)
