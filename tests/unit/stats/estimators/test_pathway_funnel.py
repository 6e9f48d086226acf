"""The stages of a pathway: each of those who reached the one before."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.stats.estimators.made_community import rows_of

from commonweal.kinds import Asked, Rows
from commonweal.stats.estimators.pathway_funnel import STAGES, estimate
from commonweal.stats.rates.proportion import clopper_pearson


def reached(stages: list[int]) -> Rows:
    columns = {
        stage: [1.0 if many > place else 0.0 for many in stages]
        for place, stage in enumerate(STAGES)
    }
    half = len(stages) // 2
    started = [many >= 5 for many in stages]
    return rows_of(["a"] * half + ["b"] * (len(stages) - half), columns, met=started)


def test_stage_rates_multiply_to_the_share_who_reached_the_last() -> None:
    found = estimate(reached([6, 6, 5, 4, 3, 2, 1, 0, 6, 5]), Asked())
    stage = {one.about: one for one in found.figures if one.key == "stage"}
    whole = {one.about: one.value for one in found.figures if one.key == "reached"}
    assert np.prod([one.value for one in stage.values()]) == pytest.approx(whole["retained"])
    assert whole["started"] == pytest.approx(0.5)
    exact = clopper_pearson([9], [10])
    assert (stage["enrolled"].low, stage["enrolled"].high) == (exact.low[0], exact.high[0])
    assert stage["enrolled"].people == 1


def test_a_stage_that_nobody_reached_ends_the_funnel() -> None:
    found = estimate(reached([1, 1, 1, 1]), Asked())
    assert [one.about for one in found.figures if one.key == "stage"] == ["enrolled", "completed"]
    assert estimate(reached([]), Asked()).figures == ()


def test_groups_stand_beside_everybody_else_by_who_started() -> None:
    found = estimate(reached([6, 6, 0, 0, 5, 0, 0, 0]), Asked())
    assert found.value.value == pytest.approx([0.5, 0.25])
    assert found.gap.value == pytest.approx([0.25, -0.25])
