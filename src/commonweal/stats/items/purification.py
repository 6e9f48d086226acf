"""Take items that differ out of the score that people are matched by, until nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from commonweal.stats.results import Mask

ROUNDS = 20


@dataclass(frozen=True)
class Purified:
    """Hold how purification went.

    flagged: items that differ, shape (items,)
    anchor:  items of the score of the last round, shape (items,)
    rounds:  rounds made, 0 where nothing differed at first
    settled: whether the last round flagged what the one before did
    cycle:   flagged sets that came again and again where it did not settle, else empty
    >>> purify(lambda anchor: np.array([True, False]), 2).rounds
    1
    """

    flagged: Mask
    anchor: Mask
    rounds: int
    settled: bool
    cycle: tuple[Mask, ...] = ()


def purify(flag: Callable[[Mask], Mask], items: int, most: int = ROUNDS) -> Purified:
    """Flag items, leave them out of the anchor, and flag again.

    flag:  what gives the flagged items, shape (items,), for anchor items, shape (items,)
    items: number of items
    most:  most rounds made
    Gives Purified; the studied item stays in its own score whatever the anchor.
    Source: Holland and Thayer 1988; rounds as in the R package difR; checked against it in
    tests/reference/test_teaching_dif.py
    >>> purify(lambda anchor: np.zeros(3, dtype=bool), 3).settled
    True
    """
    anchor = np.ones(items, dtype=np.bool_)
    seen = [flag(anchor)]
    if not seen[0].any():
        return Purified(seen[0], anchor, 0, True)
    for made in range(1, most + 1):
        anchor = ~seen[-1]
        seen.append(flag(anchor))
        if (seen[-1] == seen[-2]).all():
            return Purified(seen[-1], anchor, made, True)
    again = [at for at, each in enumerate(seen[:-1]) if (each == seen[-1]).all()]
    cycle = tuple(seen[again[-1] + 1 :]) if again else ()
    return Purified(seen[-1], anchor, most, False, cycle)
