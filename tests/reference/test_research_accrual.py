"""Our forecast of enrollment beside base R qnbinom and qbeta."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.enrollment.accrual import forecast_accrual


@pytest.mark.parametrize("case", cases("research", "accrual"))
def test_accrual(case):
    given, expected = case["input"], case["expected"]
    ours = forecast_accrual(
        given["x"], given["t"], given["H"], given["target"], prior=(given["a"], given["b"])
    )
    assert ours.rate.value[0] == pytest.approx(expected["post_mean_rate"], rel=1e-9)
    assert ours.total.value[0] == pytest.approx(expected["pred_mean"], rel=1e-9)
    total = [ours.total.low[0], ours.median[0], ours.total.high[0]]
    assert total == expected["pred_q"]
    assert ours.reach.value[0] == pytest.approx(expected["p_reach"], rel=1e-9)
    time = [ours.time.low[0], ours.time.value[0], ours.time.high[0]]
    assert time == pytest.approx(expected["time_to_target_median"], rel=1e-8)
