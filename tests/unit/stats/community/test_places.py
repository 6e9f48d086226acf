"""What reaches a place: hires, benefit, money."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.community.benefit import benefit_reach
from commonweal.stats.community.circulation import input_output, local_multiplier
from commonweal.stats.community.hires import local_hires
from commonweal.stats.community.schedule_h import schedule_h


def test_no_hire_and_no_labor_force_are_undefined():
    ours = local_hires([0, 0], 0, priority=[1, 0], labor_force=[9, 9], placed=1)
    assert ours.impact.reason == ours.priority.reason == ("zero_denominator",)
    assert [ours.bounds.low[0], ours.bounds.high[0]] == [0, 1]
    assert ours.quotient.reason == ("zero_denominator",)
    none = local_hires([4, 4], 0, priority=[1, 0], labor_force=0, placed=1)
    assert none.quotient.reason == none.per_1000.reason == ("zero_in_ratio",)


def test_hires_of_unknown_home_stay_out_of_the_share_but_widen_the_bounds():
    ours = local_hires([5, 5, 10], 0, priority=[1, 0, 1], labor_force=1, placed=[1, 1, 0])
    assert ours.priority.value[0] == 0.5
    assert [ours.bounds.low[0], ours.bounds.high[0]] == [0.25, 0.75]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"hires": 1, "impact": 2}, "counts-above-people"),
        ({"hires": 3, "impact": 2, "priority": 0.5}, "flags-unread"),
        ({"hires": 3, "impact": 2, "placed": 2}, "flags-unread"),
        ({"hires": 3, "impact": 2, "labor_force": -1}, "counts-negative"),
    ],
)
def test_hires_that_can_not_be_are_a_problem(given, code):
    with pytest.raises(Problem) as caught:
        local_hires(**({"priority": 1, "labor_force": 1, "placed": 1} | given))
    assert caught.value.code == code


def test_concentration_ignores_the_unit_and_the_split_of_a_tract():
    money, people, index = [5.0, 9.0, 30.0, 8.0], [10.0, 20.0, 30.0, 40.0], [1, 4, 6, 6]
    plain = benefit_reach(money, people, index).concentration.value[0]
    cents = benefit_reach(np.array(money) * 100, people, index).concentration.value[0]
    halves = benefit_reach([5, 4.5, 4.5, 30, 8], [10, 10, 10, 30, 40], [1, 4, 4, 6, 6])
    assert cents == pytest.approx(plain, rel=1e-12)
    assert halves.concentration.value[0] == pytest.approx(plain, rel=1e-12)


def test_benefit_that_says_nothing_has_a_reason():
    assert benefit_reach([0, 0], [5, 5], [1, 2]).concentration.reason == ("zero_mean",)
    assert benefit_reach([1, 2], [5, 5], [1, 1]).concentration.reason == ("single_group",)
    nobody = benefit_reach([1], [0], [1])
    assert nobody.per_head.reason == nobody.concentration.reason == ("zero_denominator",)
    assert nobody.quarters.reason == ("zero_denominator",) * 4
    assert nobody.ratio.reason == ("zero_denominator",)
    two = benefit_reach([0, 3], [5, 5], [1, 2])
    assert two.concentration.status == ("ok",)
    assert np.isnan(two.concentration.low[0])
    some = benefit_reach([0, 2, 2, 3], [5, 5, 5, 5], [1, 2, 3, 4])
    assert some.ratio.reason == ("zero_in_ratio",)
    with pytest.raises(Problem):
        benefit_reach([1], [-1], [1])


def test_a_place_whose_offsets_exceed_its_costs_is_shown_and_not_clipped():
    found = benefit_reach([-10, 30, 40], [10, 10, 10], [1, 2, 3])
    assert found.per_head.value[0] == pytest.approx(2.0)
    assert found.quarters.value[0] == -1.0
    assert found.ratio.reason == ("zero_in_ratio",)
    assert benefit_reach([-10, 5, 5], [1, 1, 1], [1, 2, 3]).concentration.reason == ("zero_mean",)


def test_schedule_h_cross_foots_and_keeps_a_negative_net():
    ours = schedule_h(["7a", "7e", "II10"], [10, 20, 5], [15, 1, 0], 1000, 100)
    assert ours.net.tolist() == [-5, 19, 5]
    assert ours.totals["7k"][0] == ours.totals["7d"][0] + ours.totals["7j"][0] == 14
    assert schedule_h([], [], [], 10, 0).totals["II"] == (0, 0)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ((["7d"], [1], [1], 10, 0), "line-unknown"),
        ((["7a", "7a"], [1, 1], [1, 1], 10, 0), "line-unknown"),
        ((["7a"], [1], [1], 10, 10), "denominator-not-positive"),
        ((["7a"], [-1], [1], 10, 0), "counts-negative"),
        ((["7a"], [1, 2], [1, 1], 10, 0), "shapes-differ"),
    ],
)
def test_forms_that_can_not_be_are_a_problem(given, code):
    with pytest.raises(Problem) as caught:
        schedule_h(*given)
    assert caught.value.code == code


def test_sectors_that_buy_more_than_they_make_are_flagged():
    assert input_output([[0.9, 0.1], [0.2, 0.1]], [1, 1]).flags == ("inputs_above_output",)
    assert input_output([[0.1]], [1]).jobs is None
    assert input_output([[0.5]], [1], [3]).jobs == pytest.approx(6)


def test_money_that_leaves_after_the_first_round_multiplies_by_one():
    assert local_multiplier(100, 0, 0, 0.5, 0.5).multiplier == 1
    assert local_multiplier(100, 60, 40, 1, 1).rounds == (100, 100, 100)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (([[1.0]], [1]), "sectors-not-productive"),
        (([[0.1, 0.2]], [1]), "shapes-differ"),
        (([[-0.1]], [1]), "counts-negative"),
    ],
)
def test_sectors_that_can_not_be_are_a_problem(given, code):
    with pytest.raises(Problem) as caught:
        input_output(*given)
    assert caught.value.code == code


@pytest.mark.parametrize("given", [(0, 0, 0, 0.5, 0.5), (10, 9, 2, 0.5, 0.5)])
def test_rounds_that_can_not_be_are_a_problem(given):
    with pytest.raises(Problem) as caught:
        local_multiplier(*given)
    assert caught.value.code == "rounds-disordered"
