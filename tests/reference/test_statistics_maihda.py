"""Our multilevel models of crossed strata beside lme4, by Laplace and by 25-point quadrature."""

import numpy as np
import pytest
from tests.reference.vectors import cases

from commonweal.stats.pooling.maihda import maihda
from commonweal.stats.pooling.random_intercept import fit_logistic
from commonweal.stats.pooling.strata import cross

ZERO = 1e-8
VARIANCE = {"rel": 2e-3, "abs": ZERO}
EFFECT = {"rel": 0, "abs": 2e-3}


def fitted(case, method):
    cells = case["cells"]
    names = [name for name in cells[0] if name not in {"n", "events"}]
    dimensions = {name: [cell[name] for cell in cells] for name in names}
    events, people = ([cell[name] for cell in cells] for name in ("events", "n"))
    return cross(dimensions), maihda(dimensions, events, people, method=method)


def by_row(strata, estimate):
    return estimate.value[strata.row]


@pytest.mark.parametrize("case", cases("statistics", "maihda"))
def test_the_model_of_strata_alone_matches(case):
    strata, ours = fitted(case, "laplace")
    theirs = case["null"]
    null = ours.null
    assert null.coefficients.value[0] == pytest.approx(theirs["intercept"], abs=1e-4)
    assert null.variance.value[0] == pytest.approx(theirs["var"], **VARIANCE)
    assert null.vpc.value[0] == pytest.approx(theirs["vpc"], **VARIANCE)
    assert null.mor.value[0] == pytest.approx(theirs["mor"], rel=2e-3)
    assert null.auc.value[0] == pytest.approx(theirs["auc"], abs=1e-4)
    assert null.log_likelihood == pytest.approx(theirs["loglik"], abs=1e-5, rel=0)
    assert by_row(strata, null.effect) == pytest.approx(theirs["ranef"], **EFFECT)


@pytest.mark.parametrize("case", cases("statistics", "maihda"))
def test_the_model_with_main_effects_matches(case):
    strata, ours = fitted(case, "laplace")
    theirs = case["main"]
    main = ours.main
    names = [term.replace("=", "").replace("intercept", "(Intercept)") for term in main.terms]
    assert dict(zip(names, main.coefficients.value, strict=True)) == pytest.approx(
        theirs["fixef"], abs=1e-4
    )
    assert main.variance.value[0] == pytest.approx(theirs["var"], **VARIANCE)
    assert main.vpc.value[0] == pytest.approx(theirs["vpc"], **VARIANCE)
    assert main.auc.value[0] == pytest.approx(theirs["auc"], abs=1e-4)
    assert main.log_likelihood == pytest.approx(theirs["loglik"], abs=1e-5, rel=0)
    assert by_row(strata, main.effect) == pytest.approx(theirs["ranef"], **EFFECT)


@pytest.mark.parametrize("case", cases("statistics", "maihda"))
def test_the_share_that_main_effects_explain_matches(case):
    pcv = fitted(case, "laplace")[1].pcv
    if case.get("pcv") is None:
        assert pcv.status == ("undefined",)
    else:
        assert pcv.value[0] == pytest.approx(case["pcv"], abs=2e-3)


@pytest.mark.parametrize("case", cases("statistics", "maihda"))
def test_quadrature_matches(case):
    _, ours = fitted(case, "quadrature")
    theirs = case["null_agq25"]
    assert ours.null.coefficients.value[0] == pytest.approx(theirs["intercept"], abs=1e-4)
    assert ours.null.variance.value[0] == pytest.approx(theirs["var"], **VARIANCE)
    if case.get("main_agq25_var") is not None:
        assert ours.main.variance.value[0] == pytest.approx(case["main_agq25_var"], **VARIANCE)


@pytest.mark.parametrize("case", cases("statistics", "maihda"))
def test_errors_of_effects_match_with_coefficients_taken_as_known(case):
    expected = case["null"].get("ranef_condsd")
    if expected is None:
        pytest.skip("the reference has no errors of effects here")
    had, people = (np.array([cell[name] for cell in case["cells"]]) for name in ("events", "n"))
    held = people > 0
    fit = fit_logistic(np.ones((held.sum(), 1)), had[held], people[held], "laplace")
    ours = np.sqrt(fit.variance / (1 + fit.variance * fit.information))
    assert ours == pytest.approx(np.array(expected)[held], **EFFECT)
