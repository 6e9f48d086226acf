"""Covariance of coefficients: from the model, or from how far the rows or clusters are from it.

All from cells: a cell of people knows the squared distances of its rows from its mean.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.adjustment.design import Design
from commonweal.stats.adjustment.fit import Fit
from commonweal.stats.adjustment.parts import Part, joint, pieces, summed
from commonweal.stats.adjustment.terms import IntArray
from commonweal.stats.inputs import FloatArray

# Clusters taken at once: their scores are clusters x coefficients numbers.
AT_ONCE = 50_000


def model_based(fitted: Fit) -> FloatArray:
    """Give the covariance that holds when the model does.

    fitted: what `fit` gives
    Gives a matrix of shape (p, p), 0 for aliased columns; nan for means with no row to spare.
    Source: inverse Fisher information, McCullagh and Nelder 1989, section 2.5;
    checked against base R glm in tests/reference/test_statistics_adjusted.py
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> from commonweal.stats.adjustment.fit import fit
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> f = fit(design([term("g", [0, 1], ["A", "B"])]), binomial([1, 2], [4, 4]))
    >>> model_based(f).round(4)
    array([[ 1.3333, -1.3333],
           [-1.3333,  2.3333]])
    """
    return fitted.bread * fitted.dispersion


def heteroscedastic(fitted: Fit, kind: Literal["HC0", "HC1"] = "HC0") -> FloatArray:
    """Give the covariance that holds when rows vary more or less than the model says.

    fitted: what `fit` gives
    kind:   "HC0" as it is, "HC1" times rows / (rows - coefficients)
    Gives a matrix of shape (p, p), 0 for aliased columns; nan for "HC1" with no row to spare.
    Source: White 1980, Econometrica 48:817-838; MacKinnon and White 1985, Journal of Econometrics
    29:305-325; checked against R sandwich on rows in tests/reference/test_statistics_adjusted.py
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> from commonweal.stats.adjustment.fit import fit
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> f = fit(design([term("g", [0, 1], ["A", "B"])]), binomial([1, 2], [4, 4]))
    >>> heteroscedastic(f, "HC1")[0, 0].round(4)
    np.float64(1.7778)
    """
    seen = fitted.outcome
    mean = np.divide(seen.total, seen.size, out=np.zeros_like(seen.size), where=seen.size > 0)
    apart = mean - fitted.means
    squares = seen.scatter + 2 * apart * seen.lean + apart**2 * seen.spread
    covariance = fitted.bread @ fitted.columns.gram(squares) @ fitted.bread
    if kind == "HC0":
        return covariance
    spare = fitted.residual_df
    return covariance * (seen.rows / spare if spare > 0 else np.nan)


def clustered(fitted: Fit, clusters: ArrayLike) -> FloatArray:
    """Give the covariance that holds when people of one cluster are alike.

    fitted:   what `fit` gives
    clusters: whole number that names the cluster of each cell (no cell holds two), shape (n,)
    Gives a matrix of shape (p, p), times clusters / (clusters - 1), 0 for aliased columns; nan
    where there is one cluster.
    Fails with Problem "clusters-unread" when it is not one whole number a cell.
    Source: Liang and Zeger 1986, Biometrika 73:13-22; the factor as in R sandwich vcovCL
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> from commonweal.stats.adjustment.fit import fit
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> f = fit(design([term("g", [0, 0, 1, 1], ["A", "B"])]), binomial([1, 2, 0, 3], [4] * 4))
    >>> clustered(f, [0, 1, 0, 1]).round(4)
    array([[0.2844, 0.5689],
           [0.5689, 1.1378]])
    """
    named = np.atleast_1d(np.asarray(clusters))
    if named.shape != (fitted.model.cells,) or not np.issubdtype(named.dtype, np.integer):
        raise Problem(
            "clusters-unread",
            "The clusters are not one whole number for each cell.",
            "Number the clusters, and split each cell that holds two of them.",
        )
    cells = np.flatnonzero(fitted.outcome.size > 0)
    cells = cells[np.argsort(named[cells], kind="stable")]
    bounds = np.append(np.unique(named[cells], return_index=True)[1], len(cells))
    count = len(bounds) - 1
    if count < 2:
        return np.full_like(fitted.bread, np.nan)
    seen = fitted.outcome
    rest = seen.total - seen.size * fitted.means
    split = pieces(fitted.model, tuple(each.name for each in fitted.model.terms))
    meat = np.zeros_like(fitted.bread)
    for first in range(0, count, AT_ONCE):
        ends = bounds[first : first + AT_ONCE + 1]
        chosen = cells[ends[0] : ends[-1]]
        places = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
        scores = _scores(fitted.model, split, chosen, places, rest[chosen])
        meat += scores.T @ scores
    return fitted.bread @ meat @ fitted.bread * (count / (count - 1))


def _scores(
    model: Design, split: list[Part], chosen: IntArray, places: IntArray, rest: FloatArray
) -> FloatArray:
    """Give the sums of the columns times what is left unexplained, a row for each cluster."""
    count = int(places[-1]) + 1
    made = np.zeros((count, len(model.names)))
    made[:, 0] = summed(places, rest, count)
    for each in split:
        both = joint([places, each.codes[chosen]], (count, each.size))
        table = summed(both, rest, count * each.size).reshape(count, each.size)
        made[:, each.columns] = table @ each.lookup
    for column, number in zip(model.numeric_columns, model.numeric, strict=True):
        made[:, column] = summed(places, rest * number.values[chosen], count)
    return made
