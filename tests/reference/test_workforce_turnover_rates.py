"""Our turnover rates beside R poisson.test."""

import numpy as np
import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import interval, same, same_estimate

from commonweal.kinds import Asked, Group, Rows
from commonweal.stats.estimators.turnover import estimate
from commonweal.stats.flows.turnover import turnover_rate, turnover_ratio, turnover_test


@pytest.mark.parametrize("case", cases("workforce", "turnover_rates"))
def test_turnover_rates_and_their_ratio_match(case):
    given, expected = case["input"], case["expected"]
    own = given["events_focal"], given["person_years_focal"]
    rest = given["events_reference"], given["person_years_reference"]
    rate, ratio = turnover_rate(*own), turnover_ratio(*own, *rest)
    same_estimate(rate, expected["rate_focal"])
    same(interval(rate), expected["rate_focal_ci"])
    same_estimate(ratio, expected["rate_ratio"])
    same(interval(ratio), expected["rate_ratio_ci"])
    same_estimate(turnover_test(*own, *rest), expected["p"], tiny=0)


@pytest.mark.parametrize("case", cases("workforce", "turnover_rates"))
def test_the_method_of_measures_gives_the_same_for_a_hundred_years(case):
    given, expected = case["input"], case["expected"]
    columns = {
        "events": np.array([given["events_focal"], given["events_reference"]], float),
        "exposure": np.array([given["person_years_focal"], given["person_years_reference"]]),
    }
    rows = Rows((Group("side", "focal", "Focal"),), np.array([[True], [False]]), np.arange(2),
                np.ones(2, bool), columns)  # fmt: skip
    found = estimate(rows, Asked(ratio=True))
    same(found.value.value[0] / 100, expected["rate_focal"])
    same(found.gap.value[0], expected["rate_ratio"])
    same(found.p[0], expected["p"], tiny=0)
