"""Which adjusted gaps may be called a disparity."""

import numpy as np
import pytest
from tests.unit.stats.adjustment.models import names

from commonweal.kinds import Problem
from commonweal.stats.adjustment.design import design
from commonweal.stats.adjustment.fit import fit
from commonweal.stats.adjustment.labels import Covariate, adjusted_gap, adjusted_gaps
from commonweal.stats.adjustment.outcome import binomial
from commonweal.stats.adjustment.robust import clustered, heteroscedastic
from commonweal.stats.adjustment.standardized import standardized
from commonweal.stats.adjustment.terms import number, term

MADE = np.random.default_rng(5)
PEOPLE = MADE.integers(20, 60, 64)
GROUP = term("g", np.arange(64) % 2, ["A", "B"])
AGE = Covariate(term("age", np.arange(64) // 2 % 4, names(4)), "need")
FAR = Covariate(number("distance", MADE.normal(size=64)), "access")
INCOME = Covariate(term("income", np.arange(64) // 8 % 3, names(3)), "social")
SEEN = binomial(MADE.binomial(PEOPLE, 0.2 + 0.1 * (np.arange(64) % 2)), PEOPLE)


def code_of(*args, **named):
    with pytest.raises(Problem) as caught:
        adjusted_gap(*args, **named)
    return caught.value.code


def test_three_gaps_stand_side_by_side_each_with_its_name():
    told = adjusted_gaps(GROUP, [AGE, FAR, INCOME], SEEN)
    assert told.unadjusted.adjusted_for == ()
    assert told.need.adjusted_for == ("age",)
    assert told.everything.adjusted_for == ("age", "distance", "income")
    labels = [each.label for each in (told.unadjusted, told.need, told.everything)]
    assert labels == ["disparity", "disparity", "residual"]
    model = design([GROUP, AGE.column, INCOME.column], [FAR.column])
    expected = standardized(fit(model, SEEN), "g").differences.estimate
    assert told.everything.gaps.differences.estimate.value == pytest.approx(expected.value)
    assert told.everything.fitted.model.names == model.names


def test_need_alone_leaves_a_disparity():
    assert adjusted_gaps(GROUP, [AGE], SEEN).everything.label == "disparity"
    assert adjusted_gaps(GROUP, [FAR], SEEN).everything.label == "residual"


@pytest.mark.parametrize("covariate", [FAR, INCOME])
def test_a_disparity_is_not_adjusted_for_more_than_need(covariate):
    assert code_of(GROUP, [AGE, covariate], SEEN) == "disparity-adjusted-away"
    assert adjusted_gap(GROUP, [AGE, covariate], SEEN, label="residual").label == "residual"


def test_what_is_compared_is_no_covariate():
    race = Covariate(term("Race", np.arange(64) // 8 % 3, names(3)), "need")
    assert code_of(GROUP, [race], SEEN) == "protected-among-covariates"
    assert code_of(GROUP, [Covariate(GROUP, "need")], SEEN) == "protected-among-covariates"
    named = frozenset({"income"})
    assert code_of(GROUP, [INCOME], SEEN, label="residual", protected=named) == (
        "protected-among-covariates"
    )


def test_a_covariate_says_why_it_is_there():
    assert code_of(GROUP, [Covariate(AGE.column, "habit")], SEEN) == "role-unknown"


def test_errors_are_those_asked_for():
    clusters = np.arange(64) // 4
    model = fit(design([GROUP, AGE.column]), SEEN)
    for errors, covariance in (
        ("HC0", heteroscedastic(model)),
        ("HC1", heteroscedastic(model, "HC1")),
        ("cluster", clustered(model, clusters)),
    ):
        ours = adjusted_gap(GROUP, [AGE], SEEN, errors=errors, clusters=clusters, level=0.9)
        expected = standardized(model, "g", covariance, 0.9).differences.estimate
        assert ours.gaps.differences.estimate.low == pytest.approx(expected.low)
    assert code_of(GROUP, [AGE], SEEN, errors="cluster") == "clusters-unread"
