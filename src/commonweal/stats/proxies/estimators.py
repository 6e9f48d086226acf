"""Estimate the numbers of groups from the likelihoods of rows, never by sorting rows into groups.

Only lock.py may call this. Sorting people at a threshold is not offered: it exaggerates gaps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask


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


@dataclass(frozen=True, eq=False)
class Regressed:
    """Hold the regression of an outcome on the likelihoods of g groups.

    mean:      outcome expected of somebody who is surely of the group, shape (g,)
    gap:       mean less the mean of the reference group; 0 for itself, shape (g,)
    se:        robust (HC1) standard error of the mean, shape (g,)
    gap_se:    robust standard error of the gap, shape (g,)
    known:     whether the rows tell the gap apart from others, shape (g,)
    residual:  mean square of what the likelihoods leave unexplained
    freedom:   rows less coefficients

    >>> w = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    >>> regressed(w, np.array([1.0, 3.0, 5.0, 5.0]), 0).gap.round(6)
    array([0., 3.])
    """

    mean: FloatArray
    gap: FloatArray
    se: FloatArray
    gap_se: FloatArray
    known: Mask
    residual: float
    freedom: int


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
    some = people > 0
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


def regressed(chances: FloatArray, outcome: FloatArray, reference: int) -> Regressed:
    """Regress the outcome on the likelihoods, all groups at once.

    chances:   likelihood of each group, rows adding to 1, shape (r, g)
    outcome:   what is measured, shape (r,)
    reference: column of the group that gaps are counted from
    Gives Regressed; it is right when names and places touch the outcome through the group only,
    and else most often shows too large a gap.
    Source: Chen and others 2019 (as `weighted`); White 1980, Econometrica 48:817-838, with the
    factor r / (r - rank) of MacKinnon and White 1985; checked in
    tests/reference/test_statistics_bisg.py
    >>> w = np.array([[0.8, 0.2], [0.4, 0.6], [0.1, 0.9]])
    >>> regressed(w, w @ np.array([2.0, 5.0]), 0).mean.round(6)
    array([2., 5.])
    """
    rows, groups = chances.shape
    left, sizes, right = np.linalg.svd(chances, full_matrices=False)
    kept = sizes > sizes.max(initial=0.0) * max(rows, groups) * np.finfo(np.float64).eps
    left, sizes, right = left[:, kept], sizes[kept], right[kept]
    inverse = right.T / sizes
    mean = inverse @ (left.T @ outcome)
    off = outcome - chances @ mean
    freedom = rows - len(sizes)
    meat = (left * off[:, None] ** 2).T @ left * (rows / max(freedom, 1))
    spread = inverse @ meat @ inverse.T
    contrast = np.eye(groups) - np.eye(groups)[reference]
    told = np.abs(contrast - contrast @ right.T @ right).max(axis=1, initial=0.0) < 1e-8
    own = np.abs(np.eye(groups) - right.T @ right).max(axis=1, initial=0.0) < 1e-8
    return Regressed(
        mean,
        contrast @ mean,
        np.sqrt(np.maximum(np.diag(spread), 0.0)),
        np.sqrt(np.maximum(np.diag(contrast @ spread @ contrast.T), 0.0)),
        told & own & bool(own[reference]),
        float((off**2).mean()) if rows else 0.0,
        freedom,
    )


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
