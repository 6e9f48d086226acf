"""The gap in success of applications: plain, and as one covariate after another is added.

A covariate may itself carry the disparity, so the plain gap is judged and all steps are shown.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.adjustment.terms import Number, Term, labeled, number
from commonweal.stats.allocation.funding_gap import nested_gaps
from commonweal.stats.estimators.mean import means
from commonweal.stats.estimators.sides import both_levels, everybody_else, persons_in
from commonweal.stats.rates.two_means import welch_difference, welch_test

BoolArray = NDArray[np.bool_]
STEP = "step"
UNSAID = "not known"
# Applicants of a group below which a model says nothing of it.
FEWEST = 11


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the share funded of each group with that of everybody else, by applicant.

    rows:  one row an application; roles step1_..., step2_... are the covariates that each step
           adds, words or numbers; where a number is not known the row is left out of all models
    asked: the level
    Gives Estimated: shares, and differences by Welch on applicants; of each group the figures
    "alone" (model of the group alone), "step1", "step2" ... (average marginal effects, their
    error by applicant); "left_out", the share of applications that no model holds.
    Source: research.md section 3.2; checked against glm and sandwich in
    tests/unit/stats/estimators/test_funding_gap.py
    >>> from commonweal.kinds import Group
    >>> groups = (Group("sex", "f", "F"), Group("sex", "m", "M"))
    >>> member = np.repeat([[True, False], [False, True]], 50, axis=0)
    >>> rows = Rows(groups, member, np.arange(100), np.arange(100) % 5 < 2 + member[:, 1], {})
    >>> estimate(rows, Asked()).gap.value.round(9)
    array([-0.2,  0.2])
    """
    as_value = replace(rows, columns={"value": rows.met.astype(np.float64)}, labels={})
    own, others = rows.member, everybody_else(rows)
    group, rest = means(as_value, own, asked.level), means(as_value, others, asked.level)
    gap, small = both_levels(lambda level: welch_difference(group, rest, level), asked.level)
    everybody = np.ones((rows.size, 1), dtype=np.bool_)
    return Estimated(
        value=group,
        rest=rest.value,
        gap=gap,
        narrow=small,
        p=welch_test(group, rest).value,
        total=means(as_value, everybody, asked.level),
        people=persons_in(rows, own),
        figures=_figures(rows, asked.level),
    )


def _figures(rows: Rows, level: float) -> tuple[Figure, ...]:
    names = sorted(name for name in rows.columns if name.startswith(STEP))
    whole = np.ones(rows.size, dtype=np.bool_)
    for name in names:
        if name not in rows.labels:
            whole &= rows.known(name)
    told: list[Figure] = []
    for place, group in enumerate(rows.groups):
        inside = whole & rows.member[:, place]
        if group.stated and rows.persons(inside) >= FEWEST:
            told += _steps(rows, whole, place, names, level)
    left = float((~whole).mean()) if rows.size else float("nan")
    return (*told, Figure("left_out", left, np.nan, np.nan, rows.persons(~whole)))


def _steps(
    rows: Rows, whole: BoolArray, place: int, names: list[str], level: float
) -> list[Figure]:
    numbers = sorted({name.split("_")[0] for name in names})
    steps = [
        [_covariate(rows, whole, name) for name in names if name.split("_")[0] == step]
        for step in numbers
    ]
    inside = rows.member[whole, place].astype(np.float64)
    found = nested_gaps(rows.met[whole].astype(np.float64), inside, rows.person[whole], steps,
                        level)  # fmt: skip
    people = rows.persons(whole & rows.member[:, place])
    return [
        Figure(key, float(one.gap.value[0]), float(one.gap.low[0]), float(one.gap.high[0]),
               people, about=rows.groups[place].code)
        for key, one in zip(("alone", *numbers), found[1:], strict=True)
        if one.gap.ok[0]
    ]  # fmt: skip


def _covariate(rows: Rows, whole: BoolArray, name: str) -> Term | Number:
    called = name.split("_", 1)[1]
    if name not in rows.labels:
        return number(called, rows.columns[name][whole])
    words = np.array(rows.words(name), dtype=object)[whole]
    return labeled(called, [word or UNSAID for word in words])
