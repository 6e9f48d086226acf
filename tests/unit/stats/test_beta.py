"""Quantiles of the beta distribution at any size."""

import numpy as np
import pytest
from scipy.special import betaincinv

from commonweal.stats.beta import LARGE, beta_quantile
from commonweal.stats.rates.proportion import clopper_pearson, jeffreys
from commonweal.stats.rates.two_rates import exact_ratio

SIZES = [1.0, 40.0, 1e3, 9e4, 0.9e6, 1.1e6, 1e8]
BESIDE = [1.0, 1e3, 9e5, 1.1e6, 1.2e8, 2.4e10]
PAIRS = [(one, other) for one in SIZES for other in BESIDE]


def share_below(first, second, odds):
    """Sum the density of the log odds below a point: a bell, so plain sums are exact."""
    reach = 14 / np.sqrt(min(first, second)) if min(first, second) > 50 else 60.0
    mean = first / (first + second)

    def density(log_odds):
        heights = first * log_odds
        return np.exp(heights - (first + second) * np.log1p(mean * np.expm1(log_odds)))

    here = np.log(odds) - np.log(first / second)
    whole, part = (np.linspace(-reach, end, 200_001) for end in (reach, here))
    # Each is measured from its mode, where the log density is 0.
    return np.trapezoid(density(part), part) / np.trapezoid(density(whole), whole)


@pytest.mark.parametrize("outside", [0.025, 0.001])
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_probability_beyond_is_the_one_asked_for(first, second, outside):
    given = np.array([first]), np.array([second]), outside
    low, high = (beta_quantile(*given, upper=upper) for upper in (False, True))
    below = share_below(first, second, low.share[0] / low.rest[0])
    above = 1 - share_below(first, second, high.share[0] / high.rest[0])
    assert below == pytest.approx(outside, rel=2e-5)
    assert above == pytest.approx(outside, rel=2e-5)


@pytest.mark.parametrize("upper", [False, True])
def test_turned_round_it_is_what_is_left(upper):
    first, second = np.array([3.0, 2e3, 5e6]), np.array([9.0, 1e11, 2e7])
    ours = beta_quantile(first, second, 0.025, upper=upper)
    other = beta_quantile(second, first, 0.025, upper=not upper)
    assert ours.share == pytest.approx(other.rest, rel=1e-15)
    assert ours.rest == pytest.approx(other.share, rel=1e-15)


def test_small_parameters_are_left_to_scipy():
    first, second = np.array([2.0, 300.0]), np.array([LARGE, 40.0])
    ours = beta_quantile(first, second, 0.025, upper=False).share
    assert ours == pytest.approx(betaincinv(first, second, 0.025), rel=1e-13)


@pytest.mark.parametrize("events", [10.0, 1e3, 1e6])
@pytest.mark.parametrize("people", [1e9, 2.4e10, 1e13])
def test_limits_stand_on_both_sides_of_the_estimate_for_billions_of_people(events, people):
    for ours in (
        clopper_pearson([events, people - events], people),
        jeffreys([events, people - events], people),
        exact_ratio([events, people], 1, [people, events], 1),
    ):
        assert ((ours.low < ours.value) & (ours.value < ours.high)).all()
        assert ours.low[0] == pytest.approx(ours.value[0], rel=2.2 / np.sqrt(events))
        assert ours.high[0] == pytest.approx(ours.value[0], rel=3 / np.sqrt(events))
