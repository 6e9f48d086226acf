"""Our second tier beside three made-up primes."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.suppliers.second_tier import second_tier


@pytest.mark.parametrize("case", cases("community", "tier2"))
def test_primes(case):
    given, expected = case["input"], case["expected"]
    column = {key: [row[key] for row in given["primes"]] for key in given["primes"][0]}
    ours = second_tier(
        column["our_purchases"],
        column["total_revenue"],
        column["certified_spend_total"],
        column["direct_reported"],
        prime_certified=column["prime_is_certified"],
        reported=column["reported"],
        first_tier=given["tier1_certified"],
        addressable=given["addressable"],
    )
    assert ours.direct == pytest.approx(expected["direct"], rel=1e-12)
    wanted = [row["indirect_allocated"] for row in expected["rows"]]
    assert ours.indirect.value == pytest.approx(wanted, rel=1e-12)
    assert ours.indirect.value.sum() == pytest.approx(expected["indirect"], rel=1e-12)
    assert ours.total == pytest.approx(expected["tier2_total"], rel=1e-12)
    assert ours.combined == pytest.approx(expected["combined_unduplicated"], rel=1e-12)
    assert ours.share.value[0] == pytest.approx(expected["combined_share"], rel=1e-12)
    reporting = expected["reporting_rate_by_spend"]
    assert ours.reporting.value[0] == pytest.approx(reporting, rel=1e-12)
