"""What could have been seen, and the price of knowing."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.decision.planning import (
    expected_detectable,
    people_needed,
    people_needed_beside,
)
from commonweal.stats.decision.power import (
    detectable,
    mdd,
    people_for,
    people_for_means,
    power_of,
)


def code_of(call, *args, **named):
    with pytest.raises(Problem) as caught:
        call(*args, **named)
    return caught.value.code


def test_the_smallest_gap_shrinks_with_people_and_is_undefined_for_nobody():
    ours = mdd([0.3, 0.3, 0.3, 0.0], [100, 400, 0, 50], [1e9, 1e9, 10, 50])
    assert ours.value[0] == pytest.approx(2 * ours.value[1])
    assert ours.reason == ("", "", "zero_denominator", "")
    assert ours.value[3] == 0


def test_the_detectable_rate_has_exactly_the_power_asked_for():
    for upward in (True, False):
        found = detectable([0.3, 0.6], [500, 90], power=0.9, level=0.99, upward=upward)
        assert power_of([0.3, 0.6], found.value, [500, 90], 0.99).value == pytest.approx([0.9, 0.9])
        assert ((found.value > [0.3, 0.6]) == upward).all()


def test_groups_too_small_to_tell_anything_apart_say_so():
    ours = detectable([0.5, 0.5, 1.0], [2, 0, 50])
    assert ours.reason == ("not_detectable", "zero_denominator", "not_detectable")
    assert np.isnan(ours.value).all()


def test_rates_of_none_and_all_are_told_apart_for_sure():
    ours = power_of([0, 1, 0, 0.2], [1, 1, 0, 0.2], [40, 40, 40, 0])
    assert ours.value[:3].tolist() == [1, 0, 0]
    assert ours.reason == ("", "", "", "zero_denominator")


def test_the_size_has_exactly_the_power_asked_for():
    size = people_for([0.2, 0.5], [0.3, 0.41], power=0.7).value
    assert power_of([0.2, 0.5], [0.3, 0.41], size).value == pytest.approx([0.7, 0.7])
    assert people_for(0.2, 0.2).reason == ("zero_difference",)


def test_people_needed_are_whole_and_grow_with_design_and_family():
    plain = people_needed(0.2, [0.1, -0.1])
    assert plain.value.tolist() == np.ceil(people_for(0.2, [0.3, 0.1]).value).tolist()
    assert people_needed(0.2, 0.1, deff=2).value[0] == np.ceil(2 * people_for(0.2, 0.3).value[0])
    strict = people_for(0.2, 0.3, level=0.99).value[0]
    assert people_needed(0.2, 0.1, comparisons=5).value[0] == np.ceil(strict)


def test_people_needed_says_why_no_number_is_enough():
    ours = people_needed([0.9, 0.1, 0.5, 0.9], [0.2, -0.2, 0.0, 0.1])
    assert ours.reason == ("beyond_range", "beyond_range", "zero_difference", "")


def test_people_needed_beside_a_comparison_turn_the_smallest_gap_round():
    rates, sizes, rest = np.array([0.1, 0.4]), np.array([137, 2500]), np.array([5000, 3000])
    gaps = expected_detectable(rates, sizes, rest, deff=1.3, rest_deff=2).value
    ours = people_needed_beside(rates, -gaps, rest, deff=1.3, rest_deff=2)
    assert ours.value.tolist() == sizes.tolist()


def test_people_needed_beside_a_comparison_says_why_no_number_is_enough():
    ours = people_needed_beside(
        [0.5, 0.5, 0.0, 1.0, 0.5], [0.1, 0, 0.1, 0.1, 0.01], [0, 50, 50, 50, 50]
    )
    assert ours.reason == (
        "zero_denominator",
        "zero_difference",
        "no_variation",
        "no_variation",
        "comparison_too_small",
    )


def test_planning_for_a_family_sees_less():
    one, five = (
        expected_detectable(0.3, 100, 900),
        expected_detectable(0.3, 100, 900, comparisons=5),
    )
    assert one.value[0] == mdd(0.3, 100, 900).value[0]
    assert five.value[0] == mdd(0.3, 100, 900, level=0.99).value[0]
    assert five.level == 0.95
    assert expected_detectable(0.3, 0, 900).reason == ("zero_denominator",)


def test_the_size_for_means_falls_with_the_effect_and_stops_at_two():
    assert people_for_means(-3, 11) == people_for_means(3, 11)
    assert people_for_means(6, 11) < people_for_means(3, 11)
    assert people_for_means(1000, 1) == 2


@pytest.mark.parametrize(("difference", "sd"), [(0, 1), (1, 0), (1, -1), (float("nan"), 1)])
def test_a_difference_of_nothing_has_no_size(difference, sd):
    assert code_of(people_for_means, difference, sd) == "difference-zero"


@pytest.mark.parametrize("power", [0, 1, 80])
def test_a_power_that_can_not_be_is_a_problem(power):
    for call, inputs in (
        (mdd, (0.5, 10, 10)),
        (detectable, (0.5, 10)),
        (people_for, (0.5, 0.6)),
        (people_for_means, (1, 1)),
        (people_needed_beside, (0.5, 0.1, 10)),
    ):
        assert code_of(call, *inputs, power=power) == "power-outside"


@pytest.mark.parametrize(
    ("call", "inputs", "named", "code"),
    [
        (mdd, (1.5, 10, 10), {}, "share-outside"),
        (mdd, (0.5, -10, 10), {}, "counts-negative"),
        (people_needed, (0.5, 0.1), {"comparisons": 0}, "comparisons-below-one"),
        (people_needed, (0.5, 0.1), {"deff": 0.5}, "design-effect-below-one"),
        (expected_detectable, (0.5, 9, 9), {"rest_deff": 0.5}, "design-effect-below-one"),
        (people_needed_beside, (0.5, 0.1, -1), {}, "counts-negative"),
    ],
)
def test_plans_that_can_not_be_are_a_problem(call, inputs, named, code):
    assert code_of(call, *inputs, **named) == code
