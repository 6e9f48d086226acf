"""Who is in the senior ranks: rates compared within job families, and how high a group reaches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.estimators.selection import by_stratum, compare
from commonweal.stats.estimators.sides import persons_in
from commonweal.stats.representation.height import height_ratio, shares_at_or_above

NOTHING = float("nan")


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the share of each group in senior ranks with everybody else of the same family.

    rows:  with `met` for who is in a senior rank, and the roles stratum (job family) and rank
    asked: the level
    Gives Estimated with ratios of Mantel and Haenszel; for each group the figures
    above_1, above_2 ... (its share of everybody at that rank or above) and height (its share of
    the highest rank over its share of the lowest).
    Source: workforce specification, section 4.4; checked in
    tests/unit/stats/estimators/test_senior_rank.py
    >>> from commonweal.kinds import Group
    >>> member, met = np.array([[True], [True], [False], [False]]), np.array([1, 0, 1, 1], bool)
    >>> rows = Rows((Group("sex", "f", "F"),), member, np.arange(4), met,
    ...             {"rank": np.array([3.0, 1.0, 3.0, 3.0])})
    >>> estimate(rows, Asked()).gap.value
    array([0.5])
    """
    strata = [by_stratum(rows, group) for group in rows.member.T]
    return replace(compare(rows, asked, strata), figures=_figures(rows, asked.level))


def _figures(rows: Rows, level: float) -> tuple[Figure, ...]:
    rank = rows.columns["rank"]
    ranks = np.unique(rank[~np.isnan(rank)])
    people = persons_in(rows, rows.member)
    everybody = [int((rank == one).sum()) for one in ranks]
    told: list[Figure] = []
    for place, group in enumerate(rows.groups):
        if not group.stated or len(ranks) < 2:
            continue
        inside = rows.member[:, place]
        own = [int((inside & (rank == one)).sum()) for one in ranks]
        above, height = shares_at_or_above(own, everybody), height_ratio(own, everybody, level)
        many, about = int(people[place]), group.code
        told += [
            Figure(f"above_{int(one)}", float(above.value[at]), NOTHING, NOTHING, many, about)
            for at, one in enumerate(ranks)
        ]
        limits = (float(height.value[0]), float(height.low[0]), float(height.high[0]))
        told.append(Figure("height", *limits, many, about))
    return tuple(told)
