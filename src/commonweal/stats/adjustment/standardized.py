"""Rates of each group if it had everybody's covariates, and the gaps between them.

The model is fitted in fit.py; which covariates belong in it is in labels.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from commonweal.kinds import Estimate
from commonweal.stats.adjustment.crossing import Crossing
from commonweal.stats.adjustment.family import FARTHEST, means
from commonweal.stats.adjustment.fit import Fit
from commonweal.stats.adjustment.output import ModelOutput, category_sums
from commonweal.stats.adjustment.robust import model_based
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import Mask, answer

METHOD = "standardized"


@dataclass(frozen=True)
class Standardized:
    """Hold the standardized answers for each level of one term.

    rates:       rate, proportion or mean of each level, in everybody's mix of covariates
    differences: rate less the rate of the reference
    ratios:      rate over the rate of the reference, `se` on the log scale
    reference:   place of the reference among the levels
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> from commonweal.stats.adjustment.fit import fit
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> f = fit(design([term("g", [0, 1], ["A", "B"])]), binomial([1, 2], [4, 4]))
    >>> standardized(f, "g").differences.estimate.value.round(6)
    array([0.  , 0.25])
    """

    rates: ModelOutput
    differences: ModelOutput
    ratios: ModelOutput
    reference: int


def standardized(
    fitted: Fit, name: str, covariance: FloatArray | None = None, level: float = 0.95
) -> Standardized:
    """Give what each level of a term would have in the mix of covariates of all cells together.

    fitted:     what `fit` gives
    name:       the term that is compared
    covariance: of the coefficients, shape (p, p), from robust.py; the model's when not given
    level:      coverage of the intervals, between 0 and 1
    Gives a Standardized; a level of nobody is undefined:zero_denominator, one that the model can
    not tell is undefined:not_estimable, a ratio with a zero is undefined:zero_in_ratio, and without
    a fit all are undefined for the reason of the fit. Rates are weighted by time where there is
    time. The interval holds the covariates as they are.
    Fails with Problem "term-unknown" when the model has no such term.
    Source: Lane and Nelder 1982, Biometrics 38:613-621 (P_g = sum n mean(g, x) / N), errors by the
    delta method with dP/dbeta; checked against base R in
    tests/reference/test_statistics_adjusted.py
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> from commonweal.stats.adjustment.fit import fit
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> f = fit(design([term("g", [0, 1], ["A", "B"])]), binomial([1, 2], [4, 4]))
    >>> standardized(f, "g").ratios.estimate.se.round(4)
    array([0., 1.])
    """
    compared = fitted.model.term(name)
    spread = model_based(fitted) if covariance is None else covariance
    reasons = _reasons(fitted, name, spread)
    rates, gradients = _moved(fitted, name)
    reasons["not_estimable"] = _unknown(fitted, gradients)
    at, z = compared.reference, normal_quantile(level)

    def told(value: FloatArray, jacobian: FloatArray, why: dict[str, Mask]) -> Estimate:
        error = np.sqrt(np.maximum(np.einsum("gi,ij,gj->g", jacobian, spread, jacobian), 0))
        low, high = value - z * error, value + z * error
        flags = dict.fromkeys(fitted.flags, np.ones(len(value), dtype=bool))
        return answer(
            value, low, high, level=level, method=METHOD, reasons=why, se=error, flags=flags
        )

    beside = {code: mask | mask[at] for code, mask in reasons.items()}
    zero = (rates <= 0) | (rates[at] <= 0)
    positive = np.where(rates <= 0, 1.0, rates)
    shares = gradients / positive[:, None]
    logs = told(
        np.log(positive) - np.log(positive[at]),
        shares - shares[at],
        {**beside, "zero_in_ratio": zero},
    )
    answers = (
        told(rates, gradients, reasons),
        told(rates - rates[at], gradients - gradients[at], beside),
        _exponential(logs),
    )
    persons, events = category_sums(fitted, name)
    made = [
        ModelOutput(each, compared.levels, persons, events, fitted.residual_df) for each in answers
    ]
    return Standardized(made[0], made[1], made[2], at)


def _reasons(fitted: Fit, name: str, spread: FloatArray) -> dict[str, Mask]:
    people = fitted.model.sums_at(name, fitted.outcome.size)
    missing = np.full(len(people), bool(fitted.reason))
    without = np.full(len(people), bool(np.isnan(spread).any()))
    return {
        fitted.reason or "not_converged": missing,
        "no_degrees_of_freedom": without,
        "zero_denominator": people == 0,
    }


def _moved(fitted: Fit, name: str) -> tuple[FloatArray, FloatArray]:
    """Give the mean of all cells moved to each level, and its gradient in the coefficients."""
    size = fitted.outcome.size
    share = size / max(size.sum(), np.finfo(np.float64).tiny)
    rates, gradients = [], []
    for place in range(len(fitted.model.term(name).levels)):
        columns = Crossing(fitted.model.everybody_at(name, place))
        mean, slope = means(fitted.outcome.family, columns.predict(fitted.beta))
        rates.append(float(share @ mean))
        gradients.append(columns.pull(share * slope))
    return np.array(rates), np.array(gradients)


def _unknown(fitted: Fit, gradients: FloatArray) -> Mask:
    """Say for which levels the answer hangs on a dropped column in a way the data never had."""
    kept = fitted.kept
    if kept.all() or fitted.reason:
        return np.zeros(len(gradients), dtype=bool)
    gram = fitted.columns.gram(fitted.outcome.size)
    stands_for = np.linalg.solve(gram[np.ix_(kept, kept)], gram[np.ix_(kept, ~kept)])
    apart = gradients[:, ~kept] - gradients[:, kept] @ stands_for
    return np.asarray((np.abs(apart) > 1e-7 * np.abs(gradients).max()).any(axis=1))


def _exponential(logs: Estimate) -> Estimate:
    """Give ratios for their logarithms, the errors still on the log scale."""
    value, low, high = (
        np.exp(np.minimum(each, FARTHEST)) for each in (logs.value, logs.low, logs.high)
    )
    return replace(logs, value=value, low=low, high=high)
