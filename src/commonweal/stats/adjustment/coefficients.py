"""The coefficients of a fit as estimates with intervals, each with the people behind it."""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Estimate
from commonweal.stats.adjustment.fit import Fit
from commonweal.stats.adjustment.robust import model_based
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import answer


def coefficients(
    fitted: Fit, covariance: FloatArray | None = None, level: float = 0.95
) -> Estimate:
    """Give the coefficients of a fit with their intervals.

    fitted:     what `fit` gives
    covariance: of the coefficients, shape (p, p), from robust.py; the model's when not given
    level:      coverage of the intervals, between 0 and 1
    Gives an Estimate of p coefficients in the order of the design's names, on the scale of the
    link; a dropped one is undefined:aliased, and without a fit all are undefined for its reason.
    Source: McCullagh and Nelder 1989, Generalized Linear Models, 2nd edition, section 2.5;
    checked against base R glm in tests/reference/test_statistics_adjusted.py
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> from commonweal.stats.adjustment.fit import fit
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> f = fit(design([term("g", [0, 1], ["A", "B"])]), binomial([1, 2], [4, 4]))
    >>> coefficients(f).se.round(4)
    array([1.1547, 1.5275])
    """
    spread = model_based(fitted) if covariance is None else covariance
    error = np.sqrt(np.maximum(np.diag(spread), 0))
    width = normal_quantile(level) * error
    everywhere = np.ones(len(error), dtype=bool)
    return answer(
        fitted.beta,
        fitted.beta - width,
        fitted.beta + width,
        level=level,
        method=f"{fitted.outcome.family}_cells",
        reasons={
            fitted.reason or "not_converged": everywhere & bool(fitted.reason),
            "aliased": ~fitted.kept,
            "no_degrees_of_freedom": np.isnan(error),
        },
        se=error,
        flags=dict.fromkeys(fitted.flags, everywhere),
    )
