"""Costs of exclusion rules, and the table of who was included."""

from itertools import chain, combinations
from math import factorial

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.enrollment.eligibility import rule_costs
from commonweal.stats.enrollment.inclusion import inclusion_table

RULES = np.array([[1, 1, 0], [0, 1, 0], [0, 0, 0], [1, 1, 1], [0, 0, 1], [0, 0, 0]])
GROUPS = [0, 0, 0, 1, 1, 1]


def by_enumeration(rules):
    many = rules.shape[1]
    value = np.zeros(many)
    for rule in range(many):
        others = [one for one in range(many) if one != rule]
        for chosen in chain.from_iterable(combinations(others, size) for size in range(many)):
            weight = factorial(len(chosen)) * factorial(many - len(chosen) - 1) / factorial(many)
            before = rules[:, list(chosen)].any(axis=1).sum()
            value[rule] += weight * (rules[:, [*chosen, rule]].any(axis=1).sum() - before)
    return value


def test_shares_are_those_of_all_orders_of_the_rules():
    ours = rule_costs(RULES, GROUPS)
    assert ours.share[0] == pytest.approx(by_enumeration(RULES[:3]))
    assert ours.share[1] == pytest.approx(by_enumeration(RULES[3:]))
    assert ours.share.sum(axis=1).tolist() == (ours.people - ours.eligible).tolist()


def test_groups_of_nobody_and_pools_of_nobody_are_undefined():
    gap = rule_costs(RULES[:2], [0, 2])
    assert gap.eligible_share.reason == ("", "zero_denominator", "")
    assert gap.participation.reason == ("zero_denominator",) * 3
    assert gap.impact_ratio().reason == ("zero_in_ratio", "zero_denominator", "zero_in_ratio")
    assert gap.impact_ratio(1).reason == ("zero_denominator",) * 3
    assert rule_costs(np.zeros((0, 2)), []).people.tolist() == []


def test_without_rules_everybody_is_eligible():
    ours = rule_costs(np.zeros((2, 0)), [0, 1])
    assert ours.eligible.tolist() == [1, 1]
    assert ours.share.shape == (2, 0)


@pytest.mark.parametrize(
    ("rules", "groups", "code"),
    [
        ([1, 0], [0, 0], "shapes-differ"),
        ([[1], [0]], [0], "shapes-differ"),
        ([[1], [0]], [0, -1], "codes-outside"),
        ([[1], [0]], [0.5, 1], "codes-outside"),
        ([[1], [np.nan]], [0, 1], "flags-unread"),
    ],
)
def test_rules_that_can_not_be_read_are_a_problem(rules, groups, code):
    with pytest.raises(Problem) as caught:
        rule_costs(rules, groups)
    assert caught.value.code == code


def test_many_races_and_none_have_rows_of_their_own():
    ours = inclusion_table([[1, 0], [0, 1], [1, 1], [0, 0]], [0, 1, 0, 1], [0, 0, 1, 1], 2, 2)
    assert ours.races.tolist() == [1, 1, 1, 1]
    assert ours.cells[2, 0, 1] == ours.cells[3, 1, 1] == 1
    assert ours.columns.tolist() == [[1, 1], [1, 1]]
    assert inclusion_table(np.zeros((3, 0)), [0, 0, 0], [0, 0, 0], 1, 1).races.tolist() == [0, 3]
    assert inclusion_table(np.zeros((0, 2)), [], [], 1, 1).total == 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (([1, 0], [0], [0], 1, 1), "shapes-differ"),
        (([[2, 0]], [0], [0], 1, 1), "shapes-differ"),
        (([[1, 0]], [0, 0], [0], 1, 1), "shapes-differ"),
        (([[1, 0]], [1], [0], 1, 1), "codes-outside"),
        (([[1, 0]], [0], [-1], 1, 1), "codes-outside"),
        (([[1, 0]], [0], [0.5], 1, 1), "codes-outside"),
    ],
)
def test_participants_that_can_not_be_read_are_a_problem(given, code):
    with pytest.raises(Problem) as caught:
        inclusion_table(*given)
    assert caught.value.code == code
