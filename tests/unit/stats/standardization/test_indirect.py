"""Indirect standardization: expected events, ratios, and why two of them do not compare."""

import numpy as np
import pytest
from scipy.stats import poisson

from commonweal.kinds import Problem
from commonweal.stats.standardization.direct import gamma
from commonweal.stats.standardization.indirect import (
    expected_events,
    ratio_of_ratios,
    ratio_test,
    standardized_rate,
    standardized_ratio,
)


def test_expected_events_are_those_of_the_reference_rates():
    ours = expected_events([[100, 50], [0, 1000]], [10, 40], [1000, 1000])
    assert ours == pytest.approx([3, 40])


def test_a_reference_without_people_where_a_group_has_some_is_a_problem():
    for people, events in (([[1, 1]], [1, 0]), ([[1, 0]], [1, 1])):
        with pytest.raises(Problem) as caught:
            expected_events(people, events, [10, 0])
        assert caught.value.code == "reference-empty"
    assert expected_events([[10, 0]], [1, 0], [10, 0]).tolist() == [1]


def test_the_ratio_is_exact_below_ten_events_and_says_so():
    ours = standardized_ratio([9, 10], [10, 10])
    assert ours.flags == (("few_events",), ())
    # The exact lower limit is the mean under which as many events have the chance 0.025.
    assert poisson.sf(8, 10 * ours.low[0]) == pytest.approx(0.025)
    assert ours.method == "indirect_phe"


def test_nothing_expected_is_undefined():
    for estimate in (
        standardized_ratio([1, 0], [0, 0]),
        ratio_test([1, 0], [0, 0]),
        standardized_rate([1, 0], [0, 0], [1], [10]),
        standardized_rate([1, 0], [1, 1], [0], [0]),
        ratio_of_ratios([1, 2], [0, 3], [3, 4], [5, 0]),
    ):
        assert estimate.reason == ("zero_denominator", "zero_denominator")
        assert np.isnan(estimate.value).all()


def test_a_negative_count_is_a_problem():
    with pytest.raises(Problem) as caught:
        ratio_test([-1], [1])
    assert caught.value.code == "counts-negative"


def test_the_test_against_one_doubles_the_smaller_tail():
    seen, awaited = np.array([20, 3, 0, 5]), np.array([12.5, 9.0, 4.0, 5.0])
    tails = np.minimum(poisson.sf(seen - 1, awaited), poisson.cdf(seen, awaited))
    assert ratio_test(seen, awaited).value == pytest.approx(np.minimum(2 * tails, 1))
    assert ratio_test([5], [5]).value.tolist() == [1]


def test_the_test_against_one_rejects_where_the_exact_interval_leaves_one_out():
    awaited = np.linspace(0.5, 25, 50)
    ours = standardized_ratio(np.full(50, 7), awaited)
    rejected = ratio_test(np.full(50, 7), awaited).value < 0.05
    assert ((ours.low > 1) | (ours.high < 1)).tolist() == rejected.tolist()


def test_two_groups_of_the_same_rates_may_have_different_ratios():
    # Both groups: 0.1 among the young, 0.2 among the old. They differ in age only.
    reference = [100, 100], [1000, 2000]
    young, old = expected_events([[900, 100], [100, 900]], *reference)
    seen = [110, 190]
    ours = ratio_of_ratios(seen[:1], [young], seen[1:], [old])
    assert ours.flags == (("not_comparable",),)
    assert ours.value[0] < 0.7
    direct = gamma([[90, 20], [10, 180]], [[900, 100], [100, 900]], [1, 1]).value
    assert direct[0] == pytest.approx(direct[1])


def test_a_flag_that_the_ratio_had_before_is_kept():
    assert ratio_of_ratios([0], [1], [2], [1]).flags == (("one_sided", "not_comparable"),)
