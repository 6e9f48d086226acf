"""Fit a logistic model whose strata each have an effect of their own.

What the fit says about strata is in maihda.py. Zero variance between strata is a valid answer.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import expit, logit

from commonweal.stats.inputs import FloatArray
from commonweal.stats.pooling.ascent import Surface, ascend
from commonweal.stats.pooling.quadrature import Marginal, integrated, modes
from commonweal.stats.pooling.strata_fit import Fit

# How many nodes each method integrates with.
METHODS = {"quadrature": 25, "laplace": 1}
# A variance that lifts the log-likelihood by less than this is rounding about zero.
NO_GAIN = 1e-10
STARTS = (0.3, 1.5)
# Variance of the logistic distribution: what one person adds to differences on the log-odds scale.
ON_LOG_ODDS = np.pi**2 / 3


def fit_logistic(
    design: FloatArray, had: FloatArray, people: FloatArray, method: str = "quadrature"
) -> Fit:
    """Fit by maximum likelihood, effects of strata integrated out.

    design: columns that do not add up to each other, the constant among them, shape (s, p)
    had:    events, shape (s,), neither none nor all in every stratum
    people: people, above 0, shape (s,)
    method: one of METHODS
    Gives the fit; the variance is exactly 0 where the likelihood is highest there.
    Source: Pinheiro and Bates 1995, JCGS 4:12-35; checked against lme4 in
    tests/reference/test_statistics_maihda.py
    >>> had, people = np.array([5.0, 5.0, 5.0]), np.array([10.0, 10.0, 10.0])
    >>> fit_logistic(np.ones((3, 1)), had, people).variance
    0.0
    """

    def at(point: FloatArray, sigma: float) -> Marginal:
        return integrated(had, people, design @ point, sigma, METHODS[method])

    without, top, bend, converged = _without(design, at, _start(design, had, people))
    sigma, coefficients = 0.0, without
    for start in STARTS:
        climbed, height, done = ascend(_surface(design, at), np.append(without, start)[None])
        if height[0] > top + NO_GAIN:
            coefficients, sigma, top = climbed[0, :-1], abs(float(climbed[0, -1])), float(height[0])
            bend, converged = _surface(design, at)(climbed)[2][0], bool(done[0])
    size = design.shape[1]
    effect = sigma * modes(had, people, design @ coefficients, sigma)
    share = expit(design @ coefficients + effect)
    return Fit(
        coefficients,
        np.asarray(np.linalg.inv(-bend)[:size, :size], dtype=np.float64),
        sigma**2,
        ON_LOG_ODDS,
        top,
        effect,
        people * share * (1 - share),
        converged,
    )


def _start(design: FloatArray, had: FloatArray, people: FloatArray) -> FloatArray:
    odds = logit((had + 0.5) / (people + 1))
    weight = np.sqrt(people)
    solved = np.linalg.lstsq(design * weight[:, None], odds * weight, rcond=None)[0]
    return np.asarray(solved, dtype=np.float64)


def _without(
    design: FloatArray, at: Callable[[FloatArray, float], Marginal], start: FloatArray
) -> tuple[FloatArray, float, FloatArray, bool]:
    """Fit with no effects of strata: coefficients, height, second derivatives, whether it ended."""

    def surface(point: FloatArray) -> Surface:
        found = at(point[0], 0.0)
        bend = design.T @ (found.twice_center[:, None] * design)
        return np.array([found.value.sum()]), (design.T @ found.by_center)[None], bend[None]

    point, top, done = ascend(surface, start[None])
    return point[0], float(top[0]), surface(point)[2][0], bool(done[0])


def _surface(
    design: FloatArray, at: Callable[[FloatArray, float], Marginal]
) -> Callable[[FloatArray], Surface]:
    def surface(point: FloatArray) -> Surface:
        found = at(point[0, :-1], float(point[0, -1]))
        both = design.T @ found.both
        bend = np.block(
            [
                [design.T @ (found.twice_center[:, None] * design), both[:, None]],
                [both[None, :], found.twice_sigma.sum()[None, None]],
            ]
        )
        slope = np.append(design.T @ found.by_center, found.by_sigma.sum())
        return np.array([found.value.sum()]), slope[None], bend[None]

    return surface
