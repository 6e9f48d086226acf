"""Whether the gap between the best and the worst group is more than picking them makes.

The gap itself is `difference` in pair.py; whether any groups differ is in heterogeneity.py.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from commonweal.kinds import Estimate
from commonweal.stats.inequality.answers import error_reasons, reported
from commonweal.stats.inequality.kernels.weighted import at, over
from commonweal.stats.inequality.pair import compared
from commonweal.stats.inequality.simulate import uniforms
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inputs import FloatArray

# Numbers that are held at once: more would not be faster.
AT_ONCE = 1_000_000


def best_and_worst_test(tables: Subgroups, *, seed: int, draws: int = 10_000) -> Estimate:
    """Test the gap of two groups that the data chose, given that they were chosen.

    tables: the tables, with standard errors
    seed:   whole number, not negative; the same seed gives the same p-values
    draws:  how many draws, at least 1; all tables share them
    Gives an Estimate whose values are p-values for the two groups of `difference`: how often, with
    all groups alike, some pair is as many standard errors apart. Undefined:zero_standard_error or
    standard_error_missing where a standard error is 0 or unknown.
    Fails with Problem "draws-too-few" and "seed-negative".
    Source: studentized range by simulation (Tukey and Kramer's form for unequal groups; Kramer
    1956, Biometrics 12:307-310); checked against scipy's studentized range in
    tests/unit/stats/inequality/test_best_and_worst.py
    >>> tables = Subgroups.one([10, 30, 20], [1, 1, 1], [5, 5, 5], favorable=True)
    >>> best_and_worst_test(tables, seed=1, draws=999).value
    array([0.001])
    """
    seen = _apart(tables)
    normal = ndtri(np.maximum(uniforms(tables.y.shape[-1], draws, seed), 1e-300))
    step = max(1, AT_ONCE // normal.size)
    beaten = np.zeros(len(tables))
    for start in range(0, len(tables), step):
        part = np.arange(start, min(start + step, len(tables)))
        widest = _widest(normal, tables.part(part))
        beaten[part] = (widest >= seen[part] * (1 - 1e-12)).sum(axis=0)
    p = (beaten + 1) / (draws + 1)
    return reported(tables, p, None, 0.95, error_reasons(tables), method="studentized_range")


def _apart(tables: Subgroups) -> FloatArray:
    """Give how many standard errors the two groups of `difference` lie apart."""
    if tables.se is None:
        return np.full(len(tables), np.nan)
    one, other = compared(tables)
    with np.errstate(all="ignore"):
        gap = np.abs(at(tables.y, one) - at(tables.y, other))
        return over(gap, np.hypot(at(tables.se, one), at(tables.se, other)))


def _widest(normal: FloatArray, tables: Subgroups) -> FloatArray:
    """Give the widest gap of any pair when all groups are alike, in its own standard errors."""
    known = np.zeros_like(tables.y) if tables.se is None else np.nan_to_num(tables.se)
    # Beside the largest error of the table: a gap in standard errors knows no unit.
    se = np.nan_to_num(over(known, known.max(axis=-1, keepdims=True)))
    drawn = normal[:, None, :] * se
    widest = np.zeros(drawn.shape[:2])
    with np.errstate(all="ignore"):
        for place in range(se.shape[-1]):
            joint = np.hypot(se[:, place, None], se)
            pairs = tables.mask & tables.mask[:, place, None] & (joint > 0)
            gap = np.abs(drawn - drawn[:, :, place, None])
            apart = np.where(pairs, gap / np.where(pairs, joint, 1.0), 0.0)
            widest = np.maximum(widest, apart.max(axis=-1))
    return widest
