"""Shares compared within strata: Mantel and Haenszel as in base R."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.stats.estimators.made_research import keyed, rows, vectors

from commonweal.kinds import Asked
from commonweal.stats.estimators.same_stratum import estimate


def made_of(given):
    parts = [
        (group, stratum, met)
        for group, (had, size) in enumerate((("a", "n1"), ("c", "n0")))
        for stratum, (x, n) in enumerate(zip(given[had], given[size], strict=True))
        for met in [True] * x + [False] * (n - x)
    ]
    group, stratum, met = zip(*parts, strict=True)
    return rows(np.eye(2, dtype=bool)[list(group)], met=met, stratum=[f"s{one}" for one in stratum])


@pytest.mark.parametrize("case", vectors("screenfail"))
def test_a_pooled_comparison_is_as_in_base_r(case):
    made, expected = made_of(case["input"]), case["expected"]
    found, ratios = estimate(made, Asked()), estimate(made, Asked(ratio=True))
    assert found.gap.value[0] == pytest.approx(expected["rd"], rel=1e-9)
    assert found.p[0] == pytest.approx(expected["cmh_p"], rel=1e-8)
    assert ratios.gap.value[0] == pytest.approx(expected["rr"], rel=1e-9)
    assert [ratios.gap.low[0], ratios.gap.high[0]] == pytest.approx(expected["ci"], rel=1e-8)
    assert keyed(found.figures)["risk_ratio", "g0"].value == pytest.approx(expected["rr"])
    assert keyed(ratios.figures)["risk_difference", "g0"].value == pytest.approx(expected["rd"])


def test_the_rest_is_what_everybody_else_would_have_in_the_same_strata() -> None:
    made = made_of({"a": [18, 25], "n1": [40, 61], "c": [70, 90], "n0": [260, 310]})
    found, ratios = estimate(made, Asked()), estimate(made, Asked(ratio=True))
    assert found.rest[0] == pytest.approx(found.value.value[0] - found.gap.value[0])
    assert ratios.rest[0] == pytest.approx(ratios.value.value[0] / ratios.gap.value[0])


def test_a_row_of_no_known_stratum_is_left_out() -> None:
    made = rows(np.eye(2, dtype=bool)[[0, 0, 0, 1, 1, 1]], met=[1, 0, 1, 0, 0, 1],
                stratum=["x", "x", None, "x", "x", "x"])  # fmt: skip
    found = estimate(made, Asked())
    assert found.people.tolist() == [2, 3]
    assert found.value.value[0] == pytest.approx(0.5)


def test_figures_count_the_fewer_of_those_who_met_it_and_did_not() -> None:
    made = made_of({"a": [38], "n1": [40], "c": [70], "n0": [100]})
    assert keyed(estimate(made, Asked()).figures)["risk_ratio", "g0"].people == 2
