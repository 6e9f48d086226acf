"""Coefficients under Jeffreys' penalty, which stay finite where the likelihood has no maximum."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.stats.adjustment.family import means, start
from commonweal.stats.adjustment.likelihood import Likelihood, inverse
from commonweal.stats.adjustment.newton import Maximum
from commonweal.stats.inputs import FloatArray

# The steps shrink by a share each, not by their square, so there are more of them.
STEPS = 200
CLOSE = 1e-22
FARTHEST = 5.0
REMEMBERED = 6


def penalized_maximum(cells: Likelihood, kept: NDArray[np.bool_]) -> Maximum:
    """Find where the score with Jeffreys' penalty is zero.

    cells: the likelihood, "binomial" or "poisson"; it is left at the coefficients found
    kept:  columns that take part, shape (p,)
    Gives a Maximum.
    Source: Firth 1993, Biometrika 80:27-38, section 3: each cell's score gains h (1/2 - mean) for
    counts of people and h / 2 for counts over time, h the cell's leverage; steps accelerated as in
    Walker and Ni 2011, SIAM Journal on Numerical Analysis 49:1715-1735; equal to a dense penalized
    fit to single rows in tests/unit/stats/adjustment/test_firth.py
    >>> from commonweal.stats.adjustment.products import products
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> x = products(design([term("g", [0, 1], ["A", "B"])]))
    >>> seen = Likelihood(x, "binomial", np.array([9.0, 9.0]), np.array([0.0, 2.0]))
    >>> penalized_maximum(seen, np.ones(2, bool)).beta.round(6)
    array([-2.944439,  1.845827])
    """
    beta = np.zeros(len(kept))
    beta[0] = start(cells.family, cells.size, cells.total)
    points: list[FloatArray] = []
    steps: list[FloatArray] = []
    for at in range(STEPS):
        predictor = cells.columns.predict(beta)
        cells.at(predictor)
        step, decrement = _step(cells, predictor, kept)
        if not decrement > CLOSE:
            return Maximum(beta, kept, predictor, at, decrement >= 0)
        reach = float((np.abs(cells.columns.predict(step)) * (cells.size > 0)).max())
        points.append(beta[kept])
        steps.append(step[kept] * min(1.0, FARTHEST / reach))
        beta = np.zeros(len(kept))
        beta[kept] = _mixed(points[-REMEMBERED:], steps[-REMEMBERED:])
    return Maximum(beta, kept, predictor, STEPS, False)


def _step(
    cells: Likelihood, predictor: FloatArray, kept: NDArray[np.bool_]
) -> tuple[FloatArray, float]:
    """Give one step of the penalized fit and how far it reaches; nan where there is none."""
    gram = cells.columns.gram(cells.weight)
    bread = inverse(gram, kept)
    if bread is None:
        return np.zeros(len(kept)), float("nan")
    leverage = cells.weight * cells.columns.quadratic(bread)
    mean, slope = means(cells.family, predictor)
    if cells.family == "binomial":
        pulled = leverage * (0.5 - mean)
        # A cell's leverage acts as so many more people, half of them with the event: with them
        # in the information the steps do not swing.
        gram = gram + cells.columns.gram(leverage * slope)
    else:
        pulled = leverage / 2
    score = cells.columns.pull(cells.rest + pulled)
    decrement = float(score @ bread @ score)
    step = np.zeros(len(kept))
    step[kept] = np.linalg.solve(gram[np.ix_(kept, kept)], score[kept])
    return step, decrement


def _mixed(points: list[FloatArray], steps: list[FloatArray]) -> FloatArray:
    """Give the next point from the last few points and the steps made there."""
    if len(points) == 1:
        return points[0] + steps[0]
    moves = np.diff(np.array(points), axis=0).T
    turns = np.diff(np.array(steps), axis=0).T
    weights = np.linalg.lstsq(turns, steps[-1], rcond=1e-12)[0]
    return np.asarray(points[-1] + steps[-1] - (moves + turns) @ weights)
