"""Our fit to cells and its standardized gaps beside base R glm and sandwich on rows."""

from functools import cache
from json import dumps, loads

import numpy as np
import pytest
from tests.reference.vectors import cases

from commonweal.stats.adjustment.coefficients import coefficients
from commonweal.stats.adjustment.design import design
from commonweal.stats.adjustment.fit import fit
from commonweal.stats.adjustment.outcome import binomial
from commonweal.stats.adjustment.robust import heteroscedastic
from commonweal.stats.adjustment.standardized import standardized
from commonweal.stats.adjustment.terms import labeled

CASES = cases("statistics", "adjusted")


@cache
def _fitted(cells):
    rows = loads(cells)
    named = [name for name in rows[0] if name not in ("events", "n")]
    terms = [labeled(name, [row[name] for row in rows]) for name in named]
    return fit(design(terms), binomial([row["events"] for row in rows], [row["n"] for row in rows]))


def fitted(case):
    return _fitted(dumps(case["cells"]))


def close(ours, theirs):
    return ours == pytest.approx(np.asarray(theirs, dtype=float), rel=1e-7, abs=1e-15)


@pytest.mark.parametrize("case", CASES)
def test_coefficients_and_their_errors_match(case):
    ours = coefficients(fitted(case))
    assert fitted(case).model.names == tuple(case["coef"])
    assert close(ours.value, list(case["coef"].values()))
    assert close(ours.se, list(case["se"].values()))


@pytest.mark.parametrize("case", CASES)
def test_the_deviance_is_that_of_the_rows(case):
    assert close(fitted(case).deviance, case["deviance_individual"])


@pytest.mark.parametrize("case", CASES)
def test_standardized_rates_and_gaps_match(case):
    ours = standardized(fitted(case), "g")
    assert ours.rates.categories == tuple(case["levels"])
    assert close(ours.rates.estimate.value, case["standardised_rate"])
    assert close(ours.rates.estimate.se, case["se_standardised_rate"])
    assert close(ours.differences.estimate.value, case["risk_difference"])
    assert close(ours.differences.estimate.se, case["se_rd_model"])
    assert close(np.log(ours.ratios.estimate.value), case["log_risk_ratio"])
    assert close(ours.ratios.estimate.se, case["se_log_rr"])


@pytest.mark.parametrize("case", CASES)
def test_robust_errors_are_those_of_the_rows(case):
    model = fitted(case)
    ours = standardized(model, "g", heteroscedastic(model)).differences.estimate.se
    assert close(ours, case["se_rd_hc0_individual"])
