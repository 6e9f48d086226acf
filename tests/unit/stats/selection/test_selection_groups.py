"""Several groups in one pool: who sets the comparison."""

from fractions import Fraction

import pytest

from commonweal.kinds import Problem
from commonweal.stats.selection.funnel import stage_ratios
from commonweal.stats.selection.groups import against_highest


@pytest.mark.parametrize(
    ("names", "selected", "pool", "highest"),
    [
        ("abc", [5, 10, 1], [10, 20, 10], "b"),  # equal rates: the larger pool
        ("bac", [5, 5, 1], [10, 10, 10], "a"),  # equal pools: the first name
        ("abc", [0, 1, 5], [0, 1, 49], "b"),  # one in fifty is large enough
        ("abc", [0, 1, 5], [0, 1, 50], "c"),  # one in fifty-one is not
    ],
)
def test_the_comparison_is_the_highest_rate_of_the_large_enough(names, selected, pool, highest):
    assert names[against_highest(names, selected, pool).highest] == highest


def test_a_share_is_read_as_it_was_written():
    written = against_highest("ab", [1, 9], [7, 93], 0.07)
    assert written.eligible[0]
    assert not against_highest("ab", [1, 9], [7, 93], Fraction(71, 1000)).eligible[0]


def test_nobody_at_all_sets_no_comparison():
    empty = against_highest("ab", [0, 0], [0, 0])
    assert empty.highest == -1
    assert empty.ratio.reason == empty.below.reason == ("zero_denominator",) * 2
    assert empty.exact == (None, None)


@pytest.mark.parametrize(("names", "code"), [("a", "shapes-differ"), ("aa", "groups-repeat")])
def test_names_are_one_a_group_and_all_different(names, code):
    with pytest.raises(Problem) as problem:
        against_highest(names, [1, 2], [3, 4])
    assert problem.value.code == code


def test_the_stages_multiply_to_the_funnel():
    ratios = stage_ratios([48, 26, 11], [259, 206, 35]).value
    assert ratios[0] * ratios[1] == pytest.approx(ratios[2])
    assert ratios[0] < 0.8 < ratios[2]


@pytest.mark.parametrize(("people", "code"), [([5, 6], "stage-grows"), ([5], "stages-missing")])
def test_a_funnel_only_narrows(people, code):
    with pytest.raises(Problem) as problem:
        stage_ratios(people, people)
    assert problem.value.code == code
    wide = [9] * len(people)
    with pytest.raises(Problem):
        stage_ratios(wide, people)
