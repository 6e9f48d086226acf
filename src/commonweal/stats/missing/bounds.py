"""What people whose group is not known could change at most: bounds that need no assumption.

Sampling is not in them: they say what the numbers in hand leave open.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, amounts, counts, numbers
from commonweal.stats.results import answer


def worst_case(events: ArrayLike, people: ArrayLike, missing: ArrayLike) -> Estimate:
    """Bound the rate of a group when all missing people were in it, without or with the event.

    events:  events in the group, shape (k,), 0 <= events <= people
    people:  people known to be in the group, shape (k,)
    missing: people whose group and outcome are not known, shape (k,)
    Gives an Estimate of k rates of the known with the bounds as limits, flag "known_only" where
    anybody is missing; a group of nobody known is undefined:zero_denominator, and its bounds stand.
    Fails with Problem "counts-above-people" when a group has more events than people.
    Source: Manski 1990, American Economic Review 80:319-323; statistics.md section 13
    >>> worst_case([30], [80], [20]).low, worst_case([30], [80], [20]).high
    (array([0.3]), array([0.5]))
    """
    had, size = counts(events, people)
    had, size, unknown = numbers(events=had, people=size, missing=missing)
    amounts(missing=unknown)
    everybody = size + unknown
    return _bounds(had, size, _over(had, everybody), _over(had + unknown, everybody), unknown)


def rate_bounds(
    events: ArrayLike, people: ArrayLike, missing_events: ArrayLike, missing: ArrayLike
) -> Estimate:
    """Bound the rate of a group when the missing people's outcomes are known, but not their group.

    events:         events in the group, shape (k,), 0 <= events <= people
    people:         people known to be in the group, shape (k,)
    missing_events: events among people whose group is not known, shape (k,)
    missing:        people whose group is not known, shape (k,)
    Gives an Estimate of k rates of the known with the bounds as limits: all missing people without
    the event in the group, or all with it. Flag "known_only" where anybody is missing; a group of
    nobody known is undefined:zero_denominator, and its bounds stand.
    Fails with Problem "counts-above-people" when there are more events than people.
    Source: Manski 1990 (as `worst_case`), with the outcome seen; statistics.md section 13
    >>> ours = rate_bounds([30], [80], [5], [20])
    >>> ours.low.round(4), ours.high.round(4)
    (array([0.3158]), array([0.4118]))
    """
    had, size, lost_had, lost = _tables(events, people, missing_events, missing)
    low, high = _limits(had, size, lost_had, lost)
    return _bounds(had, size, low, high, lost)


def gap_bounds(
    events: ArrayLike,
    people: ArrayLike,
    rest_events: ArrayLike,
    rest_people: ArrayLike,
    *,
    missing_events: ArrayLike,
    missing: ArrayLike,
) -> Estimate:
    """Bound the gap of a group to the rest when some people's group is not known.

    events:         events in the group, shape (k,), 0 <= events <= people
    people:         people known to be in the group, shape (k,)
    rest_events:    events among people known not to be in the group, shape (k,)
    rest_people:    people known not to be in the group, shape (k,)
    missing_events: events among people whose group is not known, shape (k,)
    missing:        people whose group is not known, shape (k,)
    Gives an Estimate of k differences of the known with the bounds as limits: each missing person
    stands on the side that moves the gap furthest. Flag "known_only" where anybody is missing; a
    side of nobody known is undefined:zero_denominator, and its bounds stand where there are any.
    Fails with Problem "counts-above-people" when there are more events than people.
    Source: Manski 1990 (as `worst_case`), with the outcome seen; statistics.md section 13
    >>> ours = gap_bounds([30], [80], [300], [600], missing_events=[5], missing=[20])
    >>> ours.low.round(4), ours.high.round(4)
    (array([-0.1883]), array([-0.076]))
    """
    had, size, rest_had, rest_size = _tables(events, people, rest_events, rest_people)
    lost_had, lost = counts(missing_events, missing)
    had, size, rest_had, rest_size, lost_had, lost = numbers(
        events=had,
        people=size,
        rest_events=rest_had,
        rest_people=rest_size,
        missing_events=lost_had,
        missing=lost,
    )
    low, high = _limits(had, size, lost_had, lost)
    rest_low, rest_high = _limits(rest_had, rest_size, lost_had, lost)
    nobody = (size == 0) | (rest_size == 0)
    gap = _over(had, size) - _over(rest_had, rest_size)
    return answer(
        gap,
        *_around(gap, low - rest_high, high - rest_low),
        level=1.0,
        method="manski",
        reasons={"zero_denominator": nobody},
        bounds=True,
        flags={"known_only": lost > 0},
    )


def _limits(
    had: FloatArray, size: FloatArray, lost_had: FloatArray, lost: FloatArray
) -> tuple[FloatArray, FloatArray]:
    low, high = _over(had, size + lost - lost_had), _over(had + lost_had, size + lost_had)
    # Nobody on one side of the missing: the group has then its own rate, or anybody's.
    low = np.where(np.isnan(low), high, low)
    return low, np.where(np.isnan(high), low, high)


def _bounds(
    had: FloatArray, size: FloatArray, low: FloatArray, high: FloatArray, lost: FloatArray
) -> Estimate:
    rate = _over(had, size)
    return answer(
        rate,
        *_around(rate, low, high),
        level=1.0,
        method="manski",
        reasons={"zero_denominator": size == 0},
        bounds=True,
        n=size,
        flags={"known_only": lost > 0},
    )


def _around(known: FloatArray, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Put the bounds around what is known; rounding may have moved a last digit."""
    return np.fmin(np.fmin(low, high), known), np.fmax(np.fmax(low, high), known)


def _tables(
    events: ArrayLike, people: ArrayLike, others: ArrayLike, other_people: ArrayLike
) -> tuple[FloatArray, ...]:
    one, other = counts(events, people), counts(others, other_people)
    return numbers(events=one[0], people=one[1], others=other[0], other_people=other[1])


def _over(had: FloatArray, size: FloatArray) -> FloatArray:
    return np.where(size > 0, had / np.where(size > 0, size, 1.0), np.nan)
