"""Goals and enrollment ahead: edges that no reference table holds."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.enrollment import goal as goal_module
from commonweal.stats.enrollment.accrual import forecast_accrual
from commonweal.stats.enrollment.goal import forecast_goal


def test_a_goal_reached_or_out_of_reach_is_certain():
    ours = forecast_goal([50, 0, 5, 0], [60, 95, 10, 0], [100, 100, 10, 0], [0.3, 0.3, 0.5, 0.2])
    assert ours.chance.value[:3].tolist() == [1.0, 0.0, 1.0]
    assert ours.chance.reason == ("", "", "", "zero_denominator")
    assert ours.needed.tolist() == [-20, 30, 0, 0]


def test_portions_give_what_the_whole_gives(monkeypatch):
    tables = (np.arange(6), 20, 100, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    whole = forecast_goal(*tables).chance.value
    monkeypatch.setattr(goal_module, "AT_ONCE", 100)
    assert forecast_goal(*tables).chance.value == pytest.approx(whole, rel=1e-12)


def test_one_person_to_come_follows_the_expected_share():
    assert forecast_goal(2, 9, 10, 0.3).chance.value[0] == pytest.approx(2.5 / 10)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ((5, 4, 10, 0.2), "counts-above-people"),
        ((1, 11, 10, 0.2), "counts-above-people"),
        ((1, 4, 10.5, 0.2), "counts-not-whole"),
        ((1, 4, 10, 20), "share-outside"),
        ((1, 4, -1, 0.2), "counts-negative"),
    ],
)
def test_goals_that_can_not_be_are_a_problem(given, code):
    with pytest.raises(Problem) as caught:
        forecast_goal(*given)
    assert caught.value.code == code


def test_a_prior_of_nothing_is_a_problem():
    for make in (
        lambda: forecast_goal(1, 4, 10, 0.2, prior=(0, 1)),
        lambda: forecast_accrual(1, 4, 10, 9, prior=(0, 1)),
    ):
        with pytest.raises(Problem) as caught:
            make()
        assert caught.value.code == "prior-not-positive"


def test_a_target_reached_takes_no_time():
    ours = forecast_accrual([20, 4], [5, 5], [5, 0], [20, 9], prior=(0.5, 0.1))
    assert ours.reach.value.tolist() == [1.0, 0.0]
    assert [ours.time.low[0], ours.time.value[0], ours.time.high[0]] == [0, 0, 0]
    assert [ours.total.low[1], ours.median[1], ours.total.high[1]] == [4, 4, 4]
