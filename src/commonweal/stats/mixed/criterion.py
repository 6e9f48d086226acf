"""The restricted likelihood of a linear model with shared intercepts, and its slopes.

Everything is computed from sums of products, so rows are read once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.stats.inputs import FloatArray


@dataclass(frozen=True)
class Products:
    """Hold sums of products of the outcome, the columns and the clusters.

    rows:   number of rows
    kind:   which of the shared intercepts each cluster is of, shape (q,)
    zz, zx, zy, xx, xy, yy: sums of products of clusters z, columns x and outcome y
    >>> products(np.array([1.0, 2.0]), np.ones((2, 1)), [np.array([0, 1])]).zy
    array([1., 2.])
    """

    rows: int
    kind: NDArray[np.intp]
    zz: FloatArray
    zx: FloatArray
    zy: FloatArray
    xx: FloatArray
    xy: FloatArray
    yy: float


@dataclass(frozen=True)
class Point:
    """Hold the restricted likelihood at one set of variance ratios.

    value: minus twice its logarithm
    slope: first derivatives by the ratios, shape (kinds,)
    bend:  second derivatives, shape (kinds, kinds)
    curve: the same as expected, never negative, shape (kinds, kinds)
    beta:  coefficients, shape (p,)
    cross: inverse of the columns' weighted products, shape (p, p)
    sigma2: variance of a row given its clusters
    >>> p = products(np.array([1.0, 2.0, 4.0]), np.ones((3, 1)), [np.array([0, 1, 1])])
    >>> evaluate(p, np.array([0.0])).sigma2.__round__(4)
    2.3333
    """

    value: float
    slope: FloatArray
    bend: FloatArray
    curve: FloatArray
    beta: FloatArray
    cross: FloatArray
    sigma2: float


def products(y: FloatArray, x: FloatArray, clusters: list[NDArray[np.intp]]) -> Products:
    """Sum the products of a model.

    y:        outcome, shape (n,)
    x:        columns, shape (n, p)
    clusters: number of each row's cluster from 0, shape (n,), one array for each shared intercept
    Gives Products.
    Source: none, sums of products
    >>> products(np.array([1.0, 2.0]), np.ones((2, 1)), [np.array([0, 0])]).zz
    array([[2.]])
    """
    sizes = [int(codes.max()) + 1 for codes in clusters]
    starts = np.concatenate(([0], np.cumsum(sizes)))
    total = int(starts[-1])
    zz = np.zeros((total, total))
    shifted = [codes + first for codes, first in zip(clusters, starts, strict=False)]
    for one in shifted:
        for other in shifted:
            np.add.at(zz, (one, other), 1.0)
    columns = np.column_stack((x, y))
    zc = np.concatenate(
        [
            np.stack([np.bincount(codes, each, size) for each in columns.T], axis=1)
            for codes, size in zip(clusters, sizes, strict=True)
        ]
    )
    kind = np.repeat(np.arange(len(sizes)), sizes)
    return Products(len(y), kind, zz, zc[:, :-1], zc[:, -1], x.T @ x, x.T @ y, float(y @ y))


def evaluate(p: Products, ratios: FloatArray) -> Point:
    """Give the restricted likelihood and its slopes at variance ratios.

    p:      sums of products
    ratios: variance of each shared intercept over that of a row, none below 0, shape (kinds,)
    Gives a Point; coefficients and the row variance are at their best for these ratios.
    Source: Patterson and Thompson 1971, Biometrika 58:545-554; with V = I + Z D Z',
    Z'V^-1 = (I + Z'Z D)^-1 Z'
    >>> p = products(np.array([1.0, 2.0, 4.0]), np.ones((3, 1)), [np.array([0, 1, 1])])
    >>> round(evaluate(p, np.array([0.0])).value, 4)
    8.469
    """
    spread = ratios[p.kind]
    width = len(p.xy)
    inner = np.eye(len(p.zy)) + p.zz * spread
    solved = np.linalg.solve(inner, np.column_stack((p.zz, p.zx, p.zy)))
    q = len(p.zy)
    mz, mx, my = solved[:, :q], solved[:, q:-1], solved[:, -1]
    xx = p.xx - (p.zx.T * spread) @ mx
    xy = p.xy - (p.zx.T * spread) @ my
    cross = np.asarray(np.linalg.inv(xx), dtype=np.float64)
    beta = cross @ xy
    left = p.yy - float((p.zy * spread) @ my) - float(xy @ beta)
    # Products of the clusters with what the columns leave.
    matrix = mz - mx @ cross @ mx.T
    pull = my - mx @ beta
    spare = p.rows - width
    kinds = range(len(ratios))
    blocks = [p.kind == kind for kind in kinds]
    force = np.array([pull[block] @ pull[block] for block in blocks])
    trace = np.array([np.trace(matrix[np.ix_(block, block)]) for block in blocks])
    joint = np.array([[(matrix[np.ix_(a, b)] ** 2).sum() for b in blocks] for a in blocks])
    carried = np.array([[pull[a] @ matrix[np.ix_(a, b)] @ pull[b] for b in blocks] for a in blocks])
    bend = -joint + spare * (2 * carried / left - np.outer(force, force) / left**2)
    expected = np.asarray(joint - np.outer(trace, trace) / spare, dtype=np.float64)
    determinants = np.linalg.slogdet(inner)[1] + np.linalg.slogdet(xx)[1]
    value = determinants + spare * (1 + np.log(2 * np.pi * left / spare))
    slope = trace - spare * force / left
    return Point(float(value), slope, bend, expected, beta, cross, left / spare)
