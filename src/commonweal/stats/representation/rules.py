"""The four rules that call a job group below its availability, and how many people each is about.

Exact fractions decide, so that a group that stands on a threshold is on its right side.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.stats.inputs import FloatArray, numbers
from commonweal.stats.representation.benchmark import Benchmark
from commonweal.stats.representation.utilization import exact_shortfall, score

FOUR_FIFTHS = Fraction(4, 5)
# 5 percent of chance, both sides together; courts round it to two standard deviations.
TWO_DEVIATIONS = 1.96


@dataclass(frozen=True, eq=False)
class Rules:
    """Hold what four rules say of k job groups, and the people each is about.

    any_difference:     fewer than available, shape (k,)
    whole_person:       at least one whole person fewer, shape (k,)
    eighty_percent:     fewer than four fifths of what is available, shape (k,)
    two_deviations:     1.96 standard deviations fewer, by the plain score, shape (k,)
    to_available:       people between the number and availability, rounded up, shape (k,)
    to_whole_person:    whole people between the number and availability, shape (k,)
    to_eighty_percent:  people between the number and four fifths, rounded up, shape (k,)

    >>> from commonweal.stats.representation.benchmark import benchmark
    >>> rules([16], [100], benchmark("availability", 0.2)).eighty_percent
    array([False])
    """

    any_difference: NDArray[np.bool_]
    whole_person: NDArray[np.bool_]
    eighty_percent: NDArray[np.bool_]
    two_deviations: NDArray[np.bool_]
    to_available: FloatArray
    to_whole_person: FloatArray
    to_eighty_percent: FloatArray


def rules(members: ArrayLike, people: ArrayLike, available: Benchmark) -> Rules:
    """Apply all four rules; which one counts is chosen beforehand, for all job groups alike.

    members:   people of the group, whole numbers, shape (k,)
    people:    all people of the job group, whole numbers, shape (k,)
    available: the availability, of kind "availability", of k shares
    Gives Rules of k job groups; a job group of nobody is below by none of them. The numbers of
    people say how large a difference is and set no goal.
    Fails with Problem "benchmark-kind" when the benchmark is a mirror or a norm.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: workforce specification, section 4.3; Federal Contract Compliance Manual 2013;
    checked in tests/reference/test_workforce_utilization.py
    >>> from commonweal.stats.representation.benchmark import benchmark
    >>> rules([7], [40], benchmark("availability", 0.2)).whole_person
    array([ True])
    """
    short = exact_shortfall(members, people, available)
    had, *_ = numbers(members=members, short=[float(one) for one in short])
    to_fifths = [
        FOUR_FIFTHS * (one + int(seen)) - int(seen) for one, seen in zip(short, had, strict=True)
    ]
    counted = Benchmark(available.kind, available.share, np.zeros_like(available.se))
    deviations = np.nan_to_num(score(members, people, counted).value)
    return Rules(
        _each(short, lambda one: one > 0),
        _each(short, lambda one: one >= 1),
        _each(to_fifths, lambda one: one > 0),
        deviations < -TWO_DEVIATIONS,
        _people(math.ceil(one) for one in short),
        _people(math.floor(one) for one in short),
        _people(math.ceil(one) for one in to_fifths),
    )


def _each(short: list[Fraction], says: Callable[[Fraction], bool]) -> NDArray[np.bool_]:
    return np.array([says(one) for one in short], dtype=np.bool_)


def _people(short: Iterable[int]) -> FloatArray:
    return np.array([max(0, one) for one in short], dtype=np.float64)
