"""Funnels: limits invert their interval, overdispersion widens, gaps have reasons."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kinds import Problem
from commonweal.stats.rates.proportion import clopper_pearson, wilson
from commonweal.stats.time.funnel import funnel
from commonweal.stats.time.funnel_limits import funnel_limits

PLACE = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)
FUNNELS = st.integers(1, 12).flatmap(
    lambda places: st.lists(
        st.lists(PLACE, min_size=places, max_size=places), min_size=1, max_size=3
    )
)


@pytest.mark.parametrize(("method", "interval"), [("exact", clopper_pearson), ("wilson", wilson)])
@pytest.mark.parametrize("level", [0.95, 0.998])
def test_a_place_is_outside_where_its_interval_misses_the_target(method, interval, level):
    for people in (1.0, 2.0, 7.0, 40.0, 333.0):
        events = np.arange(people + 1)
        ours = interval(events, people, level)
        for target in (0.004, 0.11, 0.5, 0.83, 0.999):
            low, high = funnel_limits(np.array([target]), np.array([people]), level, method=method)
            missed = (ours.high < target) | (ours.low > target)
            outside = (events / people < low) | (events / people > high)
            assert (missed == outside).all()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(FUNNELS, st.sampled_from(["exact", "wilson"]), st.booleans())
def test_no_funnel_is_silent_and_neither_order_nor_company_moves_it(rows, method, overdispersed):
    events, people = np.moveaxis(np.array(rows, dtype=float), 2, 0)
    options = {"method": method, "overdispersed": overdispersed}
    ours = funnel(events, people, **options)
    gone = np.array([reason != "" for reason in ours.reason])
    assert (np.isnan([ours.target, ours.phi, ours.tau2]) == gone).all()
    missing = gone[:, None] | (people == 0)
    for limit in (ours.low, ours.high, ours.low_alarm, ours.high_alarm):
        assert (np.isnan(limit) == missing).all()
    assert (missing | ((ours.low_alarm <= ours.low) & (ours.high <= ours.high_alarm))).all()
    assert not (ours.alarm & ~ours.outside).any()
    turned = funnel(events[:, ::-1], people[:, ::-1], **options)
    assert turned.low[:, ::-1] == pytest.approx(ours.low, abs=1e-9, nan_ok=True)
    alone = funnel(events[:1], people[:1], **options)
    assert alone.high[0] == pytest.approx(ours.high[0], abs=1e-9, nan_ok=True)
    assert alone.reason == ours.reason[:1]


def test_events_turned_into_rests_turn_the_funnel_over():
    events, people = np.array([3.0, 20, 11, 40]), np.array([30.0, 50, 60, 90])
    for method in ("exact", "wilson"):
        one, other = (
            funnel(each, people, method=method, overdispersed=False)
            for each in (events, people - events)
        )
        assert one.low == pytest.approx(1 - other.high)
        assert one.phi == pytest.approx(other.phi)


def test_places_that_vary_more_than_chance_widen_the_limits_by_their_variance():
    random = np.random.Generator(np.random.Philox(2))
    people = np.full(400, 1600.0)
    own = np.clip(0.2 + 0.03 * random.normal(size=400), 0, 1)
    wide = funnel(random.binomial(people.astype(int), own), people)
    # Drawn in at 10 %, the mean of squared normal values is 0.679.
    assert wide.phi[0] == pytest.approx(0.679 * (1 + 0.03**2 / 0.16 * 1600), rel=0.15)
    assert 0.02 < np.sqrt(wide.tau2[0]) < 0.03
    assert 0.03 < wide.outside.mean() < 0.15
    narrow = funnel(wide.values[0] * people, people, overdispersed=False)
    assert narrow.tau2[0] == 0
    assert narrow.phi == pytest.approx(wide.phi)
    assert narrow.alarm.mean() > 0.2


def test_places_that_vary_by_chance_keep_the_limits_of_the_method():
    people = np.full(11, 100.0)
    calm = funnel([20, 21, 19, 20, 20, 22, 18, 20, 20, 20, 20], people)
    assert calm.phi[0] < 1
    assert calm.tau2[0] == 0
    low, _ = funnel_limits(np.array([0.2]), np.array([100.0]), 0.95)
    assert calm.low[0] == pytest.approx(low[0])


def test_the_furthest_tenth_at_each_end_does_not_drive_the_overdispersion():
    events = np.array([20.0, 26, 14, 22, 18, 25, 15, 21, 19, 20])
    wild = events.copy()
    wild[[1, 2]] = 90, 1
    one, other = (funnel(each, np.full(10, 100.0), 0.2) for each in (events, wild))
    assert one.phi == pytest.approx(other.phi)
    sizes = (np.array([0, 5, -5, 2, -2, 5, -5, 1, -1, 0]) / 4) ** 2
    assert one.phi[0] == pytest.approx(sizes.mean())


def test_one_place_has_no_variance_between_places():
    one = funnel([9], [10], 0.5)
    assert (one.tau2[0], one.reason) == (0, ("",))
    assert one.alarm.tolist() == [[False]]
    assert one.outside.tolist() == [[True]]


def test_a_target_of_all_or_none_and_nobody_have_their_reasons():
    found = funnel([[0, 0], [0, 0], [4, 4], [1, 2]], [[0, 0], [4, 4], [4, 4], [4, 4]])
    assert found.reason == ("zero_denominator", "no_variation", "no_variation", "")


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("counts-above-people", lambda: funnel([3], [2])),
        ("method-unknown", lambda: funnel([1], [2], method="byar")),
        ("share-outside", lambda: funnel([1], [2], 1.2)),
        ("shapes-differ", lambda: funnel([1], [2], [0.5, 0.5])),
        ("shapes-differ", lambda: funnel([[1], [1], [1]], [[2], [2], [2]], [0.5, 0.5])),
    ],
)
def test_what_can_not_be_is_a_problem(code, call):
    with pytest.raises(Problem) as caught:
        call()
    assert caught.value.code == code


def test_limits_around_nearly_everybody_of_very_many_are_found():
    ours = funnel([145_679_044_804.97, 2695], [145_679_044_805, 2695], overdispersed=False)
    assert 1 - ours.low[0, 0] == pytest.approx(0, abs=1e-9)
    assert ours.low[0, 0] < ours.target[0] < 1
    assert ours.low_alarm[0, 0] <= ours.low[0, 0] <= ours.high[0, 0]


def test_limits_around_nearly_nobody_are_found():
    low, high = funnel_limits(np.array([1e-20]), np.array([1e9]), 0.95)
    assert low[0] == 0
    assert 0 <= high[0] < 1e-9
