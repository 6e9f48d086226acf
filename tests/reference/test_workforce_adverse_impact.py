"""Our selection tables beside R, and thresholds beside exact fractions."""

import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import figures, interval, same, same_estimate, sides, spelt_out

from commonweal.kinds import Asked
from commonweal.stats.estimators.selection import estimate
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.rates.two_proportions import fisher, newcombe
from commonweal.stats.selection.association import association, pooled_score
from commonweal.stats.selection.exact import lower_tail, mid_p
from commonweal.stats.selection.four_fifths import (
    below_four_fifths,
    selections_to_four_fifths,
    turns_on_one_person,
)
from commonweal.stats.selection.impact_ratio import impact_ratio, log_ratio_score, two_sided
from commonweal.stats.selection.size import (
    cohen_h,
    odds_ratio,
    phi,
    shortfall,
    shortfall_to_rest,
)

CASES = pytest.mark.parametrize("case", cases("workforce", "adverse_impact"))


@CASES
def test_rates_and_their_difference_match(case):
    given, expected = sides(case["input"]), case["expected"]
    same_estimate(wilson(*given[:2]), expected["rate_focal"])
    same_estimate(wilson(*given[2:]), expected["rate_reference"])
    difference = newcombe(*given)
    same_estimate(difference, expected["rate_difference"])
    same(interval(difference), expected["newcombe_ci"])


@CASES
def test_the_impact_ratio_and_its_test_match(case):
    given, expected = sides(case["input"]), case["expected"]
    ratio = impact_ratio(*given)
    same_estimate(ratio, expected["impact_ratio"])
    same(interval(ratio), expected["ir_ci"])
    same_estimate(log_ratio_score(*given), expected["z_ir"])


@CASES
def test_thresholds_match(case):
    given, expected = sides(case["input"]), case["expected"]
    same_estimate(below_four_fifths(*given), expected["four_fifths_flag"])
    same_estimate(selections_to_four_fifths(*given), expected["selections_to_four_fifths"])
    same_estimate(turns_on_one_person(*given), expected["flip_flop"])


@CASES
def test_sizes_match(case):
    given, expected = sides(case["input"]), case["expected"]
    same_estimate(odds_ratio(*given), expected["odds_ratio"])
    same_estimate(phi(*given), expected["phi"])
    same_estimate(cohen_h(*given), expected["cohen_h"])
    same_estimate(shortfall(*given), expected["shortfall_pooled"])
    same_estimate(shortfall_to_rest(*given), expected["shortfall_reference"])


@CASES
def test_large_sample_tests_match(case):
    given, expected = sides(case["input"]), case["expected"]
    score = pooled_score(*given)
    same_estimate(score, expected["z_pooled"])
    same_estimate(two_sided(score), expected["p_z"], tiny=0)
    same_estimate(association(*given).statistic, expected["chi2"])
    moved = association(*given, continuity=True)
    same_estimate(moved.statistic, expected["chi2_yates"])
    same(moved.p[0], expected["p_chi2_yates"], tiny=0)


@CASES
def test_exact_tests_match(case):
    given, expected = sides(case["input"]), case["expected"]
    # Absolute differences below 1e-13 are nothing elsewhere; here the values may be that small.
    ours = [fisher(*given).value[0], lower_tail(*given).value[0], mid_p(*given).value[0]]
    theirs = [expected[name] for name in ("fisher_p", "fisher_lower_tail", "midp")]
    assert ours == pytest.approx(theirs, rel=1e-9, abs=0)


@CASES
def test_the_method_of_measures_gives_the_same_from_people(case):
    given, expected = sides(case["input"]), case["expected"]
    found = estimate(spelt_out(*given), Asked(ratio=True))
    same(found.value.value[0], expected["rate_focal"])
    same(found.rest[0], expected["rate_reference"])
    same(found.p[0], expected["midp"], tiny=0)
    told = figures(found)
    same(told["impact_ratio"], expected["impact_ratio"])
    same(told["shortfall"], expected["shortfall_pooled"])
    same(told["to_four_fifths"], expected["selections_to_four_fifths"])
