"""How high up the ranks a group reaches: its share of each rank and above, and top over entry.

Nothing is extrapolated here; how people move between ranks is in flows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import counts
from commonweal.stats.rates.two_proportions import katz
from commonweal.stats.results import answer


def shares_at_or_above(members: ArrayLike, people: ArrayLike) -> Estimate:
    """Give a group's share of each rank and all ranks above it.

    members: people of the group by rank, from the lowest to the highest, shape (k,)
    people:  all people by rank, shape (k,)
    Gives an Estimate of k shares without interval: a staff is counted, not sampled. Nobody at a
    rank or above is undefined:no_population.
    Fails with Problem "counts-above-people" when the group is larger than a rank.
    Source: workforce specification, section 4.4
    >>> shares_at_or_above([30, 12, 2], [60, 30, 10]).value.round(3)
    array([0.44, 0.35, 0.2 ])
    """
    had, size = counts(members, people)
    above, everybody = had[::-1].cumsum()[::-1], size[::-1].cumsum()[::-1]
    empty = everybody == 0
    value = above / np.where(empty, 1.0, everybody)
    reasons = {"no_population": empty}
    return answer(
        value, None, None, level=0.95, method="share_at_or_above", reasons=reasons, n=everybody
    )


def height_ratio(members: ArrayLike, people: ArrayLike, level: float = 0.95) -> Estimate:
    """Give a group's share of the highest rank over its share of the lowest.

    members: people of the group by rank, from the lowest to the highest, shape (k,)
    people:  all people by rank, shape (k,)
    level:   coverage of the interval, between 0 and 1
    Gives an Estimate of one ratio as `katz` does: nobody at a rank is undefined:zero_denominator,
    nobody of the group undefined:zero_in_ratio with the one-sided bound.
    Fails with Problem "counts-above-people" when the group is larger than a rank.
    Source: workforce specification, section 4.4, delta interval on the log scale
    >>> height_ratio([30, 12, 2], [60, 30, 10]).value
    array([0.4])
    """
    had, size = counts(members, people)
    return katz(had[-1:], size[-1:], had[:1], size[:1], level)
