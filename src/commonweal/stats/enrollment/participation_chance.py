"""Whether a stratum takes part otherwise than its reference share says, beyond chance.

The name of what is found is in labels.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincc, gammaln, ndtr, xlog1py, xlogy

from commonweal.kinds import Estimate
from commonweal.stats.enrollment.participation import read_strata
from commonweal.stats.inputs import FloatArray, whole
from commonweal.stats.results import answer

# Base R counts an outcome as equally likely when its probability differs by less than this share.
EQUAL = float(np.log1p(1e-7))
# With fewer people on either side the normal curve is too far from the binomial.
FEW = 5


def score_test(enrolled: ArrayLike, people: ArrayLike, share: ArrayLike) -> Estimate:
    """Test a stratum's share of those enrolled by the score z, without continuity correction.

    enrolled: enrolled people of the stratum, shape (k,)
    people:   enrolled people whose traits are known, shape (k,)
    share:    share of the stratum in the reference population, shape (k,), from 0 to 1
    Gives an Estimate whose values are k two-sided p-values; nobody known is
    undefined:zero_denominator, a share of 0 or 1 undefined:no_variation.
    Fails with Problem "counts-above-people" when a stratum has more people than were enrolled.
    Source: z = (x - n q) / sqrt(n q (1 - q)); checked against base R prop.test in
    tests/reference/test_research_ppr.py
    >>> score_test(3, 57, 0.21).value.round(6)
    array([0.003535])
    """
    had, size, part = read_strata(enrolled, people, share)
    reasons = {"zero_denominator": size == 0, "no_variation": (part == 0) | (part == 1)}
    spread = np.where(reasons["no_variation"] | (size == 0), 1.0, size * part * (1 - part))
    p = 2 * np.asarray(ndtr(-np.abs(had - size * part) / np.sqrt(spread)))
    return answer(p, None, None, level=0.95, method="score", reasons=reasons, n=size)


def exact_test(enrolled: ArrayLike, people: ArrayLike, share: ArrayLike) -> Estimate:
    """Test a stratum's share of those enrolled exactly: all counts as unlikely as the one seen.

    enrolled: enrolled people of the stratum, whole numbers, shape (k,)
    people:   enrolled people whose traits are known, whole numbers, shape (k,)
    share:    share of the stratum in the reference population, shape (k,), from 0 to 1
    Gives an Estimate whose values are k two-sided p-values; nobody known is
    undefined:zero_denominator.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: the binomial test of base R binom.test (relative tolerance 1e-7); checked against it in
    tests/reference/test_research_ppr.py
    >>> exact_test(3, 57, 0.21).value.round(6)
    array([0.001702])
    """
    had, size, part = read_strata(enrolled, people, share)
    whole(enrolled=had, people=size)
    middle = size * part
    below = had < middle
    # Mirror the counts above the middle, so that the one seen always lies below it.
    low = np.where(below, had, size - had)
    chance = np.where(below, part, 1 - part)
    far = _first_as_unlikely(low, size, chance)
    p = _at_most(low, size, chance) + _at_least(far, size, chance)
    p = np.where(had == middle, 1.0, np.minimum(p, 1.0))
    reasons = {"zero_denominator": size == 0}
    return answer(p, None, None, level=0.95, method="binomial", reasons=reasons, n=size)


def participation_p(enrolled: ArrayLike, people: ArrayLike, share: ArrayLike) -> Estimate:
    """Test a stratum by the score z, or exactly with fewer than five people on either side.

    enrolled: enrolled people of the stratum, whole numbers, shape (k,)
    people:   enrolled people whose traits are known, whole numbers, shape (k,)
    share:    share of the stratum in the reference population, shape (k,), from 0 to 1
    Gives an Estimate whose values are k two-sided p-values, flag "exact" where it is so.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: research.md section 2.1; checked against the 299 strata published by Qi et al. 2021,
    JAMIA Open, doi 10.1093/jamiaopen/ooab077, in tests/reference/test_research_qi2021.py
    >>> participation_p([3, 30], [57, 60], [0.21, 0.4]).flags
    (('exact',), ())
    """
    had, size, part = read_strata(enrolled, people, share)
    few = (had < FEW) | (size - had < FEW) | (part == 0) | (part == 1)
    p = np.ones_like(had)
    p[few] = np.nan_to_num(exact_test(had[few], size[few], part[few]).value)
    p[~few] = score_test(had[~few], size[~few], part[~few]).value
    nobody = size == 0
    return answer(
        p,
        None,
        None,
        level=0.95,
        method="score_or_binomial",
        reasons={"zero_denominator": nobody},
        n=size,
        flags={"exact": few & ~nobody},
    )


def _first_as_unlikely(low: FloatArray, size: FloatArray, chance: FloatArray) -> FloatArray:
    """Find the smallest count above the middle that is not more likely than the one seen."""
    bound = _log_chance(low, size, chance) + EQUAL
    left, right = np.ceil(size * chance), size + 1
    # Above the middle each count is less likely than the one before, so halving finds the first.
    while (left < right).any():
        half = np.floor((left + right) / 2)
        far_enough = _log_chance(np.minimum(half, size), size, chance) <= bound
        right = np.where((left < right) & far_enough, half, right)
        left = np.where((left < right) & ~far_enough, half + 1, left)
    return left


def _log_chance(count: FloatArray, size: FloatArray, chance: FloatArray) -> FloatArray:
    ways = gammaln(size + 1) - gammaln(count + 1) - gammaln(size - count + 1)
    return np.asarray(ways + xlogy(count, chance) + xlog1py(size - count, -chance))


def _at_most(count: FloatArray, size: FloatArray, chance: FloatArray) -> FloatArray:
    rest = np.maximum(size - count, 1.0)
    part = betaincc(count + 1, rest, chance)
    return np.asarray(np.where(count >= size, 1.0, part), dtype=np.float64)


def _at_least(count: FloatArray, size: FloatArray, chance: FloatArray) -> FloatArray:
    part = betainc(np.maximum(count, 1.0), np.maximum(size - count + 1, 1.0), chance)
    none: NDArray[np.bool_] = count > size
    return np.asarray(np.where(none, 0.0, np.where(count <= 0, 1.0, part)), dtype=np.float64)
