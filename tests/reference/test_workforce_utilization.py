"""Our shares beside availability: published court figures and R."""

import numpy as np
import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import interval, same, same_estimate

from commonweal.stats.rates.proportion import clopper_pearson, wilson
from commonweal.stats.representation.benchmark import benchmark
from commonweal.stats.representation.ratio import representation_ratio
from commonweal.stats.representation.rules import rules
from commonweal.stats.representation.utilization import (
    lower_tail,
    mid_p,
    score,
    shortfall,
    two_sided,
)

CASES = pytest.mark.parametrize("case", cases("workforce", "utilization"))


def read(case, *, error=True):
    given = case["input"]
    se = given["availability_se"] if error else 0.0
    return given["x"], given["n"], benchmark("availability", given["availability"], se)


@CASES
def test_shares_and_shortfalls_match(case):
    given, expected = read(case), case["expected"]
    same_estimate(wilson(*given[:2]), expected["rate"])
    same(interval(wilson(*given[:2])), expected["wilson"])
    same(interval(clopper_pearson(*given[:2])), expected["clopper_pearson"])
    short = shortfall(*given)
    same_estimate(short, expected["shortfall"])
    same(short.value[0] + given[0], expected["expected_count"])
    same(given[0] / given[1] / given[2].share[0], expected["utilization_index"])


@CASES
def test_rules_match(case):
    ours, expected = rules(*read(case)), case["expected"]
    same(ours.any_difference, [expected["any_difference"]])
    same(ours.whole_person, [expected["whole_person"]])
    same(ours.eighty_percent, [expected["eighty_percent"]])
    same(ours.two_deviations, [expected["two_sd"]])
    same(ours.to_available, [expected["needed_any"]])
    same(ours.to_whole_person, [expected["needed_whole_person"]])
    same(ours.to_eighty_percent, [expected["needed_eighty"]])


@CASES
def test_scores_match(case):
    counted, expected = score(*read(case, error=False)), case["expected"]
    same(counted.se[0], expected["sd"])
    same_estimate(counted, expected["z"])
    same_estimate(score(*read(case)), expected["z_with_availability_error"])


@CASES
def test_exact_tests_match(case):
    given, expected = read(case), case["expected"]
    ours = [test(*given).value[0] for test in (lower_tail, mid_p, two_sided)]
    theirs = [expected[name] for name in ("exact_p_lower", "midp_lower", "exact_p_two_sided")]
    assert ours == pytest.approx(theirs, rel=1e-9, abs=0)


@CASES
def test_ratios_match_and_a_group_of_nobody_has_only_a_bound(case):
    given, expected = read(case), case["expected"]
    ratio = representation_ratio(*given)
    if expected["log_ratio"] is None:
        assert ratio.reason == ("zero_in_ratio",)
        assert expected["ratio_ci"] is None
        same(interval(ratio), [None, (1 - 0.025 ** (1 / given[1])) / given[2].share[0]])
    else:
        same(np.log(ratio.value[0]), expected["log_ratio"])
        same(interval(ratio), expected["ratio_ci"])
