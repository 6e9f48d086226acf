"""How much of a field is filled in, and whether those who left it empty fare like the others.

What they could change at most is in bounds.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import counts
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.rates.two_proportions import difference_test, newcombe

COMPLETE = 0.9


@dataclass(frozen=True, eq=False)
class LeftEmpty:
    """Hold how people whose group is not known differ from the others, k comparisons.

    difference: rate among the unknown less rate among the known, with its interval
    p:          two-sided p-values; small ones say that leaving out the unknown is no matter of
                chance

    >>> left_empty([30], [100], [100], [900]).difference.value.round(4)
    array([0.1889])
    """

    difference: Estimate
    p: Estimate


def completeness(known: ArrayLike, people: ArrayLike, level: float = 0.95) -> Estimate:
    """Give the share of people whose field is filled in: by field, site or outcome.

    known:  people with an answer; "declined" counts as none and is shown apart, shape (k,)
    people: people in all, shape (k,)
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k shares, flag "known_only" where anybody is missing and "incomplete"
    below 0.9; nobody is undefined:zero_denominator.
    Fails with Problem "counts-above-people" when more are known than there are.
    Source: statistics.md sections 13 and 14; interval: Wilson 1927, JASA 22:209-212
    >>> completeness([80, 10], [100, 10]).flags
    (('known_only', 'incomplete'), ())
    """
    filled, everybody = counts(known, people)
    share = wilson(filled, everybody, level)
    lacking, low = filled < everybody, share.value < COMPLETE
    flags = tuple(
        ("known_only",) * some + ("incomplete",) * few
        for some, few in zip(lacking.tolist(), low.tolist(), strict=True)
    )
    return replace(share, flags=flags, n=everybody)


def left_empty(
    events: ArrayLike,
    people: ArrayLike,
    known_events: ArrayLike,
    known_people: ArrayLike,
    level: float = 0.95,
) -> LeftEmpty:
    """Compare the outcome of people whose group is not known with that of the others.

    events:       events among people whose group is not known, whole numbers, shape (k,)
    people:       people whose group is not known, whole numbers, shape (k,)
    known_events: events among the others, whole numbers, shape (k,)
    known_people: the others, whole numbers, shape (k,)
    level:        coverage of the interval, between 0 and 1
    Gives LeftEmpty. A difference says that they are not missing completely at random; none says
    only that this outcome does not show it. Nobody unknown is undefined:zero_denominator.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Little 1988, JASA 83:1198-1202, for one outcome; statistics.md section 13
    >>> left_empty([30], [100], [100], [900]).p.value.round(6)
    array([0.])
    """
    tables = (*counts(events, people), *counts(known_events, known_people))
    return LeftEmpty(newcombe(*tables, level), difference_test(*tables))
