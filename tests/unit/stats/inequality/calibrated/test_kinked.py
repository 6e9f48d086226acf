"""Tables of all sizes and declarations go through in sets, and come back to their places."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.stats.inequality.calibrated.kinked import doubts, kinked_limits, sides
from commonweal.stats.inequality.calibrated.statistics import MEASURES, Side
from commonweal.stats.inequality.subgroups import Subgroups

DRAWS = 1000


def mixed():
    """Give tables of 2 and 3 groups, of both directions, with and without a named group."""
    return Subgroups.many(
        [0, 0, 1, 1, 1, 2, 2, 3, 3, 3],
        [20, 40, 20, 30, 60, 50, 20, 20, 30, 60],
        [1, 1, 1, 1.5, 1, 2, 1, 1, 1.5, 1],
        [500, 900, 500, 700, 900, 500, 900, 500, 700, 900],
        favorable=[True, False, True, True],
        reference=[-1, 1, 0, 2],
    )


def every(tables):
    return np.ones(len(tables), dtype=bool)


@pytest.mark.parametrize(("name", "sets"), [("mdmw", 3), ("d", 4), ("mdbu", 3)])
def test_sets_hold_each_table_once(name, sets):
    found = list(sides(name, mixed(), every(mixed())))
    assert len(found) == sets
    assert sorted(np.concatenate([place for place, _ in found])) == [0, 1, 2, 3]
    for place, side in found:
        assert side.y.shape[1] == mixed().groups[place[0]]
        assert side.named == (name == "d" and mixed().reference[place[0]] >= 0)


def test_tables_without_errors_are_in_no_set():
    tables = Subgroups.one([10, 30], None, [50, 150], favorable=True)
    assert list(sides("d", tables, every(tables))) == []
    low, high, flags = kinked_limits("d", tables, every(tables), 0.95, draws=DRAWS, seed=1)
    assert np.isnan([low[0], high[0]]).all()
    assert not any(held.any() for held in flags.values())


@pytest.mark.parametrize("name", ["mdmw", "d", "mdbw", "idisu"])
def test_each_table_has_the_limits_it_has_alone(name):
    tables = mixed()
    together = np.stack(kinked_limits(name, tables, every(tables), 0.95, draws=DRAWS, seed=1)[:2])
    for row in range(4):
        one = tables.part(np.array([row]))
        alone = np.stack(kinked_limits(name, one, every(one), 0.95, draws=DRAWS, seed=1)[:2])
        np.testing.assert_allclose(together[:, row], alone[:, 0], rtol=1e-6)


def test_many_tables_go_through_in_blocks():
    count, groups = 130, 4
    draw = np.random.Generator(np.random.Philox(36))
    y = np.tile(draw.uniform(20, 60, groups), count)
    tables = Subgroups.many(
        np.repeat(np.arange(count), groups),
        y,
        np.ones(y.size),
        np.full(y.size, 900),
        favorable=True,
    )
    low, high, _ = kinked_limits("mdmw", tables, every(tables), 0.95, draws=DRAWS, seed=1)
    np.testing.assert_allclose(low, low[0], rtol=1e-6)
    np.testing.assert_allclose(high, high[0], rtol=1e-6)
    assert 0 < low[0] < high[0]


def test_tables_not_asked_for_have_no_limits():
    which = np.array([True, False, True, False])
    low, high, _ = kinked_limits("mdmw", mixed(), which, 0.95, draws=DRAWS, seed=1)
    np.testing.assert_array_equal(np.isfinite(low), which)
    np.testing.assert_array_equal(np.isfinite(high), which)


def side(y, named=False, favorable=True):
    y = np.array([y], dtype=float)
    p = np.full(y.shape, 1 / y.size)
    return Side(y, np.ones_like(y), p, favorable, np.array([0 if named else -1]))


def flags(name, *asked, **declared):
    hidden, wide = doubts(name, side(*asked, **declared))
    return bool(hidden[0]), bool(wide[0])


MANY_ALIKE, MANY_APART = [30.0, *np.linspace(29, 31, 19)], [90.0, *np.linspace(10, 30, 18), 0.0]


@pytest.mark.parametrize("name", sorted(set(MEASURES) - {"mdru", "mdrw"}))
def test_many_groups_that_are_not_clear_hide_their_pattern(name):
    assert flags(name, MANY_ALIKE)[0]
    assert not flags(name, MANY_APART, favorable=name not in {"mdbu"})[0]


@pytest.mark.parametrize("name", ["mdru", "mdrw"])
def test_a_named_group_like_the_others_hides_the_pattern(name):
    assert flags(name, [30.0, 30.5, 29.5, 30.1], named=True) == (True, False)
    assert flags(name, [30.0, 60.0, 70.0, 80.0], named=True) == (False, False)
    assert flags(name, [30.0, 30.5], named=True) == (False, False)


@pytest.mark.parametrize("name", ["d", "r", "mdbw", "par"])
def test_ends_that_are_not_clear_make_a_wide_interval(name):
    assert flags(name, [30.0, 30.5, 29.5, 30.1]) == (False, True)
    assert flags(name, [10.0, 40.0, 45.0, 90.0]) == (False, False)


@pytest.mark.parametrize("favorable", [True, False])
def test_against_a_named_group_only_the_end_of_the_others_must_be_clear(favorable):
    ends = [40.0, 10.0, 30.0, 30.5] if favorable else [40.0, 90.0, 30.0, 30.5]
    other = [40.0, 90.0, 30.0, 30.5] if favorable else [40.0, 10.0, 30.0, 30.5]
    assert flags("d", ends, named=True, favorable=favorable) == (False, False)
    assert flags("d", other, named=True, favorable=favorable) == (False, True)


def test_a_hidden_pattern_has_no_limits_but_a_flag():
    y = np.array(MANY_ALIKE)
    tables = Subgroups.one(y, np.ones(y.size), np.full(y.size, 900), favorable=True)
    low, _, found = kinked_limits("mdbw", tables, every(tables), 0.95, draws=DRAWS, seed=1)
    assert np.isnan(low[0])
    assert found["pattern_unclear"][0]
    assert not found["interval_conservative"][0]
