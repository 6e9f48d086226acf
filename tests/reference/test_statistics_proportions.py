"""Our intervals for one proportion beside base R (prop.test, binom.test)."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.rates.proportion import clopper_pearson, jeffreys, wilson, wilson_cc

METHODS = {
    "wilson95": wilson,
    "wilson998": lambda x, n: wilson(x, n, 0.998),
    "wilson_cc95": wilson_cc,
    "clopper_pearson95": clopper_pearson,
    "jeffreys95": lambda x, n: jeffreys(x, n, closed_ends=False),
}


@pytest.mark.parametrize("case", cases("statistics", "proportions"))
def test_intervals_of_one_proportion_match_base_r(case):
    for name in METHODS.keys() & case.keys():
        ours = METHODS[name]([case["events"]], [case["n"]])
        if case[name] is None:
            assert ours.status == ("undefined",), name
            continue
        assert [ours.low[0], ours.high[0]] == pytest.approx(case[name], rel=1e-8, abs=1e-12), name
        assert ours.value[0] == pytest.approx(case["estimate"], rel=1e-8, abs=1e-12)
