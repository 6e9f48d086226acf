"""A fit to cells beside a dense fit to the rows that the cells hold."""

from importlib import import_module

import numpy as np
import pytest
from tests.unit.stats.adjustment import dense
from tests.unit.stats.adjustment.models import model, names, people

from commonweal.kinds import Problem
from commonweal.stats.adjustment import newton
from commonweal.stats.adjustment.coefficients import coefficients
from commonweal.stats.adjustment.design import design
from commonweal.stats.adjustment.fit import fit
from commonweal.stats.adjustment.outcome import binomial, gaussian, poisson
from commonweal.stats.adjustment.robust import model_based
from commonweal.stats.adjustment.standardized import standardized
from commonweal.stats.adjustment.terms import term

# The folder hands on a function of the same name.
fit_module = import_module("commonweal.stats.adjustment.fit")


def close(ours, theirs):
    return ours == pytest.approx(theirs, rel=1e-10, abs=1e-10)


def two_groups(events, people):
    return fit(design([term("g", [0, 1], ["A", "B"])]), binomial(events, people))


def test_a_logistic_fit_equals_the_fit_to_rows(chosen):
    events, count = people(cells=chosen.cells)
    ours = fit(chosen, binomial(events, count))
    x, y, _ = dense.rows(dense.matrix(chosen), events, count)
    if not ours.kept.all():
        x = x[:, ours.kept]
    beta, bread, mean = dense.logistic(x, y)
    assert ours.reason == "" and "firth" not in ours.flags
    assert close(ours.beta[ours.kept], beta)
    assert close(ours.bread[np.ix_(ours.kept, ours.kept)], bread)
    likelihood = (y * np.log(mean) + (1 - y) * np.log(1 - mean)).sum()
    assert ours.deviance == pytest.approx(-2 * likelihood, rel=1e-12)
    assert ours.residual_df == len(y) - x.shape[1]


def test_a_fit_of_rates_equals_the_fit_to_rows(chosen):
    made = np.random.default_rng(3)
    time = made.uniform(10, 50, chosen.cells)
    events = made.poisson(time * 0.2)
    ours = fit(chosen, poisson(events, time))
    x = dense.matrix(chosen)[:, ours.kept]
    beta, bread, mean = dense.poisson(x, events, time)
    assert close(ours.beta[ours.kept], beta)
    assert close(ours.bread[np.ix_(ours.kept, ours.kept)], bread)
    had = events > 0
    parts = (events[had] * np.log(events[had] / mean[had])).sum() - (events - mean).sum()
    assert ours.deviance == pytest.approx(2 * parts, rel=1e-10)
    assert ours.residual_df == chosen.cells - x.shape[1]
    assert ours.dispersion == 1


def test_a_fit_of_means_equals_the_fit_to_rows(chosen):
    made = np.random.default_rng(3)
    groups = [made.normal(120, 15, size) for size in made.integers(1, 9, chosen.cells)]
    spread = [each.std(ddof=1) if len(each) > 1 else 0 for each in groups]
    sizes = [len(each) for each in groups]
    ours = fit(chosen, gaussian([each.mean() for each in groups], sizes, spread))
    x = np.repeat(dense.matrix(chosen), sizes, axis=0)[:, ours.kept]
    y = np.concatenate(groups)
    beta, bread, mean = dense.linear(x, y)
    assert close(ours.beta[ours.kept], beta)
    variance = ((y - mean) ** 2).sum() / (len(y) - x.shape[1])
    covariance = model_based(ours)[np.ix_(ours.kept, ours.kept)]
    assert close(covariance, variance * bread)


def test_cells_of_nobody_change_nothing():
    chosen = model()
    events, count = people()
    events[::3], count[::3] = 0, 0
    ours = fit(chosen, binomial(events, count))
    x, y, _ = dense.rows(dense.matrix(chosen), events, count)
    assert close(ours.beta, dense.logistic(x, y)[0])


def test_very_rare_and_very_common_events_are_no_separation():
    ours = two_groups([3, 9_999_998], [10**7, 10**7])
    assert ours.flags == ("saturated",)
    rare = np.log(3 / (10**7 - 3))
    assert ours.beta == pytest.approx([rare, np.log(9_999_998 / 2) - rare], rel=1e-10)


def test_an_aliased_column_is_dropped_flagged_and_named():
    codes = np.array([0, 1, 2, 0, 1, 2])
    chosen = design(
        [
            term("g", [0, 0, 0, 1, 1, 1], ["A", "B"]),
            term("age", codes, names(3)),
            term("copy", codes, names(3)),
            term("rare", np.zeros(6, dtype=int), ["none", "some"], reference="none"),
        ]
    )
    ours = fit(chosen, binomial([3, 4, 5, 6, 7, 8], [20] * 6))
    assert ours.aliased == ("copy01", "copy02", "raresome")
    assert ours.flags == ("aliased",)
    without = design(chosen.terms[:2])
    assert close(ours.beta[:4], fit(without, ours.outcome).beta)
    told = coefficients(ours)
    assert told.reason == ("", "", "", "", "aliased", "aliased", "aliased")
    assert np.isnan(told.value[4:]).all()
    assert told.flags[0] == ("aliased",)


def test_more_coefficients_than_cells_is_flagged():
    assert two_groups([3, 4], [10, 10]).flags == ("saturated",)


def test_nobody_at_all_has_no_fit():
    ours = two_groups([0, 0], [0, 0])
    assert ours.reason == "zero_denominator"
    assert coefficients(ours).status == ("undefined", "undefined")
    assert set(coefficients(ours).reason) == {"zero_denominator"}


def test_a_fit_that_does_not_settle_says_so(monkeypatch):
    monkeypatch.setattr(newton, "STEPS", 2)
    monkeypatch.setattr(newton, "FAR", np.inf)
    ours = two_groups([1, 9], [10, 10])
    assert ours.reason == "not_converged"
    assert coefficients(ours).reason == ("not_converged",) * 2


def test_means_with_no_row_to_spare_have_no_errors():
    chosen = design([term("g", [0, 1], ["A", "B"])])
    ours = fit(chosen, gaussian([1, 3], [1, 1], [0, 0]))
    assert ours.beta == pytest.approx([1, 2])
    assert np.isnan(ours.dispersion)
    assert coefficients(ours).reason == ("no_degrees_of_freedom",) * 2
    assert coefficients(ours).status == ("insufficient",) * 2


def test_a_first_step_too_far_is_halved():
    # One cell of many people pulls the first step of a log-linear fit far above the top.
    chosen = design([term("g", [0, 1, 2], names(3))])
    ours = fit(chosen, poisson([1, 10**6, 1], [1000, 1, 1000]))
    assert ours.reason == ""
    assert ours.beta[0] == pytest.approx(np.log(1 / 1000), rel=1e-10)
    assert ours.beta[1] == pytest.approx(np.log(10**9), rel=1e-10)


def test_a_model_and_an_outcome_of_other_cells_are_a_problem():
    with pytest.raises(Problem) as caught:
        fit(model(), binomial([1], [2]))
    assert caught.value.code == "shapes-differ"


def test_the_same_cells_in_another_order_give_the_same_fit():
    events, count = people()
    chosen = model()
    order = np.random.default_rng(1).permutation(60)
    turned = design([term(t.name, t.codes[order], t.levels) for t in chosen.terms])
    one = fit(chosen, binomial(events, count))
    other = fit(turned, binomial(events[order], count[order]))
    assert one.beta == pytest.approx(other.beta, rel=1e-11)


@pytest.mark.parametrize("family", ["people", "rates", "nobody", "few levels"])
def test_a_start_from_a_few_cells_changes_nothing(monkeypatch, family):
    chosen = model(cells=3000)
    events, count = people(cells=3000)
    if family == "nobody":
        # The few cells that are looked at first hold nobody.
        events[:: fit_module.EVERY], count[:: fit_module.EVERY] = 0, 0
    if family == "few levels":
        site = np.where(np.arange(3000) % fit_module.EVERY == 0, 0, np.arange(3000) % 4)
        chosen = design([term("site", site, names(4)), *chosen.terms[:2]])
    seen = poisson(events, count) if family == "rates" else binomial(events, count)
    cold = fit(chosen, seen)
    monkeypatch.setattr(fit_module, "MANY", 1000)
    warm = fit(chosen, seen)
    assert warm.beta == pytest.approx(cold.beta, rel=1e-11, abs=1e-12)
    assert warm.bread == pytest.approx(cold.bread, rel=1e-9, abs=1e-12)
    assert (fit_module._near(chosen, seen) is None) == (family in ("nobody", "few levels"))


def test_a_start_from_a_few_cells_knows_the_people_of_rates(monkeypatch):
    monkeypatch.setattr(fit_module, "MANY", 10)
    made = np.random.default_rng(4)
    seen = poisson(made.poisson(20, 300), np.full(300, 99.0), np.full(300, 50))
    assert fit(model(cells=300), seen).residual_df == 300 * 50 - 13


def test_terms_of_one_level_each_are_an_intercept():
    terms = [term(name, [0, 0], ["all"]) for name in ("a", "b", "c")]
    ours = fit(design(terms), binomial([1, 2], [10, 10]))
    assert ours.beta == pytest.approx([np.log(3 / 17)])


def test_a_ratio_that_nobody_knows_has_no_end_but_a_number():
    chosen = design([term("g", [0, 1], ["A", "B"])])
    means = gaussian([1e-6, 5.0], [3, 3], [1e6, 1e6])
    told = standardized(fit(chosen, means), "g").ratios.estimate
    assert np.isfinite(told.high).all()
