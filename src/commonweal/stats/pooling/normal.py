"""Shrink estimates with standard errors to their mean, or to a model, many tables at once.

How large the differences beyond chance are is estimated in heterogeneity.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, amounts, normal_quantile, numbers
from commonweal.stats.pooling.heterogeneity import METHODS, Model, leftover, tau2, weigh
from commonweal.stats.pooling.tables import Tables, read_tables
from commonweal.stats.results import Mask, answer

# A share of a group that a design leaves unexplained by more than this is not rounding.
UNEXPLAINED = 1e-9


@dataclass(frozen=True, eq=False)
class Shrunken:
    """Hold what was shrunk to, by how much, and what came of it.

    tau2:         variance between groups beyond chance, t tables; nan with a reason
    q:            weighted squares of the groups about the model without tau2, shape (t,)
    q_p:          p-value of q: whether groups differ at all beyond the model, shape (t,)
    i2:           per cent of the variance of the estimates that is not chance, shape (t,)
    coefficients: of the model, shape (t, p); the mean alone where there is no design
    covariance:   of the coefficients, shape (t, p, p)
    target:       value each group is shrunk to, with the error of the model, k groups
    posterior:    shrunken estimate of each group with its interval, k groups
    reliability:  tau2 / (tau2 + variance), shape (k,); the share of each group's own estimate
    >>> shrink([1, 4], [1, 1]).reliability.round(4)
    array([0.7778, 0.7778])
    """

    tau2: Estimate
    q: FloatArray
    q_p: FloatArray
    i2: FloatArray
    coefficients: FloatArray
    covariance: FloatArray
    target: Estimate
    posterior: Estimate
    reliability: FloatArray


def shrink(
    y: ArrayLike,
    variance: ArrayLike,
    table: ArrayLike | None = None,
    *,
    design: ArrayLike | None = None,
    protected: ArrayLike | None = None,
    method: str = "reml",
    level: float = 0.95,
) -> Shrunken:
    """Shrink estimates to their table's mean, or to a model, by how far chance reaches.

    y:         estimates, shape (k,)
    variance:  their squared standard errors, shape (k,)
    table:     number of the table of each estimate, shape (k,); None is one table
    design:    columns to shrink to, the constant among them, shape (k, p); None is the mean
    protected: number of the protected group of each estimate, shape (k,); None leaves the flag
               "groups_unchecked", since shrinking across groups would hide the gap between them
    method:    "reml", "ml", "paule_mandel" or "dersimonian_laird"
    level:     coverage of the intervals, between 0 and 1
    Gives tau2, model, posteriors and reliabilities. Undefined in a table: one estimate
    (single_group), no more estimates than columns (no_degrees_of_freedom), an estimate with no
    variance (zero_variance), columns that say the same (aliased_design).
    Fails with Problem "shrinkage-hides-groups" when protected groups share a table and the design
    does not tell them apart, and with "method-unknown" and "design-differs".
    Source: Raudenbush and Bryk 1985, Journal of Educational Statistics 10:75-98; I2 of Higgins and
    Thompson 2002, Statistics in Medicine 21:1539-1558; checked against metafor in
    tests/reference/test_statistics_shrinkage_normal.py
    >>> shrink([1, 4], [1, 1]).posterior.value.round(4)
    array([1.3333, 3.6667])
    """
    if method not in METHODS:
        raise Problem("method-unknown", f"There is no method {method}.", "Use reml.")
    (values,) = numbers(y=y)
    given, _ = amounts(variance=variance, y=np.zeros_like(values))
    columns = _design(design, len(values))
    tables = read_tables(table, len(values))
    if protected is not None:
        _refuse_to_hide(protected, columns, tables)
    model = Model(values, given, columns, tables)
    unchecked = np.full(len(values), protected is None)
    return _shrink(model, _reasons(model), method, level, unchecked)


def _shrink(
    model: Model, reasons: dict[str, Mask], method: str, level: float, unchecked: Mask
) -> Shrunken:
    fitted = ~np.any(list(reasons.values()), axis=0)
    inside = fitted[model.tables.row]
    # In units of the largest number of each table nothing is too large or too small to square.
    scale = model.tables.largest(np.maximum(np.abs(model.y), np.sqrt(model.variance)))[fitted]
    some = model.tables.only(fitted)
    unit = scale[some.row]
    scaled = Model(
        model.y[inside] / unit, model.variance[inside] / unit**2, model.design[inside], some
    )
    between = tau2(scaled, method)
    weighed = weigh(scaled, between)
    own = between[some.row] / (between[some.row] + scaled.variance)
    error = np.sqrt(
        np.einsum("ki,kij,kj->k", scaled.design, weighed.inverse[some.row], scaled.design)
    )
    se = np.sqrt(own * scaled.variance + ((1 - own) * error) ** 2)
    by_row = {code: mask[model.tables.row] for code, mask in reasons.items()}
    flags = {"groups_unchecked": unchecked}

    def estimate(value: FloatArray, se: FloatArray, name: str) -> Estimate:
        center, wide = _spread(value * unit, inside), _spread(se * unit, inside)
        low, high = (center + side * normal_quantile(level) * wide for side in (-1, 1))
        return answer(
            center, low, high, level=level, method=name, reasons=by_row, se=wide, flags=flags
        )

    variance = _spread(between * scale**2, fitted)
    alike = {"no_overdispersion": variance == 0}
    q, q_p, i2 = _heterogeneity(scaled, between)
    return Shrunken(
        answer(variance, None, None, level=level, method=method, reasons=reasons, flags=alike),
        _spread(q, fitted),
        _spread(q_p, fitted),
        _spread(i2, fitted),
        _spread(weighed.coefficients * scale[:, None], fitted),
        _spread(weighed.inverse * scale[:, None, None] ** 2, fitted),
        estimate(weighed.expected, error, "model"),
        estimate(weighed.expected + own * weighed.residual, se, "blup"),
        _spread(own, inside),
    )


def _heterogeneity(model: Model, between: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give Q, its p-value and I2, shape (t,) each."""
    chance, sums = weigh(model, np.zeros(model.tables.count)), model.tables.sums
    q = sums(chance.weight * chance.residual**2)
    typical = model.freedom / leftover(model, chance)
    return q, chdtrc(model.freedom, q), 100 * between / (between + typical)


def _reasons(model: Model) -> dict[str, Mask]:
    tables = model.tables
    groups = tables.sums(np.ones(len(model.y)))
    length = np.sqrt(
        tables.products(model.design**2, np.ones(len(model.y)), np.ones((len(model.y), 1)))
    )
    unit = model.design / np.where(length > 0, length, 1)[tables.row][:, :, 0]
    overlap = tables.products(unit, np.ones(len(unit)), unit)
    return {
        "single_group": groups == 1,
        "no_degrees_of_freedom": model.freedom <= 0,
        "zero_variance": tables.any(model.variance == 0),
        "aliased_design": np.asarray(np.linalg.eigvalsh(overlap)[:, 0] < UNEXPLAINED),
    }


def _design(design: ArrayLike | None, rows: int) -> FloatArray:
    if design is None:
        return np.ones((rows, 1))
    columns = np.asarray(design, dtype=np.float64)
    if columns.ndim != 2 or len(columns) != rows or not np.isfinite(columns).all():
        raise Problem(
            "design-differs",
            "The design is not a table of finite numbers with one row for each estimate.",
            "Give one row of numbers for each estimate, the constant 1 among them.",
        )
    return columns


def _refuse_to_hide(protected: ArrayLike, design: FloatArray, tables: Tables) -> None:
    labels, _ = numbers(protected=protected, y=np.zeros(len(design)))
    for label in np.unique(labels):
        belongs = (labels == label).astype(np.float64)
        if _unexplained(belongs, design, tables) > UNEXPLAINED:
            raise Problem(
                "shrinkage-hides-groups",
                "Shrinking these estimates together would hide the gap between protected groups.",
                "Put the group in the design, or give each group a table of its own.",
            )


def _unexplained(column: FloatArray, design: FloatArray, tables: Tables) -> float:
    """Give the largest part of a column, in any table, that no columns of the design add up to."""
    ones = np.ones(len(column))
    inverse = np.linalg.pinv(tables.products(design, ones, design), hermitian=True)
    sums = tables.products(design, ones, column[:, None])
    fit = np.einsum("tij,tjk->ti", inverse, sums)[tables.row]
    return float(np.abs(column - np.einsum("ki,ki->k", design, fit)).max(initial=0.0))


def _spread(values: FloatArray, kept: Mask) -> FloatArray:
    """Put values where they are kept and nan elsewhere."""
    whole = np.full((len(kept), *values.shape[1:]), np.nan)
    whole[kept] = values
    return whole
