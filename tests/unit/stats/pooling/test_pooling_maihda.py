"""Crossed strata."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import binom, multivariate_normal, norm

from commonweal.kinds import Problem
from commonweal.stats.pooling.maihda import maihda, maihda_of_amounts
from commonweal.stats.pooling.random_intercept import fit_logistic
from commonweal.stats.pooling.separation import separated
from commonweal.stats.pooling.strata import cross, sizes
from commonweal.stats.pooling.strata_model import auc

SEX, AGE = ["F", "M"] * 3, ["y", "y", "m", "m", "o", "o"]
ROWS = {"sex": SEX, "age": AGE}
HAD, PEOPLE = [10, 30, 20, 35, 30, 80], [100] * 6


def reasons(model):
    return {*model.variance.reason, *model.effect.reason, *model.prediction.reason}


def test_the_fit_is_the_top_of_a_likelihood_summed_densely():
    grid = np.linspace(-9, 9, 4001)

    def lost(at):
        share = 1 / (1 + np.exp(-(at[0] + np.exp(at[1]) * grid)))
        dense = [
            np.sum(binom.pmf(x, n, share) * norm.pdf(grid))
            for x, n in zip(HAD, PEOPLE, strict=True)
        ]
        return -np.sum(np.log(np.array(dense) * (grid[1] - grid[0])))

    top = minimize(lost, [-1, 0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13})
    ours = maihda(ROWS, HAD, PEOPLE).null
    assert ours.variance.value[0] == pytest.approx(np.exp(2 * top.x[1]), rel=1e-5)
    assert ours.log_likelihood == pytest.approx(-top.fun, abs=1e-7)


def test_rows_of_one_stratum_are_added_up():
    twice = {name: levels * 2 for name, levels in ROWS.items()}
    halves = maihda(twice, [each / 2 for each in HAD] * 2, [50] * 12)
    assert halves.null.log_likelihood == pytest.approx(
        maihda(ROWS, HAD, PEOPLE).null.log_likelihood
    )


def test_groups_alike_have_zero_variance_and_no_interaction():
    ours = maihda(ROWS, [20] * 6, PEOPLE)
    assert ours.null.variance.value[0] == ours.null.vpc.value[0] == 0
    assert ours.null.variance.flags == (("zero_variance",),)
    assert ours.null.mor.value[0] == 1
    assert ours.null.auc.value[0] == 0.5
    assert ours.pcv.reason == ("zero_denominator",)
    assert ours.q.tolist() == [1] * 6
    assert ours.null.prediction.value == pytest.approx(0.2)
    assert (ours.null.prediction.low < 0.2).all()


def test_an_interaction_is_found_where_it_was_planted():
    had = [300, 300, 300, 300, 300, 700, 300, 300]
    rows = {"a": ["0", "1"] * 4, "b": list("00110011"), "c": list("00001111")}
    many = {
        name: [f"{v}{k}" if name == "c" else v for k in range(4) for v in levels]
        for name, levels in rows.items()
    }
    ours = maihda(many, had + [300] * 24, [1000] * 32)
    assert np.flatnonzero(ours.q < 0.01).tolist() == [5]
    assert ours.main.effect.low[5] > 0


def test_a_stratum_of_nobody_is_predicted_from_its_parts():
    ours = maihda(ROWS, [10, 30, 20, 35, 30, 0], [100] * 5 + [0])
    assert ours.sizes.empty == 1
    assert ours.main.prediction.flags[5][0] == "empty"
    assert ours.main.effect.value[5] == 0
    wide = ours.main.prediction.high - ours.main.prediction.low
    assert ours.main.prediction.ok.all()
    assert wide[5] == wide.max()


def test_a_level_of_nobody_is_aliased_and_not_predicted():
    rows = {"sex": [*SEX, "X"], "age": [*AGE, "y"]}
    ours = maihda(rows, [*HAD, 0], [*PEOPLE, 0])
    assert ours.main.coefficients.reason == ("", "", "aliased_design", "", "")
    assert ours.main.prediction.reason[-1] == "aliased_design"
    assert ours.main.variance.value == pytest.approx(maihda(ROWS, HAD, PEOPLE).main.variance.value)


@pytest.mark.parametrize(
    ("had", "people", "reason"),
    [
        ([0] * 6, [0] * 6, "zero_denominator"),
        ([3] + [0] * 5, [9] + [0] * 5, "single_group"),
        ([0] * 6, PEOPLE, "no_variation"),
        (PEOPLE, PEOPLE, "no_variation"),
        ([0, 9] * 3, [9] * 6, "no_mixed_group"),
    ],
)
@pytest.mark.parametrize("method", ["quadrature", "laplace"])
def test_what_can_not_be_fitted_says_why(had, people, reason, method):
    ours = maihda(ROWS, had, people, method=method)
    for model in (ours.null, ours.main):
        assert reasons(model) == {reason}
        assert np.isnan([model.vpc.value[0], model.mor.value[0], model.auc.value[0]]).all()
        assert np.isnan(model.log_likelihood)
    assert ours.pcv.reason == (reason,)
    assert np.isnan(ours.q).all()


def test_main_effects_may_leave_nothing_to_fit_or_foretell_all():
    ours = maihda({"sex": ["F", "M"]}, [2, 5], [9, 9])
    assert ours.null.variance.ok.all()
    assert reasons(ours.main) == {"no_degrees_of_freedom"}
    ours = maihda(ROWS, [9, 9, 20, 35, 0, 0], PEOPLE)
    assert reasons(ours.main) == {"separation"}
    assert ours.pcv.reason == ("separation",)


def test_a_fit_that_does_not_end_is_no_fit(monkeypatch):
    monkeypatch.setattr("commonweal.stats.pooling.ascent.STEPS", 1)
    assert reasons(maihda(ROWS, HAD, PEOPLE).null) == {"no_convergence"}


def test_separation_is_found_without_a_mixed_stratum_too():
    columns, people = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]), np.full(3, 5.0)
    assert separated(columns, np.array([0.0, 5.0, 5.0]), people)
    assert not separated(columns, np.array([5.0, 0.0, 5.0]), people)
    assert not separated(columns, np.array([2.0, 3.0, 5.0]), people)


def test_variance_of_many_strata_is_found_again():
    draw = np.random.default_rng(5)
    people = np.full(300, 60.0)
    had = draw.binomial(60, 1 / (1 + np.exp(1 - draw.normal(0, 0.6, 300)))).astype(float)
    fit = fit_logistic(np.ones((300, 1)), had, people)
    assert fit.variance == pytest.approx(0.36, abs=0.1)
    assert fit.coefficients[0] == pytest.approx(-1, abs=0.1)


def test_equal_scores_count_half():
    assert auc([1, 1, 2], [1, 1, 2], [2, 2, 2]).value[0] == pytest.approx(0.75)
    assert auc([1, 2], [0, 0], [2, 2]).reason == ("zero_denominator",)


def amounts(seed=1):
    draw = np.random.default_rng(seed)
    people = np.array([4, 6, 3, 7, 5, 2])
    where = np.repeat(np.arange(6), people)
    y = 3 + np.array([0, 1, 0.5, 2, -1, 1])[where] + draw.normal(0, 0.8, len(where))
    return people, where, y


@pytest.mark.parametrize("method", ["reml", "ml"])
def test_amounts_match_the_normal_likelihood_of_single_people(method):
    people, where, y = amounts()
    same = where[:, None] == where[None, :]

    def lost(at):
        covariance = np.exp(at[0]) * same + np.exp(at[1]) * np.eye(len(y))
        inverse = np.linalg.inv(covariance)
        mean = inverse.sum(axis=0) @ y / inverse.sum()
        free = 0.5 * np.log(inverse.sum()) - 0.5 * np.log(2 * np.pi) if method == "reml" else 0
        return free - multivariate_normal.logpdf(y, np.full(len(y), mean), covariance)

    top = minimize(lost, [0, 0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13})
    total = np.bincount(where, y), np.bincount(where, y**2)
    ours = maihda_of_amounts(ROWS, people, *total, method=method)
    between, within = np.exp(top.x)
    assert ours.null.variance.value[0] == pytest.approx(between, rel=1e-5)
    assert ours.null.vpc.value[0] == pytest.approx(between / (between + within), rel=1e-5)
    assert ours.null.log_likelihood == pytest.approx(-top.fun, abs=1e-7)
    assert ours.null.mor is ours.null.auc is None
    assert ours.main.prediction.ok.all()


@pytest.mark.parametrize(
    ("people", "total", "squares", "reason"),
    [
        ([0] * 6, [0] * 6, [0] * 6, "zero_denominator"),
        ([5] + [0] * 5, [5] + [0] * 5, [9] + [0] * 5, "single_group"),
        ([1] * 6, [2] * 6, [4] * 6, "no_degrees_of_freedom"),
        ([5] * 6, [5] * 6, [5] * 6, "no_variation"),
    ],
)
def test_amounts_that_can_not_be_fitted_say_why(people, total, squares, reason):
    ours = maihda_of_amounts(ROWS, people, total, squares)
    assert reasons(ours.null) == {reason}
    assert ours.pcv.reason == (reason,)


def test_amounts_alike_between_strata_have_zero_variance():
    ours = maihda_of_amounts(ROWS, [5] * 6, [5] * 6, [9] * 6)
    assert ours.null.variance.value[0] == 0
    assert ours.null.effect.value.tolist() == [0] * 6


@pytest.mark.parametrize("squares", [[4.9] + [9] * 5, [0] * 6])
def test_squares_smaller_than_any_amounts_have_are_a_problem(squares):
    with pytest.raises(Problem) as caught:
        maihda_of_amounts(ROWS, [5] * 6, [5] * 6, squares)
    assert caught.value.code == "squares-too-small"


def test_an_amount_of_nobody_is_a_problem():
    with pytest.raises(Problem) as caught:
        maihda_of_amounts(ROWS, [0] + [5] * 5, [5] * 6, [9] * 6)
    assert caught.value.code == "squares-too-small"


@pytest.mark.parametrize("call", [maihda, maihda_of_amounts])
def test_a_method_nobody_knows_is_a_problem(call):
    given = (HAD, PEOPLE) if call is maihda else (PEOPLE, HAD, HAD)
    with pytest.raises(Problem) as caught:
        call(ROWS, *given, method="guess")
    assert caught.value.code == "method-unknown"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ({}, "dimensions-missing"),
        ({"a": []}, "dimensions-missing"),
        ({"a": ["x"], "b": ["x", "y"]}, "shapes-differ"),
    ],
)
def test_dimensions_that_can_not_be_crossed_are_a_problem(rows, code):
    with pytest.raises(Problem) as caught:
        cross(rows)
    assert caught.value.code == code


def test_sizes_of_nobody_have_no_median():
    ours = sizes([0, 0])
    assert (ours.strata, ours.empty) == (0, 2)
    assert np.isnan([ours.median, ours.small_share]).all()
