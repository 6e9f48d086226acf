"""Two groups against each other: which two, of which sign, and when there is no ratio."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.inequality.pair import compared, compared_groups, difference, ratio
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.rates import katz


def one(estimate, people=None, se=None, **declared):
    people = [10.0] * len(estimate) if people is None else people
    return Subgroups.one(estimate, se, people, **{"favorable": True, **declared})


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        ({}, 40),
        ({"favorable": False}, 40),
        ({"reference": 0}, 20),
        ({"reference": 2}, -20),
        ({"reference": 0, "favorable": False}, 20),
        ({"order": [1, 3, 2]}, 20),
        ({"order": [1, 3, 2], "favorable": False}, -20),
    ],
)
def test_the_sign_says_who_has_more(declared, value):
    assert difference(one([30, 50, 10], **declared)).value[0] == value


def test_a_pair_that_the_data_chose_is_flagged():
    chosen = difference(one([1, 2]))
    assert chosen.flags == (("selected_extremes", "standard_error_missing"),)
    for declared in ({"reference": 0}, {"order": [1, 2]}):
        assert difference(one([1, 2], **declared)).flags == (("standard_error_missing",),)


def test_among_equals_people_count_and_then_the_place():
    assert [place[0] for place in compared(one([3, 3, 1, 1], [0, 5, 5, 9]))] == [1, 2]


def test_the_groups_compared_are_told_by_their_place_in_the_table_given():
    nan = float("nan")
    tables = Subgroups.many(
        [2, 0, 0, 1, 0, 2, 2, 4, 4],
        [5, nan, 10, 7, 30, nan, 9, 1, 2],
        None,
        [10] * 9,
        scale=100.0,
        favorable=[True, True, False, True, True],
        order=[1, nan, nan, nan, nan, 2, 3, nan, nan],
        reference=[-1, -1, -1, -1, 1],
        drop_missing=True,
    )
    first, second = compared_groups(tables)
    assert first.tolist() == [2, -1, 0, -1, 1]
    assert second.tolist() == [1, -1, 2, -1, 0]


def test_a_reference_without_an_estimate_is_compared_with_nobody():
    table = one([float("nan"), 3, 4], reference=0, drop_missing=True)
    assert [place.tolist() for place in compared_groups(table)] == [[-1], [-1]]


def test_the_limits_of_a_ratio_are_drawn_on_the_log_scale():
    found = ratio(one([20, 10], se=[2, 1]))
    assert found.se[0] == pytest.approx(np.sqrt(0.02))
    assert found.low[0] * found.high[0] == pytest.approx(4)
    assert found.method == "delta_log"


@pytest.mark.parametrize(
    ("estimate", "reason"),
    [([0, 5], "zero_in_ratio"), ([-1, 5], "negative_estimate"), ([0, 0], "zero_in_ratio")],
)
def test_a_ratio_that_does_not_exist_says_why(estimate, reason):
    found = ratio(one(estimate))
    assert (found.status, found.reason) == (("undefined",), (reason,))
    assert difference(one(estimate)).ok.all()


@pytest.mark.parametrize(
    ("estimate", "events"), [([0, 20], ([0, 8], [8, 0])), ([12.5, 0], ([5, 0], [0, 5]))]
)
@pytest.mark.parametrize("order", [None, [1, 2], [2, 1]])
def test_counts_bound_a_ratio_with_a_zero_from_one_side(estimate, events, order):
    table = one(estimate, [40.0, 40.0], order=order)
    found = ratio(table, counted=True)
    first = compared(table)[0][0]
    own, rest = events[0][first], events[0][1 - first]
    bound = katz([own], 40, [rest], 40)
    assert (found.reason, found.ok.tolist()) == (("zero_in_ratio",), [False])
    assert "one_sided" in found.flags[0]
    assert found.low == pytest.approx(bound.low, nan_ok=True)
    assert found.high == pytest.approx(bound.high, nan_ok=True)
    assert np.isnan(ratio(table).low).all()


def test_counts_change_no_ratio_without_a_zero_and_bound_none_of_two_zeros():
    tables = Subgroups.many(
        [0, 0, 1, 1, 2, 2],
        [10, 20, 0, 0, 5, 0],
        None,
        [40, 40, 40, 40, 40, 40],
        scale=100.0,
        favorable=[True] * 3,
    )
    counted, plain = ratio(tables, counted=True), ratio(tables)
    assert np.array_equal(counted.value, plain.value, equal_nan=True)
    assert ["one_sided" in flags for flags in counted.flags] == [False, False, True]
    assert np.isnan([counted.low[1], counted.high[1]]).all()
    assert counted.low[2] == pytest.approx(katz([2], 40, [0], 40).low[0])


def test_more_events_than_people_is_a_problem_where_they_are_counted():
    with pytest.raises(Problem) as caught:
        ratio(one([0, 120], [10, 10]), counted=True)
    assert caught.value.code == "counts-above-people"


def test_a_ratio_too_large_to_compute_says_so():
    assert ratio(one([1e300, 1e-300])).reason == ("out_of_range",)


@pytest.mark.parametrize("measure", [difference, ratio])
def test_one_group_has_no_other(measure):
    assert measure(one([5])).reason == ("single_group",)
    assert measure(one([])).reason == ("no_groups",)


@pytest.mark.parametrize("measure", [difference, ratio])
def test_groups_of_nobody_still_count(measure):
    assert measure(one([5, 10], [0, 0])).ok.all()


def test_a_gap_in_the_table_is_not_enough_unless_it_is_allowed():
    gap, people = [np.nan, 10, 30], [10, 50, 60]
    assert difference(one(gap, people)).status == ("insufficient",)
    assert difference(one(gap, people)).reason == ("missing_group",)
    allowed = difference(one(gap, people, drop_missing=True))
    assert allowed.value.tolist() == [20]
    assert "groups_dropped" in allowed.flags[0]
    many = difference(one(gap, [90, 5, 5], drop_missing=True))
    assert (many.status, many.reason) == (("insufficient",), ("missing_people",))


def test_a_named_group_without_estimate_is_not_replaced_by_another():
    lost = one([np.nan, 10, 30], [1, 50, 60], reference=0, drop_missing=True)
    assert difference(lost).reason == ("no_reference",)


def test_an_unknown_standard_error_takes_the_limits_away_where_it_counts():
    found = difference(one([10, 20, 30], se=[1, np.nan, 1]))
    assert np.isfinite(found.low[0])
    lost = difference(one([10, 20, 30], se=[np.nan, 1, 1]))
    assert np.isnan(lost.low[0])
    assert np.isnan(lost.se[0])
    assert "standard_error_missing" in lost.flags[0]
    assert lost.ok[0]


def test_a_level_that_can_not_be_is_refused():
    with pytest.raises(Problem, match="level"):
        difference(one([1, 2]), level=1)


def test_a_ratio_of_hardly_anything_has_limits_that_are_numbers():
    ours = ratio(one([1e-6, 1.0], se=[1.0, 1.0], scale=1))
    assert ours.low[0] < ours.value[0] == pytest.approx(1e6)
    assert np.isfinite(ours.high[0])
    huge = ratio(one([1e-129, 1e282], se=[1.0, 0.0], scale=1000, reference=0))
    assert huge.reason[0] == "out_of_range" or huge.low[0] <= huge.value[0] <= huge.high[0]
    assert np.isnan(huge.low[0]) == np.isnan(huge.high[0])


def test_more_people_than_a_sum_can_hold_are_still_people():
    ours = difference(one([10.0, 30.0], people=[1.5e308, 1.5e308]))
    assert ours.value[0] == 20
    assert np.isfinite(ours.n[0])
