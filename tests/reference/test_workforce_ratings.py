"""Our comparison of scores beside R wilcox.test and t.test."""

import numpy as np
import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import interval, same, same_estimate

from commonweal.stats.rates.mean import mean_t
from commonweal.stats.rates.two_means import welch_difference, welch_test
from commonweal.stats.selection.scores import (
    cliffs_delta,
    cohen_d,
    hedges_g,
    mann_whitney,
    superiority,
)

CASES = pytest.mark.parametrize("case", cases("workforce", "ratings"))


def read(case):
    return np.array(case["input"]["focal"], float), np.array(case["input"]["reference"], float)


@CASES
def test_sizes_and_ranks_match(case):
    given, expected = read(case), case["expected"]
    same_estimate(cohen_d(*given), expected["cohen_d"])
    same_estimate(hedges_g(*given), expected["hedges_g"])
    same_estimate(cliffs_delta(*given), expected["cliffs_delta"])
    same_estimate(superiority(*given), expected["prob_superiority"])
    wins, p = mann_whitney(*given)
    same_estimate(wins, expected["U"])
    same_estimate(p, expected["mann_whitney_p"], tiny=0)


@CASES
def test_welchs_comparison_of_means_matches(case):
    means = [mean_t([len(one)], [one.sum()], [(one**2).sum()]) for one in read(case)]
    ours, expected = welch_difference(*means), case["expected"]
    same_estimate(ours, expected["mean_difference"])
    same(ours.value[0] / ours.se[0], expected["welch_t"])
    same(interval(ours), expected["welch_ci"])
    same_estimate(welch_test(*means), expected["welch_p"], tiny=0)
