"""The three families of outcomes with their own link: mean, weight and likelihood of cells."""

from __future__ import annotations

import numpy as np

from commonweal.stats.adjustment.outcome import Family, Outcome
from commonweal.stats.inputs import FloatArray

# exp of more than this, times people and their squares, is no float any more.
FARTHEST = 300.0


def means(family: Family, predictor: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give the mean for each predictor and how fast it moves with the predictor.

    family:    "binomial", "poisson" or "gaussian"
    predictor: linear predictor, shape (n,)
    Gives the means and their slopes, which with these links are also the variances, shape (n,).
    Source: McCullagh and Nelder 1989, Generalized Linear Models, 2nd edition, table 2.1
    >>> means("binomial", np.array([0.0]))
    (array([0.5]), array([0.25]))
    """
    if family == "gaussian":
        return predictor.copy(), np.ones_like(predictor)
    if family == "poisson":
        rate = np.exp(np.minimum(predictor, FARTHEST))
        return rate, rate
    odds = np.negative(predictor)
    np.exp(np.minimum(odds, FARTHEST, out=odds), out=odds)
    mean = 1 / (1 + odds)
    odds *= mean
    odds *= mean
    return mean, odds


def start(family: Family, size: FloatArray, total: FloatArray) -> float:
    """Give the predictor of all cells together, half an event added so that it is finite.

    family: "binomial", "poisson" or "gaussian"
    size:   people or time at each place
    total:  sum of the outcome at each place
    Gives a number.
    Source: Haldane 1956, Annals of Human Genetics 20:309-311
    >>> start("binomial", np.array([9.0]), np.array([4.5]))
    0.0
    """
    sizes, totals = float(size.sum()), float(total.sum())
    if family == "gaussian":
        return totals / sizes
    if family == "poisson":
        return float(np.log((totals + 0.5) / sizes))
    return float(np.log((totals + 0.5) / (sizes - totals + 0.5)))


def log_likelihood(
    family: Family, size: FloatArray, total: FloatArray, predictor: FloatArray, mean: FloatArray
) -> float:
    """Give the logarithm of the likelihood, less what no predictor changes.

    family:    "binomial" or "poisson"; a linear model never asks
    size:      people or time in each cell, shape (n,)
    total:     sum of the outcome in each cell, shape (n,)
    predictor: linear predictor, shape (n,)
    mean:      the mean for each predictor, from `means`, shape (n,)
    Gives a number.
    Source: McCullagh and Nelder 1989, Generalized Linear Models, 2nd edition, table 2.1
    >>> zero = np.zeros(2)
    >>> round(log_likelihood("binomial", zero + 1, np.array([0.0, 1.0]), zero, zero + 0.5), 4)
    -1.3863
    """
    if family == "poisson":
        return float(total @ predictor - size @ mean)
    # log(1 + exp(x)) that keeps its digits at both ends.
    softened = np.log1p(np.exp(-np.abs(predictor))) + np.maximum(predictor, 0)
    return float(total @ predictor - size @ softened)


def deviance(outcome: Outcome, predictor: FloatArray) -> float:
    """Give the deviance of the rows behind the cells.

    outcome:   what happened in the cells
    predictor: linear predictor, shape (n,)
    Gives twice the distance to a model of as many coefficients as rows; cells of time are rows.
    Source: McCullagh and Nelder 1989, Generalized Linear Models, 2nd edition, section 2.3;
    checked against base R in tests/reference/test_statistics_adjusted.py
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> round(deviance(binomial([1], [2]), np.zeros(1)), 4)
    2.7726
    """
    size, total = outcome.size, outcome.total
    if outcome.family == "gaussian":
        # The likelihood of means is a difference of large squares, so their rest is squared anew.
        known = size > 0
        apart = total[known] / size[known] - predictor[known]
        return float(outcome.scatter.sum() + (size[known] * apart**2).sum())
    mean = means(outcome.family, predictor)[0]
    height = log_likelihood(outcome.family, size, total, predictor, mean)
    if outcome.family == "binomial":
        return -2 * height
    had = total > 0
    best = (total[had] * np.log(total[had] / size[had])).sum() - total.sum()
    return float(2 * (best - height))
