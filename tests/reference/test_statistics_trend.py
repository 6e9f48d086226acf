"""Our trends beside base R prop.trend.test, lm and glm, every field of every case."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.time.slope import log_slope, logit_slope, percent_change
from commonweal.stats.time.trend import cochran_armitage, straight_slope

# Base R glm stops here, and its standard errors are those of the step before.
OF_R = 1e-8


def near(value):
    return pytest.approx(value, rel=1e-7)


def table(case):
    return case["events"], case["n"], case["period"]


@pytest.mark.parametrize("case", cases("statistics", "trend"))
def test_the_test_for_trend_matches(case):
    ours, expected = cochran_armitage(*table(case)), case["cochran_armitage"]
    assert set(expected) <= {"chisq", "p"}
    assert ours.chi_square.value[0] == near(expected["chisq"])
    assert ours.p.value[0] == pytest.approx(expected["p"], rel=1e-7, abs=0)


@pytest.mark.parametrize("case", cases("statistics", "trend"))
def test_slopes_and_their_errors_match_on_each_scale(case):
    fits = {
        "wls_slope": straight_slope(*table(case)),
        "logit_slope": logit_slope(*table(case), precision=OF_R),
        "poisson_log_slope": log_slope(*table(case), precision=OF_R),
    }
    for field, ours in fits.items():
        assert [ours.value[0], ours.se[0]] == near(case[field])


@pytest.mark.parametrize("case", cases("statistics", "trend"))
def test_the_percent_change_matches_and_no_field_is_passed_over(case):
    assert percent_change(*table(case)).value[0] == near(case["apc_percent"])
    slopes = {"wls_slope", "logit_slope", "poisson_log_slope", "apc_percent"}
    assert set(case) <= {"id", "period", "events", "n", "cochran_armitage", *slopes}
