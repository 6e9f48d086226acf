"""Participation against prevalence: what no reference table tells."""

import numpy as np
import pytest
from scipy.stats import binomtest

from commonweal.kinds import Problem
from commonweal.stats.enrollment.labels import (
    log_disparity,
    log_quality,
    normalized_parity,
    participation_labels,
)
from commonweal.stats.enrollment.participation import (
    exact_ratio,
    log_ratio,
    participation_difference,
    wilson_ratio,
)
from commonweal.stats.enrollment.participation_chance import (
    exact_test,
    participation_p,
    score_test,
)

RATIOS = [wilson_ratio, exact_ratio, log_ratio]
ODD = ([0, 3, 0, 2], [0, 10, 10, 10], [0.2, 0.0, 0.0, 0.2])


@pytest.mark.parametrize("method", [*RATIOS, log_disparity, log_quality])
def test_a_share_of_zero_and_nobody_known_have_a_reason(method):
    ours = method(*ODD)
    assert ours.reason == ("zero_denominator", "outside_reference", "not_in_reference", "")
    assert np.isnan(ours.value).tolist() == [True, True, True, False]


@pytest.mark.parametrize("method", [*RATIOS, participation_difference, score_test, exact_test])
def test_more_people_than_were_enrolled_is_a_problem(method):
    with pytest.raises(Problem) as caught:
        method(11, 10, 0.2)
    assert caught.value.code == "counts-above-people"


def test_a_share_in_percent_is_a_problem():
    with pytest.raises(Problem) as caught:
        wilson_ratio(1, 10, 20)
    assert caught.value.code == "share-outside"


def test_nobody_enrolled_is_absent_with_an_upper_limit():
    ours = exact_ratio([0, 1], 40, 0.1)
    assert ours.flags == (("absent",), ())
    assert ours.value[0] == 0 < ours.high[0]


def test_everybody_and_a_fixed_share_leave_no_error_on_the_log_scale():
    assert log_ratio(5, 5, 0.5).flags == (("no_variation",),)
    assert log_ratio(5, 5, 0.5, 100).flags == ((),)


def test_a_survey_as_reference_widens_the_limits():
    census, survey = log_ratio(20, 90, 0.3), log_ratio(20, 90, 0.3, [50])
    assert survey.high[0] > census.high[0]
    with pytest.raises(Problem):
        log_ratio(20, 90, 0.3, 0)


@pytest.mark.parametrize("people", [1, 2, 7, 40])
@pytest.mark.parametrize("share", [0.0, 0.03, 0.5, 0.81, 1.0])
def test_exact_p_values_are_those_of_scipy(people, share):
    had = np.arange(people + 1)
    if share in {0.0, 1.0}:
        had = had[[0, -1]]
    ours = exact_test(had, people, share).value
    theirs = [binomtest(int(one), people, share).pvalue for one in had]
    assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-300)


def test_a_test_needs_somebody_and_a_share_between():
    assert score_test([0, 1, 1], [0, 9, 9], [0.5, 0.0, 1.0]).reason == (
        "zero_denominator", "no_variation", "no_variation",
    )  # fmt: skip
    assert exact_test(0, 0, 0.5).reason == ("zero_denominator",)
    assert participation_p([0, 2], [0, 9], 0.5).flags == ((), ("exact",))
    with pytest.raises(Problem):
        exact_test(1.5, 9, 0.5)


def test_scales_without_end_say_so():
    assert log_disparity([0, 9, 4], 9, [0.5, 0.5, 1.0]).reason == ("zero_in_ratio",) * 3
    assert normalized_parity([1, 1], 9, [0.0, 1.0]).reason == ("no_variation",) * 2
    assert normalized_parity(0, 0, 0.5).reason == ("zero_denominator",)
    assert log_quality(0, 9, 0.5).reason == ("zero_in_ratio",)
    assert participation_difference(0, 0, 0.5).reason == ("zero_denominator",)


def test_labels_name_every_place():
    had = [0, 3, 0, 0, 2, 420, 200, 290, 400, 440, 510, 1000, 990, 1000]
    people = [0, 9, 9, 900, 10, *[1000] * 9]
    share = [0.2, 0.0, 0.0, 0.1, 0.25, 0.41, 0.4, 0.34, 0.36, 0.39, 0.4, 0.9, 1.0, 1.0]
    assert participation_labels(had, people, share).tolist() == [
        *("nobody_known", "outside_reference", "not_in_reference", "absent", "underpowered"),
        *("not_distinguishable", "far_below", "below", "near", "above", "far_above"),
        *("far_above", "far_below", "not_distinguishable"),
    ]


def test_labels_take_adjusted_p_values():
    assert participation_labels(400, 1000, 0.36, p=0.2).tolist() == ["not_distinguishable"]
    with pytest.raises(Problem) as caught:
        participation_labels(4, 10, 0.3, bands=(0.4, 0.2))
    assert caught.value.code == "bands-disordered"
