"""How many of those referred to a pathway start the job, and at which stage others are lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.estimators.shares import compared, share_of
from commonweal.stats.rates.proportion import clopper_pearson

STAGES = ("enrolled", "completed", "interviewed", "offered", "started", "retained")


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the share who started the job among those referred, and give each stage's rate.

    rows:  one unit a person referred, in the numerator where the job was started, with a role
           for each stage (1 or 0)
    asked: the level
    Gives Estimated as `shares.compared` does. Figures, each about a stage: "stage", the share of
    those who reached the stage before who reached it too, with exact limits; and "reached", the
    share of all referred who reached it.
    Source: Clopper and Pearson 1934, Biometrika 26:404-413; community.md section 3.5; checked in
    tests/unit/stats/estimators/test_pathway_funnel.py
    >>> rows = Rows((), np.ones((4, 0), bool), np.arange(4), np.array([True, False, False, True]),
    ...     {stage: np.array([1.0, 1.0, 0.0, 1.0]) for stage in STAGES})
    >>> [one.value for one in estimate(rows, Asked()).figures][:3]
    [0.75, 0.75, 1.0]
    """
    every = np.ones(rows.size, dtype=np.bool_)
    found = compared(rows, rows.met.astype(np.float64), asked, chosen=every)
    return replace(found, figures=_figures(rows, asked.level))


def _figures(rows: Rows, level: float) -> tuple[Figure, ...]:
    before = np.ones(rows.size, dtype=np.bool_)
    found = []
    for stage in STAGES:
        # Who reached a later stage had reached this one, whatever the record of it says.
        later = STAGES[STAGES.index(stage) :]
        here = np.any([rows.columns[one] > 0 for one in later], axis=0)
        if not before.any():
            break
        rate = clopper_pearson([float((here & before).sum())], [float(before.sum())], level)
        limits = float(rate.low[0]), float(rate.high[0])
        found += [
            replace(share_of("stage", here[before], stage), low=limits[0], high=limits[1]),
            share_of("reached", here, stage),
        ]
        before = here
    return tuple(found)
