"""Our participation ratios, limits and tests beside base R prop.test and binom.test."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.enrollment.labels import log_disparity, log_quality, normalized_parity
from commonweal.stats.enrollment.participation import (
    exact_ratio,
    log_ratio,
    participation_difference,
    wilson_ratio,
)
from commonweal.stats.enrollment.participation_chance import exact_test, score_test

CASES = cases("research", "ppr")


def stratum(case):
    return case["x"], case["n"], case["pop_share"]


def is_as(ours, expected, rel=1e-9):
    if expected is None:
        assert ours.status == ("undefined",)
    else:
        assert ours.value[0] == pytest.approx(expected, rel=rel, abs=0)


@pytest.mark.parametrize("case", CASES)
def test_ratio_and_limits(case):
    for method, key in ((wilson_ratio, "ppr_wilson"), (exact_ratio, "ppr_exact")):
        ours = method(*stratum(case))
        is_as(ours, case["ppr"])
        if case[key] is None:
            assert ours.status == ("undefined",)
        else:
            assert [ours.low[0], ours.high[0]] == pytest.approx(case[key], rel=1e-8)


@pytest.mark.parametrize("case", CASES)
def test_limits_on_the_log_scale(case):
    ours = log_ratio(*stratum(case))
    if case.get("log_ppr_se") is None:
        assert ours.status == ("undefined",)
        return
    assert ours.se[0] == pytest.approx(case["log_ppr_se"], rel=1e-9)
    assert [ours.low[0], ours.high[0]] == pytest.approx(case["ppr_loglik_ci"], rel=1e-8)


@pytest.mark.parametrize("case", CASES)
def test_limits_with_a_sampled_reference(case):
    if case.get("pop_n") is None or case.get("log_ppr_se_two_sample") is None:
        pytest.skip("the case has a reference that is no sample")
    ours = log_ratio(*stratum(case), case["pop_n"])
    assert ours.se[0] == pytest.approx(case["log_ppr_se_two_sample"], rel=1e-9)
    assert [ours.low[0], ours.high[0]] == pytest.approx(case["ppr_two_sample_ci"], rel=1e-8)


@pytest.mark.parametrize("case", CASES)
def test_p_values(case):
    is_as(score_test(*stratum(case)), case["p_score"])
    is_as(exact_test(*stratum(case)), case["p_exact"])


@pytest.mark.parametrize("case", CASES)
def test_other_scales(case):
    is_as(participation_difference(*stratum(case)), case["participation_difference"])
    is_as(log_disparity(*stratum(case)), case["log_disparity"])
    is_as(normalized_parity(*stratum(case)), case["normalized_parity"])
    is_as(log_quality(*stratum(case)), case["log_quality"])
