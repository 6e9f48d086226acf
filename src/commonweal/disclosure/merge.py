"""Which steps of the funnel are shown apart and which together, so that less is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import inf

import numpy as np
from numpy.typing import NDArray

from commonweal.disclosure.facts import Merges, all_apart, lay_out
from commonweal.disclosure.policy import Policy
from commonweal.disclosure.primary import too_few
from commonweal.disclosure.suppress import suppress
from commonweal.disclosure.table import Table, make_table
from commonweal.kinds import Counts


@lru_cache(maxsize=4)  # a table is released again when its verdict leans on other tables
def best_merge(counts: Counts, policy: Policy) -> tuple[Merges, Table, frozenset[int] | None]:
    """Choose the merging that shows most, rates before steps, and the finer one on a tie.

    counts: the counts of one measure, view, period and place
    policy: the policy of the release

    Gives the merging, its table and the decisions what to hide (None: show nothing at all).
    Fails with Problem "counts-disagree".
    Source: decisions.md, "One table": steps are merged before a rate is hidden.
    >>> import numpy as np
    >>> from commonweal.kinds import Group, Period
    >>> cells = np.array([[3, 9, 40, 50], [20, 4, 60, 70]])
    >>> groups = (Group("sex", "f", "Women"), Group("sex", "m", "Men"))
    >>> counts = Counts("m", "1", Period.parse("2020"), "", groups,
    ...     ("age", "hospice", "not_met", "met"), cells, cells, cells.sum(0), cells.sum(0),
    ...     np.array([90, 130]), 220, False)
    >>> best_merge(counts, Policy())[0]
    ((0, 1),)
    """
    found = []
    for merges in dict.fromkeys(_candidates(counts, policy)):
        table = make_table(counts, merges, policy)
        decisions = suppress(table.system)
        found.append((merges, table, decisions))
        if decisions == frozenset():
            break
    return min(found, key=lambda one: _loss(one[1], one[2]))


def _loss(table: Table, decisions: frozenset[int] | None) -> tuple[float, int]:
    return (inf, 0) if decisions is None else table.loss(decisions)


def _candidates(counts: Counts, policy: Policy) -> Iterator[Merges]:
    apart = all_apart(counts.steps)
    yield apart
    if len(apart) > 1:
        yield _finest_large_enough(counts, policy, len(apart))
        yield (tuple(range(len(apart))),)


def _finest_large_enough(counts: Counts, policy: Policy, steps: int) -> Merges:
    """Join as few neighbors as leave no group too few persons in any, but for the incurable.

    Incurable are the groups that have too few persons on all steps together.
    """
    incurable = _few(counts, policy, tuple(range(steps)))
    best: dict[int, tuple[int, int, Merges]] = {0: (0, 0, ())}
    for end in range(1, steps + 1):
        ways = []
        for start, (columns, people, merges) in best.items():
            merged = tuple(range(start, end))
            if not (_few(counts, policy, merged) & ~incurable).any():
                joined = int(counts.total_units[start:end].sum()) if len(merged) > 1 else 0
                ways.append((columns - 1, people + joined, (*merges, merged)))
        if ways:
            best[end] = min(ways)
    return best[steps][-1]


def _few(counts: Counts, policy: Policy, merged: tuple[int, ...]) -> NDArray[np.bool_]:
    rows = lay_out(counts, (merged,))
    return too_few(rows.persons[: rows.shown, 0], policy.threshold)
