"""Control charts: frozen limits, signals, absent periods, and reasons where there is no chart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kinds import Problem
from commonweal.stats.time.control import (
    laney_chart,
    p_chart,
    proportion_chart,
    xmr_chart,
)
from commonweal.stats.time.rate_control import laney_rate_chart, rate_chart, u_chart
from commonweal.stats.time.signals import runs

NAN = float("nan")
RANDOM = np.random.Generator(np.random.Philox(9))
OF_COUNTS = [p_chart, laney_chart, proportion_chart, u_chart, laney_rate_chart, rate_chart]
COUNTS = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted)
SERIES = st.integers(1, 12).flatmap(
    lambda length: st.lists(
        st.lists(COUNTS, min_size=length, max_size=length), min_size=1, max_size=4
    )
)
FIELDS = ("values", "sigma", "low", "high", "z", "beyond", "run")


@settings(max_examples=25, deadline=None, derandomize=True)
@given(SERIES)
def test_no_chart_is_silent_and_company_moves_none(series):
    events, people = np.moveaxis(np.array(series, dtype=float), 2, 0)
    for method in OF_COUNTS:
        ours = method(events, people)
        gone = np.array([reason != "" for reason in ours.reason])
        assert (np.isnan(ours.center) == gone).all()
        assert (np.isnan(ours.low) == (gone[:, None] | (people == 0))).all()
        assert not (ours.beyond & np.isnan(ours.low)).any()
        for row in range(len(events)):
            alone = method(events[row], people[row])
            assert alone.reason == ours.reason[row : row + 1]
            for name in FIELDS:
                one, two = getattr(alone, name)[0], getattr(ours, name)[row]
                assert np.array_equal(one, two, equal_nan=one.dtype.kind == "f")


def test_limits_stay_as_the_baseline_left_them():
    events, people = RANDOM.binomial(80, 0.3, 20), np.full(20, 80)
    moved = events.copy()
    moved[12:] = 70
    for method in OF_COUNTS:
        before, after = method(events, people, 12), method(moved, people, 12)
        assert (before.low == after.low).all()
        assert after.beyond[0, 12:].all()
        assert not after.run[0, :12].any()
        assert after.run[0, 19]
    named = np.arange(20) < 12
    assert p_chart(moved, people, named).center == p_chart(moved, people, 12).center


def test_an_absent_period_is_passed_over_by_ranges_and_runs():
    values = [1.0, 2, 1, 2, 1, 3, 3, 3, 3, NAN, 3, 3, 3, 3]
    gappy, full = xmr_chart(values), xmr_chart([v for v in values if v == v])
    assert gappy.center == full.center
    assert gappy.spread == full.spread
    assert np.isnan(gappy.low[0, 9])
    assert gappy.run[0].tolist() == [*full.run[0][:9], False, *full.run[0][9:]]
    assert gappy.run[0, 13]


def test_a_point_on_the_line_ends_a_run():
    side = np.ones((3, 17))
    side[1, 7], side[2, 7] = 0, -1
    assert [np.flatnonzero(row).tolist() for row in runs(side)] == [
        list(range(7, 17)),
        [15, 16],
        [15, 16],
    ]
    assert not runs(np.zeros((1, 20))).any()


def test_laney_takes_over_where_points_move_more_than_chance_or_people_are_many():
    calm = np.tile([30, 34, 29, 33, 31], 4)
    wild = np.tile([10, 50, 20, 60, 30], 4)
    chart = proportion_chart([calm, wild, calm * 30], [[100] * 20, [100] * 20, [3000] * 20])
    assert chart.method == ("p", "laney", "laney")
    assert (chart.low[0] == p_chart(calm, [100] * 20).low[0]).all()
    assert (chart.low[1] == laney_chart(wild, [100] * 20).low[0]).all()
    assert chart.spread[0] == 1


def test_where_laney_has_no_chart_the_p_chart_stands():
    assert proportion_chart([[600, 600]], [[3000, 3000]]).method == ("p",)
    assert proportion_chart([[600]], [[3000]]).method == ("p",)


def test_limits_stay_within_what_can_be():
    for method in (p_chart, laney_chart):
        chart = method([[0, 1, 0, 2], [5, 4, 5, 3]], [[5] * 4] * 2)
        assert chart.low[0].tolist() == [0] * 4
        assert chart.high[1].tolist() == [1] * 4
    assert u_chart([0, 1, 0, 2], [5] * 4).low[0].tolist() == [0] * 4


def test_laney_widens_a_rate_by_how_much_more_it_moves_than_chance():
    calm, wild = np.tile([30, 34, 29, 33, 31], 4), np.tile([10, 50, 20, 60, 30], 4)
    ours = rate_chart([calm, wild], [[7.0] * 20] * 2)
    assert ours.method == ("u", "laney_u")
    plain, wide = u_chart(wild, [7.0] * 20), laney_rate_chart(wild, [7.0] * 20)
    moved = np.abs(np.diff(plain.z[0])).mean() / 1.128
    assert ours.spread[1] == pytest.approx(moved)
    assert wide.sigma == pytest.approx(plain.sigma * moved)
    assert rate_chart([[600]], [[3000]]).method == ("u",)


def test_each_missing_chart_has_its_reason():
    events = [[0, 0, 3], [0, 0, 3], [4, 4, 4], [1, 0, 2], [2, 2, 1]]
    people = [[0, 0, 4], [4, 4, 4], [4, 4, 4], [4, 0, 4], [4, 4, 4]]
    assert p_chart(events, people, 2).reason == (
        "zero_denominator",
        "no_variation",
        "no_variation",
        "",
        "",
    )
    assert laney_chart(events, people, 2).reason == (
        "zero_denominator",
        "no_variation",
        "no_variation",
        "one_value",
        "no_variation",
    )
    assert u_chart(events, people, 2).reason == ("zero_denominator", "no_variation", "", "", "")
    single = xmr_chart([[NAN, NAN, 3], [2, NAN, 3], [2, 2, 9], [2, 3, 4]], 2)
    assert single.reason == ("zero_denominator", "one_value", "no_variation", "")
    assert np.isnan(single.high[:3]).all()
    assert not single.beyond[:3].any()


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("counts-above-people", lambda: p_chart([3], [2])),
        ("events-without-exposure", lambda: u_chart([3], [0])),
        ("baseline-outside", lambda: p_chart([1, 1], [2, 2], 0)),
        ("baseline-outside", lambda: p_chart([1, 1], [2, 2], 3)),
        ("baseline-outside", lambda: p_chart([1, 1], [2, 2], [False, False])),
        ("baseline-outside", lambda: p_chart([1, 1], [2, 2], [True])),
        ("baseline-outside", lambda: xmr_chart([1, 1], 1.5)),
        ("numbers-missing", lambda: xmr_chart([1, float("inf")])),
    ],
)
def test_what_can_not_be_is_a_problem(code, call):
    with pytest.raises(Problem) as caught:
        call()
    assert caught.value.code == code
