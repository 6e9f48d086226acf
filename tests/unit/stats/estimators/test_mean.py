"""Means by group: Welch where each person has one unit, sums by person where they have several."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from commonweal.kinds import Asked, Estimated, Group, Rows
from commonweal.stats.estimators.mean import estimate, means

RANDOM = np.random.default_rng(7)
GROUPS = tuple(Group("sex", code, code) for code in ("f", "m", "o"))


def of(
    values: NDArray[np.float64],
    group: NDArray[np.int64],
    person: NDArray[np.int64] | None = None,
    groups: tuple[Group, ...] = GROUPS,
) -> Rows:
    n = len(values)
    return Rows(
        groups=groups,
        member=group[:, None] == np.arange(len(groups)),
        person=np.arange(n) if person is None else person,
        met=np.ones(n, dtype=bool),
        columns={"value": values},
    )


def figure(found: Estimated, key: str) -> tuple[float, int]:
    return next((one.value, one.people) for one in found.figures if one.key == key)


VALUES = RANDOM.gamma(2.0, 20.0, 90)
GROUP = np.repeat([0, 1, 2], [20, 30, 40])


def test_with_one_unit_a_person_each_gap_is_that_of_welch() -> None:
    found = estimate(of(VALUES, GROUP), Asked())
    for place in range(3):
        own, rest = VALUES[place == GROUP], VALUES[place != GROUP]
        welch = stats.ttest_ind(own, rest, equal_var=False)
        wide, small = welch.confidence_interval(0.95), welch.confidence_interval(0.90)
        np.testing.assert_allclose(found.p[place], welch.pvalue)
        np.testing.assert_allclose(found.gap.value[place], own.mean() - rest.mean())
        np.testing.assert_allclose([found.gap.low[place], found.gap.high[place]], wide)
        np.testing.assert_allclose([found.narrow.low[place], found.narrow.high[place]], small)
        np.testing.assert_allclose(found.rest[place], rest.mean())
    assert found.people.tolist() == [20, 30, 40]


def test_with_one_unit_a_person_each_mean_has_the_interval_of_student() -> None:
    found = estimate(of(VALUES, GROUP), Asked())
    own = VALUES[GROUP == 1]
    wanted = stats.t.interval(0.95, len(own) - 1, own.mean(), stats.sem(own))
    np.testing.assert_allclose([found.value.low[1], found.value.high[1]], wanted)
    wanted = stats.t.interval(0.95, len(VALUES) - 1, VALUES.mean(), stats.sem(VALUES))
    np.testing.assert_allclose([found.total.low[0], found.total.high[0]], wanted)


def test_units_of_one_person_are_summed_before_their_spread_is_taken() -> None:
    person = np.array([0, 0, 0, 1, 1, 2])
    values = np.array([1.0, 2.0, 3.0, 4.0, 6.0, 8.0])
    found = means(of(values, np.zeros(6, dtype=np.int64), person), np.ones((6, 1), bool), 0.95)
    # Mean 4; sums of deviations by person: -3-2-1 = -6, 0+2 = 2, 4; 3/2 (36+4+16) / 36 = 7/3.
    np.testing.assert_allclose(found.value, [4.0])
    assert found.se is not None and found.n is not None
    np.testing.assert_allclose(found.se**2, [7 / 3])
    assert found.n.tolist() == [3]
    np.testing.assert_allclose(found.high, [4 + stats.t.ppf(0.975, 2) * (7 / 3) ** 0.5])


def test_every_unit_told_twice_tells_nothing_more() -> None:
    once = estimate(of(VALUES, GROUP), Asked())
    twice = estimate(of(np.tile(VALUES, 2), np.tile(GROUP, 2), np.tile(np.arange(90), 2)), Asked())
    np.testing.assert_allclose(twice.gap.low, once.gap.low)
    np.testing.assert_allclose(twice.p, once.p)
    assert twice.people.tolist() == once.people.tolist()


def test_a_unit_of_unknown_value_is_left_out_and_its_share_is_told() -> None:
    values = VALUES.copy()
    values[:15] = np.nan
    found = estimate(of(values, GROUP), Asked())
    known = estimate(of(VALUES[15:], GROUP[15:]), Asked())
    np.testing.assert_allclose(found.gap.low, known.gap.low)
    assert found.people.tolist() == [5, 30, 40]
    assert figure(found, "unknown") == pytest.approx((15 / 90, 15))
    assert figure(found, "median") == pytest.approx((float(np.median(VALUES[15:])), 75))


def test_the_share_of_the_unknown_tells_of_the_fewer_side() -> None:
    few = VALUES.copy()
    few[:3] = np.nan
    assert figure(estimate(of(few, GROUP), Asked()), "unknown")[1] == 3
    few[7:] = np.nan
    assert figure(estimate(of(few, GROUP), Asked()), "unknown")[1] == 4
    assert figure(estimate(of(VALUES, GROUP), Asked()), "unknown") == (0.0, 0)


def test_nobody_and_one_person_have_no_interval_and_say_why() -> None:
    found = estimate(of(np.array([1.0, 2.0, 5.0]), np.array([0, 0, 1])), Asked())
    assert found.value.reason == ("", "one_value", "zero_denominator")
    assert found.gap.reason == ("one_value", "one_value", "zero_denominator")
    assert np.isnan(found.p).all()
    assert found.people.tolist() == [2, 1, 0]


def test_values_all_alike_have_no_p_value() -> None:
    found = estimate(of(np.full(6, 3.0), np.array([0, 0, 1, 1, 2, 2])), Asked())
    assert np.isnan(found.p).all()
    assert found.gap.value.tolist() == [0, 0, 0]
    assert found.gap.low.tolist() == [0, 0, 0]


def test_without_any_group_or_any_known_value_there_is_still_an_answer() -> None:
    nobody = estimate(of(np.full(2, np.nan), np.zeros(2, dtype=np.int64), groups=()), Asked())
    assert nobody.value.value.shape == (0,)
    assert nobody.total.reason == ("zero_denominator",)
    assert nobody.figures == ()
