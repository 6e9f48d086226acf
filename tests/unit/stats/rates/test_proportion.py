"""One proportion."""

import numpy as np
import pytest
from scipy.stats import binom

from commonweal.kinds import Problem
from commonweal.stats.rates.proportion import (
    clopper_pearson,
    jeffreys,
    korn_graubard,
    wilson,
    wilson_cc,
)

METHODS = [wilson, wilson_cc, clopper_pearson, jeffreys]


@pytest.mark.parametrize("method", METHODS)
def test_a_group_of_nobody_is_undefined_beside_others(method):
    ours = method([0, 1], [0, 4])
    assert ours.status == ("undefined", "ok")
    assert ours.reason == ("zero_denominator", "")
    assert np.isnan([ours.value[0], ours.low[0], ours.high[0]]).all()
    assert ours.n.tolist() == [0, 4]


@pytest.mark.parametrize("method", METHODS)
def test_no_event_and_nothing_else_reach_the_ends_and_no_further(method):
    ours = method([0, 7, 0, 1], [7, 7, 1, 1])
    assert (ours.low[0], ours.high[1], ours.low[2], ours.high[3]) == (0, 1, 0, 1)
    assert ours.high[0] == pytest.approx(1 - ours.low[1], rel=1e-12)
    assert (ours.high[0], ours.low[1]) > (0, 0)


@pytest.mark.parametrize("method", METHODS)
def test_no_table_at_all_gives_no_estimate(method):
    assert len(method([], []).value) == 0


@pytest.mark.parametrize("method", METHODS)
def test_more_events_than_people_is_a_problem(method):
    with pytest.raises(Problem) as caught:
        method([5], [4])
    assert caught.value.code == "counts-above-people"


@pytest.mark.parametrize("method", METHODS)
def test_a_higher_level_is_wider(method):
    narrow, wide = method([3], [20], 0.8), method([3], [20], 0.998)
    assert wide.low[0] < narrow.low[0] < narrow.high[0] < wide.high[0]
    assert (narrow.level, wide.level) == (0.8, 0.998)


def test_the_wilson_limits_are_where_the_score_test_changes_its_mind():
    ours = wilson([3, 40], [20, 1000])
    for limit in (ours.low, ours.high):
        score = (ours.value - limit) / np.sqrt(limit * (1 - limit) / ours.n)
        assert np.abs(score) == pytest.approx([1.959963984540054] * 2, rel=1e-9)


def test_a_rare_event_among_very_many_keeps_its_digits():
    ours = wilson([1], [1e12])
    z = 1.959963984540054
    # As the number of people grows the limits are those of a Poisson score interval.
    expected = [
        1 + z * z / 2 - z * np.sqrt(1 + z * z / 4),
        1 + z * z / 2 + z * np.sqrt(1 + z * z / 4),
    ]
    assert [ours.low[0] * 1e12, ours.high[0] * 1e12] == pytest.approx(expected, rel=1e-9)


def test_the_exact_limits_leave_half_the_doubt_on_each_side():
    ours = clopper_pearson([3], [20])
    assert binom.sf(2, 20, ours.low[0]) == pytest.approx(0.025)
    assert binom.cdf(3, 20, ours.high[0]) == pytest.approx(0.025)


def test_effective_numbers_need_not_be_whole():
    assert wilson([2.5], [10.5]).value[0] == pytest.approx(2.5 / 10.5)


def test_the_correction_vanishes_at_one_half():
    plain, corrected = wilson([10], [20]), wilson_cc([10], [20])
    assert (corrected.low[0], corrected.high[0]) == (plain.low[0], plain.high[0])


def test_a_simple_sample_makes_korn_graubard_the_exact_interval():
    ours, exact = korn_graubard(0.15, 20, 20), clopper_pearson([3], [20])
    assert [ours.low[0], ours.high[0]] == pytest.approx([exact.low[0], exact.high[0]], rel=1e-9)


def test_fewer_degrees_of_freedom_are_wider():
    many, few = korn_graubard(0.3, 100, 80, df=99), korn_graubard(0.3, 100, 80, df=5)
    assert few.low[0] < many.low[0] < many.high[0] < few.high[0]


def test_korn_graubard_says_why_there_is_no_interval():
    ours = korn_graubard([0.3, 0.3, 0.3, 0.3], [0, 1, 9, 9], [0, 1, 9, 0], df=[5, 5, 0, 5])
    expected = ("zero_denominator", "one_value", "no_degrees_of_freedom", "zero_denominator")
    assert ours.reason == expected
    assert ours.status == ("undefined", "insufficient", "insufficient", "undefined")


def test_a_share_above_one_is_a_problem():
    with pytest.raises(Problem) as caught:
        korn_graubard(1.2, 10, 10)
    assert caught.value.code == "share-outside"


def test_raw_jeffreys_limits_never_quite_reach_the_ends():
    raw = jeffreys([0, 7], [7, 7], closed_ends=False)
    assert raw.low[0] > 0
    assert raw.high[1] < 1
