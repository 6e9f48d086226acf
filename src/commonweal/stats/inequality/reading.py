"""Read columns with one row for each group, and lay their tables side by side.

What the tables mean is in subgroups.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Problem
from commonweal.stats.inequality.kernels.weighted import Mask, over
from commonweal.stats.inputs import FloatArray, floats, numbers, whole

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Columns:
    """Hold columns that were read, one row for each group.

    table:    number of the table, shape (rows,)
    estimate: what each group has, nan where there is no estimate, shape (rows,)
    se:       standard errors, nan where none is known, shape (rows,), or None
    people:   people in each group, shape (rows,)
    order:    order of the groups, nan in tables without order, shape (rows,), or None

    >>> Columns(np.array([0]), np.array([0.5]), None, np.array([10.0]), None).se is None
    True
    """

    table: Rows
    estimate: FloatArray
    se: FloatArray | None
    people: FloatArray
    order: FloatArray | None


@dataclass(frozen=True)
class Layout:
    """Hold where each group with an estimate stands when tables lie side by side.

    row:           rows that stay, shape (groups that stay,)
    table:         their table, shape (groups that stay,)
    place:         their place from the left, shape (groups that stay,)
    mask:          where there is a group, shape (tables, most groups)
    position:      place of each group in its table as given, -1 where none, as mask
    given:         groups that each table was given with, shape (tables,)
    dropped:       groups left out, shape (tables,)
    dropped_share: share of people who are in groups left out, shape (tables,)

    >>> columns = Columns(np.array([0, 0]), np.array([0.5, np.nan]), None, np.ones(2), None)
    >>> lay_out(columns, 1).mask
    array([[ True]])
    """

    row: Rows
    table: Rows
    place: Rows
    mask: Mask
    position: Rows
    given: Rows
    dropped: Rows
    dropped_share: FloatArray

    def fill(self, column: FloatArray) -> FloatArray:
        """Lay a column out, 0 where there is no group, shape (tables, most groups)."""
        side_by_side = np.zeros(self.mask.shape)
        side_by_side[self.table, self.place] = column[self.row]
        return side_by_side


def read_columns(
    table: ArrayLike,
    estimate: ArrayLike,
    se: ArrayLike | None,
    people: ArrayLike,
    order: ArrayLike | None,
) -> Columns:
    """Read columns, and refuse what can not be.

    table:    number of the table from 0, shape (rows,)
    estimate: what each group has, nan for a gap, shape (rows,)
    se:       standard errors, nan for a gap, shape (rows,), or None
    people:   people in each group, shape (rows,)
    order:    order of the groups, nan for a gap, shape (rows,), or None
    Gives the columns, all of one length.
    Fails with Problem "people-negative" and "standard-error-negative" naming the row, and with
    "numbers-missing", "shapes-differ", "counts-not-whole" and "counts-negative".
    Source: statistics.md section 0, rules 2, 6 and 7
    >>> read_columns([0, 0], [0.1, None], None, [5, 6], None).estimate
    array([0.1, nan])
    """
    columns = {"estimate": estimate, "people": people}
    columns |= {} if se is None else {"standard_error": se}
    columns |= {} if order is None else {"order": order}
    arrays = {
        name: np.atleast_1d(floats(name, value, gaps=True)) for name, value in columns.items()
    }
    may_have_gaps = {name: np.isnan(array) & (name != "people") for name, array in arrays.items()}
    checked = dict(
        zip(
            ["table", *arrays],
            numbers(
                table=table,
                **{name: np.where(may_have_gaps[name], 0.0, arrays[name]) for name in arrays},
            ),
            strict=True,
        )
    )
    for name in arrays:
        checked[name][np.broadcast_to(may_have_gaps[name], checked[name].shape)] = np.nan
    (number,) = whole(table=checked["table"]) if len(checked["table"]) else (checked["table"],)
    _not_negative("people-negative", "people", checked["people"])
    spread = checked.get("standard_error", np.zeros(0))
    _not_negative("standard-error-negative", "standard error", spread)
    return Columns(
        number.astype(np.intp),
        checked["estimate"],
        checked.get("standard_error"),
        checked["people"],
        checked.get("order"),
    )


def lay_out(columns: Columns, tables: int) -> Layout:
    """Give every group with an estimate its place in its table.

    columns: the columns, one row for each group
    tables:  how many tables there are at least; a table may have no row
    Gives the layout; rows of one table keep the order in which they stand.
    Source: statistics.md section 0, rule 6
    >>> columns = Columns(np.array([1, 0, 1]), np.ones(3), None, np.ones(3), None)
    >>> lay_out(columns, 2).mask
    array([[ True, False],
           [ True,  True]])
    """
    size = max(tables, int(columns.table.max(initial=-1)) + 1)
    has = np.isfinite(columns.estimate)
    row = np.argsort(columns.table, kind="stable")
    given = np.bincount(columns.table, minlength=size)
    position = _places(given)
    stays = has[row]
    kept = np.bincount(columns.table[has], minlength=size)
    table, place = columns.table[row[stays]], _places(kept)
    mask = np.arange(max(int(kept.max(initial=0)), 1)) < kept[:, None]
    standing = np.full(mask.shape, -1, dtype=np.intp)
    standing[table, place] = position[stays]
    left_out = np.where(has, 0.0, columns.people)
    return Layout(
        row=row[stays],
        table=table,
        place=place,
        mask=mask,
        position=standing,
        given=given,
        dropped=given - kept,
        dropped_share=_share(columns, left_out, size),
    )


def check_order(columns: Columns, tables: int) -> None:
    """Refuse tables in which some groups have a place in the order and some not, or share one.

    columns: the columns, one row for each group
    tables:  how many tables there are
    Gives nothing.
    Fails with Problem "order-missing" and "order-repeated".
    Source: statistics.md section 0, rule 3
    >>> check_order(Columns(np.zeros(1, int), np.ones(1), None, np.ones(1), np.ones(1)), 1)
    """
    if columns.order is None:
        return
    has = np.isfinite(columns.order)
    placed = np.bincount(columns.table[has], minlength=tables)
    given = np.bincount(columns.table, minlength=tables)
    if ((placed > 0) & (placed < given)).any():
        raise Problem(
            "order-missing",
            "Some groups of a table have a place in the order and others have none.",
            "Give every group of the table its place, or none.",
        )
    turn = np.lexsort((columns.order[has], columns.table[has]))
    table, order = columns.table[has][turn], columns.order[has][turn]
    if ((table[1:] == table[:-1]) & (order[1:] == order[:-1])).any():
        raise Problem(
            "order-repeated",
            "Two groups of a table have the same place in the order.",
            "Give each group a place of its own, 1 for the most disadvantaged.",
        )


def _places(counts: Rows) -> Rows:
    """Count 0, 1, 2 ... within each table, tables one after the other."""
    starts = np.cumsum(counts) - counts
    return np.arange(counts.sum()) - np.repeat(starts, counts)


def _not_negative(code: str, name: str, column: FloatArray) -> None:
    rows = np.flatnonzero(column < 0)
    if len(rows):
        raise Problem(
            code,
            f"Row {rows[0] + 1} has a number below zero in '{name}'.",
            "Correct the row.",
        )


def _share(columns: Columns, part: FloatArray, size: int) -> FloatArray:
    """Give the share of each table's people who are in a part of it; 0 in a table of nobody."""
    largest = max(float(columns.people.max(initial=0)), 1.0)
    some = np.bincount(columns.table, part / largest, minlength=size)
    everybody = np.bincount(columns.table, columns.people / largest, minlength=size)
    return np.nan_to_num(over(some.astype(np.float64), everybody.astype(np.float64)))
