"""Funnels of rates: limits invert the exact interval, overdispersion widens, gaps have reasons."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kinds import Problem
from commonweal.stats.rates.rate import exact
from commonweal.stats.time.funnel import funnel
from commonweal.stats.time.rate_funnel import rate_funnel, rate_limits

PLACES = st.lists(st.tuples(st.integers(0, 60), st.floats(0.5, 900)), min_size=1, max_size=9)


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize("target", [1e-6, 0.004, 0.5, 3.0, 40.0])
def test_a_place_is_outside_where_its_exact_interval_misses_the_target(level, target):
    events = np.concatenate((np.arange(200.0), [250.0, 1000.0, 40_000.0]))
    for exposure in (0.01, 1.0, 7.0, 333.0):
        ours = exact(events, exposure, level=level)
        low, high = rate_limits(np.array([target]), np.array([exposure]), level)
        missed = (ours.high < target) | (ours.low > target)
        assert ((events / exposure < low) | (events / exposure > high)).tolist() == missed.tolist()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(PLACES, st.booleans())
def test_no_funnel_is_silent_and_neither_order_nor_unit_moves_it(places, overdispersed):
    events, exposure = np.array(places).T
    ours = rate_funnel(events, exposure, overdispersed=overdispersed)
    if not events.any():
        assert ours.reason == ("no_variation",)
        assert np.isnan(ours.low).all()
        return
    assert ours.reason == ("",)
    assert (ours.low_alarm <= ours.low + 1e-12).all()
    assert (ours.low <= ours.target).all()
    assert (ours.target <= ours.high).all()
    assert (ours.high <= ours.high_alarm).all()
    turned = rate_funnel(events[::-1], exposure[::-1], overdispersed=overdispersed)
    assert turned.high[:, ::-1] == pytest.approx(ours.high, rel=1e-8)
    daily = rate_funnel(events, exposure * 365, overdispersed=overdispersed)
    assert daily.high * 365 == pytest.approx(ours.high, rel=1e-8)
    assert (daily.alarm == ours.alarm).all()


def test_rare_events_of_many_people_are_those_of_the_funnel_of_proportions():
    events, people = [30, 41, 25, 60], [100_000, 120_000, 90_000, 110_000]
    for overdispersed in (False, True):
        rates, shares = (
            kind(events, people, overdispersed=overdispersed) for kind in (rate_funnel, funnel)
        )
        assert rates.high == pytest.approx(shares.high, rel=1e-3)
        assert rates.low_alarm == pytest.approx(shares.low_alarm, rel=1e-3)
        assert rates.phi == pytest.approx(shares.phi, rel=1e-3)


def test_places_that_vary_more_than_chance_widen_the_limits_by_their_variance():
    random = np.random.Generator(np.random.Philox(5))
    own = np.clip(1 + 0.2 * random.normal(size=400), 0, 3)
    wide = rate_funnel(random.poisson(own * 100), np.full(400, 100.0), 1.0)
    assert 0.13 < np.sqrt(wide.tau2[0]) < 0.2
    assert wide.high[0, 0] == pytest.approx(1 + 1.959964 * np.sqrt(0.01 + wide.tau2[0]), rel=1e-6)


def test_what_has_no_funnel_has_its_reason():
    found = rate_funnel([[0, 0], [0, 0], [1, 2]], [[0, 0], [4, 4], [4, 0.5]])
    assert found.reason == ("zero_denominator", "no_variation", "")
    assert not found.outside[:2].any()


def test_a_place_that_is_not_there_leaves_the_others_as_they_are():
    both, alone = rate_funnel([0, 3, 9], [0, 4, 4]), rate_funnel([3, 9], [4, 4])
    assert np.isnan([both.values[0, 0], both.low[0, 0], both.high_alarm[0, 0]]).all()
    assert both.low[0, 1:] == pytest.approx(alone.low[0], rel=1e-12)
    assert both.phi == pytest.approx(alone.phi)


def test_limits_around_very_many_and_very_few_events_are_found():
    low, high = rate_limits(np.array([3e9, 1e-9]), np.array([4.0, 1e-3]), 0.998)
    assert low[0] == pytest.approx(3e9, rel=1e-4)
    assert high[0] == pytest.approx(3e9, rel=1e-4)
    assert low[0] < 3e9 < high[0]
    assert low[1] == 0
    assert 0 < high[1] < 1000


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("events-without-exposure", lambda: rate_funnel([3], [0])),
        ("counts-negative", lambda: rate_funnel([1], [2], -1)),
        ("shapes-differ", lambda: rate_funnel([1], [2], [0.5, 0.5])),
        ("level-outside", lambda: rate_limits(np.ones(1), np.ones(1), 1.0)),
    ],
)
def test_what_can_not_be_is_a_problem(code, call):
    with pytest.raises(Problem) as caught:
        call()
    assert caught.value.code == code
