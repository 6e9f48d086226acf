"""Separated data get Jeffreys' penalty, and the answer of a dense penalized fit."""

import numpy as np
import pytest
from tests.unit.stats.adjustment import dense
from tests.unit.stats.adjustment.models import names

from commonweal.stats.adjustment import firth, newton
from commonweal.stats.adjustment.coefficients import coefficients
from commonweal.stats.adjustment.design import design
from commonweal.stats.adjustment.fit import fit
from commonweal.stats.adjustment.likelihood import Likelihood, factored
from commonweal.stats.adjustment.outcome import binomial, poisson
from commonweal.stats.adjustment.products import products
from commonweal.stats.adjustment.terms import number, term


def separated(cells=24, numeric=0):
    made = np.random.default_rng(11)
    race, age = made.integers(0, 3, cells), made.integers(0, 3, cells)
    count = made.integers(2, 9, cells)
    events = np.where(race == 2, 0, made.binomial(count, 0.4))
    terms = [term("race", race, names(3)), term("age", age, names(3))]
    numbers = [number(f"x{at}", made.normal(size=cells)) for at in range(numeric)]
    return design(terms, numbers), events, count


@pytest.mark.parametrize("numeric", [0, 2])
def test_a_level_without_events_gets_the_penalized_fit(numeric):
    chosen, events, count = separated(numeric=numeric)
    ours = fit(chosen, binomial(events, count))
    x, y, _ = dense.rows(dense.matrix(chosen), events, count)
    beta, bread, _ = dense.firth(x, y)
    assert ours.flags == ("firth",)
    assert ours.beta == pytest.approx(beta, rel=1e-10, abs=1e-10)
    assert ours.bread == pytest.approx(bread, rel=1e-9, abs=1e-10)
    assert coefficients(ours).flags[0] == ("firth",)


@pytest.mark.parametrize("scale", [1, 100, 10**6])
@pytest.mark.parametrize("events", [[0, 0], [10, 10], [0, 10]])
def test_nobody_or_everybody_with_the_event_is_half_an_event_away(events, scale):
    # For one proportion Jeffreys' penalty adds half an event and half a person without.
    had = np.array(events) * scale
    ours = fit(design([term("g", [0, 1], ["A", "B"])]), binomial(had, [10 * scale] * 2))
    logit = np.log((had + 0.5) / (10 * scale - had + 0.5))
    assert "firth" in ours.flags
    assert ours.beta == pytest.approx([logit[0], logit[1] - logit[0]], rel=1e-9, abs=1e-9)


def test_separation_by_a_number_alone_is_found():
    x = np.array([-3.0, -2, -1, 1, 2, 3])
    events = (x > 0).astype(int)
    chosen = design([term("one", np.zeros(6, dtype=int), ["all"])], [number("x", x)])
    ours = fit(chosen, binomial(events, np.ones(6)))
    beta, _, _ = dense.firth(dense.matrix(chosen), events.astype(float))
    assert ours.flags == ("firth",)
    assert ours.beta == pytest.approx(beta, rel=1e-9, abs=1e-9)


def test_a_rate_of_zero_is_half_an_event_away():
    ours = fit(design([term("g", [0, 1], ["A", "B"])]), poisson([0, 7], [100, 50]))
    assert ours.flags == ("firth", "saturated")
    rates = np.array([0.5 / 100, 7.5 / 50])
    assert np.exp([ours.beta[0], ours.beta.sum()]) == pytest.approx(rates, rel=1e-10)


def test_data_that_are_not_separated_get_no_penalty():
    ours = fit(design([term("g", [0, 1], ["A", "B"])]), binomial([1, 9], [10, 10]))
    assert "firth" not in ours.flags


def test_a_penalized_fit_that_does_not_settle_says_so(monkeypatch):
    chosen, events, count = separated()
    monkeypatch.setattr(firth, "STEPS", 2)
    ours = fit(chosen, binomial(events, count))
    assert ours.reason == "not_converged"
    assert ours.flags == ("firth",)


def test_columns_that_repeat_each_other_have_no_penalized_fit():
    chosen = design([term("g", [0, 1], ["A", "B"]), term("h", [0, 1], ["A", "B"])])
    people = np.array([5.0, 0, 0, 5])
    found = firth.penalized_maximum(
        Likelihood(products(chosen), "binomial", people, np.zeros(4)), np.ones(3, dtype=bool)
    )
    assert not found.converged


def test_where_the_information_is_lost_on_the_way_the_penalty_takes_over(monkeypatch):
    monkeypatch.setattr(newton, "factored", lambda gram: None)
    chosen, events, count = separated()
    lost = fit(chosen, binomial(events, count))
    monkeypatch.undo()
    assert lost.flags == ("firth",)
    assert lost.beta == pytest.approx(fit(chosen, binomial(events, count)).beta)


def test_a_matrix_that_is_no_sum_of_squares_has_no_factor():
    assert factored(np.array([[1.0, 2], [2, 1]])) is None
    assert factored(np.array([[0.0]])) is None
    assert factored(np.array([[np.inf]])) is None


def test_a_penalized_fit_of_millions_of_people_without_an_event_settles():
    made = np.random.default_rng(21)
    terms = [term(f"t{at}", made.integers(0, 4, 17), names(4)) for at in range(3)]
    ours = fit(design(terms), binomial(np.zeros(17), made.integers(1, 6, 17) * 1e6))
    assert ours.reason == ""
    assert ours.flags[0] == "firth"
    assert (ours.means < 1e-5).all()
