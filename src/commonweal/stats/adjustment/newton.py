"""Newton's method for the coefficients of a model, on products of its columns only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.stats.adjustment.aliasing import independent
from commonweal.stats.adjustment.family import start
from commonweal.stats.adjustment.likelihood import Likelihood, factored, solved
from commonweal.stats.inputs import FloatArray

STEPS = 50
# The last step moves no cell by more than this on the scale of the link, and the error left is
# less than its square ...
STILL = 4e-6
# ... or, in few people, where a step is long beside what it wins, the deviance falls by less.
CLOSE = 1e-13
# A step that wins nothing and still moves a cell by this much is on its way to infinity.
FAR = 1e-3
# Moved by less than this, no cell's variance changes so much that the likelihood could fall.
SAFE = 1.79
SHORTEST = 2.0**-30


@dataclass(frozen=True)
class Maximum:
    """Hold where a search for coefficients ended.

    beta:      coefficients, 0 for columns left out, shape (p,)
    kept:      columns that are no sum of others before them, shape (p,)
    predictor: linear predictor at the places of the products
    steps:     number of steps made
    converged: whether the last step was small enough
    drifting:  whether a coefficient was still running away, as it does on separated data
    >>> Maximum(np.zeros(1), np.ones(1, bool), np.zeros(1), 1, True).drifting
    False
    """

    beta: FloatArray
    kept: NDArray[np.bool_]
    predictor: FloatArray
    steps: int
    converged: bool
    drifting: bool = False


def maximum(cells: Likelihood, near: FloatArray | None = None) -> Maximum:
    """Find the coefficients of the largest likelihood.

    cells: the likelihood; it is left at the coefficients found
    near:  coefficients to start from, shape (p,), with no column of a design left out
    Gives a Maximum.
    Source: weighted Newton steps, halved where the likelihood would fall: McCullagh and Nelder
    1989, Generalized Linear Models, 2nd edition, section 2.5; equal to a dense fit to single rows
    in tests/unit/stats/adjustment/test_fit.py. A step that moves every cell by at most M loses
    nothing while exp(M) - M - 1 <= M^2, as a variance changes by a factor of at most exp(M):
    Bach 2010, Electronic Journal of Statistics 4:384-414, lemma 1
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.products import products
    >>> from commonweal.stats.adjustment.terms import term
    >>> x = products(design([term("g", [0, 1], ["A", "B"])]))
    >>> maximum(Likelihood(x, "gaussian", np.ones(2), np.array([1.0, 3.0]))).beta
    array([1., 2.])
    """
    beta, kept, predictor = _start(cells, near)
    at, done = 0, False
    while not done:
        at += 1
        factor = factored(cells.columns.gram(cells.weight)[np.ix_(kept, kept)])
        if factor is None:
            return Maximum(beta, kept, predictor, at, False, drifting=True)
        score = cells.columns.pull(cells.rest)[kept]
        step = np.zeros_like(beta)
        step[kept] = solved(factor, score)
        change = cells.columns.predict(step)
        furthest = max(float(change.max()), -float(change.min()))
        share = 1.0
        if furthest > SAFE and cells.family != "gaussian":
            share = _share(cells, predictor, change)
            change *= share
        beta += share * step
        predictor += change
        cells.at(predictor)
        # A second step of a linear model only takes away what rounding left.
        still = furthest <= STILL or (cells.family == "gaussian" and at > 1)
        done = still or bool(step[kept] @ score <= CLOSE) or at == STEPS
    moving = not still and bool((np.abs(change) * (cells.size > 0)).max() > FAR)
    return Maximum(beta, kept, predictor, at, at < STEPS and not moving, moving)


def _start(
    cells: Likelihood, near: FloatArray | None
) -> tuple[FloatArray, NDArray[np.bool_], FloatArray]:
    """Go to where the search starts; say which columns take part."""
    if near is not None:
        predictor = cells.columns.predict(near)
        cells.at(predictor)
        return near.copy(), np.ones(len(near), dtype=bool), predictor
    first = start(cells.family, cells.size, cells.total)
    predictor = np.full(len(cells.size), first)
    cells.at(predictor)
    # All cells have one predictor here, so this shows which columns say something new.
    kept = independent(cells.columns.gram(cells.weight))
    beta = np.zeros(len(kept))
    beta[0] = first
    return beta, kept, predictor


def _share(cells: Likelihood, predictor: FloatArray, change: FloatArray) -> float:
    """Halve a step until the likelihood does not fall; give the share that is left."""
    share = 1.0
    # Sums of many cells are only known to so many digits.
    enough = cells.height(predictor)
    enough -= 1e-10 * (1 + abs(enough))
    while cells.height(predictor + share * change) < enough and share > SHORTEST:
        share /= 2
    return share
