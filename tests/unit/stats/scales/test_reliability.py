"""Reliability and agreement: edges where a scale measures nothing, and models known beforehand."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.scales.agreement import intraclass, within_unit_agreement
from commonweal.stats.scales.answers import composite, read_answers
from commonweal.stats.scales.omega import omega
from commonweal.stats.scales.reliability import reliability


def one_factor(loadings, uniquenesses, people=400):
    """Make answers whose covariance is exactly that of a one-factor model."""
    stream = np.random.default_rng(1)
    wanted = np.outer(loadings, loadings) + np.diag(uniquenesses)
    raw = stream.normal(size=(people, len(loadings)))
    raw -= raw.mean(axis=0)
    whitened = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T)).T)
    return whitened @ np.linalg.cholesky(wanted).T


def test_omega_is_that_of_the_model_behind():
    loadings, own = np.array([0.9, 0.6, 0.4, 0.7]), np.array([0.3, 0.5, 0.9, 0.4])
    expected = loadings.sum() ** 2 / (loadings.sum() ** 2 + own.sum())
    answers = one_factor(loadings, own)
    assert omega(answers).value[0] == pytest.approx(expected, rel=1e-6)
    assert reliability(answers).alpha.value[0] < expected


def test_omega_is_alpha_where_items_are_alike():
    answers = one_factor(np.full(4, 0.7), np.full(4, 0.5))
    assert omega(answers).value == pytest.approx(reliability(answers).alpha.value, rel=1e-6)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (np.zeros((1, 3)), "one_value"),
        (np.zeros((5, 3)), "no_variation"),
        (np.arange(10.0).reshape(5, 2), "single_item"),
        (np.full((3, 3), np.nan), "one_value"),
    ],
)
def test_what_has_no_omega_is_said(answers, reason):
    assert omega(answers).reason == (reason,)


def test_a_factor_that_explains_more_than_an_item_holds_is_no_fit():
    # The correlations 0.9, 0.9 and 0.3 would need a loading above 1.
    correlation = np.array([[1, 0.9, 0.9], [0.9, 1, 0.65], [0.9, 0.65, 1]])
    stream = np.random.default_rng(1)
    raw = stream.normal(size=(50, 3))
    raw -= raw.mean(axis=0)
    white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T)).T)
    assert omega(white @ np.linalg.cholesky(correlation).T).reason == ("no_fit",)


def test_a_scale_of_one_item_or_one_person_or_no_spread_is_said():
    assert reliability([[1], [2]]).alpha.reason == ("single_item",)
    assert reliability([[1, 2]]).alpha.reason == ("one_value",)
    flat = reliability([[1, 2], [1, 3], [1, 5]])
    assert flat.alpha.reason == flat.lambda6.reason == ("no_variation",)
    assert set(flat.item_rest.reason) == {"no_variation"}
    assert reliability(np.full((3, 2), np.nan)).people == 0


def test_two_items_can_not_lose_one_and_twins_have_no_lambda6():
    pair = reliability([[1, 2], [2, 3], [3, 5], [4, 4]])
    assert pair.without_item.reason == ("single_item",) * 2
    twins = reliability([[1, 1, 2], [2, 2, 1], [3, 3, 3], [5, 5, 4]])
    assert twins.lambda6.reason == ("collinear",)
    assert twins.alpha.reason == ("",)


def test_people_with_a_gap_do_not_count():
    full = [[1, 2, 2], [2, 3, 1], [3, 5, 4], [4, 4, 5]]
    gap = [*full, [5, np.nan, 1]]
    assert reliability(gap).people == 4
    assert reliability(gap).alpha.value == reliability(full).alpha.value


@pytest.mark.parametrize("answers", [[1, 2], np.zeros((3, 0))])
def test_answers_are_a_table(answers):
    with pytest.raises(Problem) as problem:
        reliability(answers)
    assert problem.value.code == "shapes-differ"


@pytest.mark.parametrize(
    ("answers", "turned", "code"),
    [
        ([[1, 6]], False, "answer-outside"),
        ([[0, 5]], False, "answer-outside"),
        ([1, 2], False, "shapes-differ"),
        ([[1, 2]], [True], "shapes-differ"),
    ],
)
def test_answers_that_can_not_be_are_refused(answers, turned, code):
    with pytest.raises(Problem) as problem:
        read_answers(answers, 1, 5, turned)
    assert problem.value.code == code


def test_a_composite_needs_half_of_the_items():
    made = composite([[1, 3, np.nan, np.nan], [1, np.nan, np.nan, np.nan], [np.nan] * 4])
    assert made.value[0] == 2
    assert made.reason == ("", "too_few_answers", "too_few_answers")
    assert made.n.tolist() == [2, 1, 0]


def test_agreement_within_units():
    assert intraclass([1, 2, 3], ["a", "a", "a"]).reason == ("single_group",)
    assert intraclass([1, 2, 3], ["a", "b", "c"]).reason == ("one_value",)
    assert intraclass([2, 2, 2, 2], ["a", "a", "b", "b"]).reason == ("no_variation",)
    assert intraclass([1, 5, 1, 5], ["a", "a", "b", "b"]).value[0] == pytest.approx(-1)
    agreed = within_unit_agreement([4, 4, 3, 5, 2], ["a", "a", "b", "b", "c"], 5)
    assert agreed.value[:2] == pytest.approx([1, 0])
    assert agreed.reason == ("", "", "one_value")


def test_agreement_that_can_not_be_is_refused():
    with pytest.raises(Problem) as problem:
        within_unit_agreement([1], ["a"], 1)
    assert problem.value.code == "options-missing"
    with pytest.raises(Problem) as problem:
        intraclass([1, 2], ["a"])
    assert problem.value.code == "shapes-differ"
