"""Our trends beside base R prop.trend.test, lm and glm, every field of every case.

A field that is null or absent was not returned by the reference, so there is nothing beside it.
"""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.time.slope import log_slope, logit_slope, percent_change
from commonweal.stats.time.trend import cochran_armitage, straight_slope

# Base R glm stops here, and its standard errors are those of the step before.
OF_R = 1e-8


def table(case):
    return case["events"], case["n"], case["period"]


def same(ours, expected):
    pairs = [(one, two) for one, two in zip(ours, expected or [], strict=False) if two is not None]
    assert [one for one, _ in pairs] == pytest.approx([two for _, two in pairs], rel=1e-7, abs=0)


@pytest.mark.parametrize("case", cases("statistics", "trend"))
def test_the_test_for_trend_matches(case):
    ours, expected = cochran_armitage(*table(case)), case.get("cochran_armitage") or {}
    assert set(expected) <= {"chisq", "p"}
    found = ours.chi_square.value[0], ours.p.value[0]
    same(found, [expected.get("chisq"), expected.get("p")])


@pytest.mark.parametrize("case", cases("statistics", "trend"))
def test_slopes_and_their_errors_match_on_each_scale(case):
    fits = {
        "wls_slope": straight_slope(*table(case)),
        "logit_slope": logit_slope(*table(case), precision=OF_R),
        "poisson_log_slope": log_slope(*table(case), precision=OF_R),
    }
    for field, ours in fits.items():
        same([ours.value[0], ours.se[0]], case.get(field))


@pytest.mark.parametrize("case", cases("statistics", "trend"))
def test_the_percent_change_matches_and_no_field_is_passed_over(case):
    same(percent_change(*table(case)).value, [case.get("apc_percent")])
    slopes = {"wls_slope", "logit_slope", "poisson_log_slope", "apc_percent"}
    assert set(case) <= {"id", "period", "events", "n", "cochran_armitage", *slopes}
