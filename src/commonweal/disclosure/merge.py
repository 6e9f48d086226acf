"""Which steps of the funnel are shown apart and which together, so that less is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import numpy as np
from numpy.typing import NDArray

from commonweal.disclosure.facts import Merges, all_apart, lay_out
from commonweal.disclosure.policy import Policy
from commonweal.disclosure.primary import too_few
from commonweal.disclosure.suppress import suppress
from commonweal.disclosure.table import Table, make_table
from commonweal.kinds import Counts


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
        yield _until_large_enough(counts, policy, apart)
        yield (tuple(range(len(apart))),)


def _until_large_enough(counts: Counts, policy: Policy, apart: Merges) -> Merges:
    """Join neighbors until no group has too few persons in any, but for what no merging cures."""
    together = (tuple(range(len(apart))),)
    incurable = _few(counts, policy, together)
    merges: list[tuple[int, ...]] = []
    taken: tuple[int, ...] = ()
    for step in apart:
        taken += step
        if not (_few(counts, policy, (taken,)) & ~incurable).any():
            merges.append(taken)
            taken = ()
    if taken:
        merges[-1:] = [(*merges[-1], *taken) if merges else taken]
    return tuple(merges)


def _few(counts: Counts, policy: Policy, merges: Merges) -> NDArray[np.bool_]:
    rows = lay_out(counts, merges)
    return too_few(rows.persons[: rows.shown, 0], policy.threshold)
