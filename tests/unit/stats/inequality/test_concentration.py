"""Concentration along an order: bounds, aversion and the error of the fit."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.inequality import concentration
from commonweal.stats.inequality.subgroups import Subgroups

ALL = [
    concentration.absolute_concentration_index,
    concentration.relative_concentration_index,
    concentration.wagstaff_index,
    concentration.erreygers_index,
    concentration.extended_concentration_index,
]


def one(estimate, people=None, se=None, order=True, **declared):
    people = [10.0] * len(estimate) if people is None else people
    places = np.arange(1, len(estimate) + 1) if order else None
    return Subgroups.one(estimate, se, people, order=places, **{"favorable": True, **declared})


@pytest.mark.parametrize("measure", ALL)
def test_the_sign_says_where_it_is_concentrated(measure):
    assert measure(one([10, 20, 60])).value[0] > 0
    assert measure(one([60, 20, 10])).value[0] < 0
    assert measure(one([0.1] * 7, [3, 1, 4, 1, 5, 9, 2])).value.tolist() == [0]


@pytest.mark.parametrize("measure", ALL)
def test_without_order_there_is_none(measure):
    assert measure(one([10, 20], order=False)).reason == ("not_ordered",)
    assert measure(one([10, 20], [0, 0])).reason == ("zero_denominator",)
    assert measure(one([10, 20], [5, 0])).reason == ("single_group",)
    assert measure(one([10])).reason == ("single_group",)


def test_a_bounded_index_needs_its_bounds():
    assert concentration.wagstaff_index(one([100, 100])).reason == ("mean_at_bound",)
    assert concentration.wagstaff_index(one([0, 0])).reason == ("mean_at_bound",)
    for measure in (concentration.wagstaff_index, concentration.erreygers_index):
        assert measure(one([90, 130])).reason == ("outside_scale",)
        assert measure(one([-1, 30])).reason == ("outside_scale",)
    assert concentration.relative_concentration_index(one([0, 0])).reason == ("zero_mean",)


def test_bounded_indices_mirror_when_the_outcome_is_turned_over():
    had, had_not = one([10, 20, 60]), one([90, 80, 40])
    for measure in (concentration.wagstaff_index, concentration.erreygers_index):
        assert measure(had).value == pytest.approx(-measure(had_not).value)


def test_an_aversion_of_two_is_the_plain_index():
    groups = one([10, 20, 60], [5, 9, 3], se=[1, 2, 3])
    extended = concentration.extended_concentration_index
    plain = concentration.absolute_concentration_index(groups)
    relative = concentration.relative_concentration_index(groups)
    for ours, known in [
        (extended(groups, aversion=2), plain),
        (extended(groups, aversion=2, relative=True), relative),
    ]:
        assert ours.value == pytest.approx(known.value)
        assert ours.se == pytest.approx(known.se)


def test_a_relative_extended_index_needs_a_mean():
    found = concentration.extended_concentration_index(one([0, 0]), relative=True)
    assert found.reason == ("zero_mean",)


@pytest.mark.parametrize("aversion", [1, 0.5, np.inf, np.nan])
def test_an_aversion_must_be_above_one(aversion):
    with pytest.raises(Problem) as caught:
        concentration.extended_concentration_index(one([1, 2]), aversion=aversion)
    assert caught.value.code == "aversion-outside"


@pytest.mark.parametrize(
    "measure",
    [concentration.absolute_concentration_index, concentration.relative_concentration_index],
)
def test_the_error_of_the_fit_is_zero_on_a_line_and_unknown_for_two(measure):
    line = measure(one([10, 20, 30]), error="lack_of_fit")
    assert line.se == pytest.approx([0], abs=1e-12)
    assert line.method == "lack_of_fit"
    two = measure(one([10, 20]), error="lack_of_fit")
    assert two.ok[0]
    assert np.isnan(two.se[0])
    with pytest.raises(Problem) as caught:
        measure(one([10, 20]), error="bootstrap")
    assert caught.value.code == "error-unknown"


def test_a_bounded_index_keeps_its_digits_where_nearly_everybody_is_at_the_bound():
    people = [2596908267925343.5, 1.0, 1.0, 1.0]
    ours = concentration.wagstaff_index(
        Subgroups.one(
            [1000, 1, 0, 1], None, people, scale=1000, favorable=False, order=[0, 5, 3, 2]
        )
    )
    # All who lack it stand above all who have it, so the index is almost at its bound.
    assert -1 <= ours.value[0] < -0.99
    tiny = concentration.wagstaff_index(one([0.0, 4e-323], people=[1.87e307, 5.3e306], scale=1000))
    assert -1 <= tiny.value[0] <= 1
