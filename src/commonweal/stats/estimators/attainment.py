"""Scores by group: the gap as it is, in standard deviations, and at the same attainment before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.estimators import mean
from commonweal.stats.estimators.sides import everybody_else
from commonweal.stats.inputs import FloatArray
from commonweal.stats.mixed.intercepts import fit_intercepts
from commonweal.stats.rates.standardized_means import standardized_difference

BoolArray = NDArray[np.bool_]
NOTHING = float("nan")
# With fewer on a side a model says nothing that the plain gap does not.
FEWEST = 10


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the mean score of each group with that of everybody else, raw and adjusted.

    rows:  with the roles value, prior, site and cohort, one unit a learner; who has no score is
           left out, and who has no prior attainment is left out of the adjusted gap alone
    asked: the level
    Gives Estimated as `mean` does; figures "hedges_g", the gap in standard deviations, and
    "adjusted", the gap at the same prior attainment with intercepts of site and cohort, each about
    a group; and "prior_unknown", the share without prior attainment.
    Source: teaching.md section 3.2; Hedges 1981 and restricted maximum likelihood as in the
    families; checked in tests/unit/stats/estimators/test_attainment.py
    >>> from commonweal.kinds import Group
    >>> groups = (Group("sex", "f", "F"), Group("sex", "m", "M"))
    >>> member = np.array([[True, False]] * 4 + [[False, True]] * 4)
    >>> score = np.array([1, 2, 3, 4, 3, 4, 5, 6.0])
    >>> roles = {"value": score, "prior": score, "site": np.zeros(8), "cohort": np.zeros(8)}
    >>> found = estimate(Rows(groups, member, np.arange(8), np.ones(8, bool), roles), Asked())
    >>> [(one.about, round(one.value, 2)) for one in found.figures if one.key == "hedges_g"]
    [('f', -1.35), ('m', 1.35)]
    """
    raw = mean.estimate(rows, asked)
    scored = rows.known("value")
    ready = scored & rows.known("prior") & rows.known("site") & rows.known("cohort")
    figures = [*_standardized(rows, scored, asked.level)]
    for place, group in enumerate(rows.groups):
        figures += _adjusted(rows, ready, (place, group.code), asked.level)
    if scored.any():
        without = float((scored & ~rows.known("prior")).sum() / scored.sum())
        figures.append(Figure("prior_unknown", without, NOTHING, NOTHING, rows.persons(scored)))
    return replace(raw, figures=tuple(figures))


def _standardized(rows: Rows, scored: BoolArray, level: float) -> list[Figure]:
    if not rows.groups:
        return []
    own, others = (
        _moments(rows, side & scored[:, None]) for side in (rows.member, everybody_else(rows))
    )
    found = standardized_difference(own, others, level).g
    return [
        Figure("hedges_g", float(found.value[place]), float(found.low[place]),
               float(found.high[place]), int(own[2][place]), group.code)
        for place, group in enumerate(rows.groups)
        if found.ok[place]
    ]  # fmt: skip


def _moments(rows: Rows, chosen: BoolArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give mean, standard deviation and number of each column of units."""
    columns = [rows.columns["value"][one] for one in chosen.T]
    size = np.array([len(one) for one in columns], dtype=np.float64)
    middle = np.array([one.mean() if len(one) else 0.0 for one in columns])
    spread = np.array([one.std(ddof=1) if len(one) > 1 else 0.0 for one in columns])
    return middle, spread, size


def _adjusted(rows: Rows, ready: BoolArray, group: tuple[int, str], level: float) -> list[Figure]:
    place, code = group
    inside = rows.member[ready, place]
    if min(inside.sum(), (~inside).sum()) < FEWEST:
        return []
    prior = rows.columns["prior"][ready]
    model = fit_intercepts(
        rows.columns["value"][ready],
        {"group": inside.astype(np.float64), "prior": prior},
        {name: rows.columns[name][ready] for name in ("site", "cohort")},
        level,
    )
    found = model.of("group")
    if not found.ok[0]:
        return []
    people = rows.persons(ready & rows.member[:, place])
    limits = float(found.low[0]), float(found.high[0])
    return [Figure("adjusted", float(found.value[0]), *limits, people, code)]
