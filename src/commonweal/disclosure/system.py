"""A release as facts tied by sums: the one shape that tables and grids share.

Knows nothing of measures. A fact is one count; a sum says that a whole is the sum of its parts.
"""

from __future__ import annotations

from dataclasses import dataclass

UNSEEN = -1  # the switch of a fact that no page prints, though a reader may work it out


@dataclass(frozen=True, eq=False)
class System:
    """Hold facts, the sums that tie them, and what it costs to hide each.

    values:    true value of each fact, f of them
    sums:      pairs (whole, parts) of fact numbers: values[whole] is the sum of values[parts]
    switches:  for each fact the decision that hides it, or UNSEEN
    weights:   cost of each decision
    small:     facts of fewer persons than the threshold, and not 0: must never be derivable
    certain:   facts of value 0 that would tell something about everybody in a small group
    threshold: the smallest number of persons shown
    follows:   pairs (a, b) of decisions: who hides a hides b as well; b is no a of another pair
    counted:   whether facts count persons, so that the mark of a small one bounds it
    reach:     whether a reader may not even be sure that a small fact is small (E3)
    believed:  whether the facts bear marks, told apart, that a reader may believe

    >>> row = System((20, 5, 15), ((0, (1, 2)),), (0, 1, 2), (9, 1, 1), frozenset({1}))
    >>> sorted(row.forced)
    [1]
    """

    values: tuple[int, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    switches: tuple[int, ...]
    weights: tuple[int, ...]
    small: frozenset[int]
    certain: frozenset[int] = frozenset()
    threshold: int = 11
    follows: tuple[tuple[int, int], ...] = ()
    counted: bool = True
    reach: bool = True
    believed: bool = True

    @property
    def targets(self) -> tuple[int, ...]:
        """Give the facts that must not be derivable, in order."""
        return tuple(sorted(self.small | self.certain))

    @property
    def forced(self) -> frozenset[int]:
        """Give the decisions that the targets themselves force."""
        found = frozenset(self.switches[fact] for fact in self.targets) - {UNSEEN}
        return self.closed(found)

    def closed(self, decisions: frozenset[int]) -> frozenset[int]:
        """Add the decisions that follow from these."""
        return decisions | {second for first, second in self.follows if first in decisions}

    def hidden(self, decisions: frozenset[int]) -> frozenset[int]:
        """Give the facts that a reader does not see under these decisions."""
        return frozenset(
            fact
            for fact, switch in enumerate(self.switches)
            if switch == UNSEEN or switch in decisions
        )
