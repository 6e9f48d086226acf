"""The share of hires that meet all three parts of a definition, with what is not evidenced."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.estimators.shares import compared

NOTHING = float("nan")
PARTS = ("priority", "pathway", "degree_free")


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the share of impact hires among all hires with the target.

    rows:  one unit a hire, with the roles impact, priority, pathway and degree_free, each 1, 0 or
           not known; what is not evidenced does not count as an impact hire
    asked: the level and the target
    Gives Estimated as `shares.compared` does, of all hires. Figures of each group: "possible",
    the share if all that is not known were so; and, each with "about" the part, "evidenced", the
    share of hires that meet it, and "not_known", the share of whom it is not known.
    Source: community.md section 3.2; checked in tests/unit/stats/estimators/test_impact_hires.py
    >>> from commonweal.kinds import Group
    >>> one = np.array([1.0, 0.0, np.nan, 1.0])
    >>> rows = Rows((Group("whole", "all", "All"),), np.ones((4, 1), bool), np.arange(4),
    ...             np.ones(4, bool), dict.fromkeys(("impact", *PARTS), one))
    >>> estimate(rows, Asked(reference="target", target=0.1)).value.value
    array([0.5])
    """
    every = np.ones(rows.size, dtype=np.bool_)
    evidenced = np.nan_to_num(rows.columns["impact"])
    found = compared(rows, evidenced, asked, asked.target, chosen=every)
    return replace(found, figures=_figures(rows))


def _figures(rows: Rows) -> tuple[Figure, ...]:
    found = []
    for place, group in enumerate(rows.groups):
        inside = rows.member[:, place]
        if inside.any():
            most = float((rows.columns["impact"][inside] != 0).mean())
            people = rows.persons(inside)
            found.append(Figure("possible", most, NOTHING, NOTHING, people, group.code))
    people = rows.persons(np.ones(rows.size, dtype=np.bool_))
    for part in PARTS if rows.size else ():
        column = rows.columns[part]
        met, unknown = float((column == 1).mean()), float(np.isnan(column).mean())
        found.append(Figure("evidenced", met, NOTHING, NOTHING, people, part))
        found.append(Figure("not_known", unknown, NOTHING, NOTHING, people, part))
    return tuple(found)
