"""The effect of a program begun at once: the family's numbers, and the larger of two errors."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from tests.reference.tables import pairs
from tests.unit.stats.estimators.made_teaching import NEVER, panel_rows

from commonweal.kinds import Asked
from commonweal.stats.causal.interrupted import interrupt
from commonweal.stats.estimators.series_effect import estimate

DRAW = np.random.Generator(np.random.Philox(13))
ASKED = Asked(options={"horizon": 4.0})


@pytest.mark.parametrize("one", pairs("teaching", "its"))
def test_the_effect_is_that_of_the_vector(one):
    lines = list(csv.DictReader(one[1].read_text().splitlines()))
    series = [[float(line["y"]) for line in lines]]
    before = sum(float(line["level"]) == 0 for line in lines)
    found = estimate(panel_rows(series, [before * 90.0]), Asked(options={"horizon": 12.0}))
    assert found.value.value[0] == pytest.approx(one[0]["effect_at_12_after"], rel=1e-9)


def test_units_are_meaned_by_weight():
    table = DRAW.normal(size=(3, 16))
    rows = panel_rows(table, [720.0] * 3)
    rows.columns["weight"][:] = np.repeat([1.0, 2.0, 5.0], 16)
    found = estimate(rows, ASKED)
    ours = interrupt(np.average(table, axis=0, weights=[1, 2, 5]), 8, 4)
    assert found.value.value == pytest.approx(ours.effect.value)


def test_the_error_is_the_larger_of_the_two():
    for _ in range(5):
        series = DRAW.normal(size=(1, 14))
        found = estimate(panel_rows(series, [630.0]), ASKED)
        robust = np.asarray(interrupt(series[0], 7, 4).effect.se)[0]
        time = np.arange(1.0, 15)
        x = np.stack((np.ones(14), time, (time > 7) * 1.0, np.maximum(time - 7, 0)), axis=1)
        bread, beta = np.linalg.inv(x.T @ x), np.linalg.lstsq(x, series[0])[0]
        left, later = series[0] - x @ beta, np.array([0, 0, 1, 4.0])
        plain = np.sqrt(later @ bread @ later * (left @ left) / 10)
        assert np.asarray(found.value.se)[0] == pytest.approx(max(robust, plain))


@pytest.mark.parametrize(
    ("first", "gone", "why"),
    [([450, 540], 0, "not_at_once"), ([180, 180], 0, "too_few_periods"),
     ([NEVER, NEVER], 0, "too_few_units"), ([540, 540], 1, "unknown_period")],
)  # fmt: skip
def test_where_nothing_can_be_told_it_says_why(first, gone, why):
    rows = panel_rows(DRAW.normal(size=(2, 13)), first)
    if gone:
        rows.columns["weight"][rows.columns["period"] == 90] = 0
    assert estimate(rows, ASKED).value.reason == (why,)
