"""Our power, sizes and detectable differences beside base R power.prop.test and power.t.test."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.decision.power import detectable, people_for, people_for_means, power_of

# The vectors do not state the two means; all give the size for this difference and spread.
DIFFERENCE, SPREAD = 3.0, 11.0


def check(ours, expected, **tolerance):
    if expected is None:
        assert ours.status == ("undefined",)
    else:
        assert ours.value[0] == pytest.approx(expected, **tolerance)


@pytest.mark.parametrize("case", cases("statistics", "power"))
def test_planning_numbers_match_base_r(case):
    rate, people = case["p1"], case["n_per_group"]
    at = {"power": case["power"], "level": 1 - case["alpha"]}
    check(detectable(rate, people, **at), case["p2_detectable_upper"], rel=1e-6)
    if case["n_for_p2_plus5pts"] is not None:
        check(people_for(rate, rate + 0.05, **at), case["n_for_p2_plus5pts"], rel=1e-6)
    if case["power_at_p2_plus10pts"] is not None:
        ours = power_of(rate, rate + 0.10, people, at["level"])
        check(ours, case["power_at_p2_plus10pts"], rel=0, abs=1e-8)
    if case.get("n_for_mean_diff") is not None:
        ours = people_for_means(DIFFERENCE, SPREAD, **at)
        assert ours == pytest.approx(case["n_for_mean_diff"], rel=1e-6)
