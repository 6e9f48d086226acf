"""What the methods share: everybody else, persons, and a gap with its two intervals."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from commonweal.kinds import Estimate, Group, Rows
from commonweal.stats.estimators.sides import (
    both_levels,
    everybody_else,
    narrow,
    none,
    normal_gap,
    persons_in,
)

ROWS = Rows(
    groups=(Group("race_any", "asian", "Asian"), Group("race_any", "white", "White")),
    member=np.array([[True, True], [True, False], [False, True], [False, False]]),
    person=np.array([1, 1, 2, 3]),
    met=np.ones(4, dtype=bool),
    columns={},
)


def test_everybody_else_are_those_not_in_the_group_even_where_groups_overlap() -> None:
    assert everybody_else(ROWS).T.tolist() == [
        [False, False, True, True],
        [False, True, False, True],
    ]


def test_persons_are_counted_once_a_column() -> None:
    assert persons_in(ROWS, ROWS.member).tolist() == [1, 2]
    assert persons_in(ROWS, everybody_else(ROWS)).tolist() == [2, 2]
    assert persons_in(ROWS, ROWS.member[:, :0]).tolist() == []


def test_the_narrower_interval_leaves_twice_as_much_outside() -> None:
    assert narrow(0.95) == pytest.approx(0.90)
    assert narrow(0.99) == pytest.approx(0.98)


def test_a_gap_is_made_at_both_levels() -> None:
    def gap(level: float) -> Estimate:
        return normal_gap(np.array([2.0]), np.array([0.5]), level)

    wide, small = both_levels(gap, 0.95)
    assert (wide.level, small.level) == pytest.approx((0.95, 0.90))
    np.testing.assert_allclose(wide.high, 2 + 0.5 * stats.norm.ppf(0.975))
    np.testing.assert_allclose(small.low, 2 - 0.5 * stats.norm.ppf(0.95))


def test_a_ratio_has_its_interval_on_the_scale_of_logs() -> None:
    found = normal_gap(np.log([0.5, 2.0]), np.array([0.2, 0.2]), 0.95, "made", log=True)
    reach = np.exp(0.2 * stats.norm.ppf(0.975))
    np.testing.assert_allclose(found.value, [0.5, 2.0])
    np.testing.assert_allclose(found.low, [0.5 / reach, 2.0 / reach])
    np.testing.assert_allclose(found.high, [0.5 * reach, 2.0 * reach])
    assert found.method == "made"


def test_a_gap_that_is_not_there_says_why_and_one_without_error_has_no_interval() -> None:
    found = normal_gap(np.array([np.nan, 1.0]), np.array([0.1, np.nan]), 0.95)
    assert found.reason == ("not_computable", "")
    assert found.value[1] == 1.0
    assert np.isnan(found.low).all()


def test_no_gap_at_all_is_said_of_each_group() -> None:
    found = none(2, 0.9)
    assert found.reason == ("not_compared", "not_compared")
    assert found.status == ("undefined", "undefined")
    assert np.isnan(found.value).all()
    assert found.level == 0.9
    assert none(0, 0.9).reason == ()
