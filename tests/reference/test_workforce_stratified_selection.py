"""Our many requisitions together beside R mantelhaen.test."""

import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import figures, interval, same, same_estimate, sides, spelt_out

from commonweal.kinds import Asked
from commonweal.stats.estimators.selection import estimate
from commonweal.stats.rates.two_proportions import fisher
from commonweal.stats.selection.crude import crude_ratio
from commonweal.stats.selection.strata import (
    common_odds_ratio,
    common_rate_difference,
    common_rate_ratio,
    mantel_haenszel_test,
    read_strata,
    weighted_shortfall,
)

CASES = pytest.mark.parametrize("case", cases("workforce", "stratified_selection"))


@CASES
def test_the_tests_within_requisitions_match(case):
    strata, expected = read_strata(*sides(case["input"])), case["expected"]
    plain, moved = mantel_haenszel_test(strata), mantel_haenszel_test(strata, continuity=True)
    same_estimate(plain.statistic, expected["cmh_chi2"])
    same(plain.p[0], expected["p"], tiny=0)
    same_estimate(moved.statistic, expected["cmh_chi2_cc"])
    same(moved.p[0], expected["p_cc"], tiny=0)


@CASES
def test_common_ratios_and_shortfall_match(case):
    strata, expected = read_strata(*sides(case["input"])), case["expected"]
    odds = common_odds_ratio(strata)
    same_estimate(odds, expected["mh_odds_ratio"])
    same(interval(odds), expected["mh_or_ci"])
    same_estimate(common_rate_ratio(strata), expected["mh_rate_ratio"])
    same_estimate(common_rate_difference(strata), expected["mh_rate_difference"])
    same_estimate(weighted_shortfall(strata), expected["weighted_shortfall"])


@CASES
def test_the_crude_table_matches_and_warns_of_another_sign(case):
    given, expected = sides(case["input"]), case["expected"]
    crude = crude_ratio(*given)
    same_estimate(crude, expected["crude_impact_ratio"])
    turned = (expected["crude_impact_ratio"] < 1) != (expected["mh_rate_difference"] < 0)
    assert ("simpson" in crude.flags[0]) == turned
    p = fisher(*(sum(column) for column in given)).value[0]
    assert p == pytest.approx(expected["crude_fisher_p"], rel=1e-9, abs=0)


@CASES
def test_the_method_of_measures_gives_the_same_from_people(case):
    given, expected = sides(case["input"]), case["expected"]
    found = estimate(spelt_out(*given), Asked(ratio=True))
    same(found.gap.value[0], expected["mh_rate_ratio"])
    same(figures(found)["impact_ratio"], expected["crude_impact_ratio"])
    # The method tests exactly; the chi-square of the vector is its approximation.
    assert found.p[0] == pytest.approx(expected["p"], rel=0.2, abs=0.005)
