"""Our comparison of two proportions beside base R (prop.test, fisher.test) and epitools."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.rates.two_proportions import fisher, katz, newcombe, pooled_z


def tables(case):
    return [case["x1"]], [case["n1"]], [case["x2"]], [case["n2"]]


@pytest.mark.parametrize("case", cases("statistics", "two_proportions"))
def test_differences_match_the_hybrid_score_interval(case):
    ours = newcombe(*tables(case))
    if case["newcombe_hybrid_score95"] is None:
        assert ours.status == ("undefined",)
        return
    assert ours.value[0] == pytest.approx(case["difference"], rel=1e-8, abs=1e-12)
    expected = pytest.approx(case["newcombe_hybrid_score95"], rel=1e-8, abs=1e-12)
    assert [ours.low[0], ours.high[0]] == expected


@pytest.mark.parametrize("case", cases("statistics", "two_proportions"))
def test_ratios_match_or_are_undefined_with_a_zero(case):
    ours = katz(*tables(case))
    if 0 in {case["x1"], case["x2"]}:
        # statistics.md section 0.5: a ratio with a zero has no value, whatever a package prints.
        assert ours.status == ("undefined",)
        return
    assert ours.value[0] == pytest.approx(case["ratio"], rel=1e-8)
    assert [ours.low[0], ours.high[0]] == pytest.approx(case["katz_log_ratio95"], rel=1e-8)


@pytest.mark.parametrize("case", cases("statistics", "two_proportions"))
def test_p_values_match_down_to_the_smallest(case):
    # Relative to the expected value alone: a p of 1e-200 must be right too.
    assert fisher(*tables(case)).value[0] == pytest.approx(case["fisher_p"], rel=1e-8, abs=0)
    ours = pooled_z(*tables(case))
    if case["chisq_p"] is None:
        assert ours.status == ("undefined",)
    else:
        assert ours.value[0] == pytest.approx(case["chisq_p"], rel=1e-8, abs=0)
