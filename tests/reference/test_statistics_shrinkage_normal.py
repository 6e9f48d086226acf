"""Our normal-normal shrinkage beside metafor."""

import numpy as np
import pytest
from tests.reference.vectors import cases

from commonweal.stats.pooling.normal import shrink

METHODS = {"DL": "dersimonian_laird", "PM": "paule_mandel", "REML": "reml", "ML": "ml"}


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("case", cases("statistics", "shrinkage_normal"))
def test_shrinkage_matches(case, name):
    expected = case.get(name)
    if expected is None:
        pytest.skip(f"the reference has no {name} here")
    ours = shrink(case["y"], case["v"], method=METHODS[name])
    found = {
        "tau2": ours.tau2.value[0],
        "mu": ours.coefficients[0, 0],
        "se_mu": np.sqrt(ours.covariance[0, 0, 0]),
        "Q": ours.q[0],
        "I2": ours.i2[0],
        "blup": ours.posterior.value,
        "blup_se": ours.posterior.se,
        "reliability": ours.reliability,
    }
    rel = 1e-7 if name == "DL" else 1e-5
    for key, value in found.items():
        if expected.get(key) is not None:
            assert value == pytest.approx(expected[key], rel=rel, abs=1e-12), key
