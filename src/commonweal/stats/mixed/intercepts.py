"""A linear model with shared intercepts of raters, sites or clusters, by restricted likelihood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, normal_quantile, numbers
from commonweal.stats.mixed.absorbed import Absorbing
from commonweal.stats.mixed.criterion import Point, Products, evaluate, products
from commonweal.stats.results import answer

STEPS = 200
SETTLED, ROUNDING = 1e-13, 1e-13
STARTS = (0.1, 5.0)
# Rows that vary so much less than their clusters do not vary at all.
LARGEST = 1e8
# Logs between which the ratio of many clusters is looked for.
WITHIN = (-14.0, 10.0)


@dataclass(frozen=True)
class SharedIntercepts:
    """Hold a fitted model.

    names:        names of the columns, the intercept first
    coefficients: their coefficients, an Estimate in that order
    variances:    variance of each shared intercept, by its name
    residual:     variance of a row given its clusters
    criterion:    minus twice the restricted log likelihood
    >>> fit_intercepts([1, 2, 4, 6], {}, {"site": [0, 0, 1, 1]}).coefficients.value
    array([3.25])
    """

    names: tuple[str, ...]
    coefficients: Estimate
    variances: Mapping[str, float]
    residual: float
    criterion: float

    def of(self, name: str) -> Estimate:
        """Give the coefficient of a column, an Estimate of 1."""
        at, found = self.names.index(name), self.coefficients
        one = slice(at, at + 1)
        return Estimate(
            found.value[one],
            found.low[one],
            found.high[one],
            found.level,
            found.method,
            np.asarray(found.se)[one],
            found.status[one],
            found.reason[one],
            flags=found.flags[one],
        )


def fit_intercepts(
    outcome: ArrayLike,
    columns: Mapping[str, ArrayLike],
    clusters: Mapping[str, Sequence[int] | ArrayLike],
    level: float = 0.95,
    *,
    repeated: ArrayLike | None = None,
    ratio: float | None = None,
) -> SharedIntercepts:
    """Fit a linear model whose rows share clusters, crossed or nested.

    outcome:  outcome of each row, shape (n,)
    columns:  covariates by name, each shape (n,); the intercept is added
    clusters: labels of the clusters of each row by name, each shape (n,); at least one name
    level:    coverage of the intervals, between 0 and 1
    repeated: label of a further cluster of each row, of which there may be very many with few rows
              each, such as the person; its variance goes by the name "repeated"; None for none
    ratio:    variance of that intercept over that of a row, where it is known from a model with
              fewer columns; None to find it
    Gives SharedIntercepts with normal intervals, flag "boundary" where a variance is 0, confirmed
    from two starts. Columns that repeat each other, or no row to spare, are undefined:singular; an
    outcome that the columns explain wholly is undefined:no_variation; a search that does not end
    at a lowest point is undefined:not_converged.
    Fails with Problem "clusters-unread" when there is not one label for each row.
    Source: restricted maximum likelihood, Newton's method on variance ratios; checked against R
    lme4 1.1-31 in tests/reference/test_teaching_ratings.py and test_teaching_sw.py
    >>> round(fit_intercepts([1, 2, 4, 6], {}, {"site": [0, 0, 1, 1]}).residual, 9)
    1.25
    """
    (y,) = numbers(outcome=outcome)
    named = {"(Intercept)": np.ones(len(y))}
    named |= {name: numbers(outcome=y, column=each)[1] for name, each in columns.items()}
    x = np.stack(list(named.values()), axis=1)
    codes = [np.unique(np.asarray(each), return_inverse=True)[1] for each in clusters.values()]
    if not codes or any(each.shape != y.shape for each in codes):
        raise Problem(
            "clusters-unread",
            "There is not one cluster for each row.",
            "Give one label for each row, and at least one kind of cluster.",
        )
    names, reason = tuple(named), ""
    if len(y) <= x.shape[1] or np.linalg.matrix_rank(x) < x.shape[1]:
        return _without(names, tuple(clusters), "singular", level)
    residual = y - x @ np.linalg.lstsq(x, y)[0]
    if residual @ residual <= 1e-20 * (y @ y):
        return _without(names, tuple(clusters), "no_variation", level)
    # Sums of products keep their digits when the outcome stands around zero.
    shift, scale = y.mean(), np.sqrt(residual @ residual / len(y))
    centered = (y - shift) / scale
    if repeated is None:
        found = _deepest(products(centered, x, codes))
    else:
        found, ratio = _beside_many(Absorbing.read(centered, x, codes, repeated), ratio)
    ratios, point, settled = found
    if not settled:
        reason = "not_converged"
    beta = point.beta * scale
    beta[0] += shift
    se = np.sqrt(np.diag(point.cross) * point.sigma2) * scale
    reach = normal_quantile(level) * se
    sigma2 = point.sigma2 * scale**2
    many = np.full(len(beta), True)
    coefficients = answer(
        beta,
        beta - reach,
        beta + reach,
        level=level,
        method="reml",
        reasons={reason: many} if reason else {},
        se=se,
        flags={"boundary": many & bool((ratios == 0).any())},
    )
    variances = {name: float(r * sigma2) for name, r in zip(clusters, ratios, strict=True)}
    if ratio is not None:
        variances["repeated"] = float(ratio * sigma2)
    criterion = point.value + 2 * (len(y) - x.shape[1]) * np.log(scale)
    return SharedIntercepts(names, coefficients, variances, float(sigma2), float(criterion))


def _deepest(sums: Products) -> tuple[FloatArray, Point, bool]:
    """Go down from every start, and take the lowest point."""
    kinds = int(sums.kind.max()) + 1
    found = [_lowest(sums, np.full(kinds, start)) for start in STARTS]
    return min(found, key=lambda each: each[1].value)


def _beside_many(
    sums: Absorbing, ratio: float | None
) -> tuple[tuple[FloatArray, Point, bool], float]:
    """Go down for each ratio of the many clusters, and take the lowest of all."""

    def value(log: float) -> float:
        weighed, more = sums.at(float(np.exp(log)))
        return _lowest(weighed, np.full(int(weighed.kind.max()) + 1, STARTS[0]))[1].value + more

    def at(known: float) -> tuple[FloatArray, Point, bool]:
        weighed, more = sums.at(known)
        ratios, point, settled = _deepest(weighed)
        return ratios, replace(point, value=point.value + more), settled

    if ratio is not None:
        return at(ratio), ratio
    lowest = minimize_scalar(value, bounds=WITHIN, options={"xatol": 1e-7})
    best = float(np.exp(lowest.x))
    ends = [(at(known), known) for known in (0.0, best)]
    return min(ends, key=lambda each: each[0][1].value)


def _lowest(sums: Products, start: FloatArray) -> tuple[FloatArray, Point, bool]:
    """Go down from a start to the lowest point where no ratio is below 0."""
    ratios, here = start, evaluate(sums, start)
    for _ in range(STEPS):
        free = (ratios > 0) | (here.slope < 0)
        move = np.zeros_like(ratios)
        if free.any():
            inside = np.ix_(free, free)
            bend = here.bend[inside]
            if np.linalg.eigvalsh(bend)[0] <= 0:
                bend = here.curve[inside] + 1e-9 * np.eye(int(free.sum()))
            move[free] = -np.linalg.solve(bend, here.slope[free])
        before = ratios
        ratios, here = _step(sums, ratios, move, here)
        if np.abs(ratios - before).max() <= SETTLED * (1 + ratios.max()):
            break
    free = (ratios > 0) | (here.slope < 0)
    flat = np.abs(here.slope[free] * np.maximum(ratios[free], 1e-6)).max(initial=0.0)
    inside_bounds = np.isfinite(here.value) and ratios.max() < LARGEST
    return ratios, here, bool(inside_bounds and flat < 1e-4)


def _step(
    sums: Products, ratios: FloatArray, move: FloatArray, here: Point
) -> tuple[FloatArray, Point]:
    part = 1.0
    for _ in range(40):
        tried = np.clip(ratios + part * move, 0.0, LARGEST)
        there = evaluate(sums, tried)
        # Near the end a step is worth less than the rounding of the likelihood.
        if there.value <= here.value + ROUNDING * (1 + abs(here.value)):
            return tried, there
        part /= 2
    return ratios, here


def _without(
    names: tuple[str, ...], clusters: tuple[str, ...], reason: str, level: float
) -> SharedIntercepts:
    nan = float("nan")
    missing = {reason: np.full(len(names), True)}
    nothing = answer(
        np.zeros(len(names)),
        None,
        None,
        level=level,
        method="reml",
        reasons=missing,
        se=np.zeros(len(names)),
    )
    return SharedIntercepts(names, nothing, dict.fromkeys(clusters, nan), nan, nan)
