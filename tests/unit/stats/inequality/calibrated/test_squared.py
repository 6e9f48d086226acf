"""Variance, standard deviation, variation, Theil's index and MLD share limits and go with units."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.stats.inequality.by_name import values
from commonweal.stats.inequality.calibrated.folded import folded_limits
from commonweal.stats.inequality.calibrated.squared import squared_limits
from commonweal.stats.inequality.subgroups import Subgroups

SE = [1.0, 2.0, 1.5]
PEOPLE = [300, 200, 500]
NAMES = ("bgv", "bgsd", "cov", "ti", "mld")


def made(y, se=SE, people=PEOPLE):
    return Subgroups.one(y, se, people, scale=1000, favorable=True)


def test_the_deviation_has_the_roots_of_the_limits_of_the_variance():
    limits = squared_limits(made([200, 230, 260]), 0.95)
    np.testing.assert_allclose(np.square(limits["bgsd"]), limits["bgv"], rtol=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_limits_are_around_the_value_where_groups_are_far_apart(name):
    tables = made([200, 230, 260])
    low, high = squared_limits(tables, 0.95)[name]
    assert 0 < low[0] < values(name, tables.y, tables)[0] < high[0]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("y", [[200, 200, 200], [200, 200 + 1e-13, 200], [200, 200.2, 199.9]])
def test_equality_is_in_the_interval_of_equal_groups(name, y):
    low, high = squared_limits(made(y), 0.95)[name]
    assert low[0] == 0
    assert 0 < high[0] < np.inf


@pytest.mark.parametrize("name", NAMES)
def test_equal_groups_and_groups_that_differ_by_rounding_have_the_same_limits(name):
    exactly = squared_limits(made([200, 200, 200]), 0.95)[name][1]
    nearly = squared_limits(made([200, 200 + 1e-12, 200]), 0.95)[name][1]
    np.testing.assert_allclose(nearly, exactly, rtol=1e-3)


@pytest.mark.parametrize("y", [[200, 200, 200], [200, 204, 203], [200, 230, 260]])
def test_the_order_of_the_groups_does_not_matter(y):
    turned = [2, 0, 1]
    one = squared_limits(made(y), 0.95)
    other = squared_limits(made(*(np.array(part)[turned] for part in (y, SE, PEOPLE))), 0.95)
    for name in NAMES:
        np.testing.assert_allclose(other[name], one[name], rtol=1e-4, atol=1e-12)


@pytest.mark.parametrize("unit", [1e-100, 1e-9, 1e9, 1e100])
def test_limits_have_the_unit_of_their_measure(unit):
    y = np.array([200, 204, 203.0])
    one = squared_limits(made(y), 0.95)
    other = squared_limits(made(y * unit, np.array(SE) * unit), 0.95)
    for name, power in {"bgsd": 1, "cov": 0, "ti": 0, "mld": 0}.items():
        np.testing.assert_allclose(np.array(other[name]) / unit**power, one[name], rtol=1e-5)


@pytest.mark.parametrize("apart", [6.0, 12.0])
def test_two_groups_have_the_limits_of_their_difference(apart):
    tables = made([200, 200 + apart], [1.2, 1.6], [400, 600])
    low, high = folded_limits(np.array([apart]), np.array([2.0]), 0.95)
    share = np.sqrt(0.4 * 0.6)
    found = squared_limits(tables, 0.95)["bgsd"]
    np.testing.assert_allclose(found, [low * share, high * share], rtol=0.01, atol=0.05)


def test_theil_and_mld_follow_half_the_squared_variation_near_equality():
    limits = squared_limits(made([200, 206, 203]), 0.95)
    half = np.square(np.array(limits["cov"]) / 100) / 2 * 1000
    for name in ("ti", "mld"):
        np.testing.assert_allclose(limits[name], half, rtol=0.1, atol=1e-3)


def test_without_errors_nothing_is_said_and_nothing_is_warned_of():
    tables = Subgroups.one([10, 20], None, [5, 5], favorable=True)
    for low, _ in squared_limits(tables, 0.95).values():
        assert low.shape == (1,)


def test_filling_beside_a_longer_table_changes_nothing():
    two = Subgroups.many(
        [0, 0, 1, 1, 1],
        [200, 200, 200, 230, 260],
        [1, 2, 1, 2, 1.5],
        [400, 600, 300, 200, 500],
        scale=1000,
        favorable=True,
    )
    alone = squared_limits(made([200, 200], [1, 2], [400, 600]), 0.95)
    beside = squared_limits(two, 0.95)
    for name in NAMES:
        np.testing.assert_allclose(np.array(beside[name])[:, 0], np.ravel(alone[name]), rtol=1e-6)
