"""Standardized rates and gaps."""

import numpy as np
import pytest
from tests.unit.stats.adjustment import dense
from tests.unit.stats.adjustment.models import model, names, people

from commonweal.kinds import Problem
from commonweal.stats.adjustment.design import design
from commonweal.stats.adjustment.fit import fit
from commonweal.stats.adjustment.outcome import binomial, gaussian, poisson
from commonweal.stats.adjustment.robust import heteroscedastic
from commonweal.stats.adjustment.standardized import standardized
from commonweal.stats.adjustment.terms import term


def grouped(events, people, reference=None):
    chosen = term("g", range(len(people)), names(len(people)), reference)
    return fit(design([chosen]), binomial(events, people))


@pytest.mark.parametrize("interactions", [(), [("race", "age")]])
def test_rates_are_the_means_of_everybody_moved_to_the_level(interactions):
    events, count = people(cells=200)
    chosen = model(numeric=1, interactions=interactions, cells=200)
    ours = fit(chosen, binomial(events, count))
    told = standardized(ours, "race", heteroscedastic(ours))
    moved = [dense.matrix(chosen.everybody_at("race", at)) for at in range(4)]
    share = count / count.sum()
    means = [dense.logit(x @ ours.beta) for x in moved]
    rates = np.array([share @ mean for mean, _ in means])
    slopes = np.array([(share * slope) @ x for (_, slope), x in zip(means, moved, strict=True)])
    gaps = slopes - slopes[0]
    covariance = heteroscedastic(ours)
    assert told.rates.estimate.value == pytest.approx(rates, rel=1e-12)
    expected = np.sqrt(np.diag(gaps @ covariance @ gaps.T))
    assert told.differences.estimate.se == pytest.approx(expected, rel=1e-9, abs=1e-15)
    reach = 1.959963984540054 * told.differences.estimate.se
    assert told.differences.estimate.high - told.differences.estimate.value == pytest.approx(reach)


def test_without_covariates_they_are_the_plain_rates():
    told = standardized(grouped([2, 5], [10, 10]), "g")
    assert told.rates.estimate.value == pytest.approx([0.2, 0.5], rel=1e-12)
    assert told.ratios.estimate.value == pytest.approx([1, 2.5], rel=1e-12)
    log_error = np.sqrt(1 / 2 - 1 / 10 + 1 / 5 - 1 / 10)
    assert told.ratios.estimate.se == pytest.approx([0, log_error], rel=1e-10)
    low = np.exp(np.log(2.5) - 1.959963984540054 * log_error)
    assert told.ratios.estimate.low[1] == pytest.approx(low, rel=1e-10)


def test_they_carry_the_people_and_events_of_each_category():
    told = standardized(grouped([2, 5], [10, 11]), "g").differences
    assert told.categories == ("00", "01")
    assert told.persons.tolist() == [10, 11]
    assert told.events.tolist() == [2, 5]
    assert told.residual_df == 19


def test_the_reference_may_be_named():
    told = standardized(grouped([2, 5], [10, 10], "01"), "g")
    assert told.reference == 1
    assert told.differences.estimate.value == pytest.approx([-0.3, 0], rel=1e-12)


def test_rates_are_weighted_by_time_and_know_no_people_unless_told():
    chosen = design([term("g", [0, 1], names(2))])
    told = standardized(fit(chosen, poisson([4, 9], [100, 50])), "g")
    assert told.rates.estimate.value == pytest.approx([0.04, 0.18], rel=1e-10)
    assert told.rates.persons is None
    assert told.rates.events.tolist() == [4, 9]
    known = standardized(fit(chosen, poisson([4, 9], [100, 50], [20, 30])), "g")
    assert known.rates.persons.tolist() == [20, 30]


def test_means_have_people_but_no_events_and_no_ratio_at_zero():
    chosen = design([term("g", [0, 1, 1], names(2))])
    told = standardized(fit(chosen, gaussian([-1, 2, 4], [5, 4, 4], [1, 1, 1])), "g")
    assert told.differences.estimate.value == pytest.approx([0, 4])
    assert told.rates.events is None
    assert told.ratios.estimate.reason == ("zero_in_ratio",) * 2


def test_a_level_of_nobody_is_undefined_and_the_rest_stands():
    chosen = design([term("g", [0, 2], names(3))])
    told = standardized(fit(chosen, binomial([2, 5], [10, 10])), "g")
    assert told.rates.estimate.reason == ("", "zero_denominator", "")
    assert told.differences.estimate.value[2] == pytest.approx(0.3)
    assert np.isnan(told.ratios.estimate.value[1])


def test_a_reference_of_nobody_leaves_no_gap():
    chosen = design([term("g", [1, 2], names(3))])
    told = standardized(fit(chosen, binomial([2, 5], [10, 10])), "g")
    assert told.differences.estimate.reason == ("zero_denominator",) * 3
    assert told.rates.estimate.reason == ("zero_denominator", "", "")


def test_a_group_that_is_a_covariate_by_another_name_can_not_be_told():
    codes = [0, 0, 1, 1]
    chosen = design(
        [
            term("site", codes, names(2)),
            term("g", codes, ["A", "B"]),
            term("age", [0, 1, 0, 1], names(2)),
        ]
    )
    told = standardized(fit(chosen, binomial([2, 3, 5, 6], [10] * 4)), "g")
    assert told.differences.estimate.reason == ("not_estimable",) * 2


def test_a_covariate_that_repeats_another_does_not_matter():
    codes = [0, 1, 0, 1, 0, 1]
    terms = [
        term("g", [0, 0, 1, 1, 1, 1], names(2)),
        term("age", codes, names(2)),
        term("copy", codes, names(2)),
    ]
    seen = binomial([2, 3, 5, 6, 4, 7], [10] * 6)
    ours = standardized(fit(design(terms), seen), "g").differences.estimate
    assert ours.flags == (("aliased",),) * 2
    plain = standardized(fit(design(terms[:2]), seen), "g").differences.estimate
    assert ours.value == pytest.approx(plain.value, rel=1e-10)
    assert ours.se == pytest.approx(plain.se, rel=1e-10)


def test_without_a_fit_every_answer_says_why():
    told = standardized(grouped([0, 0], [0, 0]), "g")
    assert set(told.rates.estimate.reason) == {"zero_denominator"}
    assert set(told.ratios.estimate.reason) == {"zero_denominator"}


def test_means_with_no_row_to_spare_say_so():
    chosen = design([term("g", [0, 1], names(2))])
    told = standardized(fit(chosen, gaussian([1, 2], [1, 1], [0, 0])), "g")
    assert told.rates.estimate.status == ("insufficient",) * 2


def test_a_term_that_is_not_there_is_a_problem():
    with pytest.raises(Problem) as caught:
        standardized(grouped([2, 5], [10, 10]), "race")
    assert caught.value.code == "term-unknown"
