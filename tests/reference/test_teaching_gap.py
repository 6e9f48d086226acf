"""Our comparison of two rates of attainment beside base R prop.test and fisher.test."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.rates.mantel_haenszel import odds_ratio, stratified
from commonweal.stats.rates.two_proportions import fisher, katz, newcombe


@pytest.mark.parametrize("case", cases("teaching", "gap"))
def test_a_gap(case):
    table = [case["x_focal"]], [case["n_focal"]], [case["x_ref"]], [case["n_ref"]]
    difference, ratio = newcombe(*table), katz(*table)
    assert difference.value[0] == pytest.approx(case["rd"], rel=1e-9, abs=1e-12)
    assert [difference.low[0], difference.high[0]] == pytest.approx(case["newcombe"], rel=1e-8)
    assert fisher(*table).value[0] == pytest.approx(case["fisher_p"], rel=1e-8)
    for ours, key in ((ratio, "rr"), (odds_ratio(stratified(*table)), "or")):
        if case[key] is None or case[key] == 0:
            assert ours.status == ("undefined",)
        else:
            assert ours.value[0] == pytest.approx(case[key], rel=1e-9)
    if case["rr_ci"] is not None and ratio.ok[0]:
        assert [ratio.low[0], ratio.high[0]] == pytest.approx(case["rr_ci"], rel=1e-8)
