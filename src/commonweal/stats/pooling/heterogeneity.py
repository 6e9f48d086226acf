"""Estimate the variance between groups beyond chance, many tables at once.

Four estimators: REML, ML, Paule-Mandel, DerSimonian-Laird. What groups shrink to is in normal.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from commonweal.stats.inputs import FloatArray
from commonweal.stats.pooling.bracket import around_best, crossing
from commonweal.stats.pooling.tables import Tables

GRID = np.concatenate([[0.0], np.geomspace(1e-5, 1.0, 17)])
# Share of a sum that rounding may be all of.
TINY = 1e-15


@dataclass(frozen=True, eq=False)
class Model:
    """Hold what a variance between groups is estimated from.

    y:        estimates, shape (k,)
    variance: their squared standard errors, above 0, shape (k,)
    design:   what the estimates are expected to follow, shape (k, p)
    tables:   the table of each estimate
    >>> one = Tables(np.zeros(2, dtype=int), 1)
    >>> Model(np.array([1.0, 2.0]), np.ones(2), np.ones((2, 1)), one).freedom
    array([1.])
    """

    y: FloatArray
    variance: FloatArray
    design: FloatArray
    tables: Tables

    @property
    def freedom(self) -> FloatArray:
        """Give groups less columns of the design, shape (t,)."""
        free: FloatArray = self.tables.sums(np.ones(len(self.y))) - self.design.shape[1]
        return free


@dataclass(frozen=True, eq=False)
class Weighed:
    """Hold the fit of a model at one variance between groups.

    weight:       1 / (variance + tau2), shape (k,)
    information:  of the coefficients, shape (t, p, p)
    inverse:      covariance of the coefficients, shape (t, p, p)
    coefficients: fitted by weighted least squares, shape (t, p)
    expected:     value of the model for each group, shape (k,)
    residual:     estimates less expected, shape (k,)
    >>> one = Tables(np.zeros(2, dtype=int), 1)
    >>> model = Model(np.array([1.0, 2.0]), np.ones(2), np.ones((2, 1)), one)
    >>> weigh(model, np.zeros(1)).coefficients
    array([[1.5]])
    """

    weight: FloatArray
    information: FloatArray
    inverse: FloatArray
    coefficients: FloatArray
    expected: FloatArray
    residual: FloatArray


def weigh(model: Model, tau2: FloatArray) -> Weighed:
    """Fit the model with each group weighed by its variance in all.

    model: estimates, variances, design and tables
    tau2:  variance between groups, shape (t,)
    Gives the weighted least squares fit.
    Source: Raudenbush 2009, Handbook of Research Synthesis, 2nd edition, chapter 16
    >>> one = Tables(np.zeros(2, dtype=int), 1)
    >>> model = Model(np.array([1.0, 2.0]), np.ones(2), np.ones((2, 1)), one)
    >>> weigh(model, np.ones(1)).inverse
    array([[[1.]]])
    """
    weight = 1 / (model.variance + tau2[model.tables.row])
    information = model.tables.products(model.design, weight, model.design)
    inverse = np.asarray(np.linalg.inv(information), dtype=np.float64)
    sums = model.tables.products(model.design, weight, model.y[:, None])[:, :, 0]
    coefficients = np.einsum("tij,tj->ti", inverse, sums)
    expected = np.einsum("ki,ki->k", model.design, coefficients[model.tables.row])
    return Weighed(weight, information, inverse, coefficients, expected, model.y - expected)


def leftover(model: Model, weighed: Weighed) -> FloatArray:
    """Give the weight left to the residuals: the trace of the projection P of the sources.

    model:   estimates, variances, design and tables
    weighed: the fit of the model at some variance between groups
    Gives numbers above 0, shape (t,).
    Source: Viechtbauer 2005, Journal of Educational and Behavioral Statistics 30:261-293
    >>> one = Tables(np.zeros(2, dtype=int), 1)
    >>> model = Model(np.array([1.0, 2.0]), np.ones(2), np.ones((2, 1)), one)
    >>> leftover(model, weigh(model, np.zeros(1)))
    array([1.])
    """
    whole = model.tables.sums(weighed.weight)
    left: FloatArray = whole - np.einsum("tii->t", _information(model, weighed, 2))
    # One group may weigh so much that rounding leaves nothing, or less.
    return np.maximum(left, TINY * whole)


def tau2(model: Model, method: str) -> FloatArray:
    """Estimate the variance between groups of each table.

    model:  estimates, variances, design and tables; more groups than columns in every table
    method: one of METHODS
    Gives variances, shape (t,), 0 where groups differ no more than by chance.
    Source: Viechtbauer 2005, Journal of Educational and Behavioral Statistics 30:261-293; Paule and
    Mandel 1982, Journal of Research of the NBS 87:377-385; DerSimonian and Laird 1986, Controlled
    Clinical Trials 7:177-188; checked against metafor in
    tests/reference/test_statistics_shrinkage_normal.py
    >>> one = Tables(np.zeros(2, dtype=int), 1)
    >>> tau2(Model(np.array([1.0, 4.0]), np.ones(2), np.ones((2, 1)), one), "reml").round(6)
    array([3.5])
    """
    return METHODS[method](model)


def _highest(model: Model) -> FloatArray:
    """Give a variance that no estimator passes: by then chance alone explains more."""
    weighed = weigh(Model(model.y, np.ones_like(model.y), model.design, model.tables), _none(model))
    mean_square = model.tables.sums(weighed.residual**2) / model.freedom
    spread = np.sqrt(mean_square * model.tables.largest(model.variance))
    highest: FloatArray = mean_square + spread
    return highest


def _none(model: Model) -> FloatArray:
    return np.zeros(model.tables.count)


def _dersimonian_laird(model: Model) -> FloatArray:
    weighed = weigh(model, _none(model))
    excess = model.tables.sums(weighed.weight * weighed.residual**2) - model.freedom
    return np.maximum(excess / leftover(model, weighed), 0.0)


def _paule_mandel(model: Model) -> FloatArray:
    def excess(at: FloatArray) -> tuple[FloatArray, FloatArray]:
        weighed = weigh(model, at)
        squares = weighed.weight * weighed.residual**2
        fall = model.tables.sums(weighed.weight * squares)
        return model.tables.sums(squares) - model.freedom, np.maximum(fall, 1e-300)

    start = _none(model)
    high = np.where(excess(start)[0] > 0, _highest(model), start)
    return crossing(excess, start, high)


def _reml(model: Model) -> FloatArray:
    def slope(at: FloatArray) -> tuple[FloatArray, FloatArray]:
        weighed = weigh(model, at)
        square = _information(model, weighed, 2)
        twice = np.einsum("tij,tjk->tik", square, square)
        cube = np.einsum("tij,tji->t", weighed.inverse, _products(model, weighed, 3))
        whole = model.tables.sums(weighed.weight**2)
        fall = np.maximum(whole - 2 * cube + np.einsum("tii->t", twice), TINY * whole)
        return _squares(model, weighed) - leftover(model, weighed), fall

    def height(at: FloatArray) -> FloatArray:
        weighed = weigh(model, at)
        free = 0.5 * np.linalg.slogdet(weighed.information)[1]
        restricted: FloatArray = _log_density(model, weighed) - free
        return restricted

    return _top(model, height, slope)


def _ml(model: Model) -> FloatArray:
    def slope(at: FloatArray) -> tuple[FloatArray, FloatArray]:
        weighed = weigh(model, at)
        sums = model.tables.sums
        return _squares(model, weighed) - sums(weighed.weight), sums(weighed.weight**2)

    return _top(model, lambda at: _log_density(model, weigh(model, at)), slope)


def _top(
    model: Model,
    height: Callable[[FloatArray], FloatArray],
    slope: Callable[[FloatArray], tuple[FloatArray, FloatArray]],
) -> FloatArray:
    """Find the highest top of a likelihood, which may have several, or stand highest at 0."""
    grid = GRID[:, None] * _highest(model)
    before, best, after = around_best(grid, np.array([height(at) for at in grid]))
    rises = slope(best)[0] > 0
    return crossing(slope, np.where(rises, best, before), np.where(rises, after, best))


def _log_density(model: Model, weighed: Weighed) -> FloatArray:
    return 0.5 * model.tables.sums(np.log(weighed.weight) - weighed.weight * weighed.residual**2)


def _squares(model: Model, weighed: Weighed) -> FloatArray:
    return model.tables.sums((weighed.weight * weighed.residual) ** 2)


def _products(model: Model, weighed: Weighed, power: int) -> FloatArray:
    return model.tables.products(model.design, weighed.weight**power, model.design)


def _information(model: Model, weighed: Weighed, power: int) -> FloatArray:
    relative: FloatArray = weighed.inverse @ _products(model, weighed, power)
    return relative


METHODS = {
    "reml": _reml,
    "ml": _ml,
    "paule_mandel": _paule_mandel,
    "dersimonian_laird": _dersimonian_laird,
}
