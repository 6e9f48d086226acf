"""The gap in success between two groups of applications, as one covariate after another is added.

A covariate may itself carry the disparity, so all steps are shown and none is the truth alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from commonweal.kinds import Estimate, Problem
from commonweal.stats.adjustment.design import Design, design
from commonweal.stats.adjustment.fit import Fit, fit
from commonweal.stats.adjustment.outcome import binomial
from commonweal.stats.adjustment.robust import clustered
from commonweal.stats.adjustment.terms import Number, Term, term
from commonweal.stats.inputs import FloatArray, normal_quantile, shares
from commonweal.stats.rates.two_proportions import newcombe
from commonweal.stats.results import answer

GROUP = "group"
# With fewer events than this a coefficient, a model says more than it knows.
EVENTS_PER_COEFFICIENT = 10


@dataclass(frozen=True)
class GapStep:
    """Hold one step of the sequence.

    names: names of the coefficients, none for the raw gap
    beta:  coefficients on the log odds scale, with `se` clustered by applicant
    gap:   mean difference of the chance between the groups, others as they are, an Estimate of 1
    >>> raw_gap([1, 0, 1, 1], [1, 1, 0, 0]).gap.value
    array([-0.5])
    """

    names: tuple[str, ...]
    beta: Estimate | None
    gap: Estimate


def raw_gap(funded: ArrayLike, group: ArrayLike, level: float = 0.95) -> GapStep:
    """Give the plain difference in success, group less the others.

    funded: whether an application was funded, 0 or 1, shape (n,)
    group:  whether it is of the group looked at, 0 or 1, shape (n,)
    level:  coverage of the interval, between 0 and 1
    Gives a GapStep with Newcombe's interval; a group of nobody is undefined:zero_denominator.
    Fails with Problem "flags-unread" when a value is neither 0 nor 1.
    Source: Newcombe 1998, Statistics in Medicine 17:873-890; checked against base R in
    tests/reference/test_research_fundgap.py
    >>> raw_gap([1, 0, 1, 1], [1, 1, 0, 0]).gap.method
    'newcombe'
    """
    won, inside = _flags(funded, group)
    tables = won @ inside, inside.sum(), won @ (1 - inside), (1 - inside).sum()
    return GapStep((), None, newcombe(*tables, level=level))


def nested_gaps(
    funded: ArrayLike,
    group: ArrayLike,
    applicant: ArrayLike,
    steps: Sequence[Sequence[Term | Number]],
    level: float = 0.95,
) -> tuple[GapStep, ...]:
    """Give the gap raw, then adjusted for nothing, then for each further step of covariates.

    funded:    whether an application was funded, 0 or 1, shape (n,)
    group:     whether it is of the group looked at, 0 or 1, shape (n,)
    applicant: whole number that names the applicant of each application, shape (n,)
    steps:     covariates that each step adds to those before: from `term`, `labeled` or `number`
    level:     coverage of the intervals, between 0 and 1
    Gives the raw step, the model of the group alone, and one model a step. Fewer than ten events or
    non-events a coefficient is undefined:few_events: then only the raw gap stands. Separated data
    are fitted with Firth's penalty, flag "firth".
    Fails with Problem "flags-unread" when a value is neither 0 nor 1.
    Source: average marginal effect of a discrete change with the delta method; clusters as in R
    sandwich vcovCL type HC1; checked against it in tests/reference/test_research_fundgap.py
    >>> import numpy as np
    >>> won, group = np.tile([1, 0, 1, 0, 0], 40), np.repeat([0, 1], 100)
    >>> [round(float(s.gap.value[0]), 9) + 0 for s in nested_gaps(won, group, np.arange(200), [])]
    [0.0, 0.0]
    """
    won, inside = _flags(funded, group)
    people = np.unique(np.asarray(applicant), return_inverse=True)[1]
    made = [raw_gap(won, inside, level)]
    chosen: list[Term | Number] = []
    for added in ((), *steps):
        chosen += added
        terms = [each for each in chosen if isinstance(each, Term)]
        numeric = [each for each in chosen if isinstance(each, Number)]
        compared = term(GROUP, inside.astype(np.intp), ["", "1"], "")
        model = design([compared, *terms], numeric)
        made.append(_step(fit(model, binomial(won, np.ones_like(won))), people, level))
    return tuple(made)


def _flags(funded: ArrayLike, group: ArrayLike) -> tuple[FloatArray, FloatArray]:
    won, inside = shares(funded=funded, group=group)
    if not (np.isin(won, (0, 1)).all() and np.isin(inside, (0, 1)).all()):
        raise Problem(
            "flags-unread",
            "Whether an application was funded or is of the group is neither yes nor no.",
            "Write 1 for yes and 0 for no.",
        )
    return won, inside


def _step(fitted: Fit, people: ArrayLike, level: float) -> GapStep:
    rows, width = fitted.outcome.rows, fitted.rank
    events = float(fitted.outcome.total.sum())
    few = min(events, rows - events) < EVENTS_PER_COEFFICIENT * width
    reason = fitted.reason or ("few_events" if few else "")
    covariance = clustered(fitted, people) * (rows - 1) / max(rows - width, 1)
    value, gradient = _effect(fitted)
    error = np.sqrt(np.maximum(gradient @ covariance @ gradient, 0.0))
    marked = {code: np.array([True]) for code in fitted.flags}
    unknown = "single_group" if not fitted.kept[1] else reason
    alone = "no_degrees_of_freedom" if np.isnan(error) else ""
    why = {unknown or alone: np.array([True])} if unknown or alone else {}
    reach = normal_quantile(level) * error
    gap = answer(
        np.array([value]),
        np.array([value - reach]),
        np.array([value + reach]),
        level=level,
        method="average_marginal_effect",
        reasons=why,
        se=np.array([error]),
        flags=marked,
    )
    all_why = {code: np.full(len(fitted.beta), True) for code in why}
    se = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    beta = answer(fitted.beta, None, None, level=level, method="logit", reasons=all_why, se=se)
    return GapStep(fitted.model.names, beta, gap)


def _effect(fitted: Fit) -> tuple[float, FloatArray]:
    """Give the mean of the chances with the group less without it, and its gradient."""
    ends = [_at(fitted.model, fitted.beta, place) for place in (1, 0)]
    return ends[0][0] - ends[1][0], ends[0][1] - ends[1][1]


def _at(model: Design, beta: FloatArray, place: int) -> tuple[float, FloatArray]:
    columns = _columns(model.everybody_at(GROUP, place))
    chance = expit(columns @ beta)
    return float(chance.mean()), np.asarray((chance * (1 - chance)) @ columns / len(chance))


def _columns(model: Design) -> FloatArray:
    made = [np.ones(model.cells)]
    for each in model.terms:
        wanted = range(len(each.levels) - 1)
        made += [(each.columns[each.codes] == column).astype(np.float64) for column in wanted]
    return np.stack([*made, *(each.values for each in model.numeric)], axis=1)
