"""The effect of a program begun by lot: the family's numbers, and what is left out."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from tests.reference.tables import pairs
from tests.unit.stats.estimators.made_teaching import NEVER, panel_rows

from commonweal.kinds import Asked
from commonweal.stats.causal.stepped_wedge import stepped_wedge
from commonweal.stats.estimators.wedge_effect import estimate

DRAW = np.random.Generator(np.random.Philox(12))


@pytest.mark.parametrize("one", pairs("teaching", "sw"))
def test_means_of_units_and_periods_give_nearly_the_effect_of_their_rows(one):
    lines = list(csv.DictReader(one[1].read_text().splitlines()))
    y, begun, when, where = (
        np.array([float(line[key]) for line in lines]) for key in ("y", "trt", "t", "c")
    )
    units, periods = np.unique(where), np.unique(when)
    outcome = np.array([[y[(where == c) & (when == t)].mean() for t in periods] for c in units])
    first = []
    for c in units:
        treated = when[(where == c) & (begun == 1)]
        first.append((treated.min() - periods[0]) * 90 if len(treated) else NEVER)
    found = estimate(panel_rows(outcome, first), Asked())
    # The means say the same but for how alike the people of a unit are held to be.
    assert found.value.value[0] == pytest.approx(one[0]["trt"], rel=0.03)
    assert found.figures


def test_it_is_the_effect_and_the_interval_of_the_family():
    table = DRAW.normal(size=(10, 5)) + DRAW.normal(size=(10, 1))
    first = [90.0 * (1 + at % 4) for at in range(10)]
    found = estimate(panel_rows(table, first), Asked())
    unit, period = np.nonzero(np.ones_like(table))
    begun = (period * 90 >= np.array(first)[unit]).astype(float)
    ours, _ = stepped_wedge(table.ravel(), begun, period, unit)
    assert found.value.value == pytest.approx(ours.value)
    assert [found.gap.low[0], found.gap.high[0]] == pytest.approx([ours.low[0], ours.high[0]])
    assert {one.key for one in found.figures} >= {"units", "between", "few", "gap_before"}


def test_twenty_units_are_not_few():
    table = DRAW.normal(size=(20, 5))
    found = estimate(panel_rows(table, [90.0 * (1 + at % 4) for at in range(20)]), Asked())
    assert "few" not in {one.key for one in found.figures}


@pytest.mark.parametrize(
    ("first", "why"), [([90, NEVER], "too_few_units"), ([90, 90, 90, 90], "no_controls")]
)
def test_where_nothing_can_be_told_it_says_why(first, why):
    found = estimate(panel_rows(DRAW.normal(size=(len(first), 4)), first), Asked())
    assert found.value.reason == (why,)
