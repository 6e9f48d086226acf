"""Which counts are hidden for what they are: small ones, and certainty about a small group.

Judges persons, never visits. What else must be hidden for their sake is for `suppress` to find.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.disclosure.policy import Policy

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


def too_few(persons: IntArray, threshold: int) -> BoolArray:
    """Say which counts are of too few persons to be shown; nobody is not too few.

    persons:   distinct persons, any shape
    threshold: smallest number of persons shown

    Source: trust.md 5.2, rule 1.
    >>> too_few(np.array([0, 1, 10, 11]), 11)
    array([False,  True,  True, False])
    """
    return (persons >= 1) & (persons < threshold)


def too_certain(count: IntArray, people: IntArray, policy: Policy) -> BoolArray:
    """Say where a count of 0 would tell something about each member of a small group.

    count:  the numerator, or the rest of the denominator, any shape
    people: distinct persons in the denominator, same shape
    policy: the policy of the release

    Source: trust.md 5.2, rule 3.
    >>> too_certain(np.array([0, 0, 3, 0]), np.array([30, 50, 30, 0]), Policy())
    array([ True, False, False, False])
    """
    if policy.certainty_approved:
        return np.zeros(np.shape(count), dtype=bool)
    none: BoolArray = count == 0
    return none & (people >= 1) & (people < policy.certainty_below)


@dataclass(frozen=True)
class RateRule:
    """Hold what the primary rules say of one rate.

    publishable: whether numerator, rest and denominator are each 0 or large enough
    certainty:   whether the rate is 0 % or 100 %
    shown:       whether it is shown: publishable, and no certainty about a small group

    >>> RateRule(True, False, True).shown
    True
    """

    publishable: bool
    certainty: bool
    shown: bool


def judge_rate(numerator: int, denominator: int, policy: Policy | None = None) -> RateRule:
    """Judge one rate by itself. A rate is three counts.

    numerator:   persons who met the measure
    denominator: persons in the denominator
    policy:      the policy of the release; the usual one when none is given

    Source: trust.md 5.2, rules 2 and 3.
    >>> judge_rate(95, 100)
    RateRule(publishable=False, certainty=False, shown=False)
    >>> judge_rate(0, 30)
    RateRule(publishable=True, certainty=True, shown=False)
    """
    policy = policy or Policy()
    three = np.array([numerator, denominator - numerator, denominator])
    publishable = not too_few(three, policy.threshold).any()
    certainty = numerator in (0, denominator)
    certain = too_certain(three[:2], np.full(2, denominator), policy).any()
    return RateRule(bool(publishable), certainty, bool(publishable and not certain))
