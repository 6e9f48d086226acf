"""Two means of different people."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import ttest_1samp, ttest_ind

from commonweal.kinds import Problem
from commonweal.stats.rates.mean import mean_t
from commonweal.stats.rates.two_means import welch_difference, welch_test

ONE = np.array([3.1, 4.7, 5.0, 6.2, 9.9])
OTHER = np.array([2.0, 2.5, 2.9, 3.4])


def means(*groups):
    arrays = [np.asarray(group, dtype=float) for group in groups]
    return mean_t(
        [len(a) for a in arrays], [a.sum() for a in arrays], [(a * a).sum() for a in arrays]
    )


@pytest.mark.parametrize("level", [0.9, 0.95, 0.998])
def test_the_difference_and_its_test_are_those_of_welch(level):
    theirs = ttest_ind(ONE, OTHER, equal_var=False)
    ours = welch_difference(means(ONE), means(OTHER), level)
    low, high = theirs.confidence_interval(level)
    assert [ours.low[0], ours.high[0]] == pytest.approx([low, high])
    assert ours.value[0] == pytest.approx(ONE.mean() - OTHER.mean())
    assert welch_test(means(ONE), means(OTHER)).value[0] == pytest.approx(theirs.pvalue)


def test_all_groups_may_be_compared_with_one():
    ours = welch_difference(means(ONE, OTHER), means(OTHER))
    assert ours.value == pytest.approx([ONE.mean() - OTHER.mean(), 0])
    assert welch_test(means(ONE, OTHER), means(OTHER)).value[1] == pytest.approx(1)


def test_a_mean_that_is_missing_hands_on_its_reason():
    ours = welch_difference(means([], [1], ONE, ONE), means(OTHER, OTHER, [], [2]))
    assert ours.reason == ("zero_denominator", "one_value", "zero_denominator", "one_value")
    assert np.isnan([ours.value, ours.low, ours.se]).all()
    assert welch_test(means([]), means(OTHER)).reason == ("zero_denominator",)


def test_one_missing_comparison_for_all_is_said_of_all():
    assert welch_difference(means(ONE, OTHER), means([2])).reason == ("one_value",) * 2


def test_values_all_alike_have_a_difference_and_no_test():
    ours = welch_difference(means([2, 2, 2]), means([5, 5]))
    assert (ours.value[0], ours.low[0], ours.high[0]) == (-3, -3, -3)
    assert ours.flags == (("no_variation",),)
    assert welch_test(means([2, 2, 2]), means([5, 5])).reason == ("no_variation",)


def test_one_group_alike_leaves_the_spread_of_the_other():
    theirs = ttest_1samp(OTHER, 2.0)
    assert welch_test(means([2, 2, 2]), means(OTHER)).value[0] == pytest.approx(theirs.pvalue)


def test_tiny_and_huge_units_change_nothing():
    plain = welch_test(means(ONE), means(OTHER)).value
    for unit in (1e-90, 1e90):
        assert welch_test(means(unit * ONE), means(unit * OTHER)).value == pytest.approx(plain)


def test_groups_and_comparisons_that_are_not_as_many_are_a_problem():
    with pytest.raises(Problem) as caught:
        welch_difference(means(ONE), means(OTHER, ONE))
    assert caught.value.code == "shapes-differ"


@pytest.mark.parametrize("missing", ["se", "n"])
def test_a_mean_without_its_error_is_a_problem(missing):
    with pytest.raises(Problem) as caught:
        welch_test(replace(means(ONE), **{missing: None}), means(OTHER))
    assert caught.value.code == "standard-error-missing"
