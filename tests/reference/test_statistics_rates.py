"""Our intervals for one rate beside base R, PHEindicatormethods and epitools."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.rates.rate import byar_midp, exact, phe

METHODS = {
    "exact95": exact,
    "phe_rate95": phe,
    "rothman_midp_byar95": lambda x, t, per: byar_midp(x, t, per, closed_ends=False),
}


@pytest.mark.parametrize("case", cases("statistics", "rates"))
def test_intervals_of_one_rate_match_the_packages(case):
    for name, method in METHODS.items():
        ours = method([case["events"]], [case["person_time"]], case["multiplier"])
        if case[name] is None:
            continue
        assert ours.value[0] == pytest.approx(case["rate"], rel=1e-8)
        assert [ours.low[0], ours.high[0]] == pytest.approx(case[name], rel=1e-8), name


@pytest.mark.parametrize("case", cases("statistics", "rates"))
def test_the_exact_limits_are_used_for_the_same_cases(case):
    ours = phe([case["events"]], [case["person_time"]])
    assert ("few_events" in ours.flags[0]) == (case["phe_method"] == "Exact")
