"""Trends of gaps: weights, disagreement, and a reason for each gap in the answer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kinds import Problem
from commonweal.stats.time.gap_trend import gap_trend

NAN = float("nan")
RATE = st.one_of(st.just(NAN), st.just(0.0), st.floats(0.001, 1))
ROWS = st.integers(1, 6).flatmap(
    lambda length: st.lists(
        st.lists(st.tuples(RATE, RATE), min_size=length, max_size=length), min_size=1, max_size=4
    )
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ROWS)
def test_no_series_is_silent_and_swapping_the_groups_turns_the_trends_around(rows):
    one, other = np.moveaxis(np.array(rows), 2, 0)
    ours = gap_trend(one, 0.02 + one * 0, other, 0.03 + other * 0)
    turned = gap_trend(other, 0.03 + other * 0, one, 0.02 + one * 0)
    for name in ("absolute", "relative"):
        line, back = getattr(ours, name), getattr(turned, name)
        assert (np.isnan(line.value) == ~line.ok).all()
        assert (np.isnan(line.low) == ~line.ok).all()
        assert line.value == pytest.approx(-back.value, abs=1e-9, nan_ok=True)
        assert line.flags == back.flags
    assert (ours.disagree == turned.disagree).all()
    assert (~ours.disagree | ours.relative.ok).all()


def test_a_line_through_the_gap_weighs_periods_by_what_is_known():
    one, other = np.array([0.5, 0.45, 0.43, 0.3]), np.array([0.2, 0.22, 0.18, 0.17])
    se, rest_se, when = np.array([1, 2, 3, 1]) / 100, np.array([2, 1, 1, 2]) / 100, [0, 1, 2, 5]
    ours = gap_trend(one, se, other, rest_se, periods=when)
    columns = np.column_stack((np.ones(4), when))
    for values, variance, line in (
        (one - other, se**2 + rest_se**2, ours.absolute),
        (np.log(one / other), (se / one) ** 2 + (rest_se / other) ** 2, ours.relative),
    ):
        known = np.linalg.inv(columns.T @ (columns / variance[:, None]))
        assert line.value[0] == pytest.approx((known @ columns.T @ (values / variance))[1])
        assert line.se[0] == pytest.approx(np.sqrt(known[1, 1]))
        assert line.high[0] - line.low[0] == pytest.approx(2 * 1.959963984540054 * line.se[0])


def test_trends_that_disagree_bear_the_flag_and_surely_when_both_are_sure():
    falling = [[0.4, 0.2], [0.4, 0.2], [0.4, 0.3]]
    rest = [[0.2, 0.08], [0.2, 0.08], [0.2, 0.15]]
    ours = gap_trend(falling, [[0.001] * 2, [0.05] * 2, [0.01] * 2], rest, [[0.001] * 2] * 3)
    assert ours.disagree.tolist() == [True, True, False]
    both = ("trends_disagree", "trends_disagree_surely")
    assert ours.absolute.flags == ours.relative.flags == (both, both[:1], ())


def test_points_far_from_the_line_are_said():
    bent = gap_trend([0.5, 0.9, 0.5], [0.01] * 3, [0.1] * 3, [0.01] * 3)
    straight = gap_trend([0.5, 0.51, 0.5], [0.01] * 3, [0.1] * 3, [0.01] * 3)
    assert (bent.absolute.flags, straight.absolute.flags) == ((("scatter_beyond_chance",),), ((),))


def test_each_gap_has_its_reason():
    one = [[NAN, NAN], [0.2, NAN], [0.2, 0.3], [0.0, 0.3], [0.2, 0.3]]
    other = [[0.1, 0.1], [0.1, 0.1], [0.1, 0.1], [0.1, 0.1], [0.1, 0.1]]
    se = [[0.1, 0.1], [0.1, 0.1], [0.0, 0.1], [0.1, 0.1], [0.1, 0.1]]
    rest_se = [[0.1, 0.1], [0.1, 0.1], [0.0, 0.1], [0.1, 0.1], [0.1, 0.1]]
    ours = gap_trend(one, se, other, rest_se)
    base = ("zero_denominator", "single_period", "zero_variance")
    assert ours.absolute.reason == (*base, "", "")
    assert ours.relative.reason == (*base, "zero_in_ratio", "")


def test_an_absent_period_is_passed_over():
    full = gap_trend([0.4, 0.3], [0.1] * 2, [0.2] * 2, [0.1] * 2, periods=[0, 2])
    gappy = gap_trend([0.4, NAN, 0.3], [0.1] * 3, [0.2] * 3, [0.1] * 3)
    assert full.absolute.value == pytest.approx(gappy.absolute.value)


def test_what_can_not_be_is_a_problem():
    with pytest.raises(Problem) as caught:
        gap_trend([0.1, 0.2], [-1, 1], [0.1, 0.2], [1, 1])
    assert caught.value.code == "counts-negative"
    with pytest.raises(Problem) as caught:
        gap_trend([0.1, 0.2], [1, 1], [0.1, 0.2, 0.3], [1, 1])
    assert caught.value.code == "shapes-differ"
