"""Our beta-binomial shrinkage beside solved likelihood equations."""

import numpy as np
import pytest
from tests.reference.vectors import cases

from commonweal.stats.pooling.beta_binomial import beta_binomial


def near(expected):
    return pytest.approx(expected, rel=1e-6, abs=0)


@pytest.mark.parametrize("case", cases("statistics", "beta_binomial"))
def test_priors_match(case):
    ours = beta_binomial(case["events"], case["n"])
    if case.get("alpha") is None:
        assert not np.isfinite(ours.alpha).any()
        return
    assert ours.alpha[0] == near(case["alpha"])
    assert ours.beta[0] == near(case["beta"])
    assert ours.mean.value[0] == near(case["prior_mean"])
    assert ours.variance[0] == near(case["between_var"])


@pytest.mark.parametrize("case", cases("statistics", "beta_binomial"))
def test_posteriors_and_reliabilities_match(case):
    ours = beta_binomial(case["events"], case["n"])
    if case.get("posterior_mean") is not None:
        assert ours.posterior.value == near(case["posterior_mean"])
    if case.get("reliability") is not None:
        assert ours.reliability == near(case["reliability"])
    if case.get("credible95") is not None:
        limits = np.array(case["credible95"])
        assert ours.posterior.low == near(limits[:, 0])
        assert ours.posterior.high == near(limits[:, 1])
