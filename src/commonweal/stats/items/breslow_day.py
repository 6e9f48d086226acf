"""Whether the odds ratio of an item is the same at every score: a hint of crossing differences."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray
from commonweal.stats.rates.mantel_haenszel import StratifiedTables, odds_ratio
from commonweal.stats.results import answer


def breslow_day(tables: StratifiedTables) -> tuple[FloatArray, FloatArray, Estimate]:
    """Test whether the strata share one odds ratio.

    tables: the strata, such as the scores of `score_tables`
    Gives the k statistics, their degrees of freedom, and an Estimate of k p-values; without a
    pooled odds ratio, or with one stratum that can tell, undefined:no_variation.
    Source: Breslow and Day 1980, Statistical Methods in Cancer Research I, section 4.4; checked
    against difR 5.1 in tests/reference/test_teaching_dif.py
    >>> from commonweal.stats.rates.mantel_haenszel import stratified
    >>> breslow_day(stratified([10, 10], [20, 20], [5, 15], [20, 20]))[0].round(2)
    array([5.33])
    """
    t = tables
    pooled = odds_ratio(t)
    ratio = np.where(pooled.ok, pooled.value, 1.0)[:, None]
    all_had = t.had + t.rest_had
    # Strata where a margin is empty can hold one table only and tell nothing.
    told = (t.people > 0) & (t.rest_people > 0) & (all_had > 0) & (all_had < t.total)
    expected = _expected(t, ratio, all_had)
    cells = (
        expected,
        all_had - expected,
        t.people - expected,
        t.rest_people - all_had + expected,
    )
    inverse = sum(1 / np.where(told & (cell > 0), cell, 1.0) for cell in cells)
    parts = np.where(told, (t.had - expected) ** 2 * inverse, 0.0)
    freedom = told.sum(axis=1) - 1.0
    statistic = parts.sum(axis=1)
    reasons = {"no_variation": ~pooled.ok | (freedom < 1)}
    p = np.asarray(chdtrc(np.maximum(freedom, 1.0), statistic), dtype=np.float64)
    tested = answer(p, None, None, level=0.95, method="breslow_day", reasons=reasons)
    return np.where(reasons["no_variation"], np.nan, statistic), freedom, tested


def _expected(tables: StratifiedTables, ratio: FloatArray, all_had: FloatArray) -> FloatArray:
    """Solve for the count that has this odds ratio with the margins of its table."""
    a = 1 - ratio
    b = tables.rest_people - all_had + ratio * (tables.people + all_had)
    c = ratio * tables.people * all_had
    root = np.sqrt(np.maximum(b * b + 4 * a * c, 0.0))
    # The form that stays well where the ratio is near 1 and the equation nearly straight.
    return np.asarray(2 * c / np.where(b + root == 0, 1.0, b + root))
