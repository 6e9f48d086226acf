"""One table of a measure as a system of facts, with what it costs to hide each of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

import numpy as np

from commonweal.disclosure.facts import DENOMINATOR, ENTERED, MET, REST, IntArray, Merges, lay_out
from commonweal.disclosure.policy import Policy
from commonweal.disclosure.primary import too_certain, too_few
from commonweal.disclosure.system import UNSEEN, System
from commonweal.kinds import Counts

# What a reader loses, in parts of one step of one group. A rate outweighs every funnel; the
# total outweighs every group, because without it no group can be compared with everybody else.
STEP, ENTRY, RATE, SIZE = 100, 100, 100_000, 30_000


@dataclass(frozen=True, eq=False)
class Table:
    """Hold a system of facts and where each of its facts stands in the table.

    system: the facts
    facts:  fact numbers, shape (r, c): each group, everybody, then the sets nobody prints
    units:  what the facts are, same shape
    shown:  how many rows are printed

    >>> Table(System((), (), (), (), frozenset()), np.zeros((1, 5)), np.zeros((1, 5)), 1).shown
    1
    """

    system: System
    facts: IntArray
    units: IntArray
    shown: int

    def loss(self, decisions: frozenset[int]) -> tuple[int, int]:
        """Weigh these decisions: rates and sizes hidden, then counts of the funnel left (minus)."""
        hidden = self.system.hidden(decisions)
        printed = self.facts[: self.shown]
        funnel = ~np.isin(printed, sorted(hidden))
        funnel[:, REST : DENOMINATOR + 1] = False
        weights = [self.system.weights[one] for one in decisions]
        return sum(weight for weight in weights if weight >= SIZE), -int(funnel.sum())


def make_table(counts: Counts, merges: Merges, policy: Policy) -> Table:
    """Turn counts into a system of facts.

    counts: the counts of one measure, view, period and place
    merges: for each column of steps that is shown, the steps of `counts` that it takes in
    policy: the policy of the release

    Fails with Problem "counts-disagree".
    Source: decisions.md, "One table".
    >>> from commonweal.kinds import Group, Period
    >>> counts = Counts("m", "1", Period.parse("2020"), "", (Group("sex", "f", "Women"),),
    ...     ("not_met", "met"), np.array([[20, 9]]), np.array([[20, 9]]),
    ...     np.array([40, 29]), np.array([40, 29]), np.array([29]), 69, np.ones(1),
    ...     np.ones(1), False)
    >>> make_table(counts, (), Policy()).system.small
    frozenset({1})
    """
    rows = lay_out(counts, merges)
    facts = np.arange(rows.units.size).reshape(rows.units.shape)
    small = too_few(rows.persons, policy.threshold)
    certain = np.zeros_like(small)
    for column in (REST, MET):
        certain[:, column] = too_certain(
            rows.units[:, column], rows.persons[:, DENOMINATOR], policy
        )
    switches, weights, follows = _decisions(rows.units, rows.shown)
    system = System(
        values=tuple(rows.units.ravel().tolist()),
        sums=_sums(facts, rows.shown, counts.overlapping),
        switches=switches,
        weights=weights,
        small=frozenset(facts[small].tolist()),
        certain=frozenset(facts[certain].tolist()),
        threshold=policy.threshold,
        follows=follows,
        counted=rows.counted,
    )
    return Table(system, facts, rows.units, rows.shown)


def _sums(
    facts: IntArray, shown: int, overlapping: bool
) -> tuple[tuple[int, tuple[int, ...]], ...]:
    found = []
    for row in facts.tolist():
        found.append((row[DENOMINATOR], (row[REST], row[MET])))
        found.append((row[ENTERED], (*row[:REST], row[DENOMINATOR])))
    groups, everybody, outside = facts[: shown - 1], facts[shown - 1], facts[shown:]
    for column, whole in enumerate(everybody.tolist()):
        if overlapping:
            pairs = zip(groups[:, column].tolist(), outside[:, column].tolist(), strict=True)
            found += [(whole, pair) for pair in pairs]
        else:
            found.append((whole, (*groups[:, column].tolist(), *outside[:, column].tolist())))
    return tuple(found)


def _decisions(
    units: IntArray, shown: int
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Give each decision a number: numerator and rest are one, a size takes its rate along."""
    switches = np.full(units.shape, UNSEEN)
    weights: list[int] = []
    follows: list[tuple[int, int]] = []
    number = count()
    everybody = max(int(units[shown - 1, ENTERED]), 1)
    for row in range(shown):
        total = row == shown - 1
        tie = 9 * int(units[row, ENTERED]) // everybody
        for column in range(units.shape[1] + REST):
            switches[row, column] = next(number)
            weights.append((2 if total else 1) * STEP + tie)
        switches[row, ENTERED], rate, switches[row, DENOMINATOR] = (next(number) for _ in range(3))
        switches[row, [REST, MET]] = rate
        dear = shown if total else 1
        weights += [(4 if total else 1) * ENTRY + tie, dear * (RATE + 100 * tie), dear * SIZE]
        follows.append((int(switches[row, DENOMINATOR]), rate))
    return tuple(switches.ravel().tolist()), tuple(weights), tuple(follows)
