"""Counts laid out as rows of facts: the groups, everybody, and whom a reader gets by subtraction.

Columns are the (merged) steps, then rest, numerator, denominator and entered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Counts, Problem

IntArray = NDArray[np.int64]
Merges = tuple[tuple[int, ...], ...]

REST, MET, DENOMINATOR, ENTERED = -4, -3, -2, -1
NOBODY = -1  # the place of a group that has no row: its numbers are 0 and give nothing away


@dataclass(frozen=True, eq=False)
class Rows:
    """Hold the facts of a table, one row for each set of people.

    units:    what is shown, shape (r, c): groups of somebody, everybody, sets nobody prints
    persons:  distinct persons behind them, or where they are not known the fewest they can be
    shown:    how many rows are printed: the groups of somebody, and everybody
    places:   the row of each group of the counts, or NOBODY, then the row of everybody
    counted:  whether every unit is one person
    covering: whether everybody may be in some group although groups overlap

    >>> Rows(np.zeros((2, 5)), np.zeros((2, 5)), 2, (0, NOBODY, 1), True, False).shown
    2
    """

    units: IntArray
    persons: IntArray
    shown: int
    places: tuple[int, ...]
    counted: bool
    covering: bool


def lay_out(counts: Counts, merges: Merges) -> Rows:
    """Lay out counts with their margins and with the steps merged.

    counts: the counts of one measure, view, period and place
    merges: for each column of steps that is shown, the steps of `counts` that it takes in

    Sets that a reader gets by subtraction are rows too: everybody outside each group where groups
    overlap, else those who are in no group, if there are any. Groups of nobody are left out.
    Fails with Problem "counts-disagree".
    Source: decisions.md, "One table"; trust.md 5.1.
    >>> from commonweal.kinds import Group, Period
    >>> counts = Counts("m", "1", Period.parse("2020"), "", (Group("sex", "f", "Women"),),
    ...     ("age", "not_met", "met"), np.array([[5, 20, 30]]), np.array([[5, 20, 30]]),
    ...     np.array([5, 20, 32]), np.array([5, 20, 32]), np.array([50]), 52, False)
    >>> lay_out(counts, ((0,),)).units.tolist()
    [[5, 20, 30, 50, 55], [5, 20, 32, 52, 57], [0, 0, 2, 2, 2]]
    """
    present = counts.units.any(axis=1)
    units = _stacked(counts.units[present], counts.total_units, counts.overlapping)
    persons = _stacked(counts.persons[present], counts.total_persons, counts.overlapping)
    total_people = np.array([counts.total_people])
    people = _stacked(counts.people[present, None], total_people, counts.overlapping)[:, 0]
    _check(counts, units)
    somebody = np.ones(len(units), dtype=bool)
    if not counts.overlapping:
        somebody[-1] = units[-1].any()
    units, persons, people = units[somebody], persons[somebody], people[somebody]
    persons = np.clip(persons, (units > 0).astype(np.int64), units)
    denominators = units[:, -1] + units[:, -2]
    people = np.clip(people, (denominators > 0).astype(np.int64), denominators)
    alike = (units == persons).all() and (people == denominators).all()
    counted = counts.clusters is None and bool(alike)
    rows = np.where(present, np.cumsum(present) - 1, NOBODY).tolist()
    return Rows(
        units=_columns(units, denominators, merges, True),
        persons=_columns(persons, people, merges, counted),
        shown=int(present.sum()) + 1,
        places=(*rows, int(present.sum())),
        counted=counted,
        covering=counts.overlapping and bool((counts.units.sum(0) >= counts.total_units).all()),
    )


def _stacked(cells: IntArray, total: IntArray, overlapping: bool) -> IntArray:
    outside = total[None, :] - (cells if overlapping else cells.sum(axis=0, keepdims=True))
    return np.vstack([cells, total[None, :], outside])


def _columns(cells: IntArray, denominators: IntArray, merges: Merges, additive: bool) -> IntArray:
    # One person may have visits in several columns; then a margin has at least as many persons
    # as its largest part, and that is what a careful judge goes by.
    join = np.sum if additive else np.max
    steps = [join(cells[:, list(merged)], axis=1) for merged in merges]
    left = np.column_stack([*steps, denominators])
    return np.column_stack(
        [*steps, cells[:, -2], cells[:, -1], denominators, join(left, axis=1)]
    ).astype(np.int64)


def _check(counts: Counts, units: IntArray) -> None:
    cells, persons = counts.units, counts.persons
    right = (
        (units >= 0).all()
        and _agree(cells, persons)
        and _agree(counts.total_units, counts.total_persons)
        and _agree(counts.denominators, counts.people)
    )
    if not right:
        raise Problem(
            "counts-disagree",
            "The counts of this table can not be: a group is larger than everybody, or there are"
            " more persons than units.",
            "Compute the table again; if it stays so, tell the makers of the measure.",
        )


def _agree(units: IntArray, persons: IntArray) -> bool:
    return bool(
        (persons >= 0).all() and (persons <= units).all() and ((persons > 0) == (units > 0)).all()
    )


def all_apart(steps: Sequence[str]) -> Merges:
    """Keep every step by itself.

    steps: the columns of counts, ending with "not_met" and "met"

    >>> all_apart(("age", "hospice", "not_met", "met"))
    ((0,), (1,))
    """
    return tuple((index,) for index in range(len(steps) - 2))
