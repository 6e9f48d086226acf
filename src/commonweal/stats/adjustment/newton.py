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
# The last step changed the deviance by less than 1e-12 of (deviance + 0.1), whatever it is.
CLOSE = 1e-13
# A step that still moves a cell by this much, on the scale of the link, is no last step.
STILL = 1e-3
SHORTEST = 2.0**-30


@dataclass(frozen=True)
class Maximum:
    """Hold where a search for coefficients ended.

    beta:      coefficients, 0 for columns left out, shape (p,)
    kept:      columns that are no sum of others before them, shape (p,)
    height:    logarithm of the likelihood there
    steps:     number of steps made
    converged: whether the last step was small enough
    drifting:  whether a coefficient was still running away, as it does on separated data
    >>> Maximum(np.zeros(1), np.ones(1, bool), -2.0, 1, True).drifting
    False
    """

    beta: FloatArray
    kept: NDArray[np.bool_]
    height: float
    steps: int
    converged: bool
    drifting: bool = False


def maximum(cells: Likelihood) -> Maximum:
    """Find the coefficients of the largest likelihood.

    cells: the likelihood; it is left at the coefficients found
    Gives a Maximum.
    Source: weighted Newton steps, halved where the likelihood would fall: McCullagh and Nelder
    1989, Generalized Linear Models, 2nd edition, section 2.5; equal to a dense fit to single rows
    in tests/unit/stats/adjustment/test_fit.py
    >>> from commonweal.stats.adjustment.products import products
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> x = products(design([term("g", [0, 1], ["A", "B"])]))
    >>> maximum(Likelihood(x, "gaussian", np.ones(2), np.array([1.0, 3.0]))).beta
    array([1., 2.])
    """
    first = start(cells.family, cells.size, cells.total)
    predictor = np.full(len(cells.size), first)
    height = cells.at(predictor)
    # All cells have one predictor now, so this shows which columns say something new.
    gram = cells.columns.gram(cells.weight)
    kept = independent(gram)
    beta = np.zeros(len(kept))
    beta[0] = first
    at = 0
    while True:
        at += 1
        factor = factored(gram[np.ix_(kept, kept)])
        if factor is None:
            return Maximum(beta, kept, height, at, False, drifting=True)
        score = cells.columns.pull(cells.rest)[kept]
        step = np.zeros_like(beta)
        step[kept] = solved(factor, score)
        change = cells.columns.predict(step)
        share, height = _climbed(cells, predictor, change, height)
        beta += share * step
        if step[kept] @ score <= CLOSE or at == STEPS:
            break
        gram = cells.columns.gram(cells.weight)
    moving = bool((np.abs(change) * (cells.size > 0)).max() >= STILL)
    return Maximum(beta, kept, height, at, at < STEPS and not moving, moving)


def _climbed(
    cells: Likelihood, predictor: FloatArray, change: FloatArray, height: float
) -> tuple[float, float]:
    """Move the predictor by as much of a change as does not lose height; give share and height."""
    # Sums of many cells are only known to so many digits.
    enough = height - 1e-10 * (1 + abs(height))
    share = 1.0
    predictor += change
    reached = cells.at(predictor)
    while reached < enough and share > SHORTEST:
        share /= 2
        predictor -= share * change
        reached = cells.at(predictor)
    return share, reached
