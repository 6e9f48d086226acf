"""Items that differ between groups: edges, and what matching must not change."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import log_expit

from commonweal.kinds import Problem
from commonweal.stats.items import logistic as logistic_module
from commonweal.stats.items.breslow_day import breslow_day
from commonweal.stats.items.classes import ets_classes, r2_classes, size_classes
from commonweal.stats.items.logistic import find_logistic_differences
from commonweal.stats.items.mantel_haenszel import find_differences
from commonweal.stats.items.matching import read_answers, score_tables
from commonweal.stats.items.purification import purify
from commonweal.stats.rates.mantel_haenszel import stratified

DRAW = np.random.Generator(np.random.Philox(11))
ABILITY = DRAW.normal(size=(600, 1))
FOCAL = DRAW.integers(0, 2, 600)
HARD = np.linspace(-1.5, 1.5, 8)


def answers(shift=0.0, turn=0.0):
    eta = ABILITY - HARD
    eta[:, 0] -= shift * FOCAL
    eta[:, 1] *= 1 - turn * FOCAL
    return (DRAW.random(eta.shape) < 1 / (1 + np.exp(-eta))).astype(int)


PLANTED = answers(shift=1.6)


def test_a_planted_difference_is_found_in_its_direction():
    ours = find_differences(PLANTED, FOCAL, purification=True)
    assert ours.delta.value[0] < 0
    assert ours.classes[0] == "C"
    assert ours.purified.flagged[0]
    assert ours.delta.low[0] < ours.delta.value[0] < ours.delta.high[0]
    assert ours.standardized.value[0] < 0


def test_few_focal_people_are_not_testable():
    ours = find_differences(PLANTED[:60], FOCAL[:60])
    assert ours.classes.tolist() == ["not_testable"] * 8
    assert find_differences(PLANTED[:60], FOCAL[:60], fewest=1).classes[0] in {"A", "B", "C"}


def test_scores_are_counted_as_one_by_one():
    anchor = np.array([False, True, True, False, True, True, True, True])
    ours = score_tables(read_answers(PLANTED, FOCAL), anchor)
    for item in (0, 1, 3):
        inside = anchor.copy()
        inside[item] = True
        score = PLANTED[:, inside].sum(axis=1)
        for level in range(9):
            here = (score == level) & (FOCAL == 1)
            assert ours.rest_people[item, level] == here.sum()
            assert ours.rest_had[item, level] == PLANTED[here, item].sum()


def test_an_item_all_answer_right_has_a_reason():
    right = PLANTED.copy()
    right[:, 2] = 1
    ours = find_differences(right, FOCAL)
    assert ours.p.reason[2] == "no_variation"
    assert ours.classes[2] == ours.size_classes[2] == ""
    model = find_logistic_differences(right, FOCAL)
    assert model.statistic.reason[2] == model.p.reason[2] == "no_variation"
    assert model.classes[2] == ""


def test_one_group_alone_can_not_be_compared():
    ours = find_differences(PLANTED, np.ones(600), purification=True)
    assert set(ours.standardized.reason) == {"zero_denominator"}
    assert set(find_logistic_differences(PLANTED, np.ones(600)).p.reason) == {"no_variation"}


@pytest.mark.parametrize(
    "given",
    [
        ([1, 0], [0, 1]),
        ([[1, 0]], [0, 1]),
        ([[1, 2]], [0]),
        ([[1, np.nan]], [0]),
        ([[1, 0]], [2]),
        (np.zeros((2, 0)), [0, 1]),
    ],
)
def test_answers_that_can_not_be_read_are_a_problem(given):
    with pytest.raises(Problem) as caught:
        find_differences(*given)
    assert caught.value.code == "answers-unread"


def test_the_likelihoods_are_the_highest():
    item = PLANTED[:, 3].astype(float)
    score = PLANTED.sum(axis=1) / 4 - 1
    x = np.stack((np.ones(600), score, FOCAL, score * FOCAL), axis=1)

    def minus_twice(beta, width):
        eta = x[:, :width] @ beta
        return -2 * (item * log_expit(eta) + (1 - item) * log_expit(-eta)).sum()

    ends = [minimize(minus_twice, np.zeros(w), args=(w,), method="BFGS").fun for w in (2, 3, 4)]
    kinds = {"both": (0, 2), "uniform": (0, 1), "crossing": (1, 2)}
    for kind, (small, large) in kinds.items():
        ours = find_logistic_differences(PLANTED, FOCAL, kind).statistic.value[3]
        assert ours == pytest.approx(ends[small] - ends[large], abs=1e-5)


def test_a_difference_that_turns_is_found_by_its_test():
    turned = answers(turn=1.8)
    crossing = find_logistic_differences(turned, FOCAL, "crossing", purification=True)
    assert crossing.p.value[1] < 0.05
    assert crossing.purified.settled
    assert breslow_day(score_tables(read_answers(turned, FOCAL)))[2].value[1] < 0.2


def test_a_group_that_parts_right_from_wrong_still_settles():
    right = PLANTED.copy()
    right[:, 4] = FOCAL
    ours = find_logistic_differences(right, FOCAL)
    assert ours.statistic.ok.all()
    assert ours.classes[4] == "C"


def test_a_fit_without_steps_has_a_reason(monkeypatch):
    monkeypatch.setattr(logistic_module, "STEPS", 0)
    ours = find_logistic_differences(PLANTED, FOCAL)
    assert set(ours.p.reason) == {"not_converged"}
    assert set(ours.classes) == {""}


def test_a_step_that_only_falls_is_not_taken():
    had, people, x = np.array([[3.0]]), np.array([[4.0]]), np.ones((1, 1))
    best = np.log(3.0)
    before = logistic_module._minus_twice(had, people, np.array([[best]]))
    start, move = np.array([[best]]), np.array([[-1e6]])
    beta, value = logistic_module._walked(had, people, x, (start, move, before))
    assert value == before
    assert beta == start


def test_strata_that_can_not_tell_leave_the_odds_untested():
    statistic, freedom, p = breslow_day(stratified([[3, 1]], [[5, 5]], [[2, 0]], [[5, 0]]))
    assert p.reason == ("no_variation",)
    assert np.isnan(statistic[0])
    assert freedom[0] == 0
    same = breslow_day(stratified([[5, 5]], [[10, 10]], [[5, 5]], [[10, 10]]))
    assert same[0][0] == pytest.approx(0)
    assert same[2].value[0] == 1


def test_classes_at_their_cuts():
    assert size_classes([1, 1.5, np.nan, -0.99]).tolist() == ["B", "C", "", "A"]
    assert ets_classes([1.5, 1.5, 0.9, np.nan], [0.1, 0.4, 0.1, 0.1]).tolist() == [
        "C",
        "B",
        "A",
        "",
    ]
    assert r2_classes([0.035, 0.07], np.array([True, True])).tolist() == ["B", "C"]


def test_purification_that_goes_round_says_so():
    sets = [np.array([True, False]), np.array([False, True])]
    calls = iter(range(100))
    ours = purify(lambda anchor: sets[next(calls) % 2], 2, most=5)
    assert not ours.settled
    assert ours.rounds == 5
    assert len(ours.cycle) == 2
    grows = purify(lambda anchor: np.arange(9) >= next(calls) % 9, 9, most=2)
    assert not grows.settled
    assert grows.cycle == ()
