"""Our measures of how unequally something is shared out beside base R."""

import numpy as np
import pytest
from tests.reference.vectors import cases

from commonweal.stats.allocation.spread import (
    atkinson,
    concentration,
    gini,
    lorenz,
    mean_log_deviation,
    theil,
    top_share,
)


@pytest.mark.parametrize("case", cases("research", "alloc"))
def test_amounts(case):
    given, expected = case["x"], case["expected"]
    corrected = gini(given)
    ours = {
        "gini": gini(given, corrected=False).value[0],
        "gini_unbiased": corrected.value[0],
        "se_jackknife": corrected.se[0],
        "theil_T": theil(given).value[0],
        "mld": mean_log_deviation(given).value[0],
        "atkinson_05": atkinson(given, 0.5).value[0],
        "atkinson_1": atkinson(given, 1).value[0],
        "top10_share": top_share(given).value[0],
        "hhi": concentration(given).value[0],
    }
    for key, value in ours.items():
        wanted = np.nan if expected[key] is None else expected[key]
        assert value == pytest.approx(wanted, rel=1e-9, abs=1e-12, nan_ok=True), key
    line = lorenz(given, [0.2, 0.4, 0.6, 0.8])[0]
    assert line == pytest.approx(expected["lorenz_20_40_60_80"], rel=1e-9)
