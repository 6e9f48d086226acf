"""A group's share of a job group beside its availability: rules, scores and exact tests.

Every rule is computed and one is chosen beforehand for all job groups. It is a diagnosis of a
process; no number here says how many people of a group to hire.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, ndtr
from scipy.stats import binom

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, counts, numbers, whole
from commonweal.stats.rates.tails import as_unlikely, binomial_steps
from commonweal.stats.representation.benchmark import Benchmark
from commonweal.stats.results import answer

# Below this variance of the count the normal score is not to be trusted.
ENOUGH = 9.0
Counts = tuple[FloatArray, FloatArray, FloatArray, FloatArray]


def shortfall(members: ArrayLike, people: ArrayLike, available: Benchmark) -> Estimate:
    """Give how many fewer of the group there are than availability would have.

    members:   people of the group, shape (k,)
    people:    all people of the job group, shape (k,)
    available: the availability, of kind "availability", of k shares
    Gives an Estimate of k numbers of people, negative where there are more; nobody in the job
    group is undefined:no_population.
    Fails with Problem "benchmark-kind" when the benchmark is a mirror or a norm.
    Fails with Problem "counts-above-people" when the group is larger than its job group.
    Source: workforce specification, section 4.3: n a - x; checked against R in
    tests/reference/test_workforce_utilization.py
    >>> from commonweal.stats.representation.benchmark import benchmark
    >>> shortfall([339], [870], benchmark("availability", 0.791)).value.round(2)
    array([349.17])
    """
    had, size, share, _ = _read(members, people, available)
    return _said(size * share - had, size, "availability_shortfall")


def score(members: ArrayLike, people: ArrayLike, available: Benchmark) -> Estimate:
    """Give how many standard deviations the group's number lies above its availability.

    members:   people of the group, shape (k,)
    people:    all people of the job group, shape (k,)
    available: the availability, of kind "availability", of k shares
    Gives an Estimate of k scores, `se` the standard deviation of the number; an availability with
    its own error widens the score's spread. Nobody is undefined:no_population.
    Fails with Problem "benchmark-kind" when the benchmark is a mirror or a norm.
    Fails with Problem "counts-above-people" when the group is larger than its job group.
    Source: Castaneda v. Partida 1977, 430 U.S. 482, note 17; with availability error: workforce
    specification, section 4.3; checked against R in tests/reference/test_workforce_utilization.py
    >>> from commonweal.stats.representation.benchmark import benchmark
    >>> score([339], [870], benchmark("availability", 0.791)).value.round(2)
    array([-29.11])
    """
    had, size, share, error = _read(members, people, available)
    sd = np.sqrt(size * share * (1 - share) + (size * error) ** 2)
    value = (had - size * share) / np.where(sd == 0, 1.0, sd)
    return _said(value, size, "availability_z", se=sd)


def lower_tail(members: ArrayLike, people: ArrayLike, available: Benchmark) -> Estimate:
    """Give the chance of so few of the group or fewer, if people came as they are available.

    members:   people of the group, whole numbers, shape (k,)
    people:    all people of the job group, whole numbers, shape (k,)
    available: the availability, of kind "availability", of k shares
    Gives an Estimate whose values are k one-sided p-values; nobody is undefined:no_population.
    Fails with Problem "benchmark-kind" when the benchmark is a mirror or a norm.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: the binomial distribution; checked against R pbinom in
    tests/reference/test_workforce_utilization.py
    >>> from commonweal.stats.representation.benchmark import benchmark
    >>> lower_tail([1], [12], benchmark("availability", 0.18)).value.round(4)
    array([0.3359])
    """
    had, size, share, _ = _whole(members, people, available)
    return _said(_at_most(had, size, share), size, "binomial_lower")


def mid_p(members: ArrayLike, people: ArrayLike, available: Benchmark) -> Estimate:
    """Give the lower tail counting half of the number that was seen.

    members:   people of the group, whole numbers, shape (k,)
    people:    all people of the job group, whole numbers, shape (k,)
    available: the availability, of kind "availability", of k shares
    Gives an Estimate whose values are k one-sided p-values; nobody is undefined:no_population.
    Fails with Problem "benchmark-kind" when the benchmark is a mirror or a norm.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Lancaster 1961, JASA 56:223-234; checked against R in
    tests/reference/test_workforce_utilization.py
    >>> from commonweal.stats.representation.benchmark import benchmark
    >>> mid_p([1], [12], benchmark("availability", 0.18)).value.round(4)
    array([0.2141])
    """
    had, size, share, _ = _whole(members, people, available)
    p = _at_most(had, size, share) - np.asarray(binom.pmf(had, size, share)) / 2
    return _said(p, size, "binomial_mid_p")


def two_sided(members: ArrayLike, people: ArrayLike, available: Benchmark) -> Estimate:
    """Test whether a group's number is what availability would have, in either direction.

    members:   people of the group, whole numbers, shape (k,)
    people:    all people of the job group, whole numbers, shape (k,)
    available: the availability, of kind "availability", of k shares
    Gives an Estimate whose values are k two-sided p-values; nobody is undefined:no_population.
    Fails with Problem "benchmark-kind" when the benchmark is a mirror or a norm.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: all numbers not more likely than the one seen, as R binom.test; checked in
    tests/reference/test_workforce_utilization.py
    >>> from commonweal.stats.representation.benchmark import benchmark
    >>> two_sided([1], [12], benchmark("availability", 0.18)).value.round(4)
    array([0.7061])
    """
    had, size, share, _ = _whole(members, people, available)
    p = [
        as_unlikely(binomial_steps(int(everybody), float(part)), int(seen))
        for seen, everybody, part in zip(had, size, share, strict=True)
    ]
    return _said(np.array(p, dtype=np.float64), size, "binomial_two_sided")


def usual_test(members: ArrayLike, people: ArrayLike, available: Benchmark) -> Estimate:
    """Give the lower tail by mid-p where few are expected and by the normal score elsewhere.

    members:   people of the group, whole numbers, shape (k,)
    people:    all people of the job group, whole numbers, shape (k,)
    available: the availability, of kind "availability", of k shares
    Gives an Estimate whose values are k one-sided p-values, flag "mid_p" where the variance of
    the number is below 9; nobody is undefined:no_population.
    Fails with Problem "benchmark-kind" when the benchmark is a mirror or a norm.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: workforce specification, section 4.3, the default
    >>> from commonweal.stats.representation.benchmark import benchmark
    >>> usual_test([1], [12], benchmark("availability", 0.18)).flags
    (('mid_p',),)
    """
    _, size, share, _ = _whole(members, people, available)
    few = size * share * (1 - share) < ENOUGH
    exact, normal = mid_p(members, people, available), score(members, people, available)
    p = np.where(few, exact.value, ndtr(normal.value))
    return answer(
        p,
        None,
        None,
        level=0.95,
        method="availability_test",
        reasons={"no_population": size == 0},
        n=size,
        flags={"mid_p": few & (size > 0)},
    )


def exact_shortfall(members: ArrayLike, people: ArrayLike, available: Benchmark) -> list[Fraction]:
    """Give the shortfalls as exact fractions of the decimals that were written.

    members:   people of the group, whole numbers, shape (k,)
    people:    all people of the job group, whole numbers, shape (k,)
    available: the availability, of kind "availability", of k shares
    Gives k fractions, for rules that a rounding must not decide.
    Fails with Problem "benchmark-kind" when the benchmark is a mirror or a norm.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: workforce specification, section 3.8: whole numbers decide thresholds
    >>> from commonweal.stats.representation.benchmark import benchmark
    >>> exact_shortfall([7], [40], benchmark("availability", 0.2))
    [Fraction(1, 1)]
    """
    had, size, share, _ = _whole(members, people, available)
    return [
        int(everybody) * Fraction(repr(float(part))) - int(seen)
        for seen, everybody, part in zip(had, size, share, strict=True)
    ]


def _at_most(had: FloatArray, size: FloatArray, share: FloatArray) -> FloatArray:
    everybody = had == size
    left = np.where(everybody, 1.0, size - had)
    return np.where(everybody, 1.0, betainc(left, had + 1, 1 - share))


def _read(members: ArrayLike, people: ArrayLike, available: Benchmark) -> Counts:
    if available.kind != "availability":
        raise Problem(
            "benchmark-kind",
            "Only the qualified people within reach say how many could be expected: a mirror or a"
            " norm is described, not tested.",
            "Use the representation ratio, or give an availability.",
        )
    had, size = counts(members, people)
    read = numbers(members=had, people=size, share=available.share, se=available.se)
    return read[0], read[1], read[2], read[3]


def _whole(members: ArrayLike, people: ArrayLike, available: Benchmark) -> Counts:
    whole(members=members, people=people)
    return _read(members, people, available)


def _said(
    value: FloatArray, size: FloatArray, method: str, se: FloatArray | None = None
) -> Estimate:
    reasons = {"no_population": size == 0}
    return answer(value, None, None, level=0.95, method=method, reasons=reasons, se=se, n=size)
