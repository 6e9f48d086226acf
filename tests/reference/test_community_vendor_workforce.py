"""Our suppliers' workforce beside made-up disclosures."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.suppliers.workforce import supplier_workforce


@pytest.mark.parametrize("case", cases("community", "vendor_workforce"))
def test_suppliers(case):
    rows, expected = case["input"]["vendors"], case["expected"]
    column = {key: [row[key] for row in rows] for key in rows[0]}
    ours = supplier_workforce(
        column["spend"], column["headcount"], column["focal"], column["industry_share"],
        ends=(column["industry_p10"], column["industry_p90"]),
    )  # fmt: skip
    values = {
        "disclosure_coverage_spend": ours.coverage.value[0],
        "disclosure_coverage_count": ours.coverage_count.value[0],
        "spend_weighted_share": ours.share.value[0],
        "headcount_weighted_share": ours.headcount_share.value[0],
        "industry_benchmark_disclosers": ours.available.value[0],
        "industry_benchmark_all": ours.available_all.value[0],
        "difference": ours.difference.value[0],
        "ratio": ours.ratio.value[0],
        "se_share": ours.share.se[0],
        "se_difference": ours.difference.se[0],
        "effective_vendors": ours.effective.value[0],
        "worst_case_bounds": [ours.worst_case.low[0], ours.worst_case.high[0]],
        "industry_quantile_bounds": [ours.industry.low[0], ours.industry.high[0]],
    }
    for key, value in values.items():
        if expected.get(key) is not None:
            assert value == pytest.approx(expected[key], rel=1e-12), key
