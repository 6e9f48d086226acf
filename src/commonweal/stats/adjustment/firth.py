"""Coefficients under Jeffreys' penalty, which stay finite where the likelihood has no maximum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.stats.adjustment.family import means, start
from commonweal.stats.adjustment.likelihood import Likelihood, inverse
from commonweal.stats.adjustment.newton import Maximum
from commonweal.stats.inputs import FloatArray

# The steps shrink by a share each, not by their square, so there are more of them.
STEPS = 100
CLOSE = 1e-22
# What rounding may leave where columns are nearly sums of others: 1/100,000 of an error.
CLOSE_ENOUGH = 1e-10
# From here on the steps before tell more of the way than the likelihood does.
NEAR = 1e-2
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
    reached, decrement, share = -np.inf, np.inf, 1.0
    for at in range(STEPS):
        predictor = cells.columns.predict(beta)
        there = _step(cells, predictor, kept)
        nearer = there is not None and there.decrement <= decrement < NEAR
        # Near the top rounding hides the height, and the decrement alone tells the way.
        if there is None or (there.height < reached - 1e-10 * (1 + abs(reached)) and not nearer):
            if not points:
                return Maximum(beta, kept, predictor, at, False)
            share /= 2
            points, steps = points[-1:], steps[-1:]
            beta = points[0] + share * steps[0]
            continue
        reached, decrement, share = there.height, there.decrement, 1.0
        if decrement <= CLOSE:
            break
        change = np.abs(cells.columns.predict(there.step)) * (cells.size > 0)
        points.append(beta)
        steps.append(there.step * min(1.0, FARTHEST / float(change.max())))
        near = REMEMBERED if decrement < NEAR else 1
        beta = _mixed(points[-near:], steps[-near:])
    return Maximum(beta, kept, predictor, at + 1, decrement <= CLOSE_ENOUGH)


@dataclass(frozen=True)
class _Step:
    """Hold the penalized likelihood at a place, and the step and its gain from there."""

    height: float
    decrement: float
    step: FloatArray


def _step(cells: Likelihood, predictor: FloatArray, kept: NDArray[np.bool_]) -> _Step | None:
    """Go to a predictor and look around; None where the information is lost."""
    cells.at(predictor)
    gram = cells.columns.gram(cells.weight)
    bread = inverse(gram, kept)
    if bread is None:
        return None
    leverage = cells.weight * cells.columns.quadratic(bread)
    mean, slope = means(cells.family, predictor)
    pulled = leverage * (0.5 - mean) if cells.family == "binomial" else leverage / 2
    score = cells.columns.pull(cells.rest + pulled)
    penalty = float(np.linalg.slogdet(gram[np.ix_(kept, kept)])[1]) / 2
    # A cell's leverage acts as so many more people, half of them with the event: with them in the
    # information the steps do not swing.
    more = leverage * slope if cells.family == "binomial" else 0 * leverage
    shorter = inverse(gram + cells.columns.gram(more), kept)
    step = (bread if shorter is None else shorter) @ score
    return _Step(cells.height(predictor) + penalty, float(score @ bread @ score), step)


def _mixed(points: list[FloatArray], steps: list[FloatArray]) -> FloatArray:
    """Give the next point from the last few points and the steps made there."""
    if len(points) == 1:
        return points[0] + steps[0]
    moves = np.diff(np.array(points), axis=0).T
    turns = np.diff(np.array(steps), axis=0).T
    weights = np.linalg.lstsq(turns, steps[-1], rcond=1e-12)[0]
    return np.asarray(points[-1] + steps[-1] - (moves + turns) @ weights)
