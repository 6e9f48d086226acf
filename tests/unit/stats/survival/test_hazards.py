"""Hazard models: what can not be fitted is said, and time moves nothing."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.survival.cox import cox
from commonweal.stats.survival.fine_gray import fine_gray
from commonweal.stats.survival.hazard_fit import climb
from commonweal.stats.survival.spells import spells


def made_up(people=300, late=False):
    stream = np.random.default_rng(3)
    terms = np.column_stack((stream.integers(0, 2, people), stream.normal(size=people)))
    entry = stream.integers(0, 10, people) if late else np.zeros(people)
    time = entry + np.ceil(stream.exponential(20 * np.exp(-terms @ [0.5, -0.3])))
    return spells(time, stream.integers(0, 3, people), entry), terms


@pytest.mark.parametrize("fit", [lambda p, x: cox(p, x, 1), lambda p, x: fine_gray(p, x, 1)])
def test_what_can_not_be_fitted_is_said(fit):
    people = spells([1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 2, 0])
    assert fit(people, np.ones(6)).coefficients.reason == ("collinear",)
    apart = fit(people, [1.0, 1, 1, 0, 0, 0]).coefficients
    assert apart.reason == ("no_maximum",)
    assert np.isnan(apart.se).all()
    twice = np.column_stack((np.arange(6.0), np.arange(6.0)))
    assert fit(people, twice).coefficients.reason == ("collinear",) * 2
    assert fit(spells([1, 2], [0, 0]), [1.0, 2]).coefficients.reason == ("collinear",)


@pytest.mark.parametrize("fit", [cox, lambda p, x: fine_gray(p, x, 1)])
@pytest.mark.parametrize(
    ("terms", "code"),
    [([1.0], "shapes-differ"), ([[[1]], [[2]]], "shapes-differ"), ([1, np.nan], "numbers-missing")],
)
def test_columns_that_can_not_be_are_refused(fit, terms, code):
    with pytest.raises(Problem) as problem:
        fit(spells([1, 2], [1, 0]), terms)
    assert problem.value.code == code


def test_late_entry_is_refused_where_it_is_not_allowed_for():
    with pytest.raises(Problem) as problem:
        fine_gray(spells([4, 5], [1, 2], [0, 1]), [0, 1], 1)
    assert problem.value.code == "late-entry"


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_the_likelihood_is_largest_where_it_says(ties):
    people, terms = made_up(late=True)
    best = cox(people, terms, 1, ties=ties)
    for moved in ([0.01, 0], [0, 0.01], [-0.01, 0], [0, -0.01]):
        # A column that is itself the moved fit has its likelihood at a coefficient of one.
        other = terms @ (best.coefficients.value + moved)
        again = cox(people, other, 1, ties=ties)
        assert again.log_likelihood[1] <= best.log_likelihood[1] + 1e-9


def test_without_competition_fine_and_gray_is_cox_with_breslow_ties():
    people, terms = made_up()
    alone = spells(people.exit, np.minimum(people.status, 1))
    ours, theirs = fine_gray(alone, terms, 1), cox(alone, terms, 1, ties="breslow")
    assert ours.coefficients.value == pytest.approx(theirs.coefficients.value, rel=1e-8)
    assert ours.coefficients.se == pytest.approx(theirs.coefficients.se, rel=0.15)


@pytest.mark.parametrize("fit", [lambda p, x: cox(p, x, 1), lambda p, x: fine_gray(p, x, 1)])
def test_neither_the_order_of_rows_nor_the_origin_of_a_column_counts(fit):
    people, terms = made_up()
    turned = spells(people.exit[::-1], people.status[::-1])
    one, other = fit(people, terms), fit(turned, terms[::-1] + np.array([0, 1000]))
    assert one.coefficients.value == pytest.approx(other.coefficients.value, rel=1e-7)
    assert one.coefficients.se == pytest.approx(other.coefficients.se, rel=1e-7)
    sides = fit(people, terms * [-1, 1])
    assert one.coefficients.value[0] == pytest.approx(-sides.coefficients.value[0], rel=1e-7)


def test_a_leap_past_the_top_is_halved():
    def slope(at):
        away = float(at[0]) - 3
        bend = np.array([[np.cosh(away) ** -2]])
        return -np.log(np.cosh(away)), np.array([-np.tanh(away)]), bend

    fit = climb(slope, np.ones((2, 1)), lambda _, inverse: inverse, level=0.95, method="m")
    assert fit.coefficients.value == pytest.approx(3)
