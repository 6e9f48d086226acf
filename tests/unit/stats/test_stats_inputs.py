"""What may come in, and how an answer leaves."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats import inputs
from commonweal.stats.results import answer, fold


def code_of(call, *args, **named):
    with pytest.raises(Problem) as caught:
        call(*args, **named)
    return caught.value.code


@pytest.mark.parametrize("value", [np.nan, np.inf, None, "many", [1, None], [[1], [2, 3]]])
def test_what_is_no_number_is_refused(value):
    assert code_of(inputs.numbers, people=value) == "numbers-missing"


def test_tables_of_several_columns_are_refused():
    assert code_of(inputs.numbers, people=[[1, 2], [3, 4]]) == "shapes-differ"


def test_columns_of_different_length_are_refused_by_name():
    with pytest.raises(Problem, match="events, rest people") as caught:
        inputs.numbers(events=[1, 2], rest_people=[1, 2, 3])
    assert caught.value.code == "shapes-differ"


def test_one_number_stands_for_all_tables_and_none_for_none():
    assert [len(array) for array in inputs.numbers(events=[1, 2, 3], people=5)] == [3, 3]
    assert [len(array) for array in inputs.numbers(events=[], people=5)] == [0, 0]


def test_the_caller_keeps_its_own_array():
    mine = np.array([1.0, 2.0])
    (read,) = inputs.numbers(events=mine)
    read[0] = 9
    assert mine[0] == 1


@pytest.mark.parametrize(
    ("call", "named", "code"),
    [
        (inputs.amounts, {"events": [1, -1]}, "counts-negative"),
        (inputs.counts, {"events": [5], "people": [4]}, "counts-above-people"),
        (inputs.counts, {"events": [-5], "people": [4]}, "counts-negative"),
        (inputs.whole, {"events": [1.5]}, "counts-not-whole"),
        (inputs.shares, {"p": [1.1]}, "share-outside"),
        (inputs.shares, {"p": [-0.1]}, "share-outside"),
        (inputs.design_effects, {"deff": [0.9]}, "design-effect-below-one"),
    ],
)
def test_numbers_that_can_not_be_are_a_problem(call, named, code):
    assert code_of(call, **named) == code


@pytest.mark.parametrize("level", [0, 1, -0.5, 95, float("nan")])
def test_a_level_outside_zero_and_one_is_a_problem(level):
    assert code_of(inputs.tail, level) == "level-outside"


def test_an_answer_is_nan_exactly_where_it_has_a_reason():
    value = np.array([1.0, 2.0, 3.0, 4.0])
    reasons = {
        "zero_denominator": np.array([False, True, False, False]),
        "one_value": np.array([False, True, True, False]),
    }
    made = answer(
        value,
        value,
        value,
        level=0.9,
        method="m",
        reasons=reasons,
        se=value,
        n=value,
        flags={"few": np.array([True, False, False, False])},
    )
    assert made.status == ("ok", "undefined", "insufficient", "ok")
    assert made.reason == ("", "zero_denominator", "one_value", "")
    for array in (made.value, made.low, made.high, made.se):
        assert np.isnan(array).tolist() == [False, True, True, False]
    assert made.flags == (("few",), (), (), ())
    assert made.n.tolist() == value.tolist()


def test_a_bound_may_stand_without_a_value():
    one = np.array([1.0])
    made = answer(one, one, None, level=0.9, method="m", reasons={"r": one > 0}, bounds=True)
    assert (np.isnan(made.value[0]), made.low[0], np.isnan(made.high[0])) == (True, 1.0, True)


def test_flags_are_said_in_their_order_and_only_where_they_hold():
    masks = {"few": np.array([True, False, True]), "lost": np.array([False, False, True])}
    ours = answer(np.ones(3), None, None, level=0.95, method="m", reasons={}, flags=masks)
    assert ours.flags == (("few",), (), ("few", "lost"))


def test_a_reach_on_the_log_scale_is_never_endless():
    times = fold(np.array([0.0, np.log(2), 500.0, 1e300, np.nan]))
    assert times[:2] == pytest.approx([1, 2])
    assert times[2] == times[3] == np.exp(500)
    assert np.isnan(times[4])
