"""Participation against prevalence: a stratum's share of those enrolled over its reference share.

Tests and labels are in participation_chance.py and labels.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, amounts, counts, normal_quantile, numbers, shares
from commonweal.stats.rates.proportion import clopper_pearson, wilson
from commonweal.stats.results import Mask, answer


def wilson_ratio(
    enrolled: ArrayLike, people: ArrayLike, share: ArrayLike, level: float = 0.95
) -> Estimate:
    """Give the participation-to-prevalence ratio (PPR) with Wilson's limits over the share.

    enrolled: enrolled people of the stratum, shape (k,)
    people:   enrolled people whose traits of the stratum are all known, shape (k,)
    share:    share of the stratum in the reference population, shape (k,), from 0 to 1
    level:    coverage of the interval, between 0 and 1
    Gives an Estimate of k ratios, 1 where the stratum takes part as it should, flag "absent" where
    nobody does; nobody known is undefined:zero_denominator; a reference of 0 is
    undefined:outside_reference where somebody takes part and undefined:not_in_reference where not.
    Fails with Problem "counts-above-people" when a stratum has more people than were enrolled.
    Source: Wilson 1927, JASA 22:209-212, over a fixed share; checked against base R prop.test in
    tests/reference/test_research_ppr.py
    >>> wilson_ratio(38, 412, 0.182).low.round(4)
    array([0.3733])
    """
    return _over_share(wilson(*read_strata(enrolled, people, share)[:2], level), share, "wilson")


def exact_ratio(
    enrolled: ArrayLike, people: ArrayLike, share: ArrayLike, level: float = 0.95
) -> Estimate:
    """Give the same ratio with exact limits, for few people or nearly all.

    enrolled: enrolled people of the stratum, shape (k,)
    people:   enrolled people whose traits of the stratum are all known, shape (k,)
    share:    share of the stratum in the reference population, shape (k,), from 0 to 1
    level:    coverage of the interval, between 0 and 1
    Gives an Estimate of k ratios; gaps and flags as in `wilson_ratio`.
    Fails with Problem "counts-above-people" as `wilson_ratio` does.
    Source: Clopper and Pearson 1934, Biometrika 26:404-413, over a fixed share; checked against
    base R binom.test in tests/reference/test_research_ppr.py
    >>> exact_ratio(0, 120, 0.031).high.round(4)
    array([0.9765])
    """
    found = clopper_pearson(*read_strata(enrolled, people, share)[:2], level)
    return _over_share(found, share, "clopper_pearson")


def log_ratio(
    enrolled: ArrayLike,
    people: ArrayLike,
    share: ArrayLike,
    reference_people: ArrayLike = np.inf,
    level: float = 0.95,
) -> Estimate:
    """Give the same ratio with limits on the log scale; the reference may be a sample itself.

    enrolled:         enrolled people of the stratum, shape (k,)
    people:           enrolled people whose traits of the stratum are all known, shape (k,)
    share:            share of the stratum in the reference population, shape (k,), from 0 to 1
    reference_people: people the share was counted in, or as many as a survey's share is worth
                      (q (1 - q) / se^2), shape (k,); infinite for a census
    level:            coverage of the interval, between 0 and 1
    Gives an Estimate of k ratios, `se` on the log scale; nobody is undefined:zero_in_ratio, else as
    in `wilson_ratio`. Flag "no_variation" where everybody and a fixed share leave no error: use
    `exact_ratio` there.
    Fails with Problem "counts-above-people" as `wilson_ratio` does.
    Source: delta method, research.md section 2.1 (c) and (d); checked against base R in
    tests/reference/test_research_ppr.py
    >>> log_ratio(61, 412, 0.1404, 25000).se.round(4)
    array([0.1192])
    """
    had, size, part = read_strata(enrolled, people, share)
    read = _sample_sizes(reference_people, had)
    reasons = {**share_reasons(had, size, part), "zero_in_ratio": had == 0}
    safe = ~np.any(list(reasons.values()), axis=0)
    one, all_people, fixed = (np.where(safe, each, 1.0) for each in (had, size, part))
    variance = (1 - one / all_people) / one + (1 - fixed) / (read * fixed)
    flags = {"no_variation": safe & (variance <= 0)}
    ratio, se = one / all_people / fixed, np.sqrt(variance)
    reach = np.exp(normal_quantile(level) * se)
    return answer(
        ratio,
        ratio / reach,
        ratio * reach,
        level=level,
        method="log",
        reasons=reasons,
        se=se,
        n=size,
        flags=flags,
    )


def participation_difference(
    enrolled: ArrayLike, people: ArrayLike, share: ArrayLike, level: float = 0.95
) -> Estimate:
    """Give the share of those enrolled less the reference share, for strata that are rare.

    enrolled: enrolled people of the stratum, shape (k,)
    people:   enrolled people whose traits of the stratum are all known, shape (k,)
    share:    share of the stratum in the reference population, shape (k,), from 0 to 1
    level:    coverage of the interval, between 0 and 1
    Gives an Estimate of k differences with Wilson's limits; nobody known is
    undefined:zero_denominator.
    Fails with Problem "counts-above-people" as `wilson_ratio` does.
    Source: research.md section 2.1; checked against base R in tests/reference/test_research_ppr.py
    >>> participation_difference(38, 412, 0.182).value.round(4)
    array([-0.0898])
    """
    had, size, part = read_strata(enrolled, people, share)
    found = wilson(had, size, level)
    value, low, high = (each - part for each in (found.value, found.low, found.high))
    reasons = {"zero_denominator": size == 0}
    return answer(value, low, high, level=level, method="wilson", reasons=reasons, n=size)


def read_strata(
    enrolled: ArrayLike, people: ArrayLike, share: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Read what is known of strata: who is enrolled, of how many, and the reference share.

    enrolled: enrolled people of the stratum, shape (k,)
    people:   enrolled people whose traits of the stratum are all known, shape (k,)
    share:    share of the stratum in the reference population, shape (k,), from 0 to 1
    Gives the three as float arrays of shape (k,).
    Fails with Problem "counts-above-people" when a stratum has more people than were enrolled.
    Fails with Problem "share-outside" when a share is not between 0 and 1.
    Source: none, this only reads
    >>> read_strata(38, [412], 0.182)
    (array([38.]), array([412.]), array([0.182]))
    """
    had, size = counts(enrolled, people)
    (part,) = shares(share=share)
    had, size, part = numbers(enrolled=had, people=size, share=part)
    return had, size, part


def share_reasons(had: FloatArray, size: FloatArray, part: FloatArray) -> dict[str, Mask]:
    """Say where a ratio to a reference share is undefined.

    had:  enrolled people of the stratum, shape (k,)
    size: people whose traits are known, shape (k,)
    part: reference shares, shape (k,)
    Gives reason codes with the strata they hold for.
    Source: research.md section 2.1, edge cases
    >>> import numpy as np
    >>> share_reasons(*np.array([[1.0], [2.0], [0.0]]))["outside_reference"]
    array([ True])
    """
    return {
        "zero_denominator": size == 0,
        "outside_reference": (part == 0) & (had > 0),
        "not_in_reference": (part == 0) & (had == 0),
    }


def _sample_sizes(reference_people: ArrayLike, like: FloatArray) -> FloatArray:
    read = np.asarray(reference_people, dtype=np.float64)
    amounts(reference_people=np.where(np.isposinf(read), 0.0, read))
    sizes, _ = np.broadcast_arrays(np.where(read == 0, np.nan, read), like)
    numbers(reference_people=np.where(np.isposinf(sizes), 0.0, sizes))
    return np.asarray(sizes)


def _over_share(found: Estimate, share: ArrayLike, method: str) -> Estimate:
    size = np.asarray(found.n)
    rate, part = numbers(rate=np.nan_to_num(found.value), share=share)
    size, low, high = np.broadcast_arrays(size, found.low, found.high)
    safe = np.where(part == 0, 1.0, part)
    return answer(
        rate / safe,
        low / safe,
        high / safe,
        level=found.level,
        method=method,
        reasons=share_reasons(rate, size, part),
        n=size,
        flags={"absent": (size > 0) & (rate == 0) & (part > 0)},
    )
