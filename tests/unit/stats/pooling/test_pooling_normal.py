"""Estimates with standard errors shrunk to a mean or a model."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from commonweal.kinds import Problem
from commonweal.stats.pooling.heterogeneity import METHODS
from commonweal.stats.pooling.normal import shrink

Y, V = np.array([71.8, 72.3, 66.3, 62.7, 67.8, 74.7]), np.array([0.6, 6.1, 5.7, 1.6, 2.5, 5.3])
SITE = np.array([[1.0, 0], [1, 0], [1, 0], [1, 1], [1, 1], [1, 1]])


@pytest.mark.parametrize("design", [None, SITE])
def test_reml_is_the_top_of_the_likelihood_of_contrasts(design):
    columns = np.ones((6, 1)) if design is None else design
    # Contrasts free of the model: their likelihood is the restricted one.
    free = np.linalg.svd(columns)[0][:, columns.shape[1] :].T

    def lost(tau2):
        covariance = free @ np.diag(V + tau2) @ free.T
        left = free @ Y
        return np.linalg.slogdet(covariance)[1] + left @ np.linalg.solve(covariance, left)

    best = minimize_scalar(lost, bounds=(0, 200), method="bounded", options={"xatol": 1e-9})
    assert shrink(Y, V, design=design).tau2.value[0] == pytest.approx(best.x, rel=1e-5)


def test_shrinking_to_a_model_is_the_mixed_model_of_henderson():
    ours = shrink(Y, V, design=SITE)
    tau2 = ours.tau2.value[0]
    joined = np.hstack([SITE, np.eye(6)])
    left = joined.T @ np.diag(1 / V) @ joined + np.diag([0] * 2 + [1 / tau2] * 6)
    solved = np.linalg.solve(left, joined.T @ (Y / V))
    assert ours.posterior.value == pytest.approx(joined @ solved, rel=1e-9)
    se = np.sqrt(np.diag(joined @ np.linalg.inv(left) @ joined.T))
    assert ours.posterior.se == pytest.approx(se, rel=1e-9)
    assert ours.coefficients[0] == pytest.approx(solved[:2], rel=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_a_table_is_shrunk_alike_whatever_stands_beside_it(method):
    alone = shrink(Y, V, method=method)
    many = shrink(
        [*Y, 5, 1, 2, *(Y * 1e9)],
        [*V, 1, 1, 0, *(V * 1e18)],
        [4] * 6 + [1, 2, 2] + [9] * 6,
        method=method,
    )
    assert many.tau2.reason == ("single_group", "zero_variance", "", "")
    assert many.posterior.value[:6] == pytest.approx(alone.posterior.value, rel=1e-9)
    assert many.posterior.value[9:] == pytest.approx(alone.posterior.value * 1e9, rel=1e-9)
    assert many.tau2.value[3] == pytest.approx(alone.tau2.value[0] * 1e18, rel=1e-9)
    assert many.posterior.reason[6:9] == ("single_group", "zero_variance", "zero_variance")
    assert np.isnan([many.q[0], many.i2[1], many.reliability[6]]).all()


@pytest.mark.parametrize("method", METHODS)
def test_equal_estimates_shrink_wholly(method):
    ours = shrink([3, 3, 3], [1, 2, 4], method=method)
    assert ours.tau2.value[0] == 0
    assert ours.tau2.flags == (("no_overdispersion",),)
    assert ours.posterior.value == pytest.approx([3] * 3)
    assert ours.posterior.se == pytest.approx([np.sqrt(4 / 7)] * 3)
    assert (ours.q[0], ours.q_p[0], ours.i2[0]) == pytest.approx((0, 1, 0), abs=1e-20)


@pytest.mark.parametrize("method", METHODS)
def test_very_unlike_variances_still_give_an_answer(method):
    ours = shrink([1, 2, 5, 9], [1e-16, 1, 1, 1], method=method)
    assert ours.tau2.ok.all()
    assert ours.tau2.value[0] >= 0


def test_few_estimates_and_columns_that_say_the_same_are_undefined():
    ours = shrink(Y[:2], V[:2], design=np.array([[1, 0], [1, 1]]))
    assert ours.tau2.status == ("insufficient",)
    assert ours.tau2.reason == ("no_degrees_of_freedom",)
    same = shrink(Y, V, design=np.ones((6, 2)))
    assert same.posterior.reason == ("aliased_design",) * 6
    assert shrink(Y, V, design=np.column_stack([SITE, np.zeros(6)])).tau2.reason == (
        "aliased_design",
    )


def test_shrinking_across_protected_groups_is_refused():
    groups = [1, 1, 1, 2, 2, 2]
    with pytest.raises(Problem) as caught:
        shrink(Y, V, protected=groups)
    assert caught.value.code == "shrinkage-hides-groups"
    for kept in (
        shrink(Y, V, protected=groups, design=SITE),
        shrink(Y, V, groups, protected=groups),
        shrink(Y, V, protected=[1] * 6),
    ):
        assert kept.posterior.flags == ((),) * 6
    assert shrink(Y, V).posterior.flags == (("groups_unchecked",),) * 6


@pytest.mark.parametrize("design", [np.ones(6), np.ones((5, 1)), np.full((6, 1), np.nan)])
def test_a_design_that_does_not_fit_is_a_problem(design):
    with pytest.raises(Problem) as caught:
        shrink(Y, V, design=design)
    assert caught.value.code == "design-differs"


def test_a_method_nobody_knows_and_a_negative_variance_are_problems():
    with pytest.raises(Problem) as caught:
        shrink(Y, V, method="guess")
    assert caught.value.code == "method-unknown"
    with pytest.raises(Problem) as caught:
        shrink(Y, -V)
    assert caught.value.code == "counts-negative"
