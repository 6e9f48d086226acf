"""Compare the same people twice, or matched pairs: what one of a pair had, the other may share.

Different people are compared in two_proportions.py and two_means.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, amounts, numbers, whole
from commonweal.stats.linearized import row_codes, sums_by
from commonweal.stats.rates.mean import mean_t
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.results import answer


def paired_means(
    first: ArrayLike,
    second: ArrayLike,
    *,
    table: ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Give the mean difference within pairs with Student's interval.

    first:  one value a pair, shape (r,)
    second: the other value of the pair, shape (r,)
    table:  label of the table each pair belongs to, shape (r,); None means one table
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of t mean differences, first less second, in the order of the labels, with
    the reasons and flags of `mean_t`.
    Fails with Problem "shapes-differ" when the two do not have one value for each pair.
    Source: Student 1908, Biometrika 6:1-25; checked against scipy in
    tests/unit/stats/rates/test_paired.py
    >>> paired_means([5, 6, 9], [4, 4, 4]).value.round(4)
    array([2.6667])
    """
    one, other = numbers(first=first, second=second)
    apart = one - other
    home, many = row_codes(table, len(apart))
    pairs = sums_by(home, np.ones(len(apart)), many)
    # From a value of the table itself on, so that equal differences leave no spread at all.
    center = np.zeros(many)
    center[home[::-1]] = apart[::-1]
    offset = apart - center[home]
    totals, squares = sums_by(home, offset, many), sums_by(home, offset**2, many)
    return mean_t(pairs, totals, squares, center=center, level=level)


def paired_newcombe(
    both: ArrayLike,
    first_only: ArrayLike,
    second_only: ArrayLike,
    neither: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Give the difference of two proportions of the same people with the hybrid score interval.

    both:        people with the event both times, shape (k,)
    first_only:  people with it the first time only, shape (k,)
    second_only: people with it the second time only, shape (k,)
    neither:     people without it, shape (k,)
    level:       coverage of the interval, between 0 and 1
    Gives an Estimate of k differences, first less second; nobody is undefined:zero_denominator.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Newcombe 1998, Statistics in Medicine 17:2635-2650, method 10; checked against its
    table in tests/unit/stats/rates/test_paired.py
    >>> paired_newcombe([36], [12], [2], [0]).low.round(4)
    array([0.0569])
    """
    had = amounts(both=both, first_only=first_only, second_only=second_only, neither=neither)
    people = had[0] + had[1] + had[2] + had[3]
    size = np.where(people > 0, people, 1.0)
    one, other = (wilson(had[0] + only, size, level) for only in had[1:3])
    value = (had[1] - had[2]) / size
    agree = _agreement(*had)
    low = _reach(one.value - one.low, other.high - other.value, agree)
    high = _reach(one.high - one.value, other.value - other.low, agree)
    return answer(
        value,
        np.maximum(value - low, -1.0),
        np.minimum(value + high, 1.0),
        level=level,
        method="newcombe_paired",
        reasons={"zero_denominator": people == 0},
        n=people,
    )


def mcnemar(first_only: ArrayLike, second_only: ArrayLike, *, midp: bool = False) -> Estimate:
    """Test whether two proportions of the same people are equal.

    first_only:  people with the event the first time only, whole numbers, shape (k,)
    second_only: people with it the second time only, whole numbers, shape (k,)
    midp:        whether only half of the probability of what was seen counts: the exact test is
                 too careful, the mid-P test hardly ever too bold
    Gives an Estimate whose values are k two-sided p-values; nobody having changed gives 1.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: McNemar 1947, Psychometrika 12:153-157, exact; mid-P: Fagerland, Lydersen and Laake
    2013, BMC Medical Research Methodology 13:91
    >>> mcnemar([12], [2]).value.round(6)
    array([0.012939])
    """
    one, other = whole(first_only=first_only, second_only=second_only)
    changed = one + other
    fewer = np.minimum(one, other)
    up_to = np.asarray(bdtr(fewer, changed.astype(np.int64), 0.5), dtype=np.float64)
    p = np.minimum(2 * up_to, 1.0)
    if midp:
        below = bdtr(np.maximum(fewer - 1, 0), changed.astype(np.int64), 0.5)
        seen = up_to - np.where(fewer > 0, below, 0.0)
        p = np.minimum(2 * up_to - seen, 1.0)
    method = "mcnemar_midp" if midp else "mcnemar_exact"
    return answer(p, None, None, level=0.95, method=method, reasons={})


def _agreement(
    both: FloatArray, first_only: FloatArray, second_only: FloatArray, neither: FloatArray
) -> FloatArray:
    people = both + first_only + second_only + neither
    product = both * neither - first_only * second_only
    # Newcombe takes half the people off a positive agreement, never below none.
    product = np.where(product > 0, np.maximum(product - people / 2, 0.0), product)
    margins = np.sqrt((both + first_only) * (second_only + neither)) * np.sqrt(
        (both + second_only) * (first_only + neither)
    )
    return np.where(margins > 0, product / np.where(margins > 0, margins, 1.0), 0.0)


def _reach(own: FloatArray, other: FloatArray, agree: FloatArray) -> FloatArray:
    return np.sqrt(np.maximum(own**2 - 2 * agree * own * other + other**2, 0.0))
