"""Composites of shares of favorable answers, worked by hand and held against resampling."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.scales.positive import difference_within, positive_composite

NAN = np.nan
ALL = np.ones((4, 1), dtype=bool)


def test_items_count_alike_however_many_answered() -> None:
    # Item 1: 3 of 4 favorable; item 2: 0 of 1. Pooled it would be 3 of 5.
    found = positive_composite([[5, NAN], [4, NAN], [4, 1], [3, NAN]], ALL)
    assert found.value[0] == pytest.approx((0.75 + 0) / 2)


def test_one_item_is_a_share_with_the_error_of_a_mean() -> None:
    found = positive_composite([[5], [4], [1], [1]], ALL)
    assert found.value[0] == 0.5
    assert found.se is not None
    assert found.se[0] == pytest.approx((0.25 / 3) ** 0.5)
    assert found.n is not None
    assert found.n[0] == 4
    assert found.high[0] - found.value[0] == pytest.approx(3.182446 * found.se[0], rel=1e-6)


def test_items_of_one_person_are_not_counted_as_several_people() -> None:
    once = positive_composite([[5], [4], [1], [1]], ALL)
    twice = positive_composite([[5, 5], [4, 4], [1, 1], [1, 1]], ALL)
    assert once.se == pytest.approx(twice.se)


def test_the_error_is_that_of_resampling_people() -> None:
    chance = np.random.Generator(np.random.Philox(3))
    thing = chance.normal(0, 1, (300, 1))
    answers = np.clip(np.round(3.6 + thing + chance.normal(0, 1, (300, 4))), 1, 5)
    answers[chance.random(answers.shape) < 0.2] = NAN
    whole = np.ones((300, 1), dtype=bool)
    again = [
        positive_composite(answers[chance.integers(0, 300, 300)], whole).value[0]
        for _ in range(400)
    ]
    found = positive_composite(answers, whole)
    assert found.se is not None
    assert found.se[0] == pytest.approx(np.std(again), rel=0.12)


def test_who_answered_nothing_is_nobody() -> None:
    found = positive_composite([[5], [NAN], [1], [NAN]], ALL)
    assert found.n is not None
    assert (found.value[0], found.n[0]) == (0.5, 2)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [([[NAN, 5]] * 4, "zero_denominator"), ([[5, 5], *[[NAN, NAN]] * 3], "one_value")],
)
def test_what_cannot_be_said_says_why(answers: list[list[float]], reason: str) -> None:
    assert positive_composite(answers, ALL).reason == (reason,)


def test_a_group_of_nobody_says_so() -> None:
    assert positive_composite([[5.0]] * 4, ~ALL).reason == ("zero_denominator",)


LOW, HIGH = np.array([1, 1, 0, 0] * 2, bool), np.array([0, 0, 1, 1] * 2, bool)
UNITS = ["a"] * 4 + ["b"] * 4


def test_the_difference_is_taken_inside_units() -> None:
    # Unit a: 1/2 - 2/2; unit b: 0/2 - 1/2. Both weigh alike: -0.5.
    answers = [[5], [1], [5], [5], [1], [1], [5], [1]]
    found = difference_within(answers, UNITS, (LOW, HIGH))
    assert found.value[0] == pytest.approx(-0.5)
    # Variances of two answers: 0.5 / 2 where they differ, 0 where not.
    assert found.se is not None
    assert found.se[0] == pytest.approx((2 * 0.25 * 0.25) ** 0.5)


def test_a_unit_in_which_one_side_hardly_answered_tells_nothing() -> None:
    answers = [[5], [1], [5], [5], [1], [NAN], [5], [1]]
    found = difference_within(answers, UNITS, (LOW, HIGH))
    assert found.value[0] == pytest.approx(-0.5)
    none = difference_within(answers, list("abcdefgh"), (LOW, HIGH))
    assert none.reason == ("zero_denominator",)


def test_changing_sides_turns_the_sign() -> None:
    answers = [[5, 4], [1, 4], [5, 5], [5, 2], [1, 1], [1, 4], [5, 5], [1, 4]]
    one = difference_within(answers, UNITS, (LOW, HIGH))
    other = difference_within(answers, UNITS, (HIGH, LOW))
    assert one.value == pytest.approx(-other.value)
    assert one.low == pytest.approx(-other.high)


def test_units_that_differ_do_not_look_like_layers_that_differ() -> None:
    # Most of the lower layer work in the unit where nobody is favorable.
    answers = [[1]] * 8 + [[5]] * 8
    low = np.array([1] * 6 + [0] * 2 + [1] * 2 + [0] * 6, bool)
    found = difference_within(answers, ["a"] * 8 + ["b"] * 8, (low, ~low))
    assert found.value[0] == 0


def test_what_does_not_describe_the_same_people_is_refused() -> None:
    for call in (
        lambda: positive_composite([[5]], [[True], [True]]),
        lambda: positive_composite([5], [[True]]),
        lambda: difference_within([[5]], ["a", "b"], ([True], [False])),
    ):
        with pytest.raises(Problem) as caught:
            call()
        assert caught.value.code == "shapes-differ"
