"""What it costs that one person gives several units (visits, admissions): the design effect.

Works on sums over persons, so no row of a person is needed here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, amounts, counts, numbers
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.results import answer


def design_effect(
    persons: ArrayLike,
    units: ArrayLike,
    events: ArrayLike,
    *,
    units_squared: ArrayLike,
    units_events: ArrayLike,
    events_squared: ArrayLike,
) -> FloatArray:
    """Give how many times the variance of a rate grows because units of one person are alike.

    persons:        persons in the cell, shape (k,)
    units:          sum over persons of their units, shape (k,)
    events:         sum over persons of their units with the event, shape (k,)
    units_squared:  sum over persons of units squared, shape (k,)
    units_events:   sum over persons of units times events, shape (k,)
    events_squared: sum over persons of events squared, shape (k,)
    Gives shape (k,), at least 1; 1 where there are fewer than two persons or the rate is 0 or 1.
    Fails with Problem "counts-above-people" when a cell has more events than units.
    Source: Kish 1965, Survey Sampling, section 8.2; Rao and Scott 1992, Biometrics 48:577-585,
    equation 2
    >>> design_effect(2, 4, 2, units_squared=8, units_events=4, events_squared=4)
    array([4.])
    """
    variance, size, rate, usable = _ratio_variance(
        persons, units, events, units_squared, units_events, events_squared
    )
    binomial = np.where(usable, rate * (1 - rate) / size, 1.0)
    return np.where(usable, np.maximum(variance / binomial, 1.0), 1.0)


def clustered_rate(
    persons: ArrayLike,
    units: ArrayLike,
    events: ArrayLike,
    *,
    units_squared: ArrayLike,
    units_events: ArrayLike,
    events_squared: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Give a rate of units with Wilson's interval on the effective number of units.

    persons:        persons in the cell, shape (k,)
    units:          sum over persons of their units, shape (k,)
    events:         sum over persons of their units with the event, shape (k,)
    units_squared:  sum over persons of units squared, shape (k,)
    units_events:   sum over persons of units times events, shape (k,)
    events_squared: sum over persons of events squared, shape (k,)
    level:          coverage of the interval, between 0 and 1
    Gives an Estimate of k rates with the ratio estimator's standard error; a cell of nothing is
    undefined:zero_denominator, fewer than two persons is insufficient:one_value.
    Fails with Problem "counts-above-people" when a cell has more events than units.
    Source: Rao and Scott 1992, Biometrics 48:577-585
    >>> clustered_rate(2, 4, 2, units_squared=8, units_events=4, events_squared=4).se
    array([0.5])
    """
    deff = design_effect(
        persons,
        units,
        events,
        units_squared=units_squared,
        units_events=units_events,
        events_squared=events_squared,
    )
    variance, size, rate, _ = _ratio_variance(
        persons, units, events, units_squared, units_events, events_squared
    )
    heads, all_units, had = numbers(persons=persons, units=units, events=events)
    inner = wilson(had / deff, all_units / deff, level)
    return answer(
        rate,
        inner.low,
        inner.high,
        level=level,
        method="wilson_effective",
        reasons={"zero_denominator": all_units == 0, "one_value": heads < 2},
        se=np.sqrt(variance),
        n=size,
    )


def _ratio_variance(
    *sums: ArrayLike,
) -> tuple[FloatArray, FloatArray, FloatArray, np.typing.NDArray[np.bool_]]:
    names = ("persons", "units", "events", "units_squared", "units_events", "events_squared")
    heads, units, events, squared, product, had_squared = amounts(
        **dict(zip(names, sums, strict=True))
    )
    counts(events, units)
    size = np.where(units == 0, 1.0, units)
    rate = events / size
    spread = had_squared - 2 * rate * product + rate * rate * squared
    enough = np.maximum(heads, 2.0)
    variance = enough / (enough - 1) * np.maximum(spread, 0.0) / (size * size)
    usable = (heads >= 2) & (events > 0) & (events < units)
    return variance, size, rate, usable
