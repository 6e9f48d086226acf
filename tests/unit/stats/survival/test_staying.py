"""Staying and leaving: edges where there is no answer, and answers that can be counted by hand."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.survival.gray import gray_test
from commonweal.stats.survival.incidence import cumulative_incidence
from commonweal.stats.survival.log_rank import log_rank
from commonweal.stats.survival.spells import risk_table, spells
from commonweal.stats.survival.staying import kaplan_meier, restricted_mean


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (([5, 3], [1, 0], [0, 3]), "spell-empty"),
        (([], []), "spells-missing"),
        (([5, 3], [1, 0.5]), "counts-not-whole"),
        (([5, 3], [1, 0], 0, ["a"]), "shapes-differ"),
        (([5, 3], [1, 0, 1]), "shapes-differ"),
    ],
)
def test_spells_that_can_not_be_are_refused(columns, code):
    with pytest.raises(Problem) as problem:
        spells(*columns)
    assert problem.value.code == code


def test_who_enters_at_a_time_is_not_yet_at_risk_at_it():
    table = risk_table(spells([5, 8, 9], [1, 1, 0], [0, 5, 2]))
    assert table.at_risk.ravel().tolist() == [2, 2]


def test_before_the_first_event_all_stay_and_after_the_last_person_nothing_is_known():
    (curve,) = kaplan_meier(spells([5, 8, 9], [1, 1, 0]), [1, 9, 10])
    assert curve.value[0] == curve.low[0] == curve.high[0] == 1
    assert curve.reason == ("", "", "beyond_follow_up")


def test_when_all_have_left_nobody_stays_however_long():
    (curve,) = kaplan_meier(spells([5, 8], [1, 1]), [8, 50])
    assert curve.value.tolist() == [0, 0]
    assert curve.flags == (("no_interval",),) * 2
    assert np.isnan(curve.se).all()


def test_the_mean_up_to_a_horizon_is_the_area():
    mean = restricted_mean(spells([2, 4, 6, 6], [1, 1, 1, 1]), 5)
    assert mean.value[0] == pytest.approx((2 + 4 + 5 + 5) / 4)
    assert restricted_mean(spells([2, 4], [1, 0]), 5).reason == ("beyond_follow_up",)
    assert restricted_mean(spells([2, 4], [1, 1]), 5).value[0] == 3


def test_without_censoring_incidence_is_a_share():
    people = spells([1, 2, 2, 3, 3], [1, 2, 1, 1, 2])
    own, other = (cumulative_incidence(people, kind, [0.5, 1, 2, 3, 9])[0] for kind in (1, 2))
    assert own.value == pytest.approx([0, 0.2, 0.4, 0.6, 0.6])
    assert other.value == pytest.approx([0, 0, 0.2, 0.4, 0.4])
    assert own.se[0] == own.low[0] == own.high[0] == 0
    assert (own.low[1:] < own.value[1:]).all()
    assert (own.high[1:] > own.value[1:]).all()


def test_without_competition_incidence_is_what_does_not_stay():
    people = spells([1, 2, 2, 3, 4], [1, 1, 0, 1, 0])
    (had,), (stay,) = cumulative_incidence(people, 1, [2, 3, 5]), kaplan_meier(people, [2, 3, 5])
    assert had.value[:2] == pytest.approx(1 - stay.value[:2])
    assert had.reason == stay.reason == ("", "", "beyond_follow_up")


def test_one_group_has_nothing_to_be_compared_with():
    people = spells([1, 2, 3], [1, 1, 2])
    assert log_rank(people).statistic.reason == ("single_group",)
    assert gray_test(people, 1).statistic.reason == ("single_group",)


def test_without_an_event_there_is_nothing_to_compare():
    people = spells([1, 2, 3], [0, 0, 0], group=[0, 0, 1])
    assert log_rank(people).statistic.reason == ("no_variation",)
    assert gray_test(people, 1).statistic.reason == ("no_variation",)
    assert np.isnan(gray_test(people, 1).p).all()


@pytest.mark.parametrize("test", [lambda people: log_rank(people, 1), lambda p: gray_test(p, 1)])
def test_no_group_is_special_and_no_row_has_a_place(test):
    stream = np.random.default_rng(5)
    time, status = stream.integers(1, 20, 90), stream.integers(0, 3, 90)
    group = stream.integers(0, 3, 90)
    straight = test(spells(time, status, group=group))
    turned = test(spells(time[::-1], status[::-1], group=2 - group[::-1]))
    assert straight.df == 2
    assert straight.statistic.value == pytest.approx(turned.statistic.value)


def test_a_group_that_is_never_at_risk_with_another_takes_no_part():
    people = spells([1, 2, 3, 4, 9], [1, 1, 1, 0, 1], [0, 0, 0, 0, 8], [0, 1, 0, 1, 2])
    alone = spells([1, 2, 3, 4], [1, 1, 1, 0], group=[0, 1, 0, 1])
    assert log_rank(people).statistic.value == pytest.approx(log_rank(alone).statistic.value)
    assert log_rank(people).df == 1


def test_without_competition_gray_and_log_rank_are_near():
    stream = np.random.default_rng(8)
    group = np.repeat([0, 1], 200)
    time = np.ceil(stream.exponential(20 + 3 * group))
    people = spells(np.maximum(time, 1), np.ones(400), group=group)
    one, other = log_rank(people).statistic.value[0], gray_test(people, 1).statistic.value[0]
    assert one == pytest.approx(other, rel=0.1)


def test_a_group_may_run_out_before_the_other():
    people = spells([1, 2, 3, 4, 5, 6], [1, 2, 1, 2, 1, 1], group=[0, 0, 0, 1, 1, 1])
    assert np.isfinite(gray_test(people, 1).p).all()
