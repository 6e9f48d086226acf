"""Our control charts beside an evaluation of the formulas, every field of every case."""

import numpy as np
import pytest
from tests.reference.vectors import cases

from commonweal.stats.time.control import laney_chart, p_chart, u_chart, xmr_chart


def near(values):
    return pytest.approx(values, rel=1e-9, abs=1e-13)


def drawn(limit, chart, expected, sign):
    """Give the limit as the reference drew it: it lets some lie beyond what can be."""
    free = chart.center[0] + sign * 3 * chart.sigma[0]
    return np.where((np.array(expected) < 0) | (np.array(expected) > 1), free, limit[0])


def same_limits(chart, expected):
    assert drawn(chart.low, chart, expected["lcl"], -1) == near(expected["lcl"])
    assert drawn(chart.high, chart, expected["ucl"], 1) == near(expected["ucl"])


def at(mask):
    return np.flatnonzero(mask[0]).tolist()


@pytest.mark.parametrize("case", cases("statistics", "spc"))
def test_a_chart_of_proportions_matches_with_its_signals(case):
    chart, expected = p_chart(case["events"], case["n"]), case["p_chart"]
    assert set(expected) <= {"center", "lcl", "ucl", "z", "beyond_3sigma", "run_of_8_ends"}
    assert chart.center[0] == near(expected["center"])
    same_limits(chart, expected)
    assert chart.z[0] == near(expected["z"])
    assert at(chart.beyond) == expected["beyond_3sigma"]
    assert at(chart.run) == expected["run_of_8_ends"]


@pytest.mark.parametrize("case", cases("statistics", "spc"))
def test_a_laney_chart_matches_with_its_signals(case):
    chart, expected = laney_chart(case["events"], case["n"]), case["laney"]
    assert set(expected) <= {"sigma_z", "lcl", "ucl", "beyond"}
    assert chart.spread[0] == near(expected["sigma_z"])
    same_limits(chart, expected)
    assert at(chart.beyond) == expected["beyond"]


@pytest.mark.parametrize("case", cases("statistics", "spc"))
def test_a_chart_of_single_values_matches(case):
    expected = case["xmr"]
    chart = xmr_chart(expected["values"])
    assert set(expected) <= {"values", "center", "mr_bar", "lcl", "ucl"}
    assert [chart.center[0], chart.spread[0]] == near([expected["center"], expected["mr_bar"]])
    assert [chart.low[0, 0], chart.high[0, 0]] == near([expected["lcl"], expected["ucl"]])


@pytest.mark.parametrize("case", cases("statistics", "spc"))
def test_a_chart_of_rates_matches_and_no_field_is_passed_over(case):
    expected = case["u_chart"]
    chart = u_chart(expected["events"], expected["exposure"])
    assert set(expected) <= {"events", "exposure", "center", "lcl", "ucl"}
    assert chart.center[0] == near(expected["center"])
    assert chart.low[0] == near(expected["lcl"])
    assert chart.high[0] == near(expected["ucl"])
    assert set(case) <= {"id", "events", "n", "p_chart", "laney", "xmr", "u_chart"}
