"""A plain least squares line with the errors a pay model is asked for.

Columns that say what columns before them said are left out by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, numbers, tail
from commonweal.stats.results import answer

Errors = Literal["classical", "HC1", "HC3", "CR1"]
# Share of a column that must be left after taking out the columns before it.
LEFT = 1e-9


@dataclass(frozen=True, eq=False)
class Line:
    """Hold a least squares fit of n people with p columns, the intercept first.

    names:        the columns that were fitted
    dropped:      the columns left out because those before them say the same
    columns:      what was fitted, shape (n, p)
    coefficients: fitted coefficients, shape (p,)
    unscaled:     inverse of the products of columns, shape (p, p)
    residuals:    what is left of each outcome, shape (n,)
    freedom:      people less columns
    sigma:        residual standard deviation, nan without freedom
    r2:           share of the spread that is explained, nan where there is none

    >>> line([1.0, 3, 5], {"years": [0, 1, 2]}).coefficients.round(6)
    array([1., 2.])
    """

    names: tuple[str, ...]
    dropped: tuple[str, ...]
    columns: FloatArray
    coefficients: FloatArray
    unscaled: FloatArray
    residuals: FloatArray
    freedom: int
    sigma: float
    r2: float


def line(outcome: ArrayLike, terms: Mapping[str, ArrayLike]) -> Line:
    """Fit an outcome by least squares.

    outcome: the outcome of each person, shape (n,)
    terms:   name -> numbers or words, each shape (n,); words are categories beside the first
    Gives a Line with an intercept.
    Fails with Problem "shapes-differ" when a term is not one value a person, or nobody is there.
    Fails with Problem "numbers-missing" when a value is no finite number.
    Source: ordinary least squares; checked against R lm in
    tests/reference/test_workforce_pay_regression.py
    >>> line([1.0, 3, 5], {"years": [0, 1, 2], "again": [1, 2, 3]}).dropped
    ('again',)
    """
    (seen,) = numbers(outcome=outcome)
    if len(seen) == 0:
        raise Problem("shapes-differ", "Nobody's pay was given.", "Give one row for each person.")
    every = {"intercept": np.ones(len(seen))}
    for name, column in terms.items():
        every |= _columns(name, column, len(seen))
    kept: list[str] = []
    room = np.empty((len(seen), len(every)), order="F")
    for name, column in every.items():
        basis = room[:, : len(kept)]
        left = column - basis @ (basis.T @ column)
        left = left - basis @ (basis.T @ left)
        size = _length(left)
        if size > LEFT * max(_length(column), 1e-300):
            room[:, len(kept)] = left / size
            kept.append(name)
    basis = room[:, : len(kept)]
    fitted = np.column_stack([every[name] for name in kept])
    triangle = basis.T @ fitted
    inverse = np.linalg.inv(np.triu(triangle))
    coefficients = inverse @ (basis.T @ seen)
    residuals = seen - basis @ (basis.T @ seen)
    # What rounding leaves of a perfect fit is nothing.
    residuals *= _length(residuals) > 1e-13 * _length(seen)
    freedom = len(seen) - len(kept)
    around, inside = ((seen - seen.mean()) ** 2).sum(), (residuals**2).sum()
    return Line(
        tuple(kept),
        tuple(name for name in every if name not in kept),
        fitted,
        coefficients,
        inverse @ inverse.T,
        residuals,
        freedom,
        float(np.sqrt(inside / freedom)) if freedom > 0 else float(np.nan),
        float(1 - inside / around) if around > 0 else float(np.nan),
    )


def coefficients_of(
    fitted: Line,
    errors: Errors = "HC3",
    clusters: ArrayLike | None = None,
    level: float = 0.95,
) -> tuple[Estimate, FloatArray]:
    """Give the coefficients with their errors, intervals and p-values by Student's t.

    fitted:   a line as `line` fits it
    errors:   "classical", "HC1", "HC3", or "CR1" for people who come in clusters
    clusters: label of the cluster of each person, shape (n,), for "CR1"
    level:    coverage of the intervals, between 0 and 1
    Gives an Estimate of p coefficients, and p two-sided p-values; no freedom is
    insufficient:no_degrees_of_freedom, a single cluster undefined:single_group, a person who
    alone fixes a coefficient leaves HC3 undefined:leverage_one.
    Fails with Problem "clusters-missing" when "CR1" comes without one cluster a person.
    Source: MacKinnon and White 1985, Journal of Econometrics 29:305-325; Liang and Zeger 1986,
    Biometrika 73:13-22, times G / (G - 1) (n - 1) / (n - p); checked against R sandwich in
    tests/reference/test_workforce_pay_regression.py
    >>> fitted = line([1.0, 3, 5, 8], {"years": [0, 1, 2, 3]})
    >>> coefficients_of(fitted, "classical")[0].se.round(4)
    array([0.324 , 0.1732])
    """
    people, size = fitted.columns.shape
    leverage = (fitted.columns @ fitted.unscaled * fitted.columns).sum(axis=1)
    alone = bool((leverage > 1 - 1e-10).any()) and errors == "HC3"
    reasons = {"no_degrees_of_freedom": fitted.freedom <= 0, "leverage_one": alone}
    freedom = max(fitted.freedom, 1)
    if errors == "CR1":
        place = _clusters(clusters, people)
        groups = int(place.max()) + 1
        reasons["single_group"] = groups < 2
        scores = np.zeros((groups, size))
        np.add.at(scores, place, fitted.columns * fitted.residuals[:, None])
        scale = groups / max(groups - 1, 1) * (people - 1) / freedom
        covariance = fitted.unscaled @ (scores.T @ scores) @ fitted.unscaled * scale
    else:
        covariance = _by_person(fitted, errors, np.where(leverage > 1 - 1e-10, 0.0, leverage))
    se = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    reach = -student.ppf(tail(level), freedom) * se
    told = answer(
        fitted.coefficients,
        fitted.coefficients - reach,
        fitted.coefficients + reach,
        level=level,
        method=f"least_squares_{errors}",
        reasons={code: np.full(size, holds) for code, holds in reasons.items()},
        se=se,
    )
    t = np.abs(fitted.coefficients) / np.where(se > 0, se, 1.0)
    p = np.where(told.ok & (se > 0), 2 * student.sf(t, freedom), np.nan)
    return told, p


def _length(column: FloatArray) -> float:
    return float(np.sqrt((column * column).sum()))


def _by_person(fitted: Line, errors: Errors, leverage: FloatArray) -> FloatArray:
    people, freedom = len(fitted.columns), max(fitted.freedom, 1)
    square = fitted.residuals**2
    if errors == "classical":
        return np.asarray(fitted.unscaled * (square.sum() / freedom))
    weight = square * people / freedom if errors == "HC1" else square / (1 - leverage) ** 2
    meat = fitted.columns.T @ (fitted.columns * weight[:, None])
    return np.asarray(fitted.unscaled @ meat @ fitted.unscaled)


def _columns(name: str, column: ArrayLike, people: int) -> dict[str, FloatArray]:
    given = np.asarray(column)
    if given.shape != (people,):
        raise Problem(
            "shapes-differ",
            f"'{name}' does not hold one value for each person.",
            "Give one value for each row.",
        )
    if given.dtype.kind in "OUS":
        words = given.astype(str)
        return {f"{name}: {word}": (words == word) * 1.0 for word in np.unique(words)[1:]}
    return {name: numbers(**{name: given})[0]}


def _clusters(clusters: ArrayLike | None, people: int) -> np.typing.NDArray[np.intp]:
    labels = np.asarray([] if clusters is None else clusters)
    if labels.shape != (people,):
        raise Problem(
            "clusters-missing",
            "Errors by cluster need the cluster of each person.",
            "Give one label for each person, or ask for other errors.",
        )
    return np.unique(labels, return_inverse=True)[1]
