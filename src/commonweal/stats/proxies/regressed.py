"""Regression of an outcome on the likelihoods of groups, all groups at once.

Weighted means, which err the other way, are in weighted.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask


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
