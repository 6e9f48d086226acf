"""Calibrated intervals of numbers too small or too large to square: a word, and no warning."""

import numpy as np
import pytest

from commonweal.stats.inequality.calibrated.claims import unclear
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inequality.summary import summarize

LARGEST = np.finfo(np.float64).max


@pytest.mark.parametrize(
    ("estimate", "se", "scale"),
    [
        ([1.0, 1.0, 46907.3], [8.8e-301, 4.5e-302, 8.0e-301], 100000),
        ([4.4e277, 1.0, 1.0], [LARGEST, 1.0, 1.0], 1),
        ([0.6, 0.6, 0.6], [7.7e-301, 3.0e-301, 7.8e-301], 1),
        ([1.0, 1.0, -0.2], [1.9e243, 1.0, 1.0], 1),
    ],
)
@pytest.mark.parametrize("reference", [None, 0])
def test_errors_out_of_range_leave_an_interval_or_a_word(estimate, se, scale, reference):
    tables = Subgroups.one(
        estimate, se, [1, 1, 1], scale=scale, favorable=True, reference=reference
    )
    for name, found in summarize(tables, draws=1000).items():
        missing = np.isnan(found.low[0])
        assert missing == np.isnan(found.high[0]), name
        assert not (missing and found.ok[0]) or found.flags[0], name


@pytest.mark.parametrize("unit", [1.0, 1e-300, 1e300])
def test_how_clear_a_pattern_is_knows_no_unit(unit):
    distance, error = np.array([[1.0, 9.0, 2.0]]), np.array([[1.0, 2.0, 0.5]])
    counts = np.array([[0.5, 0.3, 0.2]])
    assert unclear(unit * distance, unit * error, counts) == pytest.approx(
        unclear(distance, error, counts)
    )


def test_a_pattern_without_any_error_can_not_be_told():
    assert unclear(np.ones((1, 2)), np.zeros((1, 2)), np.full((1, 2), 0.5))[0] == np.inf


def test_limits_that_are_not_in_order_are_not_shown():
    tables = Subgroups.one([-1.2e-25, 2.24e-9], [1, 0.0254], [241, 8], scale=1, favorable=True)
    found = summarize(tables, draws=1000)["idisu"]
    assert found.ok[0]
    assert np.isnan([found.low[0], found.high[0]]).all()
    assert found.flags[0]
