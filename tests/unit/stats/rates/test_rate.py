"""One rate."""

import numpy as np
import pytest
from scipy.stats import chi2

from commonweal.kinds import Problem
from commonweal.stats.rates.rate import byar, byar_midp, exact, phe

METHODS = [exact, byar, byar_midp, phe]


@pytest.mark.parametrize("method", METHODS)
def test_no_time_lived_is_undefined(method):
    ours = method([0, 3, 12], [0, 0, 100])
    assert ours.reason == ("zero_denominator", "zero_denominator", "")
    assert np.isnan(ours.high).tolist() == [True, True, False]


@pytest.mark.parametrize("method", METHODS)
def test_no_event_has_a_rate_of_zero_and_an_upper_limit(method):
    ours = method([0], [100])
    assert (ours.value[0], ours.low[0]) == (0, 0)
    assert ours.high[0] > 0


@pytest.mark.parametrize("method", METHODS)
def test_the_multiplier_scales_everything(method):
    one, thousand = method([12], [100]), method([12], [100], 1000)
    for name in ("value", "low", "high"):
        assert getattr(thousand, name) == pytest.approx(1000 * getattr(one, name))


@pytest.mark.parametrize("method", METHODS)
def test_a_negative_count_is_a_problem(method):
    with pytest.raises(Problem) as caught:
        method([-1], [10])
    assert caught.value.code == "counts-negative"


@pytest.mark.parametrize("method", METHODS)
def test_the_limits_hold_the_rate_at_any_level(method):
    events = np.array([0, 1e-200, 0.2, 1, 5, 9, 10, 400])
    for level in (0.5, 0.95, 0.998, 0.999999):
        ours = method(events, 100.0, 1.0, level)
        assert (ours.low >= 0).all()
        assert (ours.low <= ours.value).all()
        assert (ours.value <= ours.high).all()


def test_the_exact_limits_are_the_chi_square_ones():
    ours = exact([7], [1])
    assert ours.low[0] == pytest.approx(chi2.ppf(0.025, 14) / 2)
    assert ours.high[0] == pytest.approx(chi2.ppf(0.975, 16) / 2)


def test_english_practice_is_exact_below_ten_and_byar_from_ten():
    ours, first, second = phe([9, 10], [50, 50]), exact([9], [50]), byar([10], [50])
    assert ours.low.tolist() == [first.low[0], second.low[0]]
    assert ours.high.tolist() == [first.high[0], second.high[0]]
    assert ours.flags == (("few_events",), ())


def test_raw_mid_p_limits_may_fall_below_zero_but_closed_ones_never():
    assert byar_midp([0], [10], closed_ends=False).low[0] < 0
    assert byar_midp([0], [10]).low[0] == 0
