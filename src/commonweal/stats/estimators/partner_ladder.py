"""How closely we stand with partners: the share on the upper rungs, and who moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.estimators.shares import compared

NOTHING = float("nan")
RUNGS = ("inform", "consult", "involve", "collaborate", "shared leadership")


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the share of partners on the upper rungs by kind of partner.

    rows:  one unit a partner, with the roles close (1 or 0), rung (1 to 5) and before (the rung
           a period earlier); a partner whose rung was not said is left out, and counted
    asked: the level
    Gives Estimated as `shares.compared` does. Figures: "rung", the share on each rung; "up" and
    "down", the shares that moved among those who were partners before; "unsaid", partners whose
    rung is not known.
    Source: community.md section 7.1; checked in tests/unit/stats/estimators/test_partner_ladder.py
    >>> from commonweal.kinds import Group
    >>> groups = (Group("partner_kind", "a", "A"), Group("partner_kind", "b", "B"))
    >>> rung = np.array([4.0, 5.0, 1.0, 4.0])
    >>> member = np.array([[True, False], [True, False], [False, True], [False, True]])
    >>> rows = Rows(groups, member, np.arange(4), rung > 3,
    ...             {"close": (rung > 3) * 1.0, "rung": rung, "before": rung - 1})
    >>> estimate(rows, Asked()).gap.value
    array([ 0.5, -0.5])
    """
    every = np.ones(rows.size, dtype=np.bool_)
    found = compared(rows, rows.columns["close"], asked, chosen=every)
    return replace(found, figures=_figures(rows))


def _figures(rows: Rows) -> tuple[Figure, ...]:
    rung, before = rows.columns["rung"], rows.columns["before"]
    known = rung[~np.isnan(rung)]
    figures = [Figure("unsaid", float(np.isnan(rung).sum()), NOTHING, NOTHING, 0)]
    for place, name in enumerate(RUNGS, start=1):
        if len(known):
            share = float((known == place).mean())
            figures.append(Figure("rung", share, NOTHING, NOTHING, 0, name))
    moved = (rung - before)[~np.isnan(rung - before)]
    if len(moved):
        figures.append(Figure("up", float((moved > 0).mean()), NOTHING, NOTHING, 0))
        figures.append(Figure("down", float((moved < 0).mean()), NOTHING, NOTHING, 0))
    return tuple(figures)
