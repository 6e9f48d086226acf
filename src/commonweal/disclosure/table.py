"""One table of a measure as a system of facts, with what it costs to hide each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np

from commonweal.disclosure.facts import (
    DENOMINATOR,
    ENTERED,
    MET,
    REST,
    IntArray,
    Merges,
    Rows,
    lay_out,
)
from commonweal.disclosure.policy import Policy
from commonweal.disclosure.primary import BoolArray, too_certain, too_few
from commonweal.disclosure.system import UNSEEN, System
from commonweal.kinds import Counts

Sum = tuple[int, tuple[int, ...]]

# What a reader loses, in parts of one step of one group. A rate outweighs every funnel, and of
# two rates that of the larger group outweighs the other; the total outweighs every group, because
# without it no group can be compared with everybody else. Who entered outweighs a few steps: each
# step is a share of them.
STEP, ENTRY, RATE, PEOPLE, SIZE = 100, 300, 100_000, 40_000, 30_000


@dataclass(frozen=True, eq=False)
class Table:
    """Hold a system of facts and where each of its facts stands in the table.

    system: the facts
    facts:  fact numbers, shape (r, c): groups of somebody, everybody, sets nobody prints
    rows:   what the facts are, and of whom

    >>> rows = Rows(np.zeros((1, 5)), np.zeros((1, 5)), 1, (0,), True, False)
    >>> Table(System((), (), (), (), frozenset()), np.arange(5)[None], rows).loss(frozenset())
    (0, -4)
    """

    system: System
    facts: IntArray
    rows: Rows

    def loss(self, decisions: frozenset[int]) -> tuple[int, int]:
        """Weigh the rates and sizes that are hidden, then, below 0, the funnel that is shown."""
        hidden = self.system.hidden(decisions)
        shown = ~np.isin(self.facts[: self.rows.shown], sorted(hidden))
        funnel = int(shown[:, :REST].sum()) + ENTRY // STEP * int(shown[:, ENTERED].sum())
        weights = [self.system.weights[one] for one in decisions]
        return sum(weight for weight in weights if weight >= SIZE), -funnel


def make_table(counts: Counts, merges: Merges, policy: Policy) -> Table:
    """Turn counts into a system of facts.

    counts: the counts of one measure, view, period and place
    merges: for each column of steps that is shown, the steps of `counts` that it takes in
    policy: the policy of the release

    Where all of a small group came to one place of the funnel, that nobody of it came elsewhere
    is a fact that must not be derivable, though no page prints it.
    Fails with Problem "counts-disagree".
    Source: decisions.md, "One table"; trust.md 5.2, rule 3.
    >>> from commonweal.kinds import Group, Period
    >>> counts = Counts("m", "1", Period.parse("2020"), "", (Group("sex", "f", "Women"),),
    ...     ("not_met", "met"), np.array([[20, 9]]), np.array([[20, 9]]),
    ...     np.array([40, 29]), np.array([40, 29]), np.array([29]), 69, False)
    >>> make_table(counts, (), Policy()).system.small
    frozenset({1})
    """
    rows = lay_out(counts, merges)
    facts = np.arange(rows.units.size).reshape(rows.units.shape)
    small = too_few(rows.persons, policy.threshold)
    certain = facts[_certain_rates(rows, policy)].tolist()
    switches, weights, follows = _decisions(rows)
    sums = _sums_of_rows(facts) + _sums_of_columns(facts, rows.shown, counts.overlapping)
    extra = _cover(rows) if rows.covering else []
    if extra:
        sums += _sums_of_cover(facts, rows.shown)
    for row, column in _one_fate(rows, merges, policy):
        elsewhere = facts.size + len(extra)
        others = np.delete(facts[row], [REST, MET, ENTERED, column]).tolist()
        sums.append((int(facts[row, ENTERED]), (int(facts[row, column]), elsewhere)))
        sums.append((elsewhere, tuple(others)))
        certain += [elsewhere] if column == DENOMINATOR else [elsewhere, int(facts[row, column])]
        extra.append(0)
    system = System(
        values=(*rows.units.ravel().tolist(), *extra),
        sums=tuple(sums),
        switches=(*switches, *([UNSEEN] * len(extra))),
        weights=weights,
        small=frozenset(facts[small].tolist()),
        certain=frozenset(certain),
        threshold=policy.threshold,
        follows=follows,
        counted=rows.counted,
    )
    return Table(system, facts, rows)


def _certain_rates(rows: Rows, policy: Policy) -> BoolArray:
    certain = np.zeros(rows.units.shape, dtype=bool)
    for column in (REST, MET):
        certain[:, column] = too_certain(
            rows.units[:, column], rows.persons[:, DENOMINATOR], policy
        )
    return certain


def _one_fate(rows: Rows, merges: Merges, policy: Policy) -> Iterator[tuple[int, int]]:
    """Find the rows of a small group that all left at one step, or all are in the denominator."""
    # All steps in one column say only that nobody is in the denominator, not why: that is told,
    # so that merging stays a way out. Where no step is, entering tells nothing.
    whole = len(merges) == 1 and len(merges[0]) > 1
    columns = [*([] if whole else range(len(merges))), *([DENOMINATOR] if merges else [])]
    for column in columns:
        elsewhere = rows.units[:, ENTERED] - rows.units[:, column]
        alike = too_certain(elsewhere, rows.persons[:, ENTERED], policy)
        yield from ((row, column) for row in np.flatnonzero(alike).tolist())


def _sums_of_rows(facts: IntArray) -> list[Sum]:
    found: list[Sum] = []
    for row in facts.tolist():
        found.append((row[DENOMINATOR], (row[REST], row[MET])))
        found.append((row[ENTERED], (*row[:REST], row[DENOMINATOR])))
    return found


def _sums_of_columns(facts: IntArray, shown: int, overlapping: bool) -> list[Sum]:
    everybody = facts[shown - 1].tolist()
    others = np.delete(facts, shown - 1, axis=0)
    if not overlapping:
        return [(one, tuple(others[:, column].tolist())) for column, one in enumerate(everybody)]
    inside, outside = np.split(others, 2)
    return [
        (one, pair)
        for column, one in enumerate(everybody)
        for pair in zip(inside[:, column].tolist(), outside[:, column].tolist(), strict=True)
    ]


def _cover(rows: Rows) -> list[int]:
    """Give the groups taken together, and by how much that is more than everybody."""
    together = rows.units[: rows.shown - 1].sum(axis=0)
    return [*together.tolist(), *(together - rows.units[rows.shown - 1]).tolist()]


def _sums_of_cover(facts: IntArray, shown: int) -> list[Sum]:
    # A reader may know that everybody is in some group: then the groups together are no fewer.
    width = facts.shape[1]
    found: list[Sum] = []
    for column, one in enumerate(facts[shown - 1].tolist()):
        together = facts.size + column
        found.append((together, tuple(facts[: shown - 1, column].tolist())))
        found.append((together, (one, together + width)))
    return found


def _decisions(
    rows: Rows,
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Give each decision a number: numerator and rest are one, a size takes its rate along."""
    units, shown = rows.units, rows.shown
    switches = np.full(units.shape, UNSEEN)
    weights: list[int] = []
    follows: list[tuple[int, int]] = []
    number = count()
    everybody = max(int(units[shown - 1, ENTERED]), 1)
    for row in range(shown):
        total = row == shown - 1
        share = int(units[row, ENTERED]) / everybody
        tie = int(9 * share)
        for column, rank in enumerate(_ranks(units[row, :REST])):
            switches[row, column] = next(number)
            weights.append((2 if total else 1) * STEP + tie + rank)
        switches[row, ENTERED], rate, switches[row, DENOMINATOR] = (next(number) for _ in range(3))
        switches[row, [REST, MET]] = rate
        dear = shown if total else 1
        weights += [
            (4 if total else 1) * ENTRY + tie,
            dear * (RATE + int(PEOPLE * share)),
            dear * SIZE,
        ]
        follows.append((int(switches[row, DENOMINATOR]), rate))
    return tuple(switches.ravel().tolist()), tuple(weights), tuple(follows)


def _ranks(steps: IntArray) -> list[int]:
    """Order the steps of a row by their counts, so that of two that protect the smaller goes."""
    ranks: list[int] = np.argsort(np.argsort(steps, kind="stable")).tolist()
    return ranks
