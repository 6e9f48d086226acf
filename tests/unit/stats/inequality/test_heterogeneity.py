"""Whether groups differ at all, and whether a gap that the data chose is chance."""

import numpy as np
import pytest
from scipy.special import ndtr
from scipy.stats import studentized_range

from commonweal.kinds import Problem
from commonweal.stats.inequality.best_and_worst import best_and_worst_test
from commonweal.stats.inequality.heterogeneity import heterogeneity, heterogeneity_test
from commonweal.stats.inequality.subgroups import Subgroups


def one(estimate, se, **declared):
    return Subgroups.one(estimate, se, [10.0] * len(estimate), favorable=True, **declared)


def chosen(tables, draws=40_000):
    return best_and_worst_test(tables, seed=3, draws=draws)


def test_equal_groups_do_not_differ():
    equal = one([0.1, 0.1, 0.1], [1, 2, 3])
    assert heterogeneity(equal).value.tolist() == [0]
    assert heterogeneity_test(equal).value.tolist() == [1]
    assert chosen(equal).value.tolist() == [1]


@pytest.mark.parametrize("unit", [1e-200, 1.0, 1e150])
def test_the_unit_does_not_matter(unit):
    found = heterogeneity(one([10 * unit, 30 * unit], [3 * unit, 4 * unit]))
    assert found.value == pytest.approx([16])


@pytest.mark.parametrize("test", [heterogeneity, heterogeneity_test, chosen])
@pytest.mark.parametrize(
    ("estimate", "se", "reason"),
    [
        ([1, 2], None, "standard_error_missing"),
        ([1, 2], [1, np.nan], "standard_error_missing"),
        ([1, 2], [1, 0], "zero_standard_error"),
        ([1], [1], "single_group"),
    ],
)
def test_what_can_not_be_tested_says_why(test, estimate, se, reason):
    assert test(one(estimate, se)).reason == (reason,)


def test_with_two_groups_nothing_was_chosen():
    found = chosen(one([0, 2.5], [1, 1]))
    assert found.value == pytest.approx([2 * ndtr(-2.5 / np.sqrt(2))], abs=0.005)


@pytest.mark.parametrize(("groups", "gap"), [(3, 3.0), (6, 4.0), (10, 4.5)])
def test_with_equal_errors_it_is_the_studentized_range(groups, gap):
    estimate = np.linspace(0, gap, groups)
    exact = studentized_range.sf(gap, groups, np.inf)
    error = np.sqrt(exact * (1 - exact) / 40_000)
    assert chosen(one(estimate, np.ones(groups))).value == pytest.approx([exact], abs=4 * error)


def test_choosing_among_more_groups_makes_a_gap_less_telling():
    few, many = one([0, 3], [1, 1]), one([0, 1, 1.5, 2, 3], [1] * 5)
    assert chosen(few).value < chosen(many).value


def test_many_tables_are_tested_as_each_alone():
    rows = Subgroups.many(
        np.repeat(np.arange(40), 3),
        np.tile([0.0, 2.0, 3.5], 40),
        np.tile([1.0, 2.0, 1.5], 40),
        np.ones(120),
        favorable=True,
    )
    many = best_and_worst_test(rows, seed=5, draws=20_000).value
    assert (
        many == best_and_worst_test(one([0, 2, 3.5], [1, 2, 1.5]), seed=5, draws=20_000).value
    ).all()


@pytest.mark.parametrize(
    ("asked", "code"), [({"draws": 0}, "draws-too-few"), ({"seed": -1}, "seed-negative")]
)
def test_draws_need_a_number_and_a_seed(asked, code):
    with pytest.raises(Problem) as caught:
        best_and_worst_test(one([0, 1], [1, 1]), **{"seed": 1, **asked})
    assert caught.value.code == code
