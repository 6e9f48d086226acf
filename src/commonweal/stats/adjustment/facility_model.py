"""A logistic model whose intercept, and what else is asked, differ by facility at random.

The facilities' effects are integrated out by adaptive quadrature. What the fit says about gaps is
in facility.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_expit, logit, logsumexp

from commonweal.stats.adjustment.crossing import Crossing
from commonweal.stats.adjustment.family import means
from commonweal.stats.adjustment.fit import Fit
from commonweal.stats.adjustment.parts import summed
from commonweal.stats.adjustment.terms import IntArray
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask

# Points of the quadrature along each effect, by how many effects a facility has.
POINTS = {1: 25, 2: 9}
START = 0.3
TURNS = 60
# Slope of the likelihood in standard errors of the coefficients: less is the top.
FLAT = 1e-3


@dataclass(frozen=True)
class FacilityFit:
    """Hold a fitted model and what is known of each facility's effects.

    beta:       coefficients common to all facilities, shape (p,)
    spread:     lower triangle L; the effects have the covariance LL', shape (q, q)
    effects:    points that the effects of each facility may have, shape (facilities, k, q)
    weights:    how likely each point is given the data, sum 1 a facility, shape (facilities, k)
    likelihood: logarithm of the marginal likelihood, without the binomial coefficients
    converged:  whether the top was reached
    >>> FacilityFit(np.zeros(1), np.zeros((1, 1)), np.zeros((2, 1, 1)), np.ones((2, 1)), -3.0,
    ...             True).converged
    True
    """

    beta: FloatArray
    spread: FloatArray
    effects: FloatArray
    weights: FloatArray
    likelihood: float
    converged: bool


@dataclass(frozen=True)
class Marginal:
    """Hold cells whose facilities' effects are integrated out.

    fitted:     a fit without effects of facilities, of a "binomial" outcome
    facilities: facility of each cell, shape (n,)
    carriers:   what each effect is multiplied by in each cell, the first 1, shape (n, q)
    count:      number of facilities
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.fit import fit
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> from commonweal.stats.adjustment.terms import term
    >>> f = fit(design([term("g", [0, 0], ["A"])]), binomial([1, 2], [4, 4]))
    >>> cells = Marginal(f, np.array([0, 1]), np.ones((2, 1)), 2)
    >>> likelihood = cells.at(f.beta, np.zeros((1, 1)))[0] + cells.own
    >>> round(likelihood, 4) == round(-f.deviance / 2, 4)
    True
    """

    fitted: Fit
    facilities: IntArray
    carriers: FloatArray
    count: int

    @property
    def columns(self) -> Crossing:
        """Give the products of the columns of the fit."""
        return self.fitted.columns

    @cached_property
    def _shares(self) -> tuple[FloatArray, FloatArray, Mask]:
        """Give each cell's own chance, as a share and a logit, and where it is neither 0 nor 1."""
        total, size = self.fitted.outcome.total, self.fitted.outcome.size
        inside = (total > 0) & (total < size)
        share = np.where(inside, total, 1.0) / np.where(inside, size, 2.0)
        return share, logit(share), inside

    @property
    def own(self) -> float:
        """Give the likelihood of a chance of its own for each cell."""
        _, odds, inside = self._shares
        total, size = self.fitted.outcome.total, self.fitted.outcome.size
        return float(np.where(inside, total * odds + size * log_expit(-odds), 0.0).sum())

    def _below(self, predictor: FloatArray) -> FloatArray:
        """Give how far the likelihood of each cell is below the one of its own chance."""
        share, odds, inside = self._shares
        total, size = self.fitted.outcome.total, self.fitted.outcome.size
        apart = np.where(inside, predictor - odds, 0.0)
        gained = total * apart - size * np.log1p(share * np.expm1(apart))
        return np.where(
            inside, gained, size * log_expit(np.where(total > 0, predictor, -predictor))
        )

    def at(
        self, beta: FloatArray, spread: FloatArray
    ) -> tuple[float, FloatArray, FloatArray, FloatArray, FloatArray]:
        """Give the likelihood, its slopes in beta and spread, and each facility's points.

        The likelihood is less `own`, which in a billion people would drown the rest in rounding.
        """
        base, loads = self.columns.predict(beta), self.carriers @ spread
        points, measure = self._points(base, loads)
        total, size = self.fitted.outcome.total, self.fitted.outcome.size
        heights = np.empty(points.shape[:2])
        for at, predictor in self._predictors(base, loads, points):
            heights[:, at] = summed(self.facilities, self._below(predictor), self.count)
        heights += measure - (points**2).sum(axis=2) / 2
        each = logsumexp(heights, axis=1)
        weights = np.exp(heights - each[:, None])
        rest, turned = np.zeros(len(total)), np.zeros_like(spread)
        for at, predictor in self._predictors(base, loads, points):
            weight = weights[self.facilities, at]
            left = weight * (total - size * means("binomial", predictor)[0])
            rest += left
            turned += (self.carriers * left[:, None]).T @ points[self.facilities, at]
        return float(each.sum()), self.columns.pull(rest), np.tril(turned), points, weights

    def _predictors(
        self, base: FloatArray, loads: FloatArray, points: FloatArray
    ) -> Iterator[tuple[int, FloatArray]]:
        for at in range(points.shape[1]):
            yield at, base + (loads * points[self.facilities, at]).sum(axis=1)

    def _points(self, base: FloatArray, loads: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Give the points of each facility's quadrature and the logarithm of their measure."""
        width = loads.shape[1]
        modes, curvature = self._modes(base, loads)
        reach = np.linalg.cholesky(np.linalg.inv(curvature))
        line, mass = np.polynomial.hermite.hermgauss(POINTS[width])
        grid = np.stack(np.meshgrid(*[line] * width, indexing="ij"), axis=-1).reshape(-1, width)
        masses = np.stack(np.meshgrid(*[np.log(mass)] * width, indexing="ij")).reshape(width, -1)
        points = modes[:, None, :] + np.sqrt(2) * np.einsum("jab,kb->jka", reach, grid)
        # Hermite's rule for a normal density: the constants of both leave pi^(-q/2).
        size = np.log(np.diagonal(reach, axis1=1, axis2=2)).sum(axis=1)
        measure = masses.sum(axis=0) + (grid**2).sum(axis=1) - width / 2 * np.log(np.pi)
        return points, size[:, None] + measure

    def _modes(self, base: FloatArray, loads: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Give the likeliest effects of each facility, as standard normals, and the curvature."""
        width, count = loads.shape[1], self.count
        modes, step, turn = np.zeros((count, width)), np.full(1, np.inf), 0
        total, size = self.fitted.outcome.total, self.fitted.outcome.size
        while np.abs(step).max() > 1e-9 and turn < TURNS:
            mean, slope = means("binomial", base + (loads * modes[self.facilities]).sum(axis=1))
            pull, curvature = -modes, np.tile(np.eye(width), (count, 1, 1))
            for a in range(width):
                pull[:, a] += summed(self.facilities, loads[:, a] * (total - size * mean), count)
                for b in range(width):
                    product = loads[:, a] * loads[:, b] * size * slope
                    curvature[:, a, b] += summed(self.facilities, product, count)
            step = np.linalg.solve(curvature, pull[:, :, None])[:, :, 0]
            # A step can go far beyond a top that is flat further out: each may go less far, so that
            # none swings for ever. A quadrature about a place near the top is as good.
            furthest = 2 * 0.95**turn
            modes, turn = modes + np.clip(step, -furthest, furthest), turn + 1
        return modes, curvature


def facility_fit(cells: Marginal) -> FacilityFit:
    """Fit a logistic model with effects of facilities.

    cells: the cells, with a fit that has no effects of facilities
    Gives a FacilityFit; a spread of zero is a valid answer.
    Source: Pinheiro and Bates 1995, Journal of Computational and Graphical Statistics 4:12-35
    (adaptive quadrature); checked against R lme4 in
    tests/unit/stats/adjustment/test_facility.py
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.fit import fit
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> from commonweal.stats.adjustment.terms import term
    >>> f = fit(design([term("g", [0] * 4, ["A"])]), binomial([9, 30, 22, 5], [40, 40, 40, 40]))
    >>> found = facility_fit(Marginal(f, np.arange(4), np.ones((4, 1)), 4))
    >>> found.converged, abs(found.spread.round(2))
    (True, array([[1.15]]))
    """
    width, start = cells.carriers.shape[1], cells.fitted.beta
    kept = cells.fitted.kept
    # In units of their standard errors all coefficients are alike to the search.
    units = np.zeros((len(start), int(kept.sum())))
    units[kept] = np.linalg.cholesky(cells.fitted.bread[np.ix_(kept, kept)])
    lower = np.tril_indices(width)
    scale = 1 / np.sqrt(cells.count)

    def read(place: FloatArray) -> tuple[FloatArray, FloatArray]:
        spread = np.zeros((width, width))
        spread[lower] = place[units.shape[1] :] * scale
        return start + units @ place[: units.shape[1]], spread

    def downhill(place: FloatArray) -> tuple[float, FloatArray]:
        height, along, turned, _, _ = cells.at(*read(place))
        return -height, -np.concatenate([along @ units, turned[lower] * scale])

    first = np.zeros(units.shape[1] + len(lower[0]))
    first[units.shape[1] :] = (START * np.eye(width))[lower] / scale
    found = minimize(downhill, first, jac=True, method="BFGS", options={"gtol": 1e-6})
    beta, spread = read(found.x)
    height, _, _, points, weights = cells.at(beta, spread)
    height += cells.own
    converged = bool(np.abs(found.jac).max() < FLAT)
    return FacilityFit(beta, spread, points @ spread.T, weights, height, converged)
