"""Our comparison of two rates beside base R poisson.test and the log-normal interval."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.rates.two_rates import exact_ratio, exact_test, wald_ratio


def tables(case):
    return [case["e1"]], [case["t1"]], [case["e2"]], [case["t2"]]


@pytest.mark.parametrize("case", cases("statistics", "two_rates"))
def test_rate_ratios_match_or_are_undefined_with_a_zero(case):
    wald, exact = wald_ratio(*tables(case)), exact_ratio(*tables(case))
    if 0 in {case["e1"], case["e2"]}:
        assert wald.status == exact.status == ("undefined",)
        return
    assert [wald.value[0], exact.value[0]] == pytest.approx([case["ratio"]] * 2, rel=1e-8)
    assert [wald.low[0], wald.high[0]] == pytest.approx(case["wald_log95"], rel=1e-8)
    assert [exact.low[0], exact.high[0]] == pytest.approx(case["exact95"], rel=1e-6)


@pytest.mark.parametrize("case", cases("statistics", "two_rates"))
def test_exact_p_values_match(case):
    ours = exact_test(*tables(case)).value[0]
    assert ours == pytest.approx(case["exact_p"], rel=1e-8, abs=0)
