"""Each measure leaves with an interval that holds, or with a flag that says why it has none."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.inequality.calibrated.intervals import FIXED_BY_ORDER, SQUARED, calibrated
from commonweal.stats.inequality.calibrated.statistics import MEASURES
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inequality.summary import by_delta, summarize

Y, SE, PEOPLE = [20.0, 35.0, 50.0], [1.0, 1.5, 1.2], [1600, 1000, 1700]
DRAWS = 1000


def made(y=Y, se=SE, people=PEOPLE, favorable=True, **declared):
    return Subgroups.one(y, se, people, favorable=favorable, **declared)


@cache
def at_level(level):
    return summarize(made(reference=0), level, draws=4000)


def told(tables, name, **asked):
    return summarize(tables, **asked)[name].flags[0]


def limits(estimate):
    return float(estimate.low[0]), float(estimate.high[0])


@pytest.mark.parametrize("name", MEASURES)
def test_without_draws_kinked_measures_say_what_they_need(name):
    tables = made(reference=0)
    found = summarize(tables)[name]
    assert "needs_draws" in found.flags[0]
    assert np.isnan(limits(found)).all()
    drawn = at_level(0.8)[name]
    assert "needs_draws" not in drawn.flags[0]
    assert drawn.low[0] < drawn.value[0] < drawn.high[0]


@pytest.mark.parametrize("draws", [1, 999, -5])
def test_too_few_draws_are_a_problem(draws):
    with pytest.raises(Problem) as told_of:
        summarize(made(), draws=draws)
    assert told_of.value.code == "draws-too-few"


@pytest.mark.parametrize("level", [0, 1, 1.5])
def test_a_level_that_can_not_be_is_a_problem(level):
    with pytest.raises(Problem) as told_of:
        calibrated({}, made(), level)
    assert told_of.value.code == "level-outside"


def test_a_seed_below_0_is_a_problem():
    with pytest.raises(Problem) as told_of:
        summarize(made(), draws=DRAWS, seed=-1)
    assert told_of.value.code == "seed-negative"


def test_values_and_errors_stay_those_of_the_named_methods():
    plain, found = by_delta(made(order=[1, 2, 3])), summarize(made(order=[1, 2, 3]))
    assert list(plain) == list(found)
    for name in plain:
        np.testing.assert_array_equal(found[name].value, plain[name].value)
        assert found[name].method == "calibrated"
        assert found[name].status == plain[name].status


@pytest.mark.parametrize("name", sorted(set(MEASURES) | SQUARED))
def test_a_higher_level_gives_a_wider_interval(name):
    narrow, wide = (limits(at_level(level)[name]) for level in (0.8, 0.99))
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


@pytest.mark.parametrize("name", ["aci", "sii_linear", "rii_linear", "rci"])
def test_lines_and_concentration_keep_their_delta_interval(name):
    tables = made(order=[1, 2, 3])
    assert limits(summarize(tables)[name]) == limits(by_delta(tables)[name])


@pytest.mark.parametrize("name", sorted(FIXED_BY_ORDER))
@pytest.mark.parametrize("favorable", [True, False])
def test_an_order_fixes_the_groups_so_no_draws_are_needed(name, favorable):
    order = [1, 2, 3] if favorable else [3, 2, 1]
    tables = made(favorable=favorable, order=order)
    found = summarize(tables)[name]
    assert "needs_draws" not in found.flags[0]
    assert limits(found) == limits(by_delta(tables)[name])
    assert found.low[0] < found.value[0] < found.high[0]


@pytest.mark.parametrize("name", ["par", "paf"])
def test_a_clamped_risk_has_the_interval_before_it_was_clamped(name):
    # The most advantaged group has least of the good.
    found = summarize(made(order=[3, 2, 1]))[name]
    assert found.value[0] == 0
    assert found.high[0] < 0
    assert "beyond_interval" in found.flags[0]


@pytest.mark.parametrize("name", ["par", "paf"])
def test_what_is_lost_is_below_0_where_less_is_better(name):
    good = summarize(made(), draws=DRAWS)[name]
    bad = summarize(made(favorable=False), draws=DRAWS)[name]
    assert 0 < good.low[0] < good.value[0] < good.high[0]
    assert bad.low[0] < bad.value[0] < bad.high[0] < 0


def test_the_largest_over_the_smallest_is_never_below_1():
    tables = made([30.0, 30.2, 30.1], order=[1, 2, 3])
    low, high = limits(summarize(tables)["kmi"])
    assert low == 1
    assert high > 1
    steep = summarize(made(order=[1, 2, 3]))
    assert limits(steep["kmi"]) == pytest.approx(limits(steep["rii_linear"]), rel=1e-6)


def test_the_largest_over_the_smallest_without_an_error_has_no_interval():
    tables = made(order=[1, 2, 3])
    found = {"kmi": replace(by_delta(tables)["kmi"], se=None, low=np.full(1, np.nan))}
    assert calibrated(found, tables)["kmi"].flags[0] == ("no_limit_found",)


@pytest.mark.parametrize(
    ("changed", "flag"),
    [
        ({"se": None}, "error_not_known"),
        ({"se": [1.0, 0.0, 1.2]}, "error_not_known"),
        ({"se": [6.0, 1.5, 1.2]}, "few_events"),
        ({"people": [1600, 0, 1700]}, "weightless_group"),
    ],
)
@pytest.mark.parametrize("name", ["bgsd", "mdmw", "d", "ti"])
def test_a_table_that_is_not_sound_says_why(name, changed, flag):
    found = summarize(made(**changed), draws=DRAWS)[name]
    assert flag in found.flags[0]
    assert np.isnan(limits(found)).all()


@pytest.mark.parametrize("name", ["aci", "sii_linear", "d"])
def test_a_line_without_errors_says_that_they_are_not_known(name):
    found = summarize(made(se=None, order=[1, 2, 3]))[name]
    assert "error_not_known" in found.flags[0]
    assert "no_limit_found" not in found.flags[0]


@pytest.mark.parametrize("name", ["rii_linear", "kmi", "sii_linear"])
def test_an_uncertain_line_has_no_interval(name):
    tables = made([20.0, 35.0, 60.0], [6.0, 9.0, 9.0], scale=1, order=[1, 2, 3])
    found = summarize(tables)[name]
    assert "line_uncertain" in found.flags[0]
    assert np.isnan(limits(found)).all()


def test_more_events_are_asked_for_where_a_measure_bends():
    error = 100 * np.sqrt(0.2 * 0.8 / 250)
    found = summarize(made(se=[error, 1.5, 1.2]))
    assert "few_events" in found["ti"].flags[0]
    assert "few_events" not in found["bgsd"].flags[0]


def test_an_interval_that_covers_too_often_says_so():
    found = summarize(made([35.0, 35.5, 34.5]), draws=DRAWS)["mdbw"]
    assert "interval_conservative" in found.flags[0]
    assert np.isfinite(limits(found)).all()


def test_a_hidden_pattern_is_told():
    tables = made([35.0, 35.5, 34.5], reference=0)
    assert told(tables, "mdrw", draws=DRAWS) == ("pattern_unclear",)


def test_undefined_measures_get_no_flags_of_intervals():
    found = summarize(made([20.0], [1.0], [500]), draws=DRAWS)
    for name, estimate in found.items():
        assert not estimate.ok[0]
        assert estimate.flags[0] == by_delta(made([20.0], [1.0], [500]))[name].flags[0]


def test_a_value_that_chance_made_too_large_may_lie_beyond_its_interval():
    draw = np.random.Generator(np.random.Philox(37))
    y = 30 + draw.normal(0, 1.0, size=(100, 40))
    tables = Subgroups.many(
        np.repeat(np.arange(100), 40),
        y.ravel(),
        np.ones(y.size),
        np.full(y.size, 2100),
        favorable=True,
    )
    found = summarize(tables)["bgsd"]
    beyond = np.array(["beyond_interval" in flags for flags in found.flags])
    outside = (found.value < found.low) | (found.value > found.high)
    np.testing.assert_array_equal(beyond, outside)
    assert beyond.any()


def test_the_same_call_gives_the_same_bytes():
    once, again = (summarize(made(reference=0), draws=DRAWS, seed=3) for _ in range(2))
    for name in once:
        assert once[name].low.tobytes() == again[name].low.tobytes()
        assert once[name].high.tobytes() == again[name].high.tobytes()
