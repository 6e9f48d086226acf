"""Gaps of facilities, and the model behind them beside R lme4 and plain integration."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import binom, norm
from tests.reference.vectors import cases
from tests.unit.stats.adjustment.models import names

from commonweal.kinds import Problem
from commonweal.stats.adjustment import facility_model
from commonweal.stats.adjustment.design import design
from commonweal.stats.adjustment.facility import across_facility, within_facility
from commonweal.stats.adjustment.facility_model import Marginal, facility_fit
from commonweal.stats.adjustment.fit import fit
from commonweal.stats.adjustment.outcome import binomial, poisson
from commonweal.stats.adjustment.terms import labeled, number, term


def cells_of(case, covariates=()):
    rows = case["cells"]
    terms = [labeled(name, [row[name] for row in rows]) for name in covariates]
    everybody = term("everybody", [0] * len(rows), ["all"])
    seen = binomial([row["events"] for row in rows], [row["n"] for row in rows])
    fitted = fit(design(terms or [everybody]), seen)
    return Marginal(fitted, np.arange(len(rows)), np.ones((len(rows), 1)), len(rows))


@pytest.mark.parametrize("case", cases("statistics", "maihda"))
def test_a_random_intercept_is_that_of_lme4(case):
    found = facility_fit(cells_of(case))
    assert found.converged
    assert found.beta[0] == pytest.approx(case["null_agq25"]["intercept"], rel=1e-4, abs=1e-4)
    assert found.spread[0, 0] ** 2 == pytest.approx(case["null_agq25"]["var"], rel=2e-3)
    covariates = [key for key in case["cells"][0] if key not in ("n", "events")]
    main = facility_fit(cells_of(case, covariates)).spread[0, 0] ** 2
    assert main == pytest.approx(case["main_agq25_var"], rel=2e-3, abs=1e-8)


def marginal(seed=3, facilities=5, per=4, slopes=True):
    made = np.random.default_rng(seed)
    count = facilities * per
    people = made.integers(5, 30, count)
    codes = np.arange(count) // per
    group = np.arange(count) % 2
    chosen = design([term("g", group, ["A", "B"])], [number("x", made.normal(size=count))])
    seen = binomial(made.binomial(people, made.uniform(0.2, 0.7, count)), people)
    carriers = np.stack([np.ones(count), group], axis=1)[:, : 1 + slopes]
    return Marginal(fit(chosen, seen), codes, carriers, facilities)


def test_the_likelihood_is_the_integral_over_the_effect():
    cells = marginal(slopes=False)
    beta, spread = cells.fitted.beta, 0.7
    seen, base = cells.fitted.outcome, cells.fitted.predictor

    def chance(effect, at):
        logits = base[cells.facilities == at] + spread * effect
        there = cells.facilities == at
        shares = 1 / (1 + np.exp(-logits))
        return binom.pmf(seen.total[there], seen.size[there], shares).prod() * norm.pdf(effect)

    expected = sum(np.log(quad(chance, -9, 9, args=(at,), epsabs=0)[0]) for at in range(5))
    constants = binom.logpmf(seen.total, seen.size, 0.5) - seen.size * np.log(0.5)
    ours = cells.at(beta, np.array([[spread]]))[0] + cells.own
    assert ours + constants.sum() == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("slopes", [False, True])
def test_the_slopes_are_those_of_the_likelihood(slopes):
    cells = marginal(slopes=slopes)
    beta = cells.fitted.beta + 0.1
    spread = np.array([[0.5, 0], [0.2, 0.4]])[: 1 + slopes, : 1 + slopes]
    _, along, turned, _, weights = cells.at(beta, spread)
    assert weights.sum(axis=1) == pytest.approx(np.ones(5))
    step = 1e-5
    for at in range(len(beta)):
        move = step * (np.arange(len(beta)) == at)
        moved = cells.at(beta + move, spread)[0] - cells.at(beta - move, spread)[0]
        assert along[at] == pytest.approx(moved / 2 / step, rel=1e-4, abs=1e-4)
    for a, b in zip(*np.tril_indices(1 + slopes), strict=True):
        move = np.zeros_like(spread)
        move[a, b] = step
        moved = cells.at(beta, spread + move)[0] - cells.at(beta, spread - move)[0]
        assert turned[a, b] == pytest.approx(moved / 2 / step, rel=1e-3, abs=1e-3)


def system(seed=1, facilities=60, people=400, slope=0.5):
    """Make a system of facilities whose gaps differ, two cells each."""
    made = np.random.default_rng(seed)
    codes, group = np.arange(2 * facilities) // 2, np.arange(2 * facilities) % 2
    effects = made.normal(0, [0.3, slope], size=(facilities, 2))[codes]
    logits = -1 + 0.4 * group + effects[:, 0] + effects[:, 1] * group
    shares = 1 / (1 + np.exp(-logits))
    count = np.full(2 * facilities, people)
    seen = binomial(made.binomial(count, shares), count)
    truth = shares[1::2] - shares[::2]
    return term("g", group, ["A", "B"]), term("f", codes, names(facilities)), seen, truth


def test_gaps_within_facilities_are_found_and_covered():
    group, facility, seen, truth = system(seed=2, facilities=200)
    found = within_facility(group, [], facility, seen)
    told = found.answers.estimate
    assert found.spread == pytest.approx([0.3, 0.5], abs=0.08)
    assert np.corrcoef(told.value, truth)[0, 1] > 0.9
    inside = (told.low <= truth) & (truth <= told.high)
    assert inside.mean() >= 0.9
    assert found.overall == pytest.approx(seen.total.sum() / seen.size.sum())


def test_gaps_draw_together_where_there_is_little_to_know():
    group, facility, seen, _ = system(people=15, slope=0.0)
    plain = (seen.total / seen.size)[1::2] - (seen.total / seen.size)[::2]
    ours = within_facility(group, [], facility, seen).answers.estimate
    assert ours.value.std() < plain.std() / 2


def test_the_gap_turns_with_the_reference():
    group, facility, seen, _ = system(facilities=12)
    turned = term("g", group.codes, ["A", "B"], "B")
    ours = within_facility(turned, [], facility, seen).answers.estimate.value
    plain = within_facility(group, [], facility, seen).answers.estimate.value
    assert ours == pytest.approx(-plain, abs=0.01)


def test_few_people_give_no_answer_but_take_part():
    group, facility, _, _ = system(facilities=6)
    people = np.array([12, 13, 11, 90, 12, 12, 0, 0, 40, 40, 40, 40])
    events = np.array([4, 5, 3, 40, 4, 4, 0, 0, 9, 12, 16, 12])
    told = within_facility(group, [], facility, binomial(events, people)).answers
    few = ("", "few_people", "few_people", "few_people", "", "")
    assert told.estimate.reason == few
    assert told.estimate.status[1] == "insufficient"
    assert told.persons.tolist() == [12, 11, 12, 0, 40, 40]
    assert told.events.tolist() == [4, 3, 4, 0, 9, 12]
    ours = across_facility(group, "B", facility=facility, outcome=binomial(events, people)).answers
    assert ours.persons.tolist() == people[1::2].tolist()
    assert ours.estimate.reason == ("few_people", "", "few_people", "few_people", "", "")


def test_rates_of_one_group_across_facilities_are_drawn_to_the_groups_own_rate():
    group, facility, seen, _ = system(facilities=30, people=60)
    found = across_facility(group, "B", facility=facility, outcome=seen)
    plain = (seen.total / seen.size)[1::2]
    assert found.overall == pytest.approx(plain.mean())
    ours = found.answers.estimate.value
    assert np.corrcoef(ours, plain)[0, 1] > 0.95
    assert ours.std() < plain.std()
    assert (found.answers.estimate.low < ours).all()


def test_covariates_take_away_what_they_explain():
    group, facility, seen, _ = system(facilities=30)
    made = np.random.default_rng(2)
    risk = term("risk", made.integers(0, 2, 60), names(2))
    events = np.minimum(seen.total + 60 * risk.codes, seen.size)
    plain = across_facility(group, "B", facility=facility, outcome=binomial(events, seen.size))
    ours = across_facility(
        group, "B", covariates=[risk], facility=facility, outcome=binomial(events, seen.size)
    )
    assert ours.spread[0] < plain.spread[0]


def test_a_model_without_people_or_without_an_end_says_so(monkeypatch):
    group, facility, seen, _ = system(facilities=4)
    nobody = binomial(np.zeros(8), np.zeros(8))
    told = within_facility(group, [], facility, nobody).answers.estimate
    assert set(told.reason) == {"zero_denominator"}
    monkeypatch.setattr(facility_model, "FLAT", -1.0)
    told = across_facility(group, "A", facility=facility, outcome=seen).answers.estimate
    assert set(told.reason) == {"not_converged"}


def test_three_groups_or_another_outcome_are_a_problem():
    group, facility, seen, _ = system(facilities=4)
    three = term("g", np.arange(8) % 3, names(3))
    for make, code in (
        (lambda: within_facility(three, [], facility, seen), "groups-not-two"),
        (
            lambda: within_facility(group, [], facility, poisson(seen.total, seen.size)),
            "outcome-not-counted",
        ),
        (
            lambda: across_facility(
                group, "B", facility=facility, outcome=poisson(seen.total, seen.size)
            ),
            "outcome-not-counted",
        ),
        (lambda: across_facility(group, "C", facility=facility, outcome=seen), "level-unknown"),
    ):
        with pytest.raises(Problem) as caught:
            make()
        assert caught.value.code == code


def test_millions_of_people_leave_the_modes_no_room_to_swing():
    # Rounding alone moves the modes of so many people by more than the search wants to know.
    group, facility, seen, truth = system(facilities=5, people=10**9)
    told = within_facility(group, [], facility, seen).answers.estimate
    assert told.value == pytest.approx(truth, abs=1e-3)
