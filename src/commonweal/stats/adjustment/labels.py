"""Why a covariate is adjusted for, and which gaps may then be called a disparity.

A gap that runs through income or access is part of the disparity: to adjust it away hides it. So
each covariate carries a role, and the gaps are always given side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.adjustment.design import design
from commonweal.stats.adjustment.fit import Fit, fit
from commonweal.stats.adjustment.outcome import Outcome
from commonweal.stats.adjustment.robust import clustered, heteroscedastic, model_based
from commonweal.stats.adjustment.standardized import Standardized, standardized
from commonweal.stats.adjustment.terms import Number, Term
from commonweal.stats.inputs import FloatArray

Role = Literal["need", "access", "social"]
Label = Literal["disparity", "residual"]
Errors = Literal["model", "HC0", "HC1", "cluster"]
ROLES = ("need", "access", "social")
# What people are compared by. Such a column among the covariates would hide a gap inside a gap.
PROTECTED = frozenset({"race", "ethnicity", "race_ethnicity", "language", "origin", "disability"})


@dataclass(frozen=True)
class Covariate:
    """Hold one covariate and why it is there.

    column: the covariate, from `term`, `labeled` or `number`
    role:   "need" (age, sex, clinical need), "access" or "social" (income, education, housing)
    >>> from commonweal.stats.adjustment.terms import labeled
    >>> Covariate(labeled("age", ["18-39", "65+"]), "need").role
    'need'
    """

    column: Term | Number
    role: Role


@dataclass(frozen=True)
class AdjustedGap:
    """Hold the gaps of one adjustment and what they may be called.

    gaps:         rates, differences and ratios of the groups
    fitted:       the model behind them
    label:        "disparity", or "residual" for what is left after social things or access
    adjusted_for: names of the covariates
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> from commonweal.stats.adjustment.terms import labeled
    >>> adjusted_gap(labeled("g", ["A", "B"]), [], binomial([1, 2], [4, 4])).label
    'disparity'
    """

    gaps: Standardized
    fitted: Fit
    label: Label
    adjusted_for: tuple[str, ...]


@dataclass(frozen=True)
class AdjustedGaps:
    """Hold the three gaps that are always told together.

    unadjusted: nothing adjusted for
    need:       adjusted for age, sex and clinical need: the disparity
    everything: adjusted for all covariates: what is left, a residual when any is not need
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> from commonweal.stats.adjustment.terms import labeled
    >>> adjusted_gaps(labeled("g", ["A", "B"]), [], binomial([1, 2], [4, 4])).need.label
    'disparity'
    """

    unadjusted: AdjustedGap
    need: AdjustedGap
    everything: AdjustedGap


def adjusted_gaps(
    group: Term,
    covariates: Sequence[Covariate],
    outcome: Outcome,
    *,
    errors: Errors = "model",
    clusters: ArrayLike | None = None,
    level: float = 0.95,
    protected: frozenset[str] = PROTECTED,
) -> AdjustedGaps:
    """Give the gaps between groups unadjusted, adjusted for need, and adjusted for everything.

    group:      the groups that are compared; its reference is the one compared with
    covariates: what may be adjusted for, each with its role
    outcome:    what happened in the cells
    errors:     "model", "HC0", "HC1" or "cluster"
    clusters:   whole number that names the cluster of each cell, for "cluster", shape (n,)
    level:      coverage of the intervals, between 0 and 1
    protected:  names of columns that may be compared but never adjusted for
    Gives an AdjustedGaps. What is adjusted for access or social things is labeled "residual".
    Fails with Problem as `adjusted_gap` does.
    Source: Institute of Medicine 2003, Unequal Treatment, chapter 1, figure 1-1: a disparity is
    the difference that need and appropriateness do not explain; Cook, McGuire and Zaslavsky 2012,
    Health Services Research 47:1232-1254, for need alone in the model; rates as in `standardized`
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> from commonweal.stats.adjustment.terms import labeled
    >>> told = adjusted_gaps(
    ...     labeled("g", ["A", "B", "A", "B"]),
    ...     [Covariate(labeled("income", ["low", "low", "high", "high"]), "social")],
    ...     binomial([10, 30, 5, 5], [40, 90, 60, 40]))
    >>> told.need.label, told.everything.label
    ('disparity', 'residual')
    """
    need = [each for each in covariates if each.role == "need"]
    label: Label = "disparity" if len(need) == len(covariates) else "residual"

    def told(chosen: Sequence[Covariate], named: Label) -> AdjustedGap:
        return adjusted_gap(
            group,
            chosen,
            outcome,
            label=named,
            errors=errors,
            clusters=clusters,
            level=level,
            protected=protected,
        )

    # The last asks the most, so a Problem with any covariate comes before work is done.
    everything = told(covariates, label)
    return AdjustedGaps(told([], "disparity"), told(need, "disparity"), everything)


def adjusted_gap(
    group: Term,
    covariates: Sequence[Covariate],
    outcome: Outcome,
    *,
    label: Label = "disparity",
    errors: Errors = "model",
    clusters: ArrayLike | None = None,
    level: float = 0.95,
    protected: frozenset[str] = PROTECTED,
) -> AdjustedGap:
    """Give the gaps between groups after one adjustment, under the name that it may bear.

    group:      the groups that are compared; its reference is the one compared with
    covariates: what is adjusted for, each with its role
    outcome:    what happened in the cells
    label:      "disparity", or "residual" for what is left after adjusting for more than need
    errors:     "model", "HC0", "HC1" or "cluster"
    clusters:   whole number that names the cluster of each cell, for "cluster", shape (n,)
    level:      coverage of the intervals, between 0 and 1
    protected:  names of columns that may be compared but never adjusted for
    Gives an AdjustedGap.
    Fails with Problem "disparity-adjusted-away" when a disparity would be adjusted for something
    social or for access, without the label "residual".
    Fails with Problem "protected-among-covariates" when what is compared is adjusted for too.
    Fails with Problem "role-unknown" when a role is none of need, access and social.
    Fails with Problem "clusters-unread" when errors by cluster are asked for without clusters.
    Source: as `adjusted_gaps`
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> from commonweal.stats.adjustment.terms import labeled
    >>> found = adjusted_gap(labeled("g", ["A", "B"]), [], binomial([1, 2], [4, 4]))
    >>> found.gaps.differences.estimate.value
    array([0.  , 0.25])
    """
    _refuse(group, covariates, label, protected)
    columns = [each.column for each in covariates]
    terms = [each for each in columns if isinstance(each, Term)]
    numeric = [each for each in columns if isinstance(each, Number)]
    fitted = fit(design([group, *terms], numeric), outcome)
    gaps = standardized(fitted, group.name, _covariance(fitted, errors, clusters), level)
    return AdjustedGap(gaps, fitted, label, tuple(each.name for each in columns))


def _refuse(
    group: Term, covariates: Sequence[Covariate], label: Label, protected: frozenset[str]
) -> None:
    if any(each.role not in ROLES for each in covariates):
        raise Problem(
            "role-unknown",
            "A covariate does not say why it is adjusted for.",
            "Give it one of the roles need, access and social.",
        )
    hidden = [each.column.name for each in covariates]
    hidden = [name for name in hidden if name == group.name or name.lower() in protected]
    if hidden:
        raise Problem(
            "protected-among-covariates",
            f"'{hidden[0]}' is what people are compared by, and would be hidden as a covariate.",
            "Compare its groups, or the groups that it makes together with the others.",
        )
    beyond = [each.column.name for each in covariates if each.role != "need"]
    if beyond and label != "residual":
        raise Problem(
            "disparity-adjusted-away",
            f"A disparity runs through '{beyond[0]}' too: adjusting for it takes part of it away.",
            "Adjust for need only, or ask for what is left under the label residual.",
        )


def _covariance(fitted: Fit, errors: Errors, clusters: ArrayLike | None) -> FloatArray:
    if errors == "cluster":
        return clustered(fitted, [] if clusters is None else clusters)
    return model_based(fitted) if errors == "model" else heteroscedastic(fitted, errors)
