"""Our score intervals of a difference beside root finding to 1e-15."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.rates.two_proportions import mee, miettinen_nurminen, newcombe

METHODS = {
    "newcombe": newcombe,
    "miettinen_nurminen_diff": miettinen_nurminen,
    "mee_diff": mee,
}


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("case", cases("statistics", "two_proportion_score"))
def test_score_intervals_match_exact_root_finding(case, name):
    if case.get(name) is None:
        pytest.skip(f"the case gives no {name}")
    ours = METHODS[name]([case["x1"]], [case["n1"]], [case["x2"]], [case["n2"]])
    assert [ours.low[0], ours.high[0]] == pytest.approx(case[name], rel=0, abs=1e-7)
