"""Whether a rate is steady enough to be shown at all, by the rule of the NCHS for rates.

Proportions are judged in presentation.py. Steadiness only: who could be recognised is judged by
`commonweal.disclosure`, afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.decision.presentation import Display
from commonweal.stats.inputs import FloatArray, amounts, design_effects, numbers
from commonweal.stats.rates.rate import exact
from commonweal.stats.results import Mask

FEWEST = 10
WIDEST_PERCENT = 160.0
FEWEST_DEGREES = 8


@dataclass(frozen=True, eq=False)
class RatePresentation:
    """Hold what the rule says of k rates.

    rate:             the rates with their intervals, shape (k,)
    effective_events: effective events, shape (k,)
    effective_people: effective people, shape (k,)
    relative_width:   width of the interval in percent of the rate, nan where that is 0, shape (k,)
    display:          "present" or "suppress", k of them
    flags:            why a rate is suppressed, k tuples: "few_events", "few_people", "wide",
                      "few_degrees"

    >>> nchs_rate([12], [4000]).display
    ('present',)
    """

    rate: Estimate
    effective_events: FloatArray
    effective_people: FloatArray
    relative_width: FloatArray
    display: tuple[Display, ...]
    flags: tuple[tuple[str, ...], ...]


def nchs_rate(
    events: ArrayLike,
    people: ArrayLike,
    per: float = 1.0,
    *,
    deff: ArrayLike = 1.0,
    df: ArrayLike | None = None,
    level: float = 0.95,
) -> RatePresentation:
    """Apply the presentation rule of the NCHS to crude rates, with exact intervals.

    events: events a group, shape (k,), not negative
    people: people, or person-years, of the group, shape (k,)
    per:    the rate is given for so many people, such as 100000
    deff:   design effect, at least 1, of events and people, shape (k,); 1 for a full count
    df:     degrees of freedom of the design, shape (k,), or None for no survey
    level:  coverage of the interval, between 0 and 1
    Gives a RatePresentation, judged as `judge_rate` says; the interval is that of the effective
    events. Nobody is undefined:zero_denominator and suppressed.
    Fails with Problem "counts-negative" when a number is below zero.
    Fails with Problem "design-effect-below-one" when a design effect is below 1.
    Source: National Center for Health Statistics, Evaluation of the National Center for Health
    Statistics Data Presentation Standards for Rates From Vital Statistics and Sample Surveys, CDC
    Stacks 123462
    >>> nchs_rate([9, 12], [4000, 4000]).flags
    (('few_events',), ())
    """
    had, size, effect = numbers(events=events, people=people, deff=deff)
    amounts(events=had, people=size)
    design_effects(deff=effect)
    few, smaller = had / effect, size / effect
    return judge_rate(exact(few, smaller, per, level), few, smaller, df=df)


def judge_rate(
    rate: Estimate,
    effective_events: ArrayLike,
    effective_people: ArrayLike,
    *,
    df: ArrayLike | None = None,
) -> RatePresentation:
    """Apply the presentation rule of the NCHS to rates with intervals, also standardized ones.

    rate:             rates with intervals, as `gamma` or `exact` give them, of k groups
    effective_events: events of a simple sample that would tell as much, shape (k,)
    effective_people: people of a simple sample that would tell as much, shape (k,)
    df:               degrees of freedom of the design, shape (k,), or None for no survey
    Gives a RatePresentation. Suppressed: fewer than 10 effective events or people, an interval
    wider than 160 percent of the rate (or none), fewer than 8 degrees of freedom.
    Fails with Problem "counts-negative" when a number is below zero.
    Fails with Problem "shapes-differ" when there is not one number for each rate.
    Source: National Center for Health Statistics, Evaluation of the National Center for Health
    Statistics Data Presentation Standards for Rates From Vital Statistics and Sample Surveys, CDC
    Stacks 123462
    >>> from commonweal.stats.standardization.direct import gamma
    >>> judge_rate(gamma([[9, 20]], [[900, 800]], [1, 1]), [29], [1700]).relative_width.round(1)
    array([76.9])
    """
    value, had, size, freedom = numbers(
        rate=np.nan_to_num(rate.value),
        effective_events=effective_events,
        effective_people=effective_people,
        df=np.float64(FEWEST_DEGREES) if df is None else df,
    )
    amounts(effective_events=had, effective_people=size)
    some = value > 0
    width = np.where(some, 100 * (rate.high - rate.low) / np.where(some, value, 1.0), np.nan)
    reasons: dict[str, Mask] = {
        "few_events": had < FEWEST,
        "few_people": size < FEWEST,
        # No event, or no interval, is no width; few events already say why.
        "wide": width > WIDEST_PERCENT,
        "few_degrees": freedom < FEWEST_DEGREES,
    }
    flags = tuple(tuple(c for c, mask in reasons.items() if mask[i]) for i in range(len(value)))
    narrow = width <= WIDEST_PERCENT
    shown: tuple[Display, ...] = tuple(
        "present" if steady and not said else "suppress"
        for steady, said in zip(narrow, flags, strict=True)
    )
    return RatePresentation(rate, had, size, width, shown, flags)
