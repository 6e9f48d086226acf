"""Limits of the size of a normal mean cover it as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from commonweal.stats.inequality.calibrated.folded import folded_limits

GRID = np.linspace(-9, 9, 4001)


def coverage(true, level):
    """Give the chance that the limits hold the size of a mean, by integration."""
    low, high = folded_limits(np.abs(true + GRID), np.ones_like(GRID), level)
    held = (low <= abs(true)) & (abs(true) <= high)
    return np.trapezoid(held * norm.pdf(GRID), GRID)


@pytest.mark.parametrize("level", [0.9, 0.95, 0.998])
@pytest.mark.parametrize("true", [0.0, 0.3, 1.0, 1.39, 1.8, 2.2, 2.6, 4.0, 9.0])
def test_coverage_is_the_level_wherever_the_mean_is(true, level):
    assert coverage(true, level) == pytest.approx(level, abs=2e-3)


def test_far_from_0_the_limits_are_those_of_a_normal_mean():
    low, high = folded_limits(np.array([30.0]), np.array([2.0]), 0.95)
    assert low[0] == pytest.approx(30 - 2 * 1.959964, rel=1e-6)
    assert high[0] == pytest.approx(30 + 2 * 1.959964, rel=1e-6)


def test_limits_rise_with_what_was_seen():
    low, high = folded_limits(np.linspace(0, 8, 200), np.ones(200), 0.95)
    assert (np.diff(low) >= -1e-9).all()
    assert (np.diff(high) >= -1e-9).all()
    assert (low <= high).all()
    assert low[0] == 0


def test_limits_have_the_unit_of_the_error():
    size = np.array([0.2, 3.0, 9.0])
    narrow, wide = (folded_limits(size * unit, np.full(3, unit), 0.95) for unit in (1.0, 1e-9))
    np.testing.assert_allclose(np.stack(wide), np.stack(narrow) * 1e-9, rtol=1e-6)


@pytest.mark.parametrize("error", [0.0, np.nan])
def test_no_error_no_limit(error):
    with np.errstate(all="ignore"):
        low, high = folded_limits(np.array([0.0]), np.array([error]), 0.95)
    assert np.isnan(high[0])
    assert not low[0] > 0
