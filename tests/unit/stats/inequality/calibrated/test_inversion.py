"""A limit is where draws just contradict a table; two groups have limits in closed form."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from commonweal.stats.inequality.calibrated.folded import folded_limits
from commonweal.stats.inequality.calibrated.inversion import Inversion, in_errors, standard_draws
from commonweal.stats.inequality.calibrated.statistics import MEASURES, Side

DRAWS = 4000
OF_GROUP = frozenset({"mdru", "mdrw"})
NAMED = [
    (name, named) for name in MEASURES for named in (False, True) if named or name not in OF_GROUP
]
UNITED = [name for name in MEASURES if not MEASURES[name].relative]


def made(groups=4, tables=3, apart=4.0, favorable=True, named=False):
    draw = np.random.Generator(np.random.Philox(33))
    y = 40 + draw.normal(0, apart, size=(tables, groups))
    se = draw.uniform(0.8, 1.6, size=(tables, groups))
    p = draw.dirichlet([4.0] * groups, size=tables)
    return Side(y, se, p, favorable, np.full(tables, groups // 2 if named else -1))


def inverted(name, side, seed=1, level=0.95, draws=DRAWS):
    noise = standard_draws(side.y.shape[1], draws, seed)
    return Inversion(MEASURES[name], side, noise, level)


def rows(side, which):
    return replace(
        side, y=side.y[which], se=side.se[which], p=side.p[which], reference=side.reference[which]
    )


def test_draws_are_balanced_scaled_and_always_the_same():
    found = standard_draws(3, 1001, seed=5)
    assert found.shape == (3, 1001)
    np.testing.assert_array_equal(found[:, 0:1000:2], -found[:, 1:1001:2])
    whole = standard_draws(3, 1000, seed=5)
    np.testing.assert_allclose((whole**2).mean(axis=-1), 1, rtol=1e-5)
    np.testing.assert_array_equal(found, standard_draws(3, 1001, seed=5))
    assert (found != standard_draws(3, 1001, seed=6)).any()


@pytest.mark.parametrize("favorable", [False, True])
@pytest.mark.parametrize(("name", "named"), NAMED)
def test_what_lies_in_the_limits_is_accepted(name, favorable, named):
    side = made(favorable=favorable, named=named)
    inversion = inverted(name, side)
    low, high = inversion.limits()
    assert (low <= high).all()
    for row in range(3):
        one = inverted(name, rows(side, [row]))
        wide = high[row] - low[row]
        for at in (0.03, 0.5, 0.97):
            assert one.accepts(low[row] + at * wide)[0]
        assert not one.accepts(high[row] + 0.03 * wide)[0]
        if low[row] > MEASURES[name].equality + 0.05 * wide or not inversion.bounded:
            assert not one.accepts(low[row] - 0.03 * wide)[0]


@pytest.mark.parametrize("name", [name for name in MEASURES if name not in OF_GROUP])
def test_where_equality_is_not_contradicted_it_is_the_lower_limit(name):
    y = np.array([[30.0, 30.1, 29.9, 30.0]])
    side = Side(y, np.ones((1, 4)), np.full((1, 4), 0.25), True, np.array([-1]))
    inversion = inverted(name, side)
    low, high = inversion.limits()
    assert low[0] == MEASURES[name].equality
    assert high[0] > low[0]
    assert inversion.accepts(MEASURES[name].equality)[0]


def test_equal_groups_leave_room_above():
    side = Side(
        np.full((1, 3), 30.0), np.ones((1, 3)), np.full((1, 3), 1 / 3), True, np.array([-1])
    )
    for name in MEASURES:
        if name not in OF_GROUP:
            low, high = inverted(name, side).limits()
            assert low[0] == MEASURES[name].equality
            assert high[0] > low[0] + 1e-3, name


@pytest.mark.parametrize("level", [0.9, 0.95])
def test_a_difference_to_a_named_group_of_two_has_the_normal_interval(level):
    side = made(groups=2, apart=6, named=True)
    low, high = inverted("d", side, level=level, draws=20_000).limits()
    difference = side.y[:, 1] - side.y[:, 0]
    error = np.hypot(*side.se.T)
    z = {0.9: 1.6449, 0.95: 1.96}[level]
    np.testing.assert_allclose((difference - low) / error, z, atol=0.06)
    np.testing.assert_allclose((high - difference) / error, z, atol=0.06)


@pytest.mark.parametrize("name", ["mdmw", "mdmu", "d"])
def test_distances_of_two_groups_have_folded_normal_limits(name):
    # Far from equality; near it the two rules leave out below equality a little differently.
    side = replace(made(groups=2, tables=4), y=40 + np.array([[0, 6], [9, 0], [0, 12], [5, 0.0]]))
    low, high = inverted(name, side, draws=20_000).limits()
    error = np.hypot(*side.se.T)
    share = {"mdmw": 2 * side.p[:, 0] * side.p[:, 1], "mdmu": 0.5, "d": 1.0}[name]
    size = np.abs(side.y[:, 1] - side.y[:, 0])
    expected = np.stack(folded_limits(size, error, 0.95)) * share
    np.testing.assert_allclose(
        np.stack([low, high]) / (error * share), expected / (error * share), atol=0.06
    )


@pytest.mark.parametrize("name", ["mdmw", "mdbu", "r", "index_of_disparity_hp2010"])
def test_the_other_tables_do_not_matter(name):
    side = made(tables=5, apart=1.5)
    together = np.stack(inverted(name, side).limits())
    alone = [np.stack(inverted(name, rows(side, [row])).limits())[:, 0] for row in range(5)]
    np.testing.assert_allclose(together, np.stack(alone, axis=1), rtol=1e-6)


def test_the_same_seed_gives_the_same_limits():
    side = made()
    once, again, other = (
        np.stack(inverted("mdmw", side, seed=seed).limits()) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(once, again)
    assert (once != other).any()
    np.testing.assert_allclose(once, other, rtol=0.1, atol=0.1)


@pytest.mark.parametrize("name", UNITED)
@pytest.mark.parametrize("unit", [1e-30, 1e30])
def test_limits_have_the_unit_of_the_measure(name, unit):
    side = made(named=name in OF_GROUP)
    small = np.stack(inverted(name, side).limits())
    other = replace(side, y=unit * side.y, se=unit * side.se)
    large = np.stack(inverted(name, other).limits())
    np.testing.assert_allclose(large / unit, small, atol=0.01)


@pytest.mark.parametrize("name", UNITED)
def test_a_far_origin_costs_no_digits(name):
    side = made(named=name in OF_GROUP)
    near = np.stack(inverted(name, side).limits())
    far = np.stack(inverted(name, replace(side, y=side.y + 1e8)).limits())
    # Within what one draw more or less makes: the numbers themselves have lost digits.
    np.testing.assert_allclose(far, near, atol=0.01)


def test_tables_in_errors_are_the_same_tables():
    side = made()
    moved, unit = in_errors(side)
    back = (moved.y + np.asarray(moved.origin)[:, None]) * unit[:, None]
    np.testing.assert_allclose(back, side.y, rtol=1e-14)
    np.testing.assert_allclose(moved.se.max(axis=-1), 1)


def test_a_wider_level_gives_wider_limits():
    side = made(apart=8)
    narrow, wide = (inverted("mdbw", side, level=level).limits() for level in (0.9, 0.99))
    assert (wide[0] < narrow[0]).all()
    assert (wide[1] > narrow[1]).all()


def test_what_no_path_reaches_is_not_accepted():
    assert not inverted("mdmw", made()).accepts(1e30).any()


def test_a_bracket_far_from_the_limit_widens_towards_it_and_stops():
    inversion = inverted("mdmw", made())
    far = np.full(3, 1e6)
    one, other, at_one, at_other = inversion._bracket(far, far + 1, 0.0)
    assert (one < far).all()
    assert (one < other).all()
    assert (at_one > 0).all()
    assert (at_other > 0).all()
