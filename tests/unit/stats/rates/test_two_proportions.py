"""Two proportions."""

import numpy as np
import pytest
from scipy.stats import chi2_contingency, fisher_exact, hypergeom

from commonweal.kinds import Problem
from commonweal.stats.rates.score import ratio_bound
from commonweal.stats.rates.two_proportions import (
    difference_test,
    fewest_expected,
    fisher,
    katz,
    mee,
    miettinen_nurminen,
    newcombe,
    pooled_z,
)

DIFFERENCES = [newcombe, miettinen_nurminen, mee]
TESTS = [pooled_z, fisher, difference_test]
Z = 1.959963984540054


@pytest.mark.parametrize("method", [*DIFFERENCES, katz, *TESTS])
def test_a_group_of_nobody_is_undefined_on_either_side(method):
    ours = method([0, 3, 0, 9], [0, 10, 0, 20], [3, 0, 0, 5], [10, 0, 0, 20])
    assert ours.reason == ("zero_denominator",) * 3 + ("",)
    assert np.isnan(ours.value).tolist() == [True, True, True, False]
    assert np.isnan(ours.low[:3]).all()


@pytest.mark.parametrize("method", [*DIFFERENCES, katz, *TESTS])
def test_counts_that_can_not_be_are_a_problem(method):
    for table in ([5, 4, 1, 9], [1, 9, 5, 4]):
        with pytest.raises(Problem) as caught:
            method(*table)
        assert caught.value.code == "counts-above-people"


@pytest.mark.parametrize("method", DIFFERENCES)
def test_swapping_the_groups_turns_the_interval_round(method):
    ours, turned = method([3], [20], [9], [31]), method([9], [31], [3], [20])
    assert ours.value[0] == pytest.approx(-turned.value[0])
    assert [ours.low[0], ours.high[0]] == pytest.approx([-turned.high[0], -turned.low[0]])


@pytest.mark.parametrize("method", DIFFERENCES)
def test_a_complete_difference_ends_at_one(method):
    ours = method([9, 0], [9, 12], [0, 12], [12, 12])
    assert ours.value.tolist() == [1, -1]
    assert (ours.high[0], ours.low[1]) == (1, -1)
    assert 0 < ours.low[0] < 1


def test_the_score_limits_are_where_the_score_test_changes_its_mind():
    had, size, rest_had, rest_size = 7, 30, 12, 25
    ours = mee([had], [size], [rest_had], [rest_size])
    rates = np.linspace(0, 1, 2_000_001)
    for gap in (ours.low[0], ours.high[0]):
        inside = rates[(rates + gap > 0) & (rates + gap < 1) & (rates > 0) & (rates < 1)]
        one = inside + gap
        likelihood = (
            had * np.log(one)
            + (size - had) * np.log(1 - one)
            + rest_had * np.log(inside)
            + (rest_size - rest_had) * np.log(1 - inside)
        )
        best = np.argmax(likelihood)
        first, second = one[best], inside[best]
        variance = first * (1 - first) / size + second * (1 - second) / rest_size
        assert abs(ours.value[0] - gap) / np.sqrt(variance) == pytest.approx(Z, rel=1e-5)


def test_the_variance_factor_widens_a_little():
    narrow, wide = mee([3], [9], [5], [9]), miettinen_nurminen([3], [9], [5], [9])
    assert wide.low[0] < narrow.low[0] < narrow.high[0] < wide.high[0]


def test_a_single_effective_person_has_a_score_interval():
    ours = miettinen_nurminen([0.2], [0.5], [0.1], [0.5])
    assert -1 <= ours.low[0] < ours.value[0] < ours.high[0] <= 1


def test_a_ratio_with_a_zero_is_undefined_but_keeps_its_bound():
    ours = katz([0, 9, 0], [40, 50, 40], [10, 0, 0], [50, 40, 40])
    assert ours.reason == ("zero_in_ratio",) * 3
    assert ours.flags == (("one_sided",), ("one_sided",), ())
    assert ours.low[0] == 0
    assert 0 < ours.high[0] < 1
    assert ours.low[1] > 1
    assert np.isnan([ours.high[1], ours.low[2], ours.high[2]]).all()


def test_the_bound_is_where_the_one_sided_score_test_changes_its_mind():
    had, size, none_size = 10, 50, 40
    bound = ratio_bound(np.array([10.0]), np.array([50.0]), np.array([40.0]), 0.95)[0]
    rates = np.linspace(0, 1, 2_000_001)[1:-1]
    rates = rates[bound * rates < 1]
    likelihood = (
        none_size * np.log(1 - bound * rates)
        + had * np.log(rates)
        + (size - had) * np.log(1 - rates)
    )
    rate = rates[np.argmax(likelihood)]
    variance = bound * rate * (1 - bound * rate) / none_size + bound**2 * rate * (1 - rate) / size
    assert bound * had / size / np.sqrt(variance) == pytest.approx(1.6448536269514722, rel=1e-5)


def test_a_group_that_always_has_the_event_has_a_bound_too():
    bound = ratio_bound(np.array([5.0]), np.array([5.0]), np.array([5.0]), 0.95)
    assert 0 < bound[0] < 1


def test_everybody_twice_is_a_ratio_of_one_without_variation():
    ours = katz([3], [3], [49], [49])
    assert (ours.value[0], ours.low[0], ours.high[0]) == (1, 1, 1)
    assert ours.flags == (("no_variation",),)


def test_the_pooled_test_is_chi_square_without_correction():
    expected = chi2_contingency([[12, 88], [30, 70]], correction=False).pvalue
    assert pooled_z([12], [100], [30], [100]).value[0] == pytest.approx(expected, rel=1e-12)


def test_an_event_that_all_or_none_had_can_not_be_tested():
    ours = pooled_z([0, 5], [9, 5], [0, 7], [9, 7])
    assert ours.reason == ("no_variation", "no_variation")
    assert fisher([0, 5], [9, 5], [0, 7], [9, 7]).value.tolist() == [1, 1]


def test_the_exact_test_counts_every_table_as_unlikely():
    tables = [(3, 9, 1, 14), (0, 6, 5, 8), (2, 4, 2, 4), (8, 10, 1, 9)]
    for had, size, rest_had, rest_size in tables:
        law = hypergeom(size + rest_size, had + rest_had, size)
        odds = law.pmf(np.arange(size + 1))
        expected = odds[odds <= law.pmf(had) * (1 + 1e-7)].sum()
        ours = fisher([had], [size], [rest_had], [rest_size])
        assert ours.value[0] == pytest.approx(expected, rel=1e-10)


def test_the_exact_test_keeps_its_digits_among_a_million():
    table = [[1200, 498_800], [1000, 499_000]]
    ours = fisher([1200], [500_000], [1000], [500_000])
    assert ours.value[0] == pytest.approx(fisher_exact(table).pvalue, rel=1e-8)


def test_the_exact_test_asks_for_whole_people():
    with pytest.raises(Problem) as caught:
        fisher([1.5], [9], [2], [9])
    assert caught.value.code == "counts-not-whole"


def test_the_test_is_exact_where_few_are_expected():
    ours = difference_test([50, 1], [100, 10], [60, 5], [100, 10])
    assert ours.flags == ((), ("fisher",))
    assert ours.value[0] == pooled_z([50], [100], [60], [100]).value[0]
    assert ours.value[1] == fisher([1], [10], [5], [10]).value[0]
    assert fewest_expected([1, 50], [10, 100], [5, 60], [10, 100]).tolist() == [3, 45]
    assert fewest_expected([0], [0], [0], [0]).tolist() == [0]


def test_a_ratio_to_part_of_an_event_has_limits_that_are_numbers():
    ours = katz([5], [10], [1e-7], [10])
    assert ours.low[0] < ours.value[0] == pytest.approx(5e7)
    assert np.isfinite(ours.high[0])
