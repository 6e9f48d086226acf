"""Weighted means of groups that may overlap, and their differences, by hand and by resampling."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.stats.surveys.raking import Raked, rake
from commonweal.stats.surveys.weighted import raked_difference, raked_groups, raked_means

PLAIN = Raked(np.ones(6), np.ones((6, 1)), 0)
VALUE = [1.0, 0, 1, 1, 0, 1]
SIDE = np.array([[1, 1, 1, 0, 0, 0]], bool).T


def test_without_weights_it_is_the_difference_of_means() -> None:
    found = raked_difference([1, 0, 1, 1, 0, 0], PLAIN, SIDE)
    assert found.value[0] == pytest.approx(1 / 3)
    # Each side: 3 x (2/9) of squares over 9, n / (n - 1) with n = 6.
    assert found.se is not None
    assert found.se[0] == pytest.approx((6 / 5 * 2 * (2 / 3) / 9) ** 0.5)


def test_groups_agree_with_domains() -> None:
    raked = rake({"site": list("aaabbb")}, {"site": {"a": 10, "b": 20}})
    domains = raked_means(VALUE, raked, ["y", "y", "n", "n", "y", "n"])
    inside = np.array([[0, 1], [0, 1], [1, 0], [1, 0], [0, 1], [1, 0]], bool)
    groups = raked_groups(VALUE, raked, inside)
    assert groups.value == pytest.approx(domains.value)
    assert groups.se == pytest.approx(domains.se)


def test_the_error_of_a_difference_is_that_of_raking_again_and_again() -> None:
    chance = np.random.Generator(np.random.Philox(5))
    n = 400
    site, job = chance.integers(0, 3, n), chance.integers(0, 2, n)
    value = (chance.random(n) < 0.3 + 0.1 * site + 0.2 * job).astype(float)
    inside = (chance.random(n) < 0.4)[:, None]
    frame = {
        "site": {"0": 500.0, "1": 300.0, "2": 400.0},
        "job": {"0": 700.0, "1": 500.0},
    }

    def once(chosen: np.ndarray) -> tuple[float, float]:
        raked = rake({"site": site[chosen].astype(str), "job": job[chosen].astype(str)}, frame)
        found = raked_difference(value[chosen], raked, inside[chosen])
        assert found.se is not None
        return float(found.value[0]), float(found.se[0])

    again = [once(chance.integers(0, n, n))[0] for _ in range(200)]
    assert once(np.arange(n))[1] == pytest.approx(np.std(again), rel=0.15)


def test_changing_sides_turns_the_sign() -> None:
    raked = rake({"site": list("aaabbb")}, {"site": {"a": 10, "b": 20}})
    one, other = (raked_difference(VALUE, raked, side) for side in (SIDE, ~SIDE))
    assert one.value == pytest.approx(-other.value)
    assert one.se == pytest.approx(other.se)


def test_a_side_of_nobody_says_so() -> None:
    nobody = np.zeros((6, 1), bool)
    assert raked_groups(VALUE, PLAIN, nobody).reason == ("zero_denominator",)
    for side in (nobody, ~nobody):
        assert raked_difference(VALUE, PLAIN, side).reason == ("zero_denominator",)
    one = Raked(np.ones(1), np.ones((1, 1)), 0)
    assert raked_groups([1], one, [[True]]).reason == ("one_value",)
