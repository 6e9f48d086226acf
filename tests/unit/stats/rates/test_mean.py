"""Means, simple, weighted and of surveys."""

import numpy as np
import pytest
from scipy.stats import t

from commonweal.kinds import Problem
from commonweal.stats.rates.mean import linearised_mean, mean_t, survey_proportion, weighted_mean


def test_means_of_many_groups_at_once_say_why_some_have_no_interval():
    ours = mean_t([0, 1, 3, 3], [0, 5, 15, 9], [0, 25, 75, 29])
    assert ours.reason == ("zero_denominator", "one_value", "", "")
    assert ours.status == ("undefined", "insufficient", "ok", "ok")
    assert np.isnan(ours.value).tolist() == [True, True, False, False]
    assert (ours.low[2], ours.value[2], ours.high[2]) == (5, 5, 5)
    assert ours.flags == ((), (), ("no_variation",), ())


def test_a_center_saves_the_digits_that_large_values_eat():
    values = np.array([1.0, 2.0, 4.0])
    plain = mean_t([3], [7], [21])
    ours = mean_t([3], [values.sum()], [(values**2).sum()], center=1e12)
    assert ours.value[0] == pytest.approx(1e12 + plain.value[0], rel=1e-15)
    assert ours.se[0] == plain.se[0]


def test_values_all_alike_have_no_spread_in_spite_of_rounding():
    ours = mean_t([1000], [np.sum(np.full(1000, 0.1))], [np.sum(np.full(1000, 0.1) ** 2)])
    assert ours.flags == (("no_variation",),)
    assert ours.se[0] == 0


@pytest.mark.parametrize(
    ("sums", "code"),
    [
        (([3], [9], [1]), "sums-contradict"),
        (([-3], [9], [50]), "counts-negative"),
        (([3], [9], [-1]), "counts-negative"),
    ],
)
def test_sums_that_can_not_be_are_a_problem(sums, code):
    with pytest.raises(Problem) as caught:
        mean_t(*sums)
    assert caught.value.code == code


def test_equal_weights_are_no_weights():
    values = [3.0, 5.0, 9.0, 1.0]
    ours = weighted_mean(values, 7)
    reach = t.ppf(0.975, 3) * np.std(values, ddof=1) / 2
    assert [ours.low[0], ours.high[0]] == pytest.approx([4.5 - reach, 4.5 + reach])


def test_a_weighted_mean_has_the_linearised_error():
    values, weights = np.array([1.0, 4.0, 2.0]), np.array([1.0, 2.0, 5.0])
    mean = (values * weights).sum() / 8
    expected = np.sqrt(3 / 2 * (weights**2 * (values - mean) ** 2).sum()) / 8
    assert weighted_mean(values, weights).se[0] == pytest.approx(expected)


def test_units_are_told_apart_within_strata_and_labels_may_be_words():
    values, weights = [0, 1, 1, 0, 1, 1, 0, 0], [1, 2, 1, 1, 3, 1, 1, 2]
    strata = ["north"] * 4 + ["south"] * 4
    again = linearised_mean(values, weights, strata=strata, units=[1, 1, 2, 2] * 2)
    apart = linearised_mean(values, weights, strata=strata, units=[1, 1, 2, 2, 3, 3, 4, 4])
    assert again == apart
    assert again.df == 2


def test_every_person_twice_in_one_unit_leaves_the_error_as_it_was():
    values, weights = [0.0, 1.0, 1.0, 0.0, 1.0], [1.0, 2.0, 1.0, 4.0, 2.0]
    once = linearised_mean(values, weights)
    twice = linearised_mean(values * 2, weights * 2, units=list(range(5)) * 2)
    assert twice.se == pytest.approx(once.se)


@pytest.mark.parametrize(
    ("values", "weights", "design", "reason", "status"),
    [
        ([1, 0], [0, 0], {}, "zero_denominator", "undefined"),
        ([], [], {}, "zero_denominator", "undefined"),
        ([1], [2], {}, "one_value", "insufficient"),
        ([1, 0, 1], 1, {"strata": [1, 1, 2]}, "single_unit_stratum", "insufficient"),
        ([1, 0, 1], 1, {"units": [1, 1, 1]}, "single_unit_stratum", "insufficient"),
    ],
)
def test_a_design_that_tells_no_error_says_so(values, weights, design, reason, status):
    for method in (weighted_mean, survey_proportion):
        ours = method(values, weights, **design)
        assert (ours.reason, ours.status) == ((reason,), (status,))
        assert np.isnan([ours.value[0], ours.low[0], ours.high[0]]).all()


def test_one_answer_from_all_is_judged_as_a_simple_sample():
    for method in ("korn_graubard", "logit"):
        ours = survey_proportion([1, 1, 1, 1], [1, 2, 1.5, 3], method=method)
        assert ours.flags == (("no_variation",),)
        assert (ours.value[0], ours.high[0]) == (1, 1)
        assert ours.low[0] == pytest.approx(0.025 ** (1 / 4))


def test_values_all_alike_have_a_mean_without_width():
    ours = weighted_mean([0.1, 0.1, 0.1], [1, 3, 7])
    assert (ours.low[0], ours.value[0], ours.high[0]) == (0.1, 0.1, 0.1)
    assert ours.flags == (("no_variation",),)


def test_a_negative_weight_is_refused_by_its_row():
    with pytest.raises(Problem, match="row 2") as caught:
        weighted_mean([1, 2, 3], [1, -1, -2])
    assert caught.value.code == "weight-negative"


def test_strata_of_another_length_are_refused():
    with pytest.raises(Problem) as caught:
        weighted_mean([1, 2, 3], 1, strata=[1, 1])
    assert caught.value.code == "shapes-differ"


@pytest.mark.parametrize(
    ("answers", "method", "code"),
    [([0, 2], "logit", "share-outside"), ([0, 1], "wald", "method-unknown")],
)
def test_a_survey_asks_for_answers_and_a_known_method(answers, method, code):
    with pytest.raises(Problem) as caught:
        survey_proportion(answers, 1, method=method)
    assert caught.value.code == code


def test_the_logit_interval_is_symmetric_on_its_scale():
    ours = survey_proportion([1, 0, 0, 1, 0, 0, 0], 1, method="logit")
    odds = [np.log(share / (1 - share)) for share in (ours.low[0], ours.value[0], ours.high[0])]
    assert odds[1] - odds[0] == pytest.approx(odds[2] - odds[1])
    assert 0 < ours.low[0] < ours.high[0] < 1
