"""A group against the total that it is part of."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.rates.against_total import difference_from_total, ratio_to_total

Y, SE, PEOPLE = np.array([0.1, 0.3, 0.2]), np.array([0.02, 0.03, 0.05]), np.array([300, 100, 200])
SHARE = PEOPLE / PEOPLE.sum()


def test_the_difference_takes_account_of_the_groups_own_part():
    ours = difference_from_total(Y, SE, PEOPLE)
    variance = (1 - 2 * SHARE) * SE**2 + (SHARE**2 * SE**2).sum()
    assert ours.value == pytest.approx(Y - (SHARE * Y).sum())
    assert ours.se == pytest.approx(np.sqrt(variance))
    assert ours.high - ours.value == pytest.approx(1.959963984540054 * ours.se)


def test_the_ratio_takes_account_of_the_groups_own_part():
    ours, mean = ratio_to_total(Y, SE, PEOPLE), (SHARE * Y).sum()
    both = SE**2 / Y**2 + (SHARE**2 * SE**2).sum() / mean**2 - 2 * SHARE * SE**2 / (Y * mean)
    assert ours.value == pytest.approx(Y / mean)
    assert ours.se == pytest.approx(np.sqrt(both))
    assert np.log(ours.high / ours.value) == pytest.approx(1.959963984540054 * ours.se)


def test_two_groups_of_one_size_are_as_far_from_the_total_as_half_from_each_other():
    ours = difference_from_total([0.1, 0.3], [0.03, 0.04], [50, 50])
    assert ours.value == pytest.approx([-0.1, 0.1])
    assert ours.se == pytest.approx([0.05 / 2] * 2)


def test_many_tables_at_once_are_each_as_alone():
    table = [0, 1, 0, 1, 0, 1]
    for method in (difference_from_total, ratio_to_total):
        ours = method(np.repeat(Y, 2), np.repeat(SE, 2), np.repeat(PEOPLE, 2), table=table)
        assert ours.low == pytest.approx(np.repeat(method(Y, SE, PEOPLE).low, 2))


def test_a_group_of_no_people_is_compared_with_the_others():
    ours = difference_from_total([0.1, 0.3], [0.03, 0.04], [0, 50])
    assert ours.se == pytest.approx([0.05, 0])


def test_what_is_undefined_says_why():
    table = [0, 1, 1, 2, 2]
    given = [0.1, 0.2, 0.3, 0, 0], [0.1] * 5, [5, 0, 0, 1, 1]
    difference, ratio = (
        method(*given, table=table) for method in (difference_from_total, ratio_to_total)
    )
    first = ("single_group", "zero_denominator", "zero_denominator")
    assert difference.reason == (*first, "", "")
    assert ratio.reason == (*first, "zero_mean", "zero_mean")
    assert ratio_to_total([0, 1], [0.1, 0.1], [1, 1]).reason == ("zero_in_ratio", "")
    assert np.isnan(ratio.value).all()


def test_a_negative_number_is_a_problem_where_it_can_not_be():
    assert difference_from_total([-1, 1], [1, 1], [1, 1]).ok.all()
    for wrong in (([-1, 1], [1, 1], [1, 1]), ([1, 1], [-1, 1], [1, 1]), ([1, 1], [1, 1], [-1, 1])):
        with pytest.raises(Problem) as caught:
            ratio_to_total(*wrong)
        assert caught.value.code == "counts-negative"
