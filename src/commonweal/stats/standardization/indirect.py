"""Indirect standardization: events seen beside those expected at a reference's rates.

Each ratio is weighted by its own group's ages, so it may be tested against 1 but two of them may
not be compared: for that, direct standardization (direct.py, contrast.py).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainc, gammaincc

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, amounts
from commonweal.stats.rates.rate import phe
from commonweal.stats.rates.two_rates import exact_ratio
from commonweal.stats.results import answer
from commonweal.stats.standardization.strata import read_grid


def expected_events(
    people: ArrayLike, reference_events: ArrayLike, reference_people: ArrayLike
) -> FloatArray:
    """Give the events each group would have had at the rates of the reference.

    people:           people or time lived, shape (g, s)
    reference_events: events in the reference population, shape (s,)
    reference_people: people or time lived in the reference population, shape (s,)
    Gives shape (g,).
    Fails with Problem "reference-empty" when a group has people in a stratum where the reference
    has none, so that no rate is known for them.
    Source: Breslow and Day 1987, Statistical Methods in Cancer Research II, IARC 82, section 2.3;
    checked against PHEindicatormethods in tests/reference/test_statistics_standardisation.py
    >>> expected_events([[100, 50]], [10, 40], [1000, 1000])
    array([3.])
    """
    size, had, rest_size = read_grid(
        people=people, reference_events=reference_events, reference_people=reference_people
    )
    empty = rest_size == 0
    if (empty & ((size > 0) | (had > 0))).any():
        raise Problem(
            "reference-empty",
            "The reference population has nobody in a stratum where a group has people.",
            "Use broader strata, or another reference.",
        )
    expected: FloatArray = (size * (had / np.where(empty, 1.0, rest_size))).sum(axis=1)
    return expected


def standardized_ratio(observed: ArrayLike, expected: ArrayLike, level: float = 0.95) -> Estimate:
    """Give the ratio of events seen to events expected (SMR): exact below 10 events, else Byar.

    observed: events seen, shape (g,)
    expected: events expected, shape (g,), as `expected_events` gives them
    level:    coverage of the interval, between 0 and 1
    Gives an Estimate of g ratios, flag "few_events" below 10 events; nothing expected is
    undefined:zero_denominator.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Breslow and Day 1987, Statistical Methods in Cancer Research II, IARC 82, section 2.3;
    checked against PHEindicatormethods calculate_ISRatio in
    tests/reference/test_statistics_standardisation.py
    >>> standardized_ratio([20], [12.5]).low.round(4)
    array([0.9769])
    """
    return replace(phe(observed, expected, level=level), method="indirect_phe")


def standardized_rate(
    observed: ArrayLike,
    expected: ArrayLike,
    reference_events: ArrayLike,
    reference_people: ArrayLike,
    *,
    per: float = 1.0,
    level: float = 0.95,
) -> Estimate:
    """Give indirectly standardized rates: the reference's crude rate times each group's ratio.

    observed:         events seen, shape (g,)
    expected:         events expected, shape (g,), as `expected_events` gives them
    reference_events: events in the reference population, shape (s,)
    reference_people: people or time lived in the reference population, shape (s,)
    per:              the rate is given for so many people, such as 100000
    level:            coverage of the interval, between 0 and 1
    Gives an Estimate of g rates, flag "few_events" below 10 events; nothing expected, or nobody in
    the reference, is undefined:zero_denominator.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Breslow and Day 1987, Statistical Methods in Cancer Research II, IARC 82, section 2.3;
    checked against PHEindicatormethods calculate_ISRate in
    tests/reference/test_statistics_standardisation.py
    >>> standardized_rate([20], [12.5], [10, 40], [1000, 1000], per=1000).value
    array([40.])
    """
    had, size = read_grid(reference_events=reference_events, reference_people=reference_people)
    ratio = standardized_ratio(observed, expected, level)
    everybody = size.sum()
    crude = per * had.sum() / (everybody if everybody > 0 else 1.0)
    awaited = amounts(observed=observed, expected=expected)[1]
    return answer(
        crude * ratio.value,
        crude * ratio.low,
        crude * ratio.high,
        level=level,
        method="indirect_phe",
        reasons={"zero_denominator": (awaited == 0) | (everybody == 0)},
        n=awaited,
        flags={"few_events": np.array(["few_events" in one for one in ratio.flags])},
    )


def ratio_test(observed: ArrayLike, expected: ArrayLike) -> Estimate:
    """Test whether as many events were seen as expected (the ratio is 1).

    observed: events seen, shape (g,)
    expected: events expected, shape (g,)
    Gives an Estimate whose values are g two-sided exact p-values (twice the smaller tail, at most
    1), which agree with the exact interval; nothing expected is undefined:zero_denominator.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Breslow and Day 1987, Statistical Methods in Cancer Research II, IARC 82, section 2.3
    >>> ratio_test([20], [12.5]).value.round(4)
    array([0.0612])
    """
    seen, awaited = amounts(observed=observed, expected=expected)
    none = seen == 0
    as_many = np.where(none, 1.0, gammainc(np.where(none, 1.0, seen), awaited))
    as_few = gammaincc(seen + 1, awaited)
    p = np.minimum(2 * np.minimum(as_many, as_few), 1.0)
    reasons = {"zero_denominator": awaited == 0}
    return answer(p, None, None, level=0.95, method="exact_doubled", reasons=reasons)


def ratio_of_ratios(
    observed: ArrayLike,
    expected: ArrayLike,
    rest_observed: ArrayLike,
    rest_expected: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Divide one indirectly standardized ratio by another, and flag that they do not compare.

    observed:      events seen in the group, shape (g,)
    expected:      events expected in the group, shape (g,)
    rest_observed: events seen in the comparison, shape (g,)
    rest_expected: events expected in the comparison, shape (g,)
    level:         coverage of the interval, between 0 and 1
    Gives an Estimate of g ratios, each flagged "not_comparable": the two were weighted by
    different ages, so the ratio may be far from 1 though no age has different rates.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Breslow and Day 1987, Statistical Methods in Cancer Research II, IARC 82, section 2.3
    >>> ratio_of_ratios([20], [12.5], [18], [20]).flags
    (('not_comparable',),)
    """
    ours = exact_ratio(observed, expected, rest_observed, rest_expected, level)
    return replace(ours, flags=tuple((*flags, "not_comparable") for flags in ours.flags))
