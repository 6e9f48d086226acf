"""Ask of crossed groups how much differs between them, and what their parts do not explain.

MAIHDA: multilevel analysis of individual heterogeneity and discriminatory accuracy. Strata too
small to show enter the fit; `commonweal.disclosure` decides what is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from commonweal.kinds import Estimate, Problem
from commonweal.stats.decision.multiplicity import bh
from commonweal.stats.inputs import FloatArray, amounts, counts, normal_quantile, numbers
from commonweal.stats.pooling import gaussian_strata, random_intercept
from commonweal.stats.pooling.separation import separated
from commonweal.stats.pooling.strata import Sizes, Strata, cross, independent, sizes
from commonweal.stats.pooling.strata_fit import Fit
from commonweal.stats.pooling.strata_model import Setting, StrataModel, describe
from commonweal.stats.results import answer

# Squares of amounts that differ from their sum's by less than this share differ by rounding.
ROUNDING = 1e-13


@dataclass(frozen=True, eq=False)
class Maihda:
    """Hold both models of crossed strata.

    strata: which rows fall into which stratum
    sizes:  how many strata there are and how small
    null:   the model of strata alone
    main:   the model with additive main effects; its effects are the interactions
    pcv:    share of the variance between strata that main effects explain, one
    q:      q-value of each stratum's interaction over all strata, shape (s,); nan without a fit
    >>> found = maihda({"sex": ["F", "M"], "age": ["y", "y"]}, [2, 5], [9, 9])
    >>> found.main.variance.reason
    ('no_degrees_of_freedom',)
    """

    strata: Strata
    sizes: Sizes
    null: StrataModel
    main: StrataModel
    pcv: Estimate
    q: FloatArray


def maihda(
    dimensions: Mapping[str, Sequence[str]],
    events: ArrayLike,
    people: ArrayLike,
    method: str = "quadrature",
    level: float = 0.95,
) -> Maihda:
    """Fit both models to events; rows that fall into one stratum are added up.

    dimensions: name -> the level of each row, k of them
    events:     events in each row, shape (k,)
    people:     people in each row, shape (k,); strata of nobody get a prediction
    method:     "quadrature" (adaptive Gauss-Hermite, 25 nodes) or "laplace"
    level:      coverage of the intervals, between 0 and 1
    Gives both models; intervals of strata take the variance as known. Undefined: one stratum with
    people (single_group), no event or nothing else (no_variation), every stratum all or none
    (no_mixed_group), no more strata than columns (no_degrees_of_freedom), a combination of columns
    that foretells all (separation), no top of the likelihood reached (no_convergence).
    Fails with Problem "method-unknown", and with Problems of `counts` and `cross`.
    Source: Evans, Williams, Onnela and Subramanian 2018, Social Science and Medicine 203:64-73;
    checked against lme4 in tests/reference/test_statistics_maihda.py
    >>> rows = {"sex": ["F", "M"] * 3, "age": ["y", "y", "m", "m", "o", "o"]}
    >>> found = maihda(rows, [10, 30, 20, 35, 30, 80], [100] * 6)
    >>> found.null.variance.value.round(3), found.pcv.value.round(3)
    (array([1.13]), array([0.963]))
    """
    if method not in random_intercept.METHODS:
        raise Problem("method-unknown", f"There is no method {method}.", "Use quadrature.")
    strata = cross(dimensions)
    had, everybody, _ = amounts(events=events, people=people, rows=np.zeros(len(strata.row)))
    counts(had, everybody)
    had, everybody = strata.sums(had), strata.sums(everybody)
    held = everybody > 0

    def fitted(columns: FloatArray) -> tuple[Fit | None, str]:
        reason = _unfit_for_events(columns, had[held], everybody[held])
        if reason:
            return None, reason
        fit = random_intercept.fit_logistic(columns, had[held], everybody[held], method)
        return (fit, "") if fit.converged else (None, "no_convergence")

    return _both(strata, _blank(strata, everybody, had, level, method), fitted)


def maihda_of_amounts(
    dimensions: Mapping[str, Sequence[str]],
    people: ArrayLike,
    total: ArrayLike,
    squares: ArrayLike,
    *,
    method: str = "reml",
    level: float = 0.95,
) -> Maihda:
    """Fit both models to amounts; rows that fall into one stratum are added up.

    dimensions: name -> the level of each row, k of them
    people:     people in each row, shape (k,); strata of nobody get a prediction
    total:      sum of the amounts of each row, shape (k,)
    squares:    sum of the squared amounts of each row, shape (k,); where amounts are far from 0
                beside how they differ, subtract one number from all of them first
    method:     "reml" or "ml"
    level:      coverage of the intervals, between 0 and 1
    Gives both models; `mor` and `auc` are None. Undefined: one stratum with people (single_group),
    nothing to tell people within strata apart (no_variation), no more strata than columns or one
    person in each stratum (no_degrees_of_freedom).
    Fails with Problem "squares-too-small" when no amounts have such a sum and such squares.
    Fails with Problem "method-unknown", and with Problems of `amounts` and `cross`.
    Source: Merlo 2018, Social Science and Medicine 203:74-80, linear case
    >>> found = maihda_of_amounts({"sex": ["F", "M"]}, [3, 3], [6, 12], [14, 50])
    >>> found.null.vpc.value.round(4), found.null.variance.value.round(4)
    (array([0.625]), array([1.6667]))
    """
    if method not in gaussian_strata.METHODS:
        raise Problem("method-unknown", f"There is no method {method}.", "Use reml.")
    strata = cross(dimensions)
    rows = np.zeros(len(strata.row))
    counted, squared, _ = amounts(people=people, squares=squares, rows=rows)
    added, _ = numbers(total=total, rows=rows)
    everybody, sums = strata.sums(counted), strata.sums(added)
    held = everybody > 0
    mean, within = _within(everybody, sums, strata.sums(squared))

    def fitted(columns: FloatArray) -> tuple[Fit | None, str]:
        reason = _unfit_for_amounts(columns, everybody[held], within[held])
        if reason:
            return None, reason
        return (
            gaussian_strata.fit_gaussian(
                columns, everybody[held], mean[held], within[held], method
            ),
            "",
        )

    return _both(strata, _blank(strata, everybody, None, level, method), fitted)


def _within(
    people: FloatArray, total: FloatArray, squares: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Give the mean of each stratum and the squared distances from it, 0 where it is rounding."""
    mean = total / np.where(people > 0, people, 1)
    within = squares - mean * total
    if (within < -ROUNDING * squares).any() or (total[people == 0] != 0).any():
        raise Problem(
            "squares-too-small",
            "The squared amounts of a stratum are smaller than their sum allows.",
            "Sum the squares of single amounts, not of totals.",
        )
    return mean, np.where(within <= ROUNDING * squares, 0.0, within)


def _unfit_for_events(columns: FloatArray, had: FloatArray, people: FloatArray) -> str:
    reasons = {
        "zero_denominator": len(people) == 0,
        "single_group": len(people) == 1,
        "no_variation": had.sum() in {0, people.sum()},
        "no_mixed_group": not ((had > 0) & (had < people)).any(),
        "no_degrees_of_freedom": len(people) <= columns.shape[1],
    }
    found = next((code for code, holds in reasons.items() if holds), "")
    return found or ("separation" if separated(columns, had, people) else "")


def _unfit_for_amounts(columns: FloatArray, people: FloatArray, within: FloatArray) -> str:
    reasons = {
        "zero_denominator": len(people) == 0,
        "single_group": len(people) == 1,
        "no_degrees_of_freedom": len(people) <= columns.shape[1] or people.sum() <= len(people),
        "no_variation": within.sum() == 0,
    }
    return next((code for code, holds in reasons.items() if holds), "")


def _blank(
    strata: Strata, people: FloatArray, had: FloatArray | None, level: float, method: str
) -> Setting:
    normal_quantile(level)
    return Setting(strata.terms, strata.design, np.ones(0, dtype=bool), people, had, level, method)


def _both(
    strata: Strata, blank: Setting, fitted: Callable[[FloatArray], tuple[Fit | None, str]]
) -> Maihda:
    alone = replace(blank, terms=("intercept",), design=np.ones((len(blank.people), 1)))
    null, main = _model(alone, fitted), _model(blank, fitted)
    return Maihda(strata, sizes(blank.people), null, main, _explained(null, main), _q(main.effect))


def _model(setting: Setting, fitted: Callable[[FloatArray], tuple[Fit | None, str]]) -> StrataModel:
    rows = setting.design[setting.held]
    kept = independent(rows)
    return describe(replace(setting, kept=kept), *fitted(rows[:, kept]))


def _explained(null: StrataModel, main: StrataModel) -> Estimate:
    whole, left = null.variance.value, main.variance.value
    missing = [code for code in (*null.variance.reason, *main.variance.reason) if code]
    reasons = {code: np.array([True]) for code in missing[:1]}
    reasons.setdefault("zero_denominator", whole == 0)
    share = (whole - left) / np.where(whole > 0, whole, 1)
    return answer(
        share, None, None, level=null.variance.level, method=null.variance.method, reasons=reasons
    )


def _q(effect: Estimate) -> FloatArray:
    """Give q-values: how much of what is known of an effect lies on the other side of 0."""
    if effect.se is None or not effect.ok.all():
        return np.full(len(effect.value), np.nan)
    away = np.abs(effect.value) / np.where(effect.se > 0, effect.se, 1)
    return bh(np.minimum(2 * ndtr(-away), 1.0))
