"""Our standardized rates beside epitools ageadjust.direct and PHEindicatormethods."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.standardization.direct import dobson, gamma
from commonweal.stats.standardization.indirect import (
    expected_events,
    standardized_rate,
    standardized_ratio,
)

CASES = cases("statistics", "standardisation")


def same(ours, expected):
    if expected is not None:
        assert ours == pytest.approx(expected, rel=1e-8, abs=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_directly_standardized_rates_match(case):
    given = [case["events"]], [case["population"]], case["standard"], case["multiplier"]
    expected = case["direct"]
    ours = gamma(*given)
    same(ours.value[0], expected["rate"])
    for limit, theirs in zip((ours.low, ours.high), expected["fay_feuer_gamma95"], strict=True):
        same(limit[0], theirs)
    theirs, ours = expected["phe_dobson_byar"], dobson(*given)
    assert sum(case["events"]) == theirs["total_count"]
    for limit, name in ((ours.value, "value"), (ours.low, "lower"), (ours.high, "upper")):
        same(limit[0], theirs[name])
    # The reference holds back a rate of fewer than 10 events; we flag it.
    assert (ours.flags == (("few_events",),)) == (theirs["total_count"] < 10)


@pytest.mark.parametrize("case", CASES)
def test_indirectly_standardized_ratios_and_rates_match(case):
    indirect = case["indirect"]
    reference = indirect["ref_events"], indirect["ref_population"]
    observed = [sum(case["events"])]
    expected = expected_events([case["population"]], *reference)
    smr, rate = indirect["smr"], indirect["israte"]
    assert observed == [smr["observed"]]
    same(expected[0], smr["expected"])
    for ours, theirs in (
        (standardized_ratio(observed, expected), smr),
        (standardized_rate(observed, expected, *reference, per=case["multiplier"]), rate),
    ):
        for limit, name in ((ours.value, "value"), (ours.low, "lower"), (ours.high, "upper")):
            same(limit[0], theirs[name])
    same(case["multiplier"] * sum(reference[0]) / sum(reference[1]), rate["ref_rate"])
