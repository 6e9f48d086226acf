"""Pay models and remedies: what is refused, what is undefined, and what always holds."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.pay.gap import pay_gap
from commonweal.stats.pay.line import coefficients_of, line
from commonweal.stats.pay.remedy import to_floor, within_budget


def staff(people=60):
    stream = np.random.default_rng(5)
    side, grade = np.arange(people) % 2, stream.integers(1, 5, people)
    pay = np.exp(10 + 0.1 * grade - 0.06 * side + stream.normal(0, 0.05, people))
    return pay, side, grade


def test_changing_sides_turns_the_sign():
    pay, side, grade = staff()
    one, other = (pay_gap(pay, mark, {"grade": grade}) for mark in (side, 1 - side))
    assert one.log_gap.value == pytest.approx(-other.log_gap.value)
    assert one.log_gap.low == pytest.approx(-other.log_gap.high)
    assert one.p == pytest.approx(other.p)
    assert one.log_gap.low < -0.06 < one.log_gap.high


def test_controls_that_say_the_same_are_left_out_by_name():
    pay, side, grade = staff()
    twice = pay_gap(pay, side, {"grade": grade, "step": grade * 2.0, "ones": np.ones(60)})
    assert twice.dropped == ("step", "ones")
    assert twice.log_gap.value == pytest.approx(pay_gap(pay, side, {"grade": grade}).log_gap.value)


def test_words_are_categories():
    pay, side, grade = staff()
    words = np.array(["abcd"[at - 1] for at in grade])
    named = line(np.log(pay), {"grade": words, "side": side})
    assert named.names == ("intercept", "grade: b", "grade: c", "grade: d", "side")


def test_controls_that_tell_the_sides_apart_leave_no_gap_to_estimate():
    pay, side, _ = staff()
    gap = pay_gap(pay, side, {"office": np.where(side, "north", "south")})
    assert gap.log_gap.reason == gap.percent.reason == ("not_identified",)
    assert np.isnan(gap.p)


@pytest.mark.parametrize("side", [[1] * 4 + [0] * 56, [1] * 56 + [0] * 4])
def test_a_side_of_fewer_than_five_has_no_model(side):
    assert pay_gap(staff()[0], side, {}).log_gap.reason == ("too_few_people",)


@pytest.mark.parametrize(
    ("pay", "side", "code"),
    [
        ([100, 0], [0, 1], "pay-missing"),
        ([100, -5], [0, 1], "counts-negative"),
        ([100, 90], [0, 2], "group-not-marked"),
        ([100, np.nan], [0, 1], "numbers-missing"),
        ([], [], "shapes-differ"),
    ],
)
def test_pay_that_can_not_be_is_refused(pay, side, code):
    with pytest.raises(Problem) as problem:
        pay_gap(pay, side, {})
    assert problem.value.code == code


def test_terms_and_clusters_are_one_a_person():
    with pytest.raises(Problem) as problem:
        line([1.0, 2.0], {"x": [1]})
    assert problem.value.code == "shapes-differ"
    with pytest.raises(Problem) as problem:
        coefficients_of(line([1.0, 2, 4], {"x": [1, 2, 3]}), "CR1")
    assert problem.value.code == "clusters-missing"


def test_what_has_no_error_is_said():
    full = line([1.0, 2.0], {"x": [1, 2]})
    assert coefficients_of(full)[0].reason == ("no_degrees_of_freedom",) * 2
    assert np.isnan(full.sigma)
    alone = line([1.0, 2, 4, 3], {"x": [0, 0, 0, 1]})
    assert coefficients_of(alone, "HC3")[0].reason == ("leverage_one",) * 2
    assert coefficients_of(alone, "HC1")[0].ok.all()
    one = coefficients_of(alone, "CR1", ["a"] * 4)[0]
    assert one.reason == ("single_group",) * 2
    flat = line([2.0, 2, 2], {})
    assert np.isnan(flat.r2)
    assert np.isnan(coefficients_of(flat, "classical")[1]).all()


def test_no_budget_raises_nobody_and_a_large_one_makes_all_ratios_equal():
    predicted, pay = np.array([100.0, 200, 150]), np.array([90.0, 210, 120])
    assert within_budget(predicted, pay, 0).raises.tolist() == [0, 0, 0]
    all_alike = within_budget(predicted, pay, 1000)
    assert (pay + all_alike.raises) / predicted == pytest.approx([all_alike.level] * 3)
    assert all_alike.cost == pytest.approx(1000)


def test_a_larger_budget_lowers_nobody():
    stream = np.random.default_rng(2)
    predicted = stream.uniform(5e4, 9e4, 40)
    pay = predicted * stream.uniform(0.8, 1.1, 40)
    before = within_budget(predicted, pay, 0)
    for budget in (1e3, 1e4, 1e5, 1e6):
        after = within_budget(predicted, pay, budget)
        assert (after.raises >= before.raises - 1e-6).all()
        assert after.level >= before.level
        assert after.cost == pytest.approx(budget)
        before = after


def test_a_remedy_of_nobody_costs_nothing():
    assert within_budget([], [], 50).cost == 0
    assert np.isnan(to_floor([], [], 0.1).level)


@pytest.mark.parametrize(
    ("predicted", "pay", "code"),
    [
        ([0], [1], "prediction-missing"),
        ([1], [-1], "counts-negative"),
        ([1], [np.nan], "numbers-missing"),
    ],
)
def test_pay_and_predictions_that_can_not_be_are_refused(predicted, pay, code):
    for remedy in (lambda: to_floor(predicted, pay, 0.1), lambda: within_budget(predicted, pay, 5)):
        with pytest.raises(Problem) as problem:
            remedy()
        assert problem.value.code == code
