"""Direct standardization: what empty strata, few events and a shared standard do."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.standardization.contrast import (
    direct_difference,
    direct_ratio,
    direct_test,
)
from commonweal.stats.standardization.direct import dobson, gamma, gamma_midp, lost_weight
from commonweal.stats.standardization.strata import read_grid, read_strata

METHODS = [dobson, gamma, gamma_midp]
CONTRASTS = [direct_difference, direct_ratio, direct_test]
# Two ages, half the standard each: rates 0.1 and 0.3 make 0.2.
ONE = [[10, 30]], [[100, 100]], [1, 1]


@pytest.mark.parametrize("method", METHODS)
def test_a_rate_is_the_mean_of_its_strata_as_the_standard_weighs_them(method):
    assert method(*ONE).value[0] == pytest.approx(0.2)
    assert method(ONE[0], ONE[1], [3, 1]).value[0] == pytest.approx(0.15)
    assert method(*ONE).se[0] == pytest.approx(np.sqrt(10 + 30) / 200)
    assert method(*ONE, per=1000).high[0] == pytest.approx(1000 * method(*ONE).high[0])


@pytest.mark.parametrize("method", [dobson, gamma])
def test_one_stratum_alone_is_a_crude_rate_with_its_own_interval(method):
    from commonweal.stats.rates.rate import byar, exact

    crude = {dobson: byar, gamma: exact}[method]([20], [1000])
    ours = method([[20]], [[1000]], [7])
    assert ours.value == pytest.approx(crude.value)
    assert ours.low == pytest.approx(crude.low)
    assert ours.high == pytest.approx(crude.high)


@pytest.mark.parametrize("method", METHODS)
def test_no_event_leaves_an_upper_limit_by_the_heaviest_stratum(method):
    ours = method([[0, 0]], [[1000, 100]], [1, 1])
    assert (ours.value[0], ours.low[0]) == (0, 0)
    # Three events or so might have been in the stratum where each weighs 1/200.
    many = {gamma_midp: -np.log(0.05)}.get(method, 3.68)
    assert ours.high[0] == pytest.approx(many / 200, rel=0.01)
    assert ours.flags == (("few_events",),)


@pytest.mark.parametrize("method", METHODS)
def test_a_stratum_without_people_is_refused_unless_collapse_is_allowed(method):
    empty = [[10, 0]], [[100, 0]], [1, 3]
    with pytest.raises(Problem) as caught:
        method(*empty)
    assert caught.value.code == "stratum-empty"
    ours = method(*empty, collapse=True)
    assert ours.value[0] == pytest.approx(0.1)
    assert ours.flags == (("weight_lost",),)
    assert lost_weight(empty[1], empty[2]).tolist() == [0.75]


@pytest.mark.parametrize("method", METHODS)
def test_a_stratum_that_the_standard_does_not_hold_may_be_empty(method):
    ours = method([[10, 0]], [[100, 0]], [1, 0])
    assert ours.flags == ((),)
    assert ours.value[0] == pytest.approx(0.1)
    # Nor do events there count: they weigh nothing.
    assert method([[10, 5]], [[100, 9]], [1, 0]).value[0] == pytest.approx(0.1)
    assert method([[9, 5]], [[100, 9]], [1, 0]).flags == (("few_events",),)


@pytest.mark.parametrize("method", METHODS)
def test_a_group_of_nobody_is_undefined_and_so_is_an_empty_standard(method):
    ours = method([[0, 0], [1, 2]], [[0, 0], [10, 10]], [1, 1])
    assert ours.reason == ("zero_denominator", "")
    assert np.isnan([ours.value[0], ours.low[0], ours.high[0]]).all()
    assert ours.flags == (("few_events",), ("few_events",))
    assert method([[1, 2]], [[10, 10]], [0, 0]).reason == ("zero_denominator",)
    assert lost_weight([[0, 0]], [1, 1]).tolist() == [1]


def test_the_mid_p_limits_of_one_stratum_are_those_of_the_exact_mid_p_test():
    from scipy.stats import poisson

    ours = gamma_midp([[20], [1]], [[1000], [1000]], [7])
    for rate, sign in ((ours.low, 1), (ours.high, -1)):
        mean = 1000 * rate
        half = 0.5 * poisson.pmf([20, 1], mean)
        tail = poisson.sf([20, 1], mean) if sign == 1 else poisson.cdf([19, 0], mean)
        assert half + tail == pytest.approx([0.025, 0.025])


def test_the_mid_p_limits_are_quantiles_of_an_even_mixture_of_two_gammas():
    from scipy.stats import gamma as gamma_distribution

    events, people, standard = np.array([3, 5, 1]), np.array([90, 400, 7]), np.array([5, 3, 2])
    ours = gamma_midp([events], [people], standard, level=0.9)
    weight = standard / people / standard.sum()
    mean, variance, most = (weight * events).sum(), (weight**2 * events).sum(), weight.max()
    two = (mean, variance), (mean + most, variance + most**2)
    for limit, expected in ((ours.low[0], 0.05), (ours.high[0], 0.95)):
        below = [gamma_distribution.cdf(limit, m * m / v, scale=v / m) for m, v in two]
        assert np.mean(below) == pytest.approx(expected)


def test_the_mid_p_interval_holds_its_level_where_the_others_do_not():
    # Forty people bear a quarter of the standard's weight.
    people, standard = np.array([9000, 3000, 500, 40]), np.array([2, 3, 4, 3])
    rates = np.array([0.001, 0.002, 0.005, 0.02])
    events = np.random.default_rng(20).poisson(people * rates * 3, (4000, 4))
    truth = 3 * (standard * rates).sum() / standard.sum()

    def covered(method):
        ours = method(events, people, standard)
        return ((ours.low <= truth) & (truth <= ours.high)).mean()

    assert covered(dobson) < 0.92
    assert 0.94 < covered(gamma_midp) < covered(gamma)


def test_events_without_people_can_not_be():
    with pytest.raises(Problem) as caught:
        gamma([[1, 1]], [[10, 0]], [1, 1], collapse=True)
    assert caught.value.code == "events-without-people"


@pytest.mark.parametrize(
    ("grid", "code"),
    [
        ({"a": [[1, -1]]}, "counts-negative"),
        ({"a": [[1, np.nan]]}, "numbers-missing"),
        ({"a": "many"}, "numbers-missing"),
        ({"a": [[1, 2], [3]]}, "numbers-missing"),
        ({"a": [[[1]]]}, "shapes-differ"),
        ({"a": [[1, 2]], "b": [1, 2, 3]}, "shapes-differ"),
        ({"a": [[1], [2]], "b": [[1], [2], [3]]}, "shapes-differ"),
    ],
)
def test_a_table_that_can_not_be_is_a_problem(grid, code):
    with pytest.raises(Problem) as caught:
        read_grid(**grid)
    assert caught.value.code == code


def test_a_row_that_all_groups_share_is_read_once_for_each():
    assert read_strata([[1, 2], [3, 4]], [10, 20], [1, 1]).people.tolist() == [30, 30]


def test_two_groups_are_weighted_by_the_strata_that_both_have():
    people = [[100, 100, 0]], [[100, 100, 100]]
    for contrast in CONTRASTS:
        with pytest.raises(Problem) as caught:
            contrast([[10, 30, 0]], people[0], [[10, 30, 90]], people[1], [1, 1, 2])
        assert caught.value.code == "stratum-empty"
    given = [[10, 30, 0]], people[0], [[10, 30, 90]], people[1], [1, 1, 2]
    assert direct_difference(*given, collapse=True).value.tolist() == [0]
    assert direct_ratio(*given, collapse=True).value.tolist() == [1]
    assert direct_test(*given, collapse=True).value.tolist() == [1]
    assert direct_test(*given, collapse=True).flags == (("weight_lost",),)


def test_two_groups_with_no_stratum_in_common_are_not_compared():
    for contrast in CONTRASTS:
        ours = contrast([[10, 0]], [[100, 0]], [[0, 10]], [[0, 100]], [1, 1], collapse=True)
        assert ours.reason == ("zero_denominator",)
        assert np.isnan(ours.value).all()


def test_a_difference_has_the_standard_error_of_two_sums_of_poisson_counts():
    given = [[10, 30]], [[100, 100]], [[20, 40]], [[100, 200]], [1, 1]
    ours, ratio = direct_difference(*given, per=100), direct_ratio(*given)
    variances = (10 + 30) / 200**2, 20 / 200**2 + 40 / 400**2
    assert ours.value[0] == pytest.approx(0)
    assert ours.se[0] == pytest.approx(100 * np.sqrt(sum(variances)))
    assert ratio.se[0] == pytest.approx(np.sqrt(sum(variances) / 0.2**2))
    turned = direct_ratio(*given[2:4], *given[:2], given[4])
    assert ratio.low[0] * turned.high[0] == pytest.approx(1)
    assert ours.low[0] < 0 < ours.high[0]


def test_a_ratio_with_a_zero_and_a_test_of_nothing_have_a_reason():
    given = [[0, 0]], [[100, 100]], [[1, 0]], [[100, 100]], [1, 1]
    assert direct_ratio(*given).reason == ("zero_in_ratio",)
    assert direct_ratio(*given[2:4], *given[:2], given[4]).reason == ("zero_in_ratio",)
    assert direct_difference(*given).high[0] > 0 > direct_difference(*given).value[0]
    assert direct_test(*given).ok.all()
    assert direct_test(*given[:2], *given[:2], given[4]).reason == ("no_variation",)


def test_the_test_of_two_rates_rejects_where_their_interval_leaves_out_zero():
    events = np.stack([np.arange(60), 60 - np.arange(60)], axis=1)
    given = events, [100, 300], [20, 30], [100, 300], [1, 2]
    ours, interval = direct_test(*given), direct_difference(*given)
    outside = (interval.low > 0) | (interval.high < 0)
    assert (ours.value < 0.05).tolist() == outside.tolist()
    assert 0 < outside.sum() < 60


def test_the_test_of_two_rates_nears_the_normal_one_with_many_events():
    from scipy.stats import norm

    given = [[10000, 30000]], [[1e5, 1e5]], [[10200, 30100]], [[1e5, 1e5]], [1, 1]
    ours = direct_difference(*given)
    theirs = 2 * norm.sf(abs(ours.value / ours.se))
    assert direct_test(*given).value == pytest.approx(theirs, rel=0.02)


def test_a_ratio_to_parts_of_events_has_limits_that_are_numbers():
    ours = direct_ratio([[9, 20]], [[100, 90]], [[1e-6, 1e-6]], [[100, 90]], [1, 1])
    assert np.isfinite([ours.low[0], ours.high[0]]).all()
    assert ours.low[0] < ours.value[0] < ours.high[0]
