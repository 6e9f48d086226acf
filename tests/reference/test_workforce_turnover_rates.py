"""Our turnover rates beside R poisson.test."""

import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import interval, same, same_estimate

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
