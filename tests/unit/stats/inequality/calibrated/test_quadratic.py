"""What a sum of squares does by chance, against simulation and distributions known exactly."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2, ncx2, norm

from commonweal.stats.inequality.calibrated.folded import folded_limits
from commonweal.stats.inequality.calibrated.quadratic import BLOCK, Squares, liu, pearson

Y = np.array([[20.0, 24.0, 27.0, 21.0]])
SE = np.array([[1.0, 2.0, 1.5, 0.7]])
P = np.array([[0.1, 0.2, 0.3, 0.4]])
CUT = np.array([0.02])
DRAWN = 400_000


def simulated(scale, cut):
    """Give draws of the sum, far from equality by the scale."""
    draw = np.random.Generator(np.random.Philox(34))
    middle = (P * Y).sum()
    y = middle + scale * (Y - middle) + SE * draw.standard_normal((DRAWN, 4))
    mean = (P * y).sum(axis=-1)
    return (P * (y - mean[:, None]) ** 2).sum(axis=-1) - cut * mean**2


@pytest.mark.parametrize("scale", [0.0, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("cut", [0.0, 0.02])
def test_cumulants_are_those_of_simulated_sums(scale, cut):
    squares = Squares.of(Y, SE, P, np.array([cut]))
    tried = simulated(scale, cut)
    # Of equal groups only the upper tail is asked for: nothing is left out below.
    for share in (0.9, 0.975) if scale == 0 else (0.025, 0.2, 0.5, 0.9, 0.975):
        seen = np.quantile(tried, share)
        below = squares.lower_tail(np.array([scale]), np.array([seen]))[0]
        assert below == pytest.approx(share, abs=0.012)
    assert tried.mean() / tried.std() == pytest.approx(expected_ratio(squares, scale), abs=0.02)


def expected_ratio(squares, scale):
    """Give the first cumulant over the root of the second."""
    powers = np.array([scale**2, scale, 1.0])
    first = scale**2 * squares.apart[0] - squares.fixed[0] + squares.noise[0, 0]
    second = 2 * squares.noise[1, 0] + 4 * (powers * squares.moved[0, :, 0]).sum()
    return first / np.sqrt(second)


def test_no_cut_takes_nothing_off():
    with_none, with_nothing = Squares.of(Y, SE, P), Squares.of(Y, SE, P, np.zeros(1))
    np.testing.assert_array_equal(with_none.moved, with_nothing.moved)
    assert with_none.fixed[0] == 0
    assert Squares.of(Y, SE, P, CUT).fixed[0] > 0


def test_tables_in_blocks_are_the_same_as_alone():
    many = Squares.of(*(np.repeat(part, BLOCK + 3, axis=0) for part in (Y, SE, P)))
    one = Squares.of(Y, SE, P)
    np.testing.assert_allclose(many.noise[:, -1], one.noise[:, 0], rtol=1e-14)
    np.testing.assert_allclose(many.moved[:, :, -1], one.moved[:, :, 0], rtol=1e-14)
    assert many.apart.shape == (BLOCK + 3,)


def test_no_tables_have_no_sums():
    none = np.ones((0, 4))
    assert Squares.of(none, none, none).apart.shape == (0,)


@pytest.mark.parametrize("degrees", [1, 3, 12])
@pytest.mark.parametrize("share", [0.025, 0.5, 0.975])
def test_pearson_is_exact_for_a_chi_squared_sum(degrees, share):
    seen = np.array([chi2.ppf(share, degrees)])
    some = np.full(1, float(degrees))
    assert pearson(seen, some, 2 * some, 8 * some)[0] == pytest.approx(share, abs=1e-12)


def test_pearson_is_normal_without_skewness_and_mirrored_with_a_negative_one():
    seen, one = np.array([1.2]), np.ones(1)
    assert pearson(seen, 0 * one, one, 0 * one)[0] == pytest.approx(norm.cdf(1.2))
    left = pearson(-seen, -one, 2 * one, -8 * one)
    assert left[0] == pytest.approx(chi2.sf(1.2, 1))


@pytest.mark.parametrize("center", [0.0, 0.7, 6.0])
@pytest.mark.parametrize("share", [0.025, 0.5, 0.975])
def test_liu_is_exact_for_one_square(center, share):
    seen = np.array([ncx2.ppf(share, 1, center) if center else chi2.ppf(share, 1)])
    sums = np.array([[1 + center], [1 + 2 * center], [1 + 3 * center], [1 + 4 * center]])
    assert liu(seen, sums)[0] == pytest.approx(share, abs=2e-4)


def test_liu_without_a_center_has_the_degrees_of_its_skewness():
    # Two squares of unequal size: skewness squared below the fourth cumulant's.
    sums = np.array([[1.5], [1.25], [1.125], [1.0625]])
    seen = np.array([3.0])
    draw = np.random.Generator(np.random.Philox(35)).standard_normal((DRAWN, 2)) ** 2
    assert liu(seen, sums)[0] == pytest.approx((draw @ [1, 0.5] < 3).mean(), abs=0.01)


@pytest.mark.parametrize("difference", [0.4, 1.5, 4.0, 9.0])
def test_two_groups_have_nearly_folded_normal_limits(difference):
    y, se, p = np.array([[0.0, difference]]), np.array([[0.6, 0.8]]), np.array([[0.3, 0.7]])
    squares = Squares.of(y, se, p)
    low, high = squares.limits(squares.apart, 0.95)
    expected = folded_limits(np.array([difference]), np.ones(1), 0.95)
    found = np.array([low[0], high[0]]) * difference
    # The two rules for what is left out near equality differ in where they begin.
    np.testing.assert_allclose(found, np.ravel(expected), atol=0.35 if difference < 3 else 0.03)


def test_limits_hold_what_was_seen_and_widen_with_the_level():
    squares = Squares.of(4 * Y, SE, P)
    narrow, wide = (squares.limits(squares.apart, level) for level in (0.9, 0.99))
    assert wide[0][0] < narrow[0][0] < 1 < narrow[1][0] < wide[1][0]


def test_a_sum_too_small_for_chance_still_has_an_upper_limit():
    y = np.full((1, 12), 30.0) + 1e-5 * np.arange(12)
    squares = Squares.of(y, np.ones((1, 12)), np.full((1, 12), 1 / 12))
    low, high = squares.limits(squares.apart, 0.95)
    assert low[0] == 0
    assert high[0] * np.sqrt(squares.apart[0]) > 0.1


def test_a_sum_without_noise_is_left_two_sided_nowhere():
    squares = Squares.of(np.full((1, 2), 3.0), np.zeros((1, 2)), np.full((1, 2), 0.5))
    assert squares.left_out(np.ones(1), 0.025)[0] == 0


def test_what_never_meets_its_bound_has_no_limit():
    squares = Squares.of(np.full((1, 2), 3.0), np.ones((1, 2)), np.full((1, 2), 0.5))
    # Equal groups stay equal at every scale.
    assert np.isnan(squares.limits(np.ones(1), 0.95)[1][0])
