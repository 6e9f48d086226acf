"""Measures of spread and distance: what they are at equality, at zero and below, without a mean."""

import numpy as np
import pytest

from commonweal.stats.inequality import deviation, entropy, variance
from commonweal.stats.inequality.subgroups import Subgroups

SPREAD = [
    variance.between_group_variance,
    variance.between_group_standard_deviation,
    deviation.mean_difference_from_mean_unweighted,
    deviation.mean_difference_from_mean_weighted,
    deviation.mean_difference_from_best_weighted,
]
RELATIVE = [
    variance.coefficient_of_variation,
    deviation.index_of_disparity_unweighted,
    deviation.index_of_disparity_weighted,
    entropy.theil_index,
    entropy.mean_log_deviation,
]
UNWEIGHTED = [
    deviation.mean_difference_from_best_unweighted,
    deviation.index_of_disparity,
    deviation.mean_difference_from_reference_unweighted,
]
ALL = [*SPREAD, *RELATIVE, *UNWEIGHTED, deviation.mean_difference_from_reference_weighted]


def one(estimate, people=None, se=None, **declared):
    people = [10.0] * len(estimate) if people is None else people
    return Subgroups.one(estimate, se, people, **{"favorable": True, "reference": 0, **declared})


@pytest.mark.parametrize("measure", ALL)
def test_equal_groups_have_none(measure):
    # A tenth has no exact binary form, so plain sums would leave rounding behind.
    assert measure(one([0.1] * 7, [3, 1, 4, 1, 5, 9, 2])).value.tolist() == [0]


@pytest.mark.parametrize("measure", ALL)
def test_two_groups_have_some_and_one_has_no_spread(measure):
    assert measure(one([10, 30])).value[0] > 0
    assert measure(one([10])).reason == ("single_group",)


@pytest.mark.parametrize("measure", [*SPREAD, *RELATIVE])
def test_weights_need_people(measure):
    assert measure(one([10, 30], [0, 0])).reason == ("zero_denominator",)


@pytest.mark.parametrize("measure", UNWEIGHTED)
def test_where_every_group_counts_the_same_groups_of_nobody_count(measure):
    assert measure(one([10, 30], [0, 0])).ok.all()
    assert measure(one([10, 30, 50], [5, 5, 0])).value != measure(one([10, 30])).value


@pytest.mark.parametrize("measure", RELATIVE)
def test_nothing_is_relative_to_no_mean(measure):
    assert measure(one([0, 0])).reason == ("zero_mean",)
    assert measure(one([-10, 5])).reason == ("negative_mean",)


@pytest.mark.parametrize("measure", [entropy.theil_index, entropy.mean_log_deviation])
def test_a_logarithm_needs_more_than_zero(measure):
    assert measure(one([-1, 5])).reason == ("negative_estimate",)
    zero = measure(one([0, 5], se=[1, 1]))
    assert zero.flags == (("zero_replaced",),)
    assert zero.ok.all()
    # A group of nobody has no part in the sum.
    assert measure(one([-1, 5, 6], [0, 5, 5])).ok.all()
    assert measure(one([0, 5, 6], [0, 5, 5])).flags == (("standard_error_missing",),)


def test_the_best_of_an_index_must_be_above_zero():
    assert deviation.index_of_disparity(one([0, 5], favorable=False)).reason == (
        "zero_denominator",
    )
    assert deviation.index_of_disparity(one([-1, 5], favorable=False)).reason == (
        "negative_estimate",
    )


@pytest.mark.parametrize(
    "measure",
    [
        deviation.mean_difference_from_reference_unweighted,
        deviation.mean_difference_from_reference_weighted,
    ],
)
def test_a_distance_from_a_named_group_needs_one(measure):
    assert measure(one([10, 30], reference=None)).reason == ("no_reference",)


def test_an_average_of_the_setting_may_stand_for_the_mean():
    groups = one([10, 30], [5, 5])
    far = deviation.mean_difference_from_mean_unweighted(groups, average=40)
    assert far.value.tolist() == [20]
    assert deviation.index_of_disparity_unweighted(groups, average=[40]).value.tolist() == [50]
    nobody = one([10, 30], [0, 0])
    assert deviation.mean_difference_from_mean_unweighted(nobody, average=40).ok.all()
    assert deviation.index_of_disparity_unweighted(nobody, average=40).ok.all()
    assert deviation.index_of_disparity_unweighted(nobody, average=0).reason == ("zero_mean",)


def test_what_sampling_adds_needs_standard_errors():
    known, unknown = one([10, 30], se=[2, 4]), one([10, 30])
    assert variance.between_group_variance_bias(known).value.tolist() == [0.25 * 20]
    assert variance.between_group_variance_corrected(known).value.tolist() == [95]
    assert np.isfinite(variance.between_group_variance(known).low[0])
    assert np.isnan(variance.between_group_variance(unknown).low[0])
    for measure in (
        variance.between_group_variance_bias,
        variance.between_group_variance_corrected,
    ):
        assert measure(unknown).reason == ("standard_error_missing",)


def test_kinked_measures_have_no_interval_here():
    found = deviation.mean_difference_from_mean_weighted(one([10, 30], se=[1, 1]))
    assert (found.method, found.se) == ("none", None)
    assert np.isnan(found.low).all()


def test_an_estimate_far_below_the_mean_still_has_a_logarithm():
    tables = Subgroups.one([1e-30, 50.0], None, [5, 5], favorable=True)
    # Half of the people have all of it, so Theil's index is that of two equal halves.
    assert entropy.theil_index(tables).value[0] == pytest.approx(1000 * np.log(2), rel=1e-12)
    exact = 1000 * (np.log(25) - (np.log(1e-30) + np.log(50)) / 2)
    assert entropy.mean_log_deviation(tables).value[0] == pytest.approx(exact, rel=1e-12)
