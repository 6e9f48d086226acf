"""Say what a model of strata found: how much lies between strata, and where.

Undefined where it could not be fitted, with the reason. The two models are joined in maihda.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, ndtri

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, counts, normal_quantile
from commonweal.stats.pooling.strata_fit import Fit
from commonweal.stats.results import Mask, answer

# A row of the design that rows with people explain to within this is no extrapolation.
EXPLAINED = 1e-8


@dataclass(frozen=True, eq=False)
class StrataModel:
    """Hold one model of strata, told on the scales readers use.

    terms:          names of the coefficients
    coefficients:   with intervals, p of them; log-odds where events are modeled
    variance:       between strata, one
    vpc:            share of all variance that lies between strata, one
    mor:            median odds ratio of two strata, one; None where amounts are modeled
    auc:            how well strata tell events apart, one; None where amounts are modeled
    log_likelihood: at the maximum; nan without a fit
    effect:         own effect of each stratum, beyond the columns, with its interval, s of them
    prediction:     proportion or mean of each stratum with its interval, s of them; where events
                    are modeled `se` is on the log-odds scale
    >>> import numpy as np
    >>> none = answer(np.zeros(1), None, None, level=0.95, method="m", reasons={})
    >>> StrataModel((), none, none, none, None, None, -3.0, none, none).log_likelihood
    -3.0
    """

    terms: tuple[str, ...]
    coefficients: Estimate
    variance: Estimate
    vpc: Estimate
    mor: Estimate | None
    auc: Estimate | None
    log_likelihood: float
    effect: Estimate
    prediction: Estimate


@dataclass(frozen=True, eq=False)
class Setting:
    """Hold what a model of strata was asked about.

    terms:  names of the columns, p of them
    design: the columns, shape (s, p)
    kept:   columns that strata with people can tell apart, shape (p,)
    people: people in each stratum, shape (s,)
    had:    events in each stratum, shape (s,); None where amounts are modeled
    level:  coverage of the intervals, between 0 and 1
    method: name of the way it was fitted
    >>> one = np.ones(1)
    >>> Setting(("intercept",), one[None], one > 0, one, None, 0.95, "reml").held
    array([ True])
    """

    terms: tuple[str, ...]
    design: FloatArray
    kept: Mask
    people: FloatArray
    had: FloatArray | None
    level: float
    method: str

    @property
    def held(self) -> Mask:
        """Say which strata have people, shape (s,)."""
        return np.asarray(self.people > 0)


def auc(score: ArrayLike, events: ArrayLike, people: ArrayLike) -> Estimate:
    """Give how often a person with the event stands in a stratum of higher score.

    score:  fitted value of each stratum, shape (s,)
    events: events in each stratum, shape (s,)
    people: people in each stratum, shape (s,)
    Gives the area under the curve, one value; equal scores count half. No event, or nothing else,
    is undefined:zero_denominator.
    Fails with Problem "counts-above-people" when a stratum has more events than people.
    Source: Hanley and McNeil 1982, Radiology 143:29-36; checked against lme4 in
    tests/reference/test_statistics_maihda.py
    >>> auc([0.1, 0.9], [1, 3], [4, 4]).value
    array([0.75])
    """
    had, everybody = counts(events, people)
    _, place = np.unique(np.asarray(score, dtype=np.float64), return_inverse=True)
    with_event, without = np.bincount(place, had), np.bincount(place, everybody - had)
    below = np.cumsum(without) - without / 2
    pairs = had.sum() * (everybody - had).sum()
    value = np.atleast_1d(np.sum(with_event * below) / (pairs or 1.0))
    return answer(
        value,
        None,
        None,
        level=0.95,
        method="auc",
        reasons={"zero_denominator": np.array([pairs == 0])},
    )


def describe(setting: Setting, fit: Fit | None, reason: str) -> StrataModel:
    """Tell a fit, or for what reason there is none.

    setting: what was asked
    fit:     the fitted model over strata with people and columns kept, or None
    reason:  why there is no fit, "" where there is one
    Gives the model told in full.
    Source: intervals of effects and predictions after Henderson 1975, Biometrics 31:423-447; median
    odds ratio of Larsen and Merlo 2005, American Journal of Epidemiology 161:81-88; checked against
    lme4 in tests/reference/test_statistics_maihda.py
    >>> one = np.ones(1)
    >>> setting = Setting(("intercept",), one[None], one > 0, one, None, 0.95, "reml")
    >>> describe(setting, None, "single_group").vpc.reason
    ('single_group',)
    """
    size = len(setting.terms)
    coefficients, se = np.zeros(size), np.zeros(size)
    variance, within = np.nan, np.nan
    if fit is not None:
        coefficients[setting.kept] = fit.coefficients
        se[setting.kept] = np.sqrt(np.diag(fit.covariance))
        variance, within = fit.variance, fit.within
    effect, wide, center, error, known = _strata(setting, fit, coefficients)
    left_out = {reason: np.full(size, bool(reason)), "aliased_design": ~setting.kept}
    flags = {"empty": ~setting.held, "zero_variance": np.full(len(effect), variance == 0)}
    reasons = {reason: np.full(len(effect), bool(reason)), "aliased_design": ~known}
    own = {reason: np.full(len(effect), bool(reason))}
    events = setting.had is not None
    return StrataModel(
        setting.terms,
        _interval(setting, coefficients, se, left_out),
        _single(setting, variance, reason),
        _single(setting, variance / (variance + within), reason),
        _single(setting, np.exp(np.sqrt(2 * variance) * ndtri(0.75)), reason) if events else None,
        _discrimination(setting, center, reason) if events else None,
        np.nan if fit is None else fit.log_likelihood,
        _interval(setting, effect, wide, own, flags),
        _interval(setting, center, error, reasons, flags, events=events),
    )


def _strata(
    setting: Setting, fit: Fit | None, coefficients: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, Mask]:
    """Give effects, their errors, centers with effects, their errors, and which can be known."""
    effect, information = np.zeros((2, len(setting.people)))
    if fit is None:
        return effect, effect, effect, effect, np.ones(len(effect), dtype=bool)
    held, columns = setting.held, setting.design[:, setting.kept]
    effect[held], information[held] = fit.effect, fit.information
    own = fit.variance * information / (1 + fit.variance * information)
    model = np.einsum("si,ij,sj->s", columns, fit.covariance, columns)
    chance = fit.variance * (1 - own)
    center = setting.design @ coefficients + effect
    rows = setting.design[held]
    unexplained = setting.design - setting.design @ np.linalg.pinv(rows) @ rows
    known = np.abs(unexplained).max(axis=1) < EXPLAINED
    return (
        effect,
        np.sqrt(chance + own**2 * model),
        center,
        np.sqrt(chance + (1 - own) ** 2 * model),
        known,
    )


def _interval(
    setting: Setting,
    center: FloatArray,
    se: FloatArray,
    reasons: dict[str, Mask],
    flags: dict[str, Mask] | None = None,
    *,
    events: bool = False,
) -> Estimate:
    reach = normal_quantile(setting.level) * se
    value, low, high = center, center - reach, center + reach
    if events:
        value, low, high = expit(value), expit(low), expit(high)
    return answer(
        value,
        low,
        high,
        level=setting.level,
        method=setting.method,
        reasons=reasons,
        se=se,
        n=setting.people if flags else None,
        flags=flags,
    )


def _single(setting: Setting, value: float, reason: str) -> Estimate:
    return answer(
        np.array([value]),
        None,
        None,
        level=setting.level,
        method=setting.method,
        reasons={reason: np.array([bool(reason)])},
        flags={"zero_variance": np.array([value == 0])},
    )


def _discrimination(setting: Setting, center: FloatArray, reason: str) -> Estimate:
    if reason or setting.had is None:
        return _single(setting, np.nan, reason)
    return auc(center, setting.had, setting.people)
