"""The likelihood of a model at a predictor: its height, and what the next step needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from commonweal.stats.adjustment.family import log_likelihood, means
from commonweal.stats.adjustment.outcome import Family
from commonweal.stats.adjustment.products import Products
from commonweal.stats.inputs import FloatArray

# So many places at once: what is computed between stays in the processor's cache, and no sum is
# long enough that the linear algebra library would wake threads for it.
AT_ONCE = 8192
# Nearer to 1 than the mean of this predictor, what is left of 1 would be rounding: it is then made
# from the odds, else a coefficient on its way to infinity seems to stand still.
HIGH = 15.0


@dataclass(frozen=True)
class Likelihood:
    """Hold a family of outcomes at the places that a design's products work on.

    columns: products of the design's columns
    family:  "binomial", "poisson" or "gaussian"
    size:    people or time at each place
    total:   sum of the outcome at each place
    >>> from commonweal.stats.adjustment.products import products
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> x = products(design([term("g", [0, 1], ["A", "B"])]))
    >>> here = Likelihood(x, "binomial", np.array([4.0, 4.0]), np.array([1.0, 2.0]))
    >>> here.at(np.zeros(2))
    >>> here.rest, here.weight
    (array([-1.,  0.]), array([1., 1.]))
    """

    columns: Products
    family: Family
    size: FloatArray
    total: FloatArray

    @cached_property
    def rest(self) -> FloatArray:
        """Give what is left unexplained at each place, as of the last call of `at`."""
        return np.zeros_like(self.size)

    @cached_property
    def weight(self) -> FloatArray:
        """Give the variance at each place, as of the last call of `at`."""
        return np.zeros_like(self.size)

    def at(self, predictor: FloatArray) -> None:
        """Renew `rest` and `weight`."""
        for here in _stretches(len(predictor)):
            size, seen = self.size[here], predictor[here]
            mean, slope = means(self.family, seen)
            np.multiply(size, slope, out=self.weight[here])
            if self.family == "binomial" and seen.max() > HIGH:
                without = self.total[here] * (slope / mean)
                self.rest[here] = without - (size - self.total[here]) * mean
                continue
            mean *= size
            np.subtract(self.total[here], mean, out=self.rest[here])

    def height(self, predictor: FloatArray) -> float:
        """Give the logarithm of the likelihood, less what no predictor changes."""
        return sum(
            log_likelihood(
                self.family,
                self.size[here],
                self.total[here],
                predictor[here],
                means(self.family, predictor[here])[0],
            )
            for here in _stretches(len(predictor))
        )


def factored(gram: FloatArray) -> tuple[FloatArray, FloatArray] | None:
    """Give the Cholesky factor of a matrix of products, scaled to a diagonal of 1, or None.

    gram: products of columns, shape (p, p)
    Gives the factor and the scale, or None where the matrix is not positive definite.
    Source: Higham 2002, Accuracy and Stability of Numerical Algorithms, chapter 10
    >>> factored(np.array([[4.0]]))[1]
    array([2.])
    """
    scale = np.sqrt(np.diag(gram))
    if not (scale > 0).all() or not np.isfinite(gram).all():
        return None
    try:
        factor, _ = cho_factor(gram / scale / scale[:, None], lower=True, check_finite=False)
    except LinAlgError:
        return None
    return factor, scale


def solved(factor: tuple[FloatArray, FloatArray], right: FloatArray) -> FloatArray:
    """Solve a system of equations with the factor of its matrix.

    factor: what `factored` gives
    right:  right side, shape (p,) or (p, k)
    Gives the solution, of the same shape.
    Source: as `factored`
    >>> solved(factored(np.array([[4.0]])), np.array([2.0]))
    array([0.5])
    """
    lower, scale = factor
    scaled = (right.T / scale).T
    return np.asarray((cho_solve((lower, True), scaled, check_finite=False).T / scale).T)


def inverse(gram: FloatArray, kept: NDArray[np.bool_]) -> FloatArray | None:
    """Give the inverse of a matrix of products over the columns that are kept, 0 elsewhere.

    gram: products of columns, shape (p, p)
    kept: columns that take part, shape (p,)
    Gives a matrix of shape (p, p), or None where the kept columns are not positive definite.
    Source: as `factored`
    >>> inverse(np.array([[4.0, 4.0], [4.0, 4.0]]), np.array([True, False]))
    array([[0.25, 0.  ],
           [0.  , 0.  ]])
    """
    among = gram[np.ix_(kept, kept)]
    factor = factored(among)
    if factor is None:
        return None
    scale = factor[1]
    made = np.zeros_like(gram)
    # Solving for many right sides at once, scipy's library wakes threads that cost more than they
    # do; numpy's inverse of so small a matrix does not.
    found = np.linalg.inv(among / scale / scale[:, None]) / scale / scale[:, None]
    made[np.ix_(kept, kept)] = (found + found.T) / 2
    return made


def _stretches(count: int) -> Iterator[slice]:
    return (slice(first, first + AT_ONCE) for first in range(0, count, AT_ONCE))
