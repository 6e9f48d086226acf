"""Gaps of each facility, the two ways of the Centers for Medicare & Medicaid Services.

Within a facility: how far its own groups lie apart. Across facilities: how well each does by one
group. Few people give no answer for a facility, but its people take part in the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from commonweal.kinds import Estimate, Problem
from commonweal.stats.adjustment.crossing import Crossing
from commonweal.stats.adjustment.design import Design, design
from commonweal.stats.adjustment.facility_model import FacilityFit, Marginal, facility_fit
from commonweal.stats.adjustment.family import means
from commonweal.stats.adjustment.fit import Fit, fit
from commonweal.stats.adjustment.outcome import Outcome, binomial
from commonweal.stats.adjustment.output import ModelOutput
from commonweal.stats.adjustment.parts import summed
from commonweal.stats.adjustment.terms import Number, Term
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import Mask, answer

FEWEST_A_GROUP = 12
FEWEST_IN_ALL = 25
SHARE = "share of the facility"


@dataclass(frozen=True)
class FacilityGaps:
    """Hold one answer a facility and the spread of the effects between facilities.

    answers:  one estimate a facility; persons and events are those of its smaller group
    spread:   standard deviations of the facilities' effects on the logit scale: of the intercept,
              and of the group where it differs by facility
    overall:  rate of all people in the model
    >>> import numpy as np
    >>> from commonweal.kinds import Estimate
    >>> one = np.array([0.1])
    >>> out = ModelOutput(Estimate(one, one, one, 0.95, "m"), ("A",), one, one, 9.0)
    >>> FacilityGaps(out, one, 0.2).overall
    0.2
    """

    answers: ModelOutput
    spread: FloatArray
    overall: float


def within_facility(
    group: Term,
    covariates: Sequence[Term | Number],
    facility: Term,
    outcome: Outcome,
    level: float = 0.95,
) -> FacilityGaps:
    """Give the gap between two groups inside each facility.

    group:      two levels; the gap is the other's rate less the rate of the reference
    covariates: what is adjusted for, each with one code or number a cell
    facility:   the facility of each cell
    outcome:    people and events, from `binomial`
    level:      coverage of the intervals, between 0 and 1
    Gives FacilityGaps: the mean over a facility's own people of the difference between both groups'
    chances there. The group's share of each facility is in the model, so that the gap is not one
    between facilities. The interval knows the facility's effects to be uncertain, not the common
    coefficients. Fewer than 12 in a group or 25 in all are insufficient:few_people; a model that
    does not settle leaves all undefined:not_converged.
    Fails with Problem "groups-not-two" when the group has not two levels.
    Fails with Problem "outcome-not-counted" when the outcome is not people and events.
    Source: Lloren, Liu, Herrin et al. 2019, Health Services Research 54 Suppl 1:243-254 (random
    coefficient of the group in the facility model); Neuhaus and Kalbfleisch 1998, Biometrics
    54:638-645 (the share)
    >>> from commonweal.stats.adjustment.terms import term
    >>> import numpy as np
    >>> found = within_facility(
    ...     term("g", np.arange(8) % 2, ["A", "B"]), [],
    ...     term("f", np.arange(8) // 2, ["N", "E", "S", "W"]),
    ...     binomial([20, 30, 22, 24, 9, 21, 30, 41], [90] * 8))
    >>> found.answers.estimate.value.round(2)
    array([0.1 , 0.1 , 0.1 , 0.09])
    """
    if len(group.levels) != 2:
        raise Problem(
            "groups-not-two",
            "The gap inside a facility is one between two groups.",
            "Compare each group with the reference in a model of its own.",
        )
    people = _people(outcome, facility)
    other = 1 - group.reference
    apart = (group.codes == other).astype(np.float64)
    share = summed(facility.codes, outcome.size * apart, len(people)) / np.maximum(people, 1)
    model = _design([group], [*covariates, Number(SHARE, share[facility.codes])])
    fitted = fit(model, outcome)
    smaller = _smaller(outcome, group, facility)
    few = (smaller[0] < FEWEST_A_GROUP) | (people < FEWEST_IN_ALL)
    carriers = np.stack([np.ones_like(apart), apart], axis=1)
    found = _found(fitted, facility, carriers)
    bases = [
        Crossing(model.everybody_at(group.name, place)).predict(found.beta)
        for place in (other, group.reference)
    ]
    gaps = np.empty_like(found.weights)
    for at in range(found.weights.shape[1]):
        effects = found.effects[facility.codes, at]
        one = means("binomial", bases[0] + effects.sum(axis=1))[0]
        rest = means("binomial", bases[1] + effects[:, 0])[0]
        gaps[:, at] = summed(facility.codes, outcome.size * (one - rest), len(people))
    gaps /= np.maximum(people, 1)[:, None]
    estimate = _told(fitted, found, gaps, few, level)
    return _gaps(fitted, found, estimate, facility, smaller)


def across_facility(
    group: Term,
    of: str,
    *,
    covariates: Sequence[Term | Number] = (),
    facility: Term,
    outcome: Outcome,
    level: float = 0.95,
) -> FacilityGaps:
    """Give each facility's risk-standardized rate for one group.

    group:      the groups
    of:         the level whose people are looked at; all others are left out
    covariates: what is adjusted for, each with one code or number a cell
    facility:   the facility of each cell
    outcome:    people and events, from `binomial`
    level:      coverage of the intervals, between 0 and 1
    Gives FacilityGaps: what the facility's people may expect there, over what they may expect in a
    facility without an effect of its own, times the rate of the group everywhere. Fewer than 25
    people of the group are insufficient:few_people; a model that does not settle leaves all
    undefined:not_converged. The interval is as in `within_facility`.
    Fails with Problem "level-unknown" when the group has no such level.
    Fails with Problem "outcome-not-counted" when the outcome is not people and events.
    Source: Lloren, Liu, Herrin et al. 2019, Health Services Research 54 Suppl 1:243-254
    >>> from commonweal.stats.adjustment.terms import term
    >>> import numpy as np
    >>> found = across_facility(
    ...     term("g", np.arange(8) % 2, ["A", "B"]), "B",
    ...     facility=term("f", np.arange(8) // 2, ["N", "E", "S", "W"]),
    ...     outcome=binomial([20, 30, 22, 24, 9, 21, 30, 41], [90] * 8))
    >>> found.answers.estimate.value.round(2)
    array([0.33, 0.29, 0.27, 0.42])
    """
    kept = np.where(group.codes == group.place(of), outcome.size, 0.0)
    _people(outcome, facility)
    seen = binomial(np.where(kept > 0, outcome.total, 0.0), kept)
    fitted = fit(_design([], covariates, len(kept)), seen)
    people = summed(facility.codes, seen.size, len(facility.levels))
    events = summed(facility.codes, seen.total, len(facility.levels))
    found = _found(fitted, facility, np.ones((len(kept), 1)))
    base = fitted.columns.predict(found.beta)
    overall = seen.total.sum() / max(seen.size.sum(), 1.0)
    without = summed(facility.codes, seen.size * means("binomial", base)[0], len(people))
    rates = np.empty_like(found.weights)
    for at in range(found.weights.shape[1]):
        there = means("binomial", base + found.effects[facility.codes, at, 0])[0]
        rates[:, at] = summed(facility.codes, seen.size * there, len(people))
    rates *= (overall / np.where(without > 0, without, 1.0))[:, None]
    few = people < FEWEST_IN_ALL
    estimate = _told(fitted, found, rates, few, level)
    return _gaps(fitted, found, estimate, facility, (people, events))


def _people(outcome: Outcome, facility: Term) -> FloatArray:
    if outcome.family != "binomial":
        raise Problem(
            "outcome-not-counted",
            "The gaps of facilities are made of people who have or have not had an event.",
            "Give the people and the events of each cell.",
        )
    return summed(facility.codes, outcome.size, len(facility.levels))


def _design(terms: list[Term], covariates: Sequence[Term | Number], cells: int = 0) -> Design:
    """Put a design together; with no term at all, one that all cells have."""
    terms = [*terms, *(each for each in covariates if isinstance(each, Term))]
    numeric = [each for each in covariates if isinstance(each, Number)]
    everybody = Term("everybody", ("all",), np.zeros(cells, dtype=np.intp), 0)
    return design(terms or [everybody], numeric)


def _smaller(outcome: Outcome, group: Term, facility: Term) -> tuple[FloatArray, FloatArray]:
    """Give people and events of the smaller group of each facility, each the less of both."""
    code = facility.codes * 2 + group.codes
    tables = [
        summed(code, values, 2 * len(facility.levels)).reshape(-1, 2).min(axis=1)
        for values in (outcome.size, outcome.total)
    ]
    return tables[0], tables[1]


def _found(fitted: Fit, facility: Term, carriers: FloatArray) -> FacilityFit:
    count = len(facility.levels)
    if not fitted.reason:
        return facility_fit(Marginal(fitted, facility.codes, carriers, count))
    width = carriers.shape[1]
    effects, weights = np.zeros((count, 1, width)), np.ones((count, 1))
    return FacilityFit(fitted.beta, np.zeros((width, width)), effects, weights, 0.0, False)


def _told(fitted: Fit, found: FacilityFit, values: FloatArray, few: Mask, level: float) -> Estimate:
    """Give the mean and the error of values over what the effects may be."""
    mean = (found.weights * values).sum(axis=1)
    error = np.sqrt((found.weights * (values - mean[:, None]) ** 2).sum(axis=1))
    width = normal_quantile(level) * error
    undone = np.full(len(mean), not found.converged)
    made = answer(
        mean,
        mean - width,
        mean + width,
        level=level,
        method="facility_effects",
        reasons={fitted.reason or "not_converged": undone, "few_people": few},
        se=error,
        flags=dict.fromkeys(fitted.flags, np.ones(len(mean), dtype=bool)),
    )
    said = zip(made.status, made.reason, strict=True)
    status = tuple("insufficient" if why == "few_people" else each for each, why in said)
    return replace(made, status=status)


def _gaps(
    fitted: Fit,
    found: FacilityFit,
    estimate: Estimate,
    facility: Term,
    behind: tuple[FloatArray, FloatArray],
) -> FacilityGaps:
    persons, events = behind
    output = ModelOutput(estimate, facility.levels, persons, events, fitted.residual_df)
    spread = np.sqrt(np.einsum("ij,ij->i", found.spread, found.spread))
    seen = fitted.outcome
    return FacilityGaps(output, spread, float(seen.total.sum() / max(seen.size.sum(), 1.0)))
