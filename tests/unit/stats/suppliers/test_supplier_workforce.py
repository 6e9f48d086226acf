"""Suppliers: what silence leaves open, and what a change is made of."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kinds import Problem
from commonweal.stats.suppliers.change import split_change
from commonweal.stats.suppliers.second_tier import second_tier
from commonweal.stats.suppliers.workforce import supplier_workforce

SUPPLIERS = st.lists(
    st.tuples(st.floats(1, 1e6), st.integers(1, 500), st.floats(0, 1), st.booleans()),
    min_size=1,
    max_size=12,
)


@settings(derandomize=True, max_examples=80)
@given(SUPPLIERS)
def test_bounds_hold_whatever_the_silent_are(rows):
    spend, size, part = (np.array([row[at] for row in rows], float) for at in range(3))
    told = np.array([row[3] for row in rows])
    focal = np.floor(size * part)
    truth = (spend * focal / size).sum() / spend.sum()
    ours = supplier_workforce(spend, size * told, focal * told, 0.3)
    assert ours.worst_case.low[0] - 1e-12 <= truth <= ours.worst_case.high[0] + 1e-12
    assert ours.coverage_count.value[0] == pytest.approx(told.mean())


def test_nobody_who_discloses_leaves_everything_open():
    ours = supplier_workforce([5, 5], 0, 0, [0.2, 0.4], ends=(0.1, 0.6))
    assert ours.share.reason == ours.difference.reason == ours.ratio.reason == ("zero_denominator",)
    assert [ours.worst_case.low[0], ours.worst_case.high[0]] == [0, 1]
    assert [ours.industry.low[0], ours.industry.high[0]] == pytest.approx([0.1, 0.6])
    assert ours.coverage.value[0] == 0
    assert ours.headcount_share.reason == ours.effective.reason == ("zero_denominator",)
    assert ours.available_all.value[0] == pytest.approx(0.3)


def test_no_spend_at_all_is_undefined_with_all_open():
    ours = supplier_workforce([0, 0], [4, 0], [1, 0], 0.2)
    assert ours.coverage.reason == ours.available_all.reason == ("zero_denominator",)
    assert [ours.worst_case.low[0], ours.worst_case.high[0]] == [0, 1]


def test_one_supplier_has_no_error_and_none_available_no_ratio():
    ours = supplier_workforce([5, 5], [4, 0], [1, 0], 0)
    assert ours.share.flags == (("one_supplier",),)
    assert np.isnan([ours.share.se[0], ours.share.low[0]]).all()
    assert ours.ratio.reason == ("zero_in_ratio",)
    assert ours.effective.value[0] == 1


SPENDS = st.lists(st.floats(1, 20), min_size=2, max_size=12)


@settings(derandomize=True, max_examples=80)
@given(SPENDS)
def test_degrees_of_freedom_are_those_of_the_variance_over_suppliers(spend):
    many, part = len(spend), np.array(spend) / sum(spend)
    away = np.eye(many) - np.outer(np.ones(many), part)
    form = away.T @ np.diag(part**2) @ away
    ours = supplier_workforce(spend, 9, 3, 0.3).freedom.value[0]
    assert ours == pytest.approx(np.trace(form) ** 2 / np.trace(form @ form), rel=1e-8)
    assert 1 <= ours <= many - 1


def test_few_large_suppliers_leave_few_degrees_of_freedom():
    def freedom(spend):
        return supplier_workforce(spend, 9, 3, 0.3).freedom

    assert freedom([7] * 12).value[0] == pytest.approx(11)
    assert 1.5 < freedom([90, 80, 70] + [1] * 200).value[0] < 4
    # All but alone, and then the sums hold nothing but rounding.
    assert freedom([1e9, 1, 1]).value[0] == 1
    assert freedom([7]).reason == ("no_degrees_of_freedom",)
    assert freedom([0, 0]).reason == ("zero_denominator",)


def test_chance_alone_leaves_an_error_where_all_suppliers_are_alike():
    ours = supplier_workforce([60, 40, 99], [10, 20, 0], [3, 6, 0], [0.3, 0.3, 0.9])
    assert ours.difference.se[0] == pytest.approx(0, abs=1e-15)
    by_hand = 0.6**2 * 0.3 * 0.7 / 10 + 0.4**2 * 0.3 * 0.7 / 20
    assert ours.chance.value[0] == pytest.approx(by_hand**0.5)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (([5], [4], [5], [0.1]), "counts-above-people"),
        (([-5], [4], [1], [0.1]), "counts-negative"),
        (([5], [4], [1], [10]), "share-outside"),
    ],
)
def test_disclosures_that_can_not_be_are_a_problem(given, code):
    with pytest.raises(Problem) as caught:
        supplier_workforce(*given)
    assert caught.value.code == code


PERIOD = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.floats(0.01, 1e6), st.floats(0, 1)), min_size=1
)


@settings(derandomize=True, max_examples=80)
@given(PERIOD, PERIOD)
def test_parts_of_a_change_add_up(first, second):
    ours = split_change(first, second)
    parts = ours.within + ours.between + ours.entry + ours.exit
    assert parts == pytest.approx(ours.change, abs=1e-12)


def test_switching_suppliers_is_no_change_within():
    ours = split_change({"a": (10, 0.5), "b": (10, 0.1)}, {"a": (0.5, 0.5), "b": (10, 0.1)})
    assert ours.within == 0
    assert ours.change == pytest.approx(ours.between) and ours.change < 0


def test_a_period_without_purchases_is_undefined():
    for periods in (({}, {"a": (1, 0.2)}), ({"a": (0, 0.2)}, {"a": (1, 0.2)}), ({}, {})):
        assert split_change(*periods).reason == "zero_denominator"
    with pytest.raises(Problem):
        split_change({"a": (1, 2)}, {"a": (1, 0.2)})
    with pytest.raises(Problem):
        split_change({"a": (-1, 0.2)}, {"a": (1, 0.2)})


def test_silent_and_certified_primes_are_not_counted_twice():
    ours = second_tier(
        [10, 10, 10], [100, 100, 0], [20, 30, 5], [1, 1, 1],
        prime_certified=[0, 1, 0], reported=[1, 1, 1], first_tier=10, addressable=100,
    )  # fmt: skip
    assert ours.indirect.reason == ("", "", "zero_denominator")
    assert ours.combined == pytest.approx(10 + 1 + 2 + 1)
    assert ours.total == pytest.approx(3 + 5)
    silent = second_tier(10, 0, 20, 1, prime_certified=0, reported=0)
    assert silent.indirect.value[0] == silent.reporting.value[0] == 0
    assert silent.share.reason == ("zero_denominator",)


def test_primes_that_can_not_be_are_a_problem():
    for prime, code in (
        ((200, 100, 1, 1, 0), "purchases-above-revenue"),
        ((1, 100, 1, 1, 0.5), "flags-unread"),
        ((-1, 100, 1, 1, 0), "counts-negative"),
    ):
        with pytest.raises(Problem) as caught:
            second_tier(*prime[:4], prime_certified=prime[4], reported=1)
        assert caught.value.code == code
