"""Our chance to reach a goal beside sums of the beta-binomial in base R."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.enrollment.goal import forecast_goal


@pytest.mark.parametrize("case", cases("research", "goal"))
def test_goals(case):
    given, expected = case["input"], case["expected"]
    ours = forecast_goal(
        given["x"], given["n"], given["N"], given["goal_share"], prior=(given["a"], given["b"])
    )
    assert ours.needed[0] == expected["need"]
    assert ours.remaining[0] == expected["remaining"]
    assert ours.chance.value[0] == pytest.approx(expected["p_goal"], rel=1e-9, abs=0)
    assert ours.final_share.value[0] == pytest.approx(expected["expected_final_share"], rel=1e-9)
