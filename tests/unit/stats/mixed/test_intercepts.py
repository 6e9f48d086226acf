"""Models with shared intercepts: against whole matrices, and where nothing can be told."""

import numpy as np
import pytest
from scipy.optimize import minimize

from commonweal.kinds import Problem
from commonweal.stats.mixed import intercepts as module
from commonweal.stats.mixed.intercepts import fit_intercepts

DRAW = np.random.Generator(np.random.Philox(21))
ROWS = 240
RATER, SITE = DRAW.integers(0, 25, ROWS), DRAW.integers(0, 6, ROWS)
EXAM = DRAW.normal(size=ROWS)
SHARED = DRAW.normal(size=25)[RATER] * 0.8 + DRAW.normal(size=6)[SITE] * 0.5
Y = 2 + 0.4 * EXAM + SHARED + DRAW.normal(size=ROWS)


def minus_twice(logs):
    """Give the restricted likelihood with whole matrices."""
    shared = [(codes[:, None] == codes[None, :]).astype(float) for codes in (RATER, SITE)]
    rater, site, row = np.exp(logs)
    v = rater * shared[0] + site * shared[1] + row * np.eye(ROWS)
    x = np.column_stack((np.ones(ROWS), EXAM))
    inverse = np.linalg.inv(v)
    xx = x.T @ inverse @ x
    left = Y - x @ np.linalg.solve(xx, x.T @ inverse @ Y)
    logs = np.linalg.slogdet(v)[1] + np.linalg.slogdet(xx)[1]
    return logs + left @ inverse @ left + (ROWS - 2) * np.log(2 * np.pi)


def test_the_fit_is_the_lowest_point_of_whole_matrices():
    ours = fit_intercepts(Y, {"exam": EXAM}, {"rater": RATER, "site": SITE})
    found = minimize(minus_twice, np.zeros(3), method="BFGS")
    assert ours.criterion == pytest.approx(found.fun, rel=1e-9)
    here = [ours.variances["rater"], ours.variances["site"], ours.residual]
    assert here == pytest.approx(np.exp(found.x), rel=1e-3)
    assert minus_twice(np.log(here)) == pytest.approx(ours.criterion, rel=1e-12)


def test_a_shift_and_a_scale_change_nothing_but_themselves():
    plain = fit_intercepts(Y, {"exam": EXAM}, {"rater": RATER})
    moved = fit_intercepts(1e6 + 1e-3 * Y, {"exam": EXAM}, {"rater": RATER})
    assert moved.of("exam").value == pytest.approx(1e-3 * plain.of("exam").value, rel=1e-6)
    assert moved.variances["rater"] == pytest.approx(1e-6 * plain.variances["rater"], rel=1e-5)


def test_clusters_that_differ_less_than_chance_have_no_variance():
    flat = np.tile([1.0, -1.0, 2.0, -2.0], 10) + np.arange(40) * 1e-3
    ours = fit_intercepts(flat, {}, {"site": np.repeat(np.arange(10), 4)})
    assert ours.variances["site"] == 0
    assert ours.coefficients.flags == (("boundary",),)
    assert ours.coefficients.se[0] == pytest.approx(flat.std(ddof=1) / np.sqrt(40))


def test_what_can_not_be_told_has_a_reason():
    twice = fit_intercepts(Y, {"a": EXAM, "b": EXAM}, {"rater": RATER})
    assert set(twice.coefficients.reason) == {"singular"}
    assert np.isnan([twice.residual, twice.criterion, twice.variances["rater"]]).all()
    assert fit_intercepts([1], {}, {"site": [0]}).coefficients.reason == ("singular",)
    exact = fit_intercepts(EXAM, {"exam": EXAM}, {"rater": RATER})
    assert set(exact.of("exam").reason) == {"no_variation"}


def test_a_search_without_steps_is_no_result(monkeypatch):
    monkeypatch.setattr(module, "STEPS", 0)
    ours = fit_intercepts(Y, {"exam": EXAM}, {"rater": RATER})
    assert set(ours.coefficients.reason) == {"not_converged"}


def test_a_step_that_only_rises_is_not_taken():
    sums = module.products(Y - Y.mean(), np.ones((ROWS, 1)), [RATER])
    start = np.array([0.5])
    here = module.evaluate(sums, start)
    worse = np.array([1e7 * np.sign(here.slope[0])])
    kept, point = module._step(sums, start, worse, here)
    assert kept is start
    assert point is here


def test_rows_that_only_repeat_their_cluster_are_no_result():
    ours = fit_intercepts(SHARED, {}, {"pair": RATER * 10 + SITE})
    assert ours.coefficients.reason == ("not_converged",)


@pytest.mark.parametrize("clusters", [{}, {"rater": RATER[:5]}])
def test_clusters_that_can_not_be_read_are_a_problem(clusters):
    with pytest.raises(Problem) as caught:
        fit_intercepts(Y, {}, clusters)
    assert caught.value.code == "clusters-unread"
