"""Three kinds of benchmark, and only one of them is tested against."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.representation.benchmark import availability_of, benchmark
from commonweal.stats.representation.ratio import representation_ratio, share_with_unknown
from commonweal.stats.representation.rules import rules
from commonweal.stats.representation.utilization import (
    exact_shortfall,
    lower_tail,
    mid_p,
    score,
    shortfall,
    two_sided,
    usual_test,
)

TESTS = (rules, exact_shortfall, lower_tail, mid_p, score, shortfall, two_sided, usual_test)


@pytest.mark.parametrize("kind", ["mirror", "norm"])
@pytest.mark.parametrize("test", TESTS)
def test_a_mirror_and_a_norm_admit_no_test_and_no_shortfall(test, kind):
    with pytest.raises(Problem) as problem:
        test(3, 20, benchmark(kind, 0.3))
    assert problem.value.code == "benchmark-kind"


@pytest.mark.parametrize(
    ("kind", "share", "code"),
    [
        ("goal", 0.2, "benchmark-kind"),
        ("norm", 0, "share-outside"),
        ("norm", 1, "share-outside"),
        ("norm", 1.2, "share-outside"),
    ],
)
def test_a_benchmark_that_can_not_be_is_refused(kind, share, code):
    with pytest.raises(Problem) as problem:
        benchmark(kind, share)
    assert problem.value.code == code


def test_sources_without_weight_have_no_availability():
    assert availability_of([0, 0], [0.2, 0.3]).reason == ("zero_denominator",)


def test_a_job_group_of_nobody_is_undefined():
    available = benchmark("availability", 0.3)
    for test in (lower_tail, mid_p, score, shortfall, two_sided, usual_test):
        assert test([0, 2], [0, 9], available).reason == ("no_population", "")
    assert representation_ratio([0, 2], [0, 9], available).reason == ("no_population", "")
    assert not rules(0, 0, available).any_difference


def test_people_are_whole_where_they_are_counted_exactly():
    with pytest.raises(Problem) as problem:
        two_sided(1.5, 4, benchmark("availability", 0.3))
    assert problem.value.code == "counts-not-whole"


def test_everybody_being_of_the_group_is_as_likely_as_it_can_be():
    available = benchmark("availability", 0.3)
    assert lower_tail(9, 9, available).value == 1
    assert mid_p(9, 9, available).value == pytest.approx(1 - 0.3**9 / 2)


def test_the_usual_test_is_exact_where_few_are_expected():
    available = benchmark("availability", 0.3)
    p = usual_test([2, 20], [20, 100], available)
    assert p.flags == (("mid_p",), ())
    assert p.value[0] == mid_p(2, 20, available).value[0]
    assert p.value[1] == pytest.approx(0.0145, abs=1e-3)


def test_a_ratio_says_no_more_than_a_bound_where_there_is_nobody_of_the_group():
    ratio = representation_ratio([0, 5], [20, 20], benchmark("mirror", 0.25))
    assert ratio.flags == (("one_sided",), ())
    assert np.isnan(ratio.low[0])
    assert ratio.high[0] == pytest.approx((1 - 0.025 ** (1 / 20)) / 0.25)
    assert ratio.value[1] == 1


def test_the_unknown_bound_a_share():
    share = share_with_unknown([20, 0, 0], [100, 10, 0], [10, 10, 0])
    assert share.value[0] == pytest.approx(20 / 90)
    assert [share.low[0], share.high[0]] == [0.2, 0.3]
    assert share.reason == ("", "zero_denominator", "no_population")
    assert [share.low[1], share.high[1]] == [0, 1]
    with pytest.raises(Problem):
        share_with_unknown(60, 100, 50)
