"""Our control charts beside an evaluation of the formulas, every field of every case.

A field that is null or absent was not returned by the reference, so there is nothing beside it.
"""

import numpy as np
import pytest
from tests.reference.vectors import cases

from commonweal.stats.time.control import laney_chart, p_chart, xmr_chart
from commonweal.stats.time.rate_control import u_chart

P_FIELDS = {"center", "lcl", "ucl", "z", "beyond_3sigma", "run_of_8_ends"}


def same(ours, expected):
    if expected is not None:
        assert ours == pytest.approx(expected, rel=1e-9, abs=1e-13)


def drawn(limit, chart, expected, sign):
    """Give the limit as the reference drew it: it lets some lie beyond what can be."""
    free = chart.center[0] + sign * 3 * chart.sigma[0]
    return np.where((np.array(expected) < 0) | (np.array(expected) > 1), free, limit[0])


def same_limits(chart, expected):
    for field, limit, sign in (("lcl", chart.low, -1), ("ucl", chart.high, 1)):
        if expected.get(field) is not None:
            same(drawn(limit, chart, expected[field], sign), expected[field])


def same_signals(mask, expected):
    assert expected is None or np.flatnonzero(mask[0]).tolist() == expected


@pytest.mark.parametrize("case", cases("statistics", "spc"))
def test_a_chart_of_proportions_matches_with_its_signals(case):
    chart, expected = p_chart(case["events"], case["n"]), case.get("p_chart") or {}
    assert set(expected) <= P_FIELDS
    same(chart.center[0], expected.get("center"))
    same_limits(chart, expected)
    same(chart.z[0], expected.get("z"))
    same_signals(chart.beyond, expected.get("beyond_3sigma"))
    same_signals(chart.run, expected.get("run_of_8_ends"))


@pytest.mark.parametrize("case", cases("statistics", "spc"))
def test_a_laney_chart_matches_with_its_signals(case):
    chart, expected = laney_chart(case["events"], case["n"]), case.get("laney") or {}
    assert set(expected) <= {"sigma_z", "lcl", "ucl", "beyond"}
    same(chart.spread[0], expected.get("sigma_z"))
    same_limits(chart, expected)
    same_signals(chart.beyond, expected.get("beyond"))


@pytest.mark.parametrize("case", cases("statistics", "spc"))
def test_a_chart_of_single_values_matches(case):
    expected = case.get("xmr") or {"values": [1, 2]}
    chart = xmr_chart(expected["values"])
    assert set(expected) <= {"values", "center", "mr_bar", "lcl", "ucl"}
    same(chart.center[0], expected.get("center"))
    same(chart.spread[0], expected.get("mr_bar"))
    same(chart.low[0, 0], expected.get("lcl"))
    same(chart.high[0, 0], expected.get("ucl"))


@pytest.mark.parametrize("case", cases("statistics", "spc"))
def test_a_chart_of_rates_matches_and_no_field_is_passed_over(case):
    expected = case.get("u_chart") or {"events": [1, 2], "exposure": [1, 2]}
    chart = u_chart(expected["events"], expected["exposure"])
    assert set(expected) <= {"events", "exposure", "center", "lcl", "ucl"}
    same(chart.center[0], expected.get("center"))
    same(chart.low[0], expected.get("lcl"))
    same(chart.high[0], expected.get("ucl"))
    assert set(case) <= {"id", "events", "n", "p_chart", "laney", "xmr", "u_chart"}
