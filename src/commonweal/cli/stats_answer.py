"""The answer to `commonweal stats`: what every table shows, and every measure of what it shows.

Measures are made from figures that passed `disclosure`, so they can give no hidden one away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from commonweal.cli.own_figures import Figures, figures_of
from commonweal.cli.own_release import shown_rows
from commonweal.cli.own_shown import ShownTable
from commonweal.cli.own_table import OwnTable
from commonweal.disclosure import Policy
from commonweal.kinds import Estimate, Problem
from commonweal.stats.inequality.heterogeneity import heterogeneity, heterogeneity_test
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inequality.summary import summarize

Progress = Callable[[str, int, int], None]
# Draws take some milliseconds a measure and table, so many tables go without.
DRAWS, MOST_DRAWN = 10_000, 100
AT_ONCE = 500  # tables that are measured together; few enough that progress is seen


@dataclass(frozen=True)
class Declared:
    """Hold what the user says of the tables, because no number can say it.

    scale:        events for how many people a unit counts: 1, 100, 1000, 100000
    favorable:    whether more is better
    reference:    name of the group to compare with, or None
    level:        coverage of the intervals
    drop_missing: whether measures may leave out groups that have no figure to show
    policy:       how careful to be; None where the user states that the table may be shown whole
    """

    scale: float
    favorable: bool
    reference: str | None
    level: float
    drop_missing: bool
    policy: Policy | None


@dataclass(frozen=True)
class Measured:
    """Hold one measure of one table.

    value, low, high: nan where there is none
    method:           name of the method of the interval
    status, reason:   "ok" and "", or why there is no value
    flags:            what qualifies it
    """

    value: float
    low: float
    high: float
    method: str
    status: str
    reason: str
    flags: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class TableAnswer:
    """Hold what is said of one table.

    shown:      its groups
    left_out:   share of people in groups that the measures leave out; None where it is not told
    q, p:       how much the groups differ beyond chance, and its p-value
    freedom:    degrees of freedom of q
    measures:   every measure by its key
    """

    shown: ShownTable
    left_out: float | None
    q: Measured
    p: Measured
    freedom: int
    measures: dict[str, Measured]


@dataclass(frozen=True, eq=False)
class Answer:
    """Hold the answer for a whole file.

    own:      the file as it was read
    declared: what the user said of it
    method:   name of the method of the intervals of groups
    tables:   one for each table, in order
    """

    own: OwnTable
    declared: Declared
    method: str
    tables: tuple[TableAnswer, ...]


def answer(own: OwnTable, declared: Declared, progress: Progress) -> Answer:
    """Answer for every table of a file.

    Fails with Problem "reference-absent" when a table lacks the group to compare with.
    """
    reference = _reference(own, declared.reference)
    figures = figures_of(own, declared.scale, declared.level)
    shown = tuple(_shown(own, figures, declared, progress))
    tables = _tables(own, figures, shown, declared, reference)
    answers = tuple(_measured(tables, shown, declared, progress))
    progress("", 0, 0)
    return Answer(own, declared, figures.method, answers)


def _reference(own: OwnTable, named: str | None) -> NDArray[np.intp]:
    """Find the place of the named group among the rows of each table, -1 where none is named."""
    place = np.full(len(own.names), -1, dtype=np.intp)
    if named is None:
        return place
    seen = np.zeros(len(own.names), dtype=np.intp)
    for table, group in zip(own.table.tolist(), own.group, strict=True):
        if group.casefold() == named.casefold():
            place[table] = seen[table]
        seen[table] += 1
    lacking = np.flatnonzero(place < 0)
    if len(lacking):
        where = f" in the table '{own.names[lacking[0]]}'" if own.names[lacking[0]] else ""
        raise Problem(
            "reference-absent",
            f"There is no group '{named}'{where} to compare with.",
            "Write its name as the file has it, or leave --reference out.",
        )
    return place


def _shown(
    own: OwnTable, figures: Figures, declared: Declared, progress: Progress
) -> Iterator[ShownTable]:
    """Take every table through the door."""
    turn = np.argsort(own.table, kind="stable")
    ends = np.cumsum(np.bincount(own.table, minlength=len(own.names)))
    for table, rows in enumerate(np.split(turn, ends[:-1])):
        if table % AT_ONCE == 0:
            progress("Protecting small numbers", table, len(ends))
        yield shown_rows(own, rows, figures, declared.scale, declared.level, declared.policy)


def _tables(
    own: OwnTable,
    figures: Figures,
    shown: tuple[ShownTable, ...],
    declared: Declared,
    reference: NDArray[np.intp],
) -> Subgroups:
    kept, people = np.zeros(len(own.row), dtype=bool), np.zeros(len(own.row))
    for one in shown:
        kept[one.rows], people[one.rows] = one.kept, one.people
    return Subgroups.many(
        own.table,
        np.where(kept, figures.y, np.nan),
        np.where(kept, figures.se, np.nan),
        people,
        scale=declared.scale,
        favorable=declared.favorable,
        order=own.order,
        reference=reference,
        drop_missing=declared.drop_missing,
    )


def _measured(
    tables: Subgroups, shown: tuple[ShownTable, ...], declared: Declared, progress: Progress
) -> Iterator[TableAnswer]:
    for start in range(0, len(shown), AT_ONCE):
        progress("Measuring", start, len(shown))
        part = np.arange(start, min(start + AT_ONCE, len(shown)))
        some = tables.part(part)
        found = summarize(some, declared.level, draws=DRAWS if len(shown) <= MOST_DRAWN else 0)
        q, p = heterogeneity(some), heterogeneity_test(some)
        for at, table in enumerate(part.tolist()):
            one = shown[table]
            why = _withheld(one, declared)
            left_out = float(some.dropped_share[at]) if one.told else None
            measures = {key: _one(estimate, at, why) for key, estimate in found.items()}
            freedom = max(int(some.groups[at]) - 1, 0)
            yield TableAnswer(one, left_out, _one(q, at, why), _one(p, at, why), freedom, measures)


def _withheld(shown: ShownTable, declared: Declared) -> str:
    """Say why no measure of a table may be told, or nothing."""
    if shown.hidden and not declared.drop_missing:
        return "hidden_group"
    return "" if shown.bound else "hidden_share"


def _one(estimate: Estimate, at: int, why: str) -> Measured:
    found = Measured(
        float(estimate.value[at]),
        float(estimate.low[at]),
        float(estimate.high[at]),
        estimate.method,
        estimate.status[at],
        estimate.reason[at],
        estimate.flags[at],
    )
    if why:
        nothing = float("nan")
        return replace(found, value=nothing, low=nothing, high=nothing, status="suppressed",
                       reason=why, flags=())  # fmt: skip
    return found


def has_interval(one: Measured) -> bool:
    """Say whether a measure has at least one limit."""
    return isfinite(one.low) or isfinite(one.high)


def rows_without(answer: Answer) -> list[int]:
    """Give the rows of the file, by their numbers, that hold a group without a figure."""
    return [
        answer.own.row[at]
        for one in answer.tables
        for at, line in zip(one.shown.rows, one.shown.lines, strict=True)
        if line.figure is None
    ]
