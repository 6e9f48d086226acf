"""The share of hires that meet all three parts of a definition, with what is not evidenced."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.estimators.shares import compared, share_of

# Role of each part, and what the share of whom it is not known is called.
PARTS = (
    ("priority", "priority_unknown"),
    ("pathway", "pathway_unknown"),
    ("degree_free", "degree_unknown"),
)


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the share of impact hires among all hires with the target.

    rows:  one unit a hire, with the roles impact, priority, pathway and degree_free, each 1, 0 or
           not known; what is not evidenced does not count as an impact hire
    asked: the level and the target
    Gives Estimated as `shares.compared` does, of all hires, but that limits and p-values allow for
    every answer that is not known. Figures of each group: "possible",
    the share if all that is not known were so; of all, "priority", "pathway" and "degree_free",
    the share of hires that meet this part, and "priority_unknown", "pathway_unknown" and
    "degree_unknown", the share of whom it is not known.
    Source: community.md section 3.2; checked in tests/unit/stats/estimators/test_impact_hires.py
    >>> from commonweal.kinds import Group
    >>> one = np.array([1.0, 0.0, np.nan, 1.0])
    >>> rows = Rows((Group("whole", "all", "All"),), np.ones((4, 1), bool), np.arange(4),
    ...     np.ones(4, bool), dict.fromkeys(("impact", "priority", "pathway", "degree_free"), one))
    >>> estimate(rows, Asked(reference="target", target=0.1)).value.value
    array([0.5])
    """
    every = np.ones(rows.size, dtype=np.bool_)
    impact = rows.columns["impact"]
    found, most = (
        compared(rows, one, asked, asked.target, chosen=every)
        for one in (np.nan_to_num(impact), np.where(np.isnan(impact), 1.0, impact))
    )
    above = found.gap.value > 0
    return replace(
        found,
        gap=replace(found.gap, high=most.gap.high),
        narrow=replace(found.narrow, high=most.narrow.high),
        # Below the target only where what is not known could not lift it there.
        p=np.where(above, found.p, np.where(most.gap.value < 0, most.p, 1.0)),
        figures=_figures(rows),
    )


def _figures(rows: Rows) -> tuple[Figure, ...]:
    found = []
    for place, group in enumerate(rows.groups):
        inside = rows.member[:, place]
        if inside.any():
            most = rows.columns["impact"][inside] != 0
            found.append(share_of("possible", most, group.code))
    for part, unknown in PARTS if rows.size else ():
        column = rows.columns[part]
        found += [share_of(part, column == 1), share_of(unknown, np.isnan(column))]
    return tuple(found)
