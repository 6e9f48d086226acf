"""Weighted means of groups: each row counts as much as it is likely to be of the group.

Sorting people at a threshold is not offered: it exaggerates gaps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.stats.inputs import FloatArray


@dataclass(frozen=True, eq=False)
class Weighted:
    """Hold the weighted means of g groups.

    mean:      sum(w y) / sum(w), nan where nobody weighs, shape (g,)
    se:        sqrt(sum(w^2 (y - mean)^2)) / sum(w), shape (g,)
    people:    sum(w), how many people are expected in the group, shape (g,)
    effective: (sum(w))^2 / sum(w^2), shape (g,)
    apart:     sum(w (1 - w)), what the evidence leaves open, shape (g,)

    >>> round(float(weighted(np.array([[0.5], [1.0]]), np.array([0.0, 1.0])).effective[0]), 2)
    1.8
    """

    mean: FloatArray
    se: FloatArray
    people: FloatArray
    effective: FloatArray
    apart: FloatArray


def weighted(chances: FloatArray, outcome: FloatArray) -> Weighted:
    """Weigh each row by how likely it is of each group.

    chances: likelihood of each group, rows adding to 1, shape (r, g)
    outcome: what is measured, shape (r,)
    Gives Weighted; it is right when outcome and true group have nothing more in common among rows
    of like evidence, and else most often shows too small a gap.
    Source: Chen, Kallus, Mao, Svacha and Udell 2019, Fairness Under Unawareness, FAT* 2019,
    339-348 (weighted estimator); checked in tests/reference/test_statistics_bisg.py
    >>> weighted(np.array([[0.5], [1.0]]), np.array([0.0, 1.0])).mean.round(4)
    array([0.6667])
    """
    people = chances.sum(axis=0)
    squares = (chances**2).sum(axis=0)
    # So little weight that its square is no number any more is nobody's.
    some = people > 1e-150
    whole = np.where(some, people, 1.0)
    # From a middle on, so that outcomes all alike give exactly themselves.
    middle = outcome[0] if len(outcome) else 0.0
    mean = middle + (outcome - middle) @ chances / whole
    off = (outcome[:, None] - mean) * chances
    return Weighted(
        np.where(some, mean, np.nan),
        np.where(some, np.sqrt((off**2).sum(axis=0)) / whole, np.nan),
        people,
        np.where(some, people**2 / np.where(some, squares, 1.0), 0.0),
        (chances * (1 - chances)).sum(axis=0),
    )


def gap_error(chances: FloatArray, outcome: FloatArray, reference: int) -> FloatArray:
    """Give the linearised error of each gap: the same people stand on both of its sides.

    chances:   likelihood of each group, rows adding to 1, shape (r, g)
    outcome:   what is measured, shape (r,)
    reference: column of the group that gaps are counted from
    Gives standard errors of the weighted gaps, shape (g,); 0 for the reference.
    Source: the linearisation of a difference of ratios, as Woodruff 1971, JASA 66:411-414
    >>> gap_error(np.eye(2)[[0, 0, 1, 1]], np.array([0.0, 1.0, 0.0, 1.0]), 0).round(4)
    array([0. , 0.5])
    """
    people = chances.sum(axis=0)
    whole = np.where(people > 1e-150, people, 1.0)
    means = outcome @ chances / whole
    off = chances * (outcome[:, None] - means) / whole
    apart = off - off[:, reference : reference + 1]
    return np.asarray(np.sqrt((apart**2).sum(axis=0)))


def confounded(found: Weighted, residual: float, rows: int) -> FloatArray:
    """Say how far a weighted mean can be off, for each unit of a correlation that nobody sees.

    found:    the weighted means
    residual: mean square of the outcome that the likelihoods leave unexplained
    rows:     rows behind them
    Gives the largest bias over the correlation of outcome and true group among people of like
    evidence, shape (g,). The bias is the mean conditional covariance over the group's share, and
    Cauchy and Schwarz bound that covariance by correlation x sqrt(mean w (1 - w) x residual).
    Source: Chen and others 2019, theorem on the bias of the weighted estimator; the bound is ours
    >>> half = weighted(np.full((4, 2), 0.5), np.array([0.0, 1.0, 0.0, 1.0]))
    >>> confounded(half, 0.25, 4)
    array([0.5, 0.5])
    """
    apart = np.sqrt(np.maximum(found.apart, 0.0) / max(rows, 1) * residual)
    share = found.people / max(rows, 1)
    return np.where(share > 0, apart / np.where(share > 0, share, 1.0), np.nan)
