"""Take the shared intercept of many clusters with few rows each out of a model beforehand.

So that learners rated a few times each cost no more than the rows they have.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.stats.inputs import FloatArray
from commonweal.stats.mixed.criterion import Products, products


@dataclass(frozen=True)
class Absorbing:
    """Hold sums of products, and sums over each of the many clusters.

    plain: sums of products as if there were no such clusters
    size:  rows of each, shape (m,)
    z, x, y: sums of the other clusters, columns and outcome over each, shapes (m, q), (m, p), (m,)
    >>> Absorbing.read(np.array([1.0, 2.0]), np.ones((2, 1)), [np.array([0, 1])], [5, 5]).size
    array([2.])
    """

    plain: Products
    size: FloatArray
    z: FloatArray
    x: FloatArray
    y: FloatArray

    @classmethod
    def read(
        cls, y: FloatArray, x: FloatArray, clusters: list[NDArray[np.intp]], many: ArrayLike
    ) -> Absorbing:
        """Sum the rows; `many` holds the label of each row's cluster that is taken out."""
        _, home = np.unique(np.asarray(many), return_inverse=True)
        count = int(home.max()) + 1
        sizes = [int(codes.max()) + 1 for codes in clusters]
        starts = np.cumsum([0, *sizes[:-1]])
        z = np.zeros((count, sum(sizes)))
        for codes, first in zip(clusters, starts, strict=True):
            np.add.at(z, (home, codes + first), 1.0)
        sums = [np.bincount(home, each, count).astype(np.float64) for each in (*x.T, y)]
        size = np.bincount(home, minlength=count).astype(np.float64)
        return cls(products(y, x, clusters), size, z, np.stack(sums[:-1], axis=1), sums[-1])

    def at(self, ratio: float) -> tuple[Products, float]:
        """Give the products weighted by what the clusters leave, and what they add to the value.

        ratio: variance of the shared intercept over that of a row
        """
        share = ratio / (1 + ratio * self.size)
        p, z = self.plain, self.z.T * share
        weighed = replace(
            p,
            zz=p.zz - z @ self.z,
            zx=p.zx - z @ self.x,
            zy=p.zy - z @ self.y,
            xx=p.xx - (self.x.T * share) @ self.x,
            xy=p.xy - (self.x.T * share) @ self.y,
            yy=p.yy - float(share @ self.y**2),
        )
        return weighed, float(np.log1p(ratio * self.size).sum())
