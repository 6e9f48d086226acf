"""The user's own table through the door of `disclosure`: counts whole, estimates one by one.

Nothing here measures. What is measured later is measured on what is shown, and on nothing else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.cli.own_figures import Figures, figure_at, together
from commonweal.cli.own_shown import Line, Number, ShownTable
from commonweal.cli.own_table import FloatArray, Kind, OwnTable
from commonweal.disclosure import Hidden, Policy, Reason, Released, release
from commonweal.disclosure.primary import judge_rate
from commonweal.kinds import Counts, Group, Period

Places = NDArray[np.intp]
# A release is of some period; a table of one's own does not say which, and nothing shows it.
SOME_PERIOD = Period.parse("2000")


def shown_rows(
    own: OwnTable,
    rows: Places,
    figures: Figures,
    scale: float,
    level: float,
    policy: Policy | None,
) -> ShownTable:
    """Say what of the table that stands in these rows may be told; all where there is no policy."""
    has = rows[np.isfinite(figures.y[rows])]
    whole = tuple(_whole(own, row, figures) for row in rows.tolist())
    released = None
    if policy is None:
        lines = whole
    elif own.kind is Kind.ESTIMATE:
        lines = _estimates(own, rows, whole, scale, policy)
    else:
        released = release(_counts(own, has), None, policy)
        lines = _counted(whole, released, policy)
    people, told, bound = _people(own.people[rows], lines, released)
    total = None
    if own.kind is not Kind.ESTIMATE:
        total = _total(own, has, lines, released, scale=scale, level=level)
    return ShownTable(own.names[own.table[rows[0]]], rows, lines, total, people, told, bound)


def _whole(own: OwnTable, row: int, figures: Figures) -> Line:
    figure = figure_at(figures, row)
    counted = figure is not None and own.kind is not Kind.ESTIMATE
    events = int(own.events[row]) if counted else None
    return Line(own.group[row], figure, events, int(own.people[row]))


def _counts(own: OwnTable, rows: Places) -> Counts:
    """Lay out people with the event and without."""
    people = own.people[rows]
    met = np.minimum(own.events[rows], people)
    cells = np.column_stack([people - met, met]).astype(np.int64).reshape(-1, 2)
    groups = tuple(Group("group", str(row), own.group[row]) for row in rows.tolist())
    sizes, total = cells.sum(axis=1), cells.sum(axis=0)
    steps = ("not_met", "met")
    return Counts("own_table", "1", SOME_PERIOD, "", groups, steps, cells, cells, total, total,
                  sizes, int(sizes.sum()), False)  # fmt: skip


def _counted(whole: tuple[Line, ...], released: Released, policy: Policy) -> tuple[Line, ...]:
    """Write counted groups as they were released; a group without a figure stands in no total."""
    told = iter(released.rows)
    lines = []
    for line in whole:
        if line.figure is None:
            lines.append(Line(line.group, None, None, _alone(line.people, policy)))
            continue
        one = next(told)
        figure = one.rate if isinstance(one.rate, Hidden) else line.figure
        lines.append(Line(line.group, figure, one.numerator, one.denominator))
    return tuple(lines)


def _estimates(
    own: OwnTable, rows: Places, whole: tuple[Line, ...], scale: float, policy: Policy
) -> tuple[Line, ...]:
    """Judge each estimate by the people and events behind it: trust.md 5.2, rules 2, 3 and 5.

    No total of estimates is shown, so there is nothing to work a hidden one out from.
    """
    # Weights may be fractions; a fraction of one person is nobody's cover.
    people = np.where(own.people[rows] > 0, np.maximum(np.floor(own.people[rows]), 1), 0)
    met = np.round(own.estimate[rows] / scale * people)
    # A mean is no share of people: all of them stand behind it alike.
    mean = bool(((met < 0) | (met > people)).any())
    lines = []
    for line, size, events in zip(whole, people.tolist(), met.tolist(), strict=True):
        few = _alone(int(size), policy)
        figure = line.figure
        if figure is not None and isinstance(few, Hidden):
            lines.append(Line(line.group, few, None, few))
            continue
        rule = judge_rate(int(events), int(size), policy) if figure and size and not mean else None
        if rule is not None and not rule.shown:
            mark = _mark(Reason.PROTECTS if rule.publishable else Reason.SMALL, policy)
            lines.append(Line(line.group, mark, None, line.people))
            continue
        lines.append(
            Line(line.group, figure, None, few if isinstance(few, Hidden) else line.people)
        )
    return tuple(lines)


def _alone(people: Number, policy: Policy) -> Number:
    """Write people who stand in no total, so that nothing but their own size gives them away."""
    if isinstance(people, int) and 0 < people < policy.threshold:
        return _mark(Reason.SMALL, policy)
    return people


def _mark(reason: Reason, policy: Policy) -> Hidden:
    internal = policy.level == "internal"
    return Hidden(reason if internal else Reason.SMALL_OR_PROTECTS, policy.threshold)


def _people(
    given: FloatArray, lines: tuple[Line, ...], released: Released | None
) -> tuple[FloatArray, bool, bool]:
    """Give the people of each group as far as a reader knows them, and what is told and bound."""
    hidden = [at for at, line in enumerate(lines) if isinstance(line.people, Hidden)]
    alone = [at for at in hidden if released is None or lines[at].figure is None]
    together_hidden = [at for at in hidden if at not in alone]
    people = given.copy()
    people[hidden] = 0.0
    for at in alone:
        people[at] = _most(lines[at].people)
    if released is None or not together_hidden:
        return people, not alone, True
    everybody = released.everybody.denominator
    if not isinstance(everybody, int):
        return people, False, False
    others = [one.denominator for one in released.rows]
    people[together_hidden[0]] = everybody - sum(one for one in others if isinstance(one, int))
    return people, not alone, True


def _most(people: Number) -> float:
    return people.below - 1.0 if isinstance(people, Hidden) else 0.0


def _total(
    own: OwnTable,
    rows: Places,
    lines: tuple[Line, ...],
    released: Released | None,
    *,
    scale: float,
    level: float,
) -> Line:
    """Write the line of all groups with a figure."""
    events, people = float(own.events[rows].sum()), float(own.people[rows].sum())
    figure = together(own, rows, events, people, scale=scale, level=level)
    if released is None:
        return Line("", figure, int(events), int(people))
    if own.kind is Kind.RATE and any(isinstance(line.figure, Hidden) for line in lines):
        figure = None  # its time would tell the time of the groups that are hidden
    everybody = released.everybody
    guard = everybody.rate if isinstance(everybody.rate, Hidden) else None
    return Line("", guard or figure, everybody.numerator, everybody.denominator)
