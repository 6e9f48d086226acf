"""Two rates."""

import numpy as np
import pytest
from scipy.stats import binomtest

from commonweal.kinds import Problem
from commonweal.stats.rates.two_rates import (
    exact_ratio,
    exact_test,
    mover_difference,
    wald_difference,
    wald_ratio,
)

METHODS = [wald_ratio, exact_ratio, exact_test, wald_difference, mover_difference]


@pytest.mark.parametrize("method", METHODS)
def test_no_time_lived_is_undefined_on_either_side(method):
    ours = method([0, 3, 4], [0, 10, 20], [3, 0, 5], [10, 0, 30])
    assert ours.reason == ("zero_denominator", "zero_denominator", "")
    assert np.isnan(ours.value).tolist() == [True, True, False]
    assert np.isnan([ours.low[:2], ours.high[:2]]).all()


@pytest.mark.parametrize("method", METHODS)
def test_a_negative_count_is_a_problem(method):
    with pytest.raises(Problem) as caught:
        method([-1], [10], [1], [10])
    assert caught.value.code == "counts-negative"


def test_a_ratio_with_a_zero_is_undefined_but_keeps_its_exact_limit():
    tables = [0, 5, 0], [10, 10, 10], [5, 0, 0], [20, 20, 20]
    assert wald_ratio(*tables).reason == ("zero_in_ratio",) * 3
    assert np.isnan(wald_ratio(*tables).low).all()
    ours = exact_ratio(*tables)
    assert ours.reason == ("zero_in_ratio",) * 3
    assert ours.flags == (("one_sided",), ("one_sided",), ())
    # With all events on one side the binomial limit is (alpha / 2) ^ (1 / events).
    edge = 1 - 0.025 ** (1 / 5)
    assert (ours.low[0], ours.high[0]) == (0, pytest.approx(edge / (1 - edge) * 2))
    assert ours.low[1] == pytest.approx((1 - edge) / edge * 2)
    assert np.isnan([ours.high[1], ours.low[2], ours.high[2]]).all()


def test_the_exact_test_is_the_binomial_one():
    ours = exact_test([7, 0], [30, 10], [19, 0], [40, 10])
    assert ours.value[0] == pytest.approx(binomtest(7, 26, 3 / 7).pvalue, rel=1e-10)
    assert ours.value[1] == 1


def test_the_exact_test_asks_for_whole_events():
    with pytest.raises(Problem) as caught:
        exact_test([1.5], [10], [1], [10])
    assert caught.value.code == "counts-not-whole"


def test_the_difference_has_the_variance_of_two_counts():
    ours = wald_difference([9], [100], [16], [200])
    assert ours.value[0] == pytest.approx(0.01)
    assert ours.se[0] == pytest.approx(np.sqrt(9 / 100**2 + 16 / 200**2))
    assert ours.high[0] - ours.value[0] == pytest.approx(1.959963984540054 * ours.se[0])


def test_two_rates_of_zero_still_differ_by_an_unknown_amount():
    ours = mover_difference([0], [100], [0], [100])
    assert ours.low[0] < 0 == ours.value[0] < ours.high[0]


@pytest.mark.parametrize("call", [wald_ratio, exact_ratio])
def test_parts_of_an_event_leave_no_infinite_limit(call):
    ours = call([3, 3], [10, 10], [1e-9, 3], [10, 10])
    assert np.isfinite(ours.low).all()
    assert not np.isinf(ours.high).any()
    assert ours.low[0] <= ours.value[0] == pytest.approx(3e9)
    assert np.isnan(ours.high[0]) == ("one_sided" in ours.flags[0])
    assert ours.flags[1] == ()
