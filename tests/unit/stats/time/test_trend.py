"""Trends of groups: neither company nor empty periods matter, and gaps have their reasons."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit

from commonweal.kinds import Problem
from commonweal.stats.time import scoring
from commonweal.stats.time.slope import log_slope, logit_slope, percent_change, slope_difference
from commonweal.stats.time.trend import cochran_armitage, straight_slope

SLOPES = [straight_slope, logit_slope, log_slope, percent_change]
COUNTS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)
SERIES = st.integers(1, 7).flatmap(
    lambda length: st.lists(
        st.lists(COUNTS, min_size=length, max_size=length), min_size=1, max_size=5
    )
)
searching = settings(max_examples=50, deadline=None, derandomize=True)


def tables(series):
    return np.array(series, dtype=float)[:, :, 0], np.array(series, dtype=float)[:, :, 1]


@searching
@given(SERIES)
def test_no_series_is_silent_and_company_moves_none(series):
    events, people = tables(series)
    for method in SLOPES:
        ours = method(events, people)
        assert (np.isnan(ours.value) == ~ours.ok).all()
        assert (np.isnan(ours.low) == ~ours.ok).all()
        assert "not_settled" not in ours.reason
        for row in range(len(events)):
            alone = method(events[row], people[row])
            assert alone.reason == ours.reason[row : row + 1]
            assert np.array_equal(alone.value, ours.value[row : row + 1], equal_nan=True)
    test = cochran_armitage(events, people)
    assert ((test.p.value >= 0) & (test.p.value <= 1) | ~test.p.ok).all()
    assert test.p.reason == test.chi_square.reason


@searching
@given(SERIES)
def test_time_turned_around_turns_the_slopes_around(series):
    events, people = tables(series)
    for method in SLOPES[:3]:
        ahead, back = method(events, people), method(events[:, ::-1], people[:, ::-1])
        assert ahead.reason == back.reason
        assert ahead.value == pytest.approx(-back.value, abs=1e-7, rel=1e-6, nan_ok=True)


@searching
@given(SERIES)
def test_an_empty_period_between_is_passed_over(series):
    events, people = tables(series)
    length = events.shape[1]
    nobody = np.zeros((len(events), 1))
    when, longer = np.arange(length) * 2.0, np.append(np.arange(length) * 2.0, 2.0 * length)
    for method in SLOPES:
        one = method(events, people, when)
        two = method(np.hstack((events, nobody)), np.hstack((people, nobody)), longer)
        assert one.reason == two.reason
        assert one.value == pytest.approx(two.value, rel=1e-9, abs=1e-9, nan_ok=True)


def test_slopes_are_where_the_likelihood_is_largest():
    events, people = np.array([3.0, 9, 4, 20]), np.array([20.0, 30, 15, 40])
    when = np.array([0.0, 1, 3, 4])

    def logit_loss(line):
        share = expit(line[0] + line[1] * when)
        return -(events * np.log(share) + (people - events) * np.log(1 - share)).sum()

    def log_loss(line):
        rate = np.exp(line[0] + line[1] * when)
        return (people * rate - events * np.log(rate)).sum()

    columns = np.column_stack((np.ones(4), when))
    for loss, method in ((logit_loss, logit_slope), (log_loss, log_slope)):
        best = minimize(loss, [-1.0, 0.0], method="BFGS", options={"gtol": 1e-7})
        rate = np.exp(columns @ best.x)
        weight = people * (rate / (1 + rate) ** 2 if method is logit_slope else rate)
        known = np.linalg.inv(columns.T @ (columns * weight[:, None]))
        ours = method(events, people, when)
        assert ours.value[0] == pytest.approx(best.x[1], rel=1e-5)
        assert ours.se[0] == pytest.approx(np.sqrt(known[1, 1]), rel=1e-5)


def test_each_gap_has_its_reason():
    events = [[0, 0, 0], [3, 0, 0], [0, 0, 0], [0, 2, 5], [5, 5, 5], [1, 2, 0]]
    people = [[0, 0, 0], [5, 0, 0], [5, 5, 5], [5, 5, 8], [5, 5, 5], [4, 4, 4]]
    base = ("zero_denominator", "single_period")
    logit, log = logit_slope(events, people), log_slope(events, people)
    assert logit.reason[:3] == log.reason[:3] == (*base, "no_variation")
    assert (logit.reason[4], log.reason[4]) == ("no_variation", "")
    assert cochran_armitage(events, people).p.reason[:3] == (*base, "no_variation")


@pytest.mark.parametrize(
    ("events", "people", "logit", "log"),
    [
        ([0, 0, 3], [5, 5, 5], "separated", "separated"),
        ([3, 0, 0], [5, 5, 5], "separated", "separated"),
        ([0, 3, 0], [5, 5, 5], "", ""),
        ([0, 3, 5], [5, 5, 5], "separated", ""),
        ([5, 3, 0], [5, 5, 5], "separated", ""),
        ([5, 0, 5], [5, 5, 5], "", ""),
        ([0, 4, 0], [5, 5, 0], "separated", "separated"),
    ],
)
def test_a_slope_without_end_is_separated(events, people, logit, log):
    assert logit_slope(events, people).reason == (logit,)
    assert log_slope(events, people).reason == (log,)


def test_two_periods_have_a_straight_slope_without_error():
    ours = straight_slope([1, 2], [4, 4])
    assert (ours.status, ours.reason) == (("insufficient",), ("no_degrees_of_freedom",))


def test_the_finer_precision_is_the_default_and_moves_only_late_digits():
    table = [46, 212, 347, 165], [190, 721, 885, 363]
    fine, coarse = log_slope(*table), log_slope(*table, precision=1e-8)
    assert fine.se[0] != coarse.se[0]
    assert fine.se == pytest.approx(coarse.se, rel=1e-5)
    assert fine.value == pytest.approx(coarse.value, rel=1e-8)


def test_rates_in_tiny_or_huge_units_have_the_same_slope():
    events, exposure = np.array([3.0, 7, 12]), np.array([10.0, 11, 12])
    for unit in (1e-12, 1e12):
        assert log_slope(events, exposure * unit).value == pytest.approx(
            log_slope(events, exposure).value, rel=1e-10
        )


def test_steps_that_go_too_far_are_taken_back():
    events, people = [0, 1, 1e6 - 1, 2], [1e6, 1, 1e6, 1e6]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert logit_slope(events, people, [0, 1, 40, 400]).ok.all()
        assert log_slope(events, people, [0, 1, 40, 400]).ok.all()


def test_huge_counts_whose_sums_are_rounded_come_to_rest():
    events, people = [2, 447285690, 5, 888793002], [2, 1e9, 5, 1e9]
    for method in (logit_slope, log_slope):
        assert method(events, people, [5, 6, 7, 7.001]).ok.all()


def test_a_search_that_does_not_come_to_rest_says_so(monkeypatch):
    monkeypatch.setattr(scoring, "STEPS", 1)
    assert logit_slope([1, 5, 9], [10, 10, 10]).reason == ("not_settled",)


def test_a_difference_of_slopes_is_the_interaction_and_keeps_reasons():
    events, people = [[10, 20, 40], [0, 0, 0], [4, 5, 6]], [[90] * 3] * 3
    one, other = logit_slope(events, people), logit_slope(events[::-1], people)
    ours = slope_difference(one, other, 0.9)
    assert ours.value[0] == pytest.approx(one.value[0] - one.value[2])
    assert ours.se[0] == pytest.approx(np.hypot(one.se[0], one.se[2]))
    assert ours.reason == ("", "no_variation", "")
    assert ours.value[2] == pytest.approx(-ours.value[0])
    assert (ours.low[0] < ours.value[0] < ours.high[0], ours.level) == (True, 0.9)


def test_percent_change_is_the_slope_on_the_scale_of_percent():
    ours, slope = percent_change([10, 20, 40], [9, 9, 9]), log_slope([10, 20, 40], [9, 9, 9])
    assert ours.low == pytest.approx(100 * np.expm1(slope.low))
    assert ours.high == pytest.approx(100 * np.expm1(slope.high))


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("counts-above-people", lambda: logit_slope([3, 1], [2, 2])),
        ("counts-negative", lambda: log_slope([-3, 1], [2, 2])),
        ("events-without-exposure", lambda: log_slope([3, 1], [0, 2])),
        ("shapes-differ", lambda: logit_slope([3, 1], [4, 4, 4])),
        ("shapes-differ", lambda: logit_slope([[[3, 1]]], [[[4, 4]]])),
        ("shapes-differ", lambda: logit_slope([3, 1], [4, 4], [1, 2, 3])),
        ("numbers-missing", lambda: logit_slope([3, np.nan], [4, 4])),
        ("numbers-missing", lambda: logit_slope([3, np.inf], [4, 4])),
        ("numbers-missing", lambda: logit_slope([3, "a"], [4, 4])),
        ("periods-out-of-order", lambda: logit_slope([3, 1], [4, 4], [2, 2])),
        (
            "shapes-differ",
            lambda: slope_difference(
                logit_slope([3, 1], [4, 4]), logit_slope([[3, 1]] * 2, [[4, 4]] * 2)
            ),
        ),
        (
            "shapes-differ",
            lambda: slope_difference(
                logit_slope([3, 1], [4, 4]), cochran_armitage([3, 1], [4, 4]).p
            ),
        ),
    ],
)
def test_what_can_not_be_is_a_problem(code, call):
    with pytest.raises(Problem) as caught:
        call()
    assert caught.value.code == code
