"""Compare two proportions: difference, ratio and p-value, many pairs at once.

The groups are independent: nobody is counted in both. What a gap means is judged in decision.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, counts, normal_quantile, numbers
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.rates.score import difference_limits, ratio_bound
from commonweal.stats.rates.tails import as_unlikely, hypergeometric_steps
from commonweal.stats.results import Mask, answer, fold

Tables = tuple[FloatArray, FloatArray, FloatArray, FloatArray]
# Below this many people expected in a cell the pooled test is not to be trusted (Cochran 1954).
EXPECTED = 5.0


def newcombe(
    events: ArrayLike,
    people: ArrayLike,
    rest_events: ArrayLike,
    rest_people: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Give the difference of two proportions with the hybrid score interval, the default.

    events:      events in the group, shape (k,), 0 <= events <= people
    people:      people in the group, shape (k,)
    rest_events: events in the comparison, shape (k,)
    rest_people: people in the comparison, shape (k,)
    level:       coverage of the interval, between 0 and 1
    Gives an Estimate of k differences, group less comparison; a group of nobody is
    undefined:zero_denominator.
    Fails with Problem "counts-above-people" when a group has more events than people.
    Source: Newcombe 1998, Statistics in Medicine 17:873-890, method 10; checked against published
    and own values in tests/reference/test_statistics_two_proportion_score.py
    >>> newcombe([56], [70], [48], [80]).low.round(4)
    array([0.0524])
    """
    tables = _tables(events, people, rest_events, rest_people)
    had, size, rest_had, rest_size = _somebody(tables)
    one, other = wilson(had, size, level), wilson(rest_had, rest_size, level)
    value = one.value - other.value
    low = value - np.hypot(one.value - one.low, other.high - other.value)
    high = value + np.hypot(one.high - one.value, other.value - other.low)
    return _difference(tables, (value, low, high), level, "newcombe")


def miettinen_nurminen(
    events: ArrayLike,
    people: ArrayLike,
    rest_events: ArrayLike,
    rest_people: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Give the difference of two proportions with the score interval and its variance factor.

    events:      events in the group, shape (k,), 0 <= events <= people
    people:      people in the group, shape (k,)
    rest_events: events in the comparison, shape (k,)
    rest_people: people in the comparison, shape (k,)
    level:       coverage of the interval, between 0 and 1
    Gives an Estimate of k differences, group less comparison; a group of nobody is
    undefined:zero_denominator.
    Fails with Problem "counts-above-people" when a group has more events than people.
    Source: Miettinen and Nurminen 1985, Statistics in Medicine 4:213-226; checked against own
    root finding in tests/reference/test_statistics_two_proportion_score.py
    >>> miettinen_nurminen([56], [70], [48], [80]).low.round(4)
    array([0.0528])
    """
    tables = _tables(events, people, rest_events, rest_people)
    safe = _somebody(tables)
    # Effective numbers may add to one or less, where the factor would have no meaning.
    total = np.maximum(safe[1] + safe[3], 1.5)
    limits = difference_limits(safe, normal_quantile(level), total / (total - 1))
    return _difference(tables, limits, level, "miettinen_nurminen")


def mee(
    events: ArrayLike,
    people: ArrayLike,
    rest_events: ArrayLike,
    rest_people: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Give the difference of two proportions with the score interval of Mee.

    events:      events in the group, shape (k,), 0 <= events <= people
    people:      people in the group, shape (k,)
    rest_events: events in the comparison, shape (k,)
    rest_people: people in the comparison, shape (k,)
    level:       coverage of the interval, between 0 and 1
    Gives an Estimate of k differences, group less comparison; a group of nobody is
    undefined:zero_denominator.
    Fails with Problem "counts-above-people" when a group has more events than people.
    Source: Mee 1984, Biometrics 40:1175-1176; checked against own root finding in
    tests/reference/test_statistics_two_proportion_score.py
    >>> mee([56], [70], [48], [80]).low.round(4)
    array([0.0533])
    """
    tables = _tables(events, people, rest_events, rest_people)
    safe = _somebody(tables)
    limits = difference_limits(safe, normal_quantile(level), np.ones_like(safe[0]))
    return _difference(tables, limits, level, "mee")


def katz(
    events: ArrayLike,
    people: ArrayLike,
    rest_events: ArrayLike,
    rest_people: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Give the ratio of two proportions with the interval on the log scale.

    events:      events in the group, shape (k,), 0 <= events <= people
    people:      people in the group, shape (k,)
    rest_events: events in the comparison, shape (k,)
    rest_people: people in the comparison, shape (k,)
    level:       coverage of the interval, between 0 and 1
    Gives an Estimate of k ratios, `se` on the log scale. A group of nobody is
    undefined:zero_denominator. No event in either is undefined:zero_in_ratio: report the
    difference; where one has events the one-sided score bound stands, flag "one_sided".
    Everybody having the event in both is flagged "no_variation".
    Fails with Problem "counts-above-people" when a group has more events than people.
    Source: Katz, Baptista, Azen and Pike 1978, Biometrics 34:469-474; bound: Koopman 1984,
    Biometrics 40:513-517; checked against base R in
    tests/reference/test_statistics_two_proportions.py
    >>> katz([56], [70], [48], [80]).low.round(4)
    array([1.0766])
    """
    tables = _tables(events, people, rest_events, rest_people)
    nobody = _nobody(tables)
    had, size, rest_had, rest_size = _somebody(tables)
    none, rest_none = (had == 0) & ~nobody, (rest_had == 0) & ~nobody
    one, other = np.where(had == 0, 1.0, had), np.where(rest_had == 0, 1.0, rest_had)
    ratio = one / size * (rest_size / other)
    # Rounding must not make a variance of zero (everybody, twice) a little negative.
    se = np.sqrt(np.maximum((1 / one - 1 / size) + (1 / other - 1 / rest_size), 0.0))
    reach = fold(normal_quantile(level) * se)
    low, high = ratio / reach, ratio * reach
    low[none], high[rest_none] = 0.0, np.nan
    low[none & rest_none] = np.nan
    above, below = none & ~rest_none, rest_none & ~none
    high[none] = np.nan
    high[above] = ratio_bound(rest_had[above], rest_size[above], size[above], level)
    low[below] = 1 / ratio_bound(had[below], size[below], rest_size[below], level)
    low[nobody], high[nobody] = np.nan, np.nan
    return answer(
        ratio,
        low,
        high,
        level=level,
        method="katz_log",
        reasons={"zero_denominator": nobody, "zero_in_ratio": none | rest_none},
        se=se,
        bounds=True,
        flags={"one_sided": above | below, "no_variation": (se == 0) & ~(none | rest_none)},
    )


def pooled_z(
    events: ArrayLike, people: ArrayLike, rest_events: ArrayLike, rest_people: ArrayLike
) -> Estimate:
    """Test two proportions by the pooled z, the square root of chi-square without correction.

    events:      events in the group, shape (k,), 0 <= events <= people
    people:      people in the group, shape (k,); effective numbers need not be whole
    rest_events: events in the comparison, shape (k,)
    rest_people: people in the comparison, shape (k,)
    Gives an Estimate whose values are k two-sided p-values; a group of nobody is
    undefined:zero_denominator, an event that all or none had is undefined:no_variation.
    Fails with Problem "counts-above-people" when a group has more events than people.
    Source: Pearson 1900, Philosophical Magazine 50:157-175; checked against base R prop.test in
    tests/reference/test_statistics_two_proportions.py
    >>> pooled_z([56], [70], [48], [80]).value.round(6)
    array([0.008045])
    """
    tables = _tables(events, people, rest_events, rest_people)
    nobody = _nobody(tables)
    had, size, rest_had, rest_size = _somebody(tables)
    total, all_had = size + rest_size, had + rest_had
    same = (all_had == 0) | (all_had >= total)
    spread = np.where(same, 1.0, all_had) * np.where(same, 1.0, total - all_had)
    apart = had * rest_size - rest_had * size
    z = apart / np.sqrt(size * rest_size) * np.sqrt(total / spread)
    p = np.minimum(2 * np.asarray(ndtr(-np.abs(z)), dtype=np.float64), 1.0)
    reasons: dict[str, Mask] = {"zero_denominator": nobody, "no_variation": same}
    return answer(p, None, None, level=0.95, method="pooled_z", reasons=reasons)


def fisher(
    events: ArrayLike, people: ArrayLike, rest_events: ArrayLike, rest_people: ArrayLike
) -> Estimate:
    """Test two proportions exactly: sum the tables that are not more likely than the one seen.

    events:      events in the group, whole numbers, shape (k,), 0 <= events <= people
    people:      people in the group, whole numbers, shape (k,)
    rest_events: events in the comparison, whole numbers, shape (k,)
    rest_people: people in the comparison, whole numbers, shape (k,)
    Gives an Estimate whose values are k two-sided p-values; a group of nobody is
    undefined:zero_denominator.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Fisher 1935, JRSS 98:39-82; checked against base R fisher.test in
    tests/reference/test_statistics_two_proportions.py
    >>> fisher([56], [70], [48], [80]).value.round(6)
    array([0.012521])
    """
    tables = _tables(events, people, rest_events, rest_people)
    if any((array != np.floor(array)).any() for array in tables):
        raise Problem(
            "counts-not-whole",
            "A number is not whole, and an exact test counts people.",
            "Give whole numbers, or use the pooled test for effective numbers.",
        )
    p = np.array([_fisher(*(int(cell) for cell in table)) for table in zip(*tables, strict=True)])
    reasons = {"zero_denominator": _nobody(tables)}
    p = p.astype(np.float64)
    return answer(p, None, None, level=0.95, method="fisher", reasons=reasons)


def difference_test(
    events: ArrayLike, people: ArrayLike, rest_events: ArrayLike, rest_people: ArrayLike
) -> Estimate:
    """Test two proportions by pooled z, or exactly where a cell is expected to hold few.

    events:      events in the group, whole numbers, shape (k,), 0 <= events <= people
    people:      people in the group, whole numbers, shape (k,)
    rest_events: events in the comparison, whole numbers, shape (k,)
    rest_people: people in the comparison, whole numbers, shape (k,)
    Gives an Estimate whose values are k two-sided p-values, flag "fisher" where fewer than five
    people are expected in a cell; a group of nobody is undefined:zero_denominator.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Cochran 1954, Biometrics 10:417-451 (expected counts of at least 5)
    >>> difference_test([56, 1], [70, 9], [48, 3], [80, 9]).flags
    ((), ('fisher',))
    """
    tables = _tables(events, people, rest_events, rest_people)
    few = fewest_expected(*tables) < EXPECTED
    p = pooled_z(*tables).value
    nobody = _nobody(tables)
    exact = few & ~nobody
    p[exact] = fisher(*(array[exact] for array in tables)).value
    reasons = {"zero_denominator": nobody}
    return answer(
        p,
        None,
        None,
        level=0.95,
        method="pooled_z_or_fisher",
        reasons=reasons,
        flags={"fisher": exact},
    )


def fewest_expected(
    events: ArrayLike, people: ArrayLike, rest_events: ArrayLike, rest_people: ArrayLike
) -> FloatArray:
    """Give the smallest count expected in a cell of each table if the proportions were equal.

    events:      events in the group, shape (k,), 0 <= events <= people
    people:      people in the group, shape (k,)
    rest_events: events in the comparison, shape (k,)
    rest_people: people in the comparison, shape (k,)
    Gives shape (k,), 0 where a group has nobody.
    Fails with Problem "counts-above-people" when a group has more events than people.
    Source: Pearson 1900, Philosophical Magazine 50:157-175
    >>> fewest_expected([1], [10], [2], [20])
    array([1.])
    """
    had, size, rest_had, rest_size = _tables(events, people, rest_events, rest_people)
    all_had, total = had + rest_had, np.maximum(size + rest_size, 1e-300)
    rarer = np.minimum(all_had, size + rest_size - all_had)
    return np.minimum(size, rest_size) * (rarer / total)


def _tables(
    events: ArrayLike, people: ArrayLike, rest_events: ArrayLike, rest_people: ArrayLike
) -> Tables:
    one, other = counts(events, people), counts(rest_events, rest_people)
    had, size, rest_had, rest_size = numbers(
        events=one[0], people=one[1], rest_events=other[0], rest_people=other[1]
    )
    return had, size, rest_had, rest_size


def _nobody(tables: Tables) -> Mask:
    nobody: Mask = (tables[1] == 0) | (tables[3] == 0)
    return nobody


def _somebody(tables: Tables) -> Tables:
    had, size, rest_had, rest_size = tables
    return had, np.where(size == 0, 1.0, size), rest_had, np.where(rest_size == 0, 1.0, rest_size)


def _difference(
    tables: Tables, limits: tuple[FloatArray, FloatArray, FloatArray], level: float, method: str
) -> Estimate:
    value, low, high = limits
    return answer(
        value,
        np.maximum(low, -1.0),
        np.minimum(high, 1.0),
        level=level,
        method=method,
        reasons={"zero_denominator": _nobody(tables)},
    )


def _fisher(had: int, size: int, rest_had: int, rest_size: int) -> float:
    all_had = had + rest_had
    steps = hypergeometric_steps(size, rest_size, all_had)
    return as_unlikely(steps, had - max(0, all_had - rest_size))
