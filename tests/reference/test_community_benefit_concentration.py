"""Our concentration of benefit over tracts beside R with weights and sandwich HC1."""

import numpy as np
import pytest
from tests.reference.vectors import cases

from commonweal.stats.community.benefit import benefit_reach


@pytest.mark.parametrize("case", cases("community", "benefit_concentration"))
def test_tracts(case):
    rows, expected = case["input"]["rows"], case["expected"]
    columns = ([row[key] for row in rows] for key in ("dollars", "population", "index"))
    ours = benefit_reach(*columns)
    assert ours.per_head.value[0] == pytest.approx(expected["mean_per_capita"], rel=1e-9)
    index = ours.concentration
    assert index.value[0] == pytest.approx(expected["concentration_index"], rel=1e-9)
    assert index.value[0] == pytest.approx(expected["slope"], rel=1e-9)
    assert index.se[0] == pytest.approx(expected["se_hc1"], rel=1e-9)
    quarters = [expected["per_capita_by_rank_quarter"].get(f"Q{at}") for at in range(1, 5)]
    for value, wanted in zip(
        [*ours.quarters.value, ours.ratio.value[0]],
        [*quarters, expected["ratio_q4_q1"]],
        strict=True,
    ):
        told = np.nan if wanted is None else wanted
        assert value == pytest.approx(told, rel=1e-9, nan_ok=True)
