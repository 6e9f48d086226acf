"""The ordinary least squares fit of one group, with all that a decomposition asks of it.

It takes persons or cells: a cell is known by its people, its mean and its sum of squares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.stats.decomposition.terms import Terms
from commonweal.stats.inputs import FloatArray, amounts


@dataclass(frozen=True, eq=False)
class Sample:
    """Hold one group and its fit.

    people:             people in the group
    freedom:            people less coefficients
    identified:         whether the group's own rows fix every coefficient
    coefficients:       fitted coefficients, shape (p,)
    covariance:         their covariance, shape (p, p)
    mean:               mean of each fitted column, shape (p,)
    whole_mean:         mean of each whole column, shape (m,)
    mean_covariance:    covariance of the whole means, shape (m, m)
    crossed:            sums of products of the fitted columns, shape (p, p)
    crossed_about_mean: the same about the mean, without the intercept, shape (p - 1, p - 1)
    mean_outcome:       mean of the outcome
    se_outcome:         its standard error

    >>> from commonweal.stats.decomposition.terms import read_terms
    >>> terms, rows = read_terms({"x": [0, 1, 2]}, 3), np.ones(3, dtype=bool)
    >>> seen = np.array([1.0, 3.0, 5.0])
    >>> sample(terms, seen, np.ones(3), seen**2, rows).freedom
    1.0
    """

    people: float
    freedom: float
    identified: bool
    coefficients: FloatArray
    covariance: FloatArray
    mean: FloatArray
    whole_mean: FloatArray
    mean_covariance: FloatArray
    crossed: FloatArray
    crossed_about_mean: FloatArray
    mean_outcome: float
    se_outcome: float


def sample(
    terms: Terms,
    outcome: FloatArray,
    people: FloatArray,
    squares: FloatArray,
    rows: NDArray[np.bool_],
) -> Sample:
    """Fit the rows of one group by least squares.

    terms:   the columns of all rows
    outcome: mean outcome of each row of the group, shape (n,)
    people:  people in each row of the group, shape (n,)
    squares: sum of squared outcomes of each row of the group, shape (n,)
    rows:    which rows of the terms are the group's, shape (rows,)
    Gives the Sample; what can not be fitted is marked as not identified.
    Fails with Problem "counts-negative" when a number of people or a sum of squares is below zero.
    Source: ordinary least squares from sums over cells; checked against base R lm in
    tests/reference/test_statistics_oaxaca.py
    >>> from commonweal.stats.decomposition.terms import read_terms
    >>> terms, rows = read_terms({"x": [0, 1, 2]}, 3), np.ones(3, dtype=bool)
    >>> seen = np.array([1.0, 3.0, 5.0])
    >>> sample(terms, seen, np.ones(3), seen**2, rows).coefficients.round(6)
    array([1., 2.])
    """
    amounts(people=people if len(people) else 0.0, squares=squares if len(squares) else 0.0)
    whole, fitted = terms.whole[rows], terms.fitted[rows]
    size = float(people.sum())
    divisor = max(size, 1.0)
    root = np.sqrt(people)
    unscaled, coefficients, rank = _least_squares(fitted * root[:, None], outcome * root)
    freedom = size - fitted.shape[1]
    # Within a cell outcomes differ by what its sum of squares exceeds that of its mean.
    inside = np.maximum(squares - people * outcome**2, 0.0).sum()
    left = (people * (outcome - fitted @ coefficients) ** 2).sum() + inside
    mean_outcome = float(people @ outcome) / divisor
    around = (people * (outcome - mean_outcome) ** 2).sum() + inside
    whole_mean, mean = people @ whole / divisor, people @ fitted / divisor
    apart, about = whole - whole_mean, (fitted - mean)[:, 1:]
    return Sample(
        size,
        freedom,
        rank == fitted.shape[1],
        coefficients,
        unscaled * left / max(freedom, 1.0),
        mean,
        whole_mean,
        apart.T @ (apart * people[:, None]) / max(size - 1, 1.0) / divisor,
        fitted.T @ (fitted * people[:, None]),
        about.T @ (about * people[:, None]),
        mean_outcome,
        float(np.sqrt(around / max(size - 1, 1.0) / divisor)),
    )


def _least_squares(columns: FloatArray, outcome: FloatArray) -> tuple[FloatArray, FloatArray, int]:
    if not len(columns):
        width = columns.shape[1]
        return np.zeros((width, width)), np.zeros(width), 0
    size = np.sqrt((columns**2).sum(axis=0))
    scale = np.where(size == 0, 1.0, size)
    # The triangle of columns and outcome together holds all that the rows say, in few numbers.
    both = np.column_stack((columns / scale, outcome))
    triangle = np.asarray(np.linalg.qr(both, mode="r"), dtype=np.float64)
    left, weights, right = np.linalg.svd(triangle[:, :-1], full_matrices=False)
    kept = weights > max(weights[0], 1e-300) * 1e-11
    back = right[kept].T / weights[kept] / scale[:, None]
    return back @ back.T, back @ (left[:, kept].T @ triangle[:, -1]), int(kept.sum())
