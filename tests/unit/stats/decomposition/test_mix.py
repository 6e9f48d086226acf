"""Between and within sites: parts add up in both orders, sites of one group, errors that hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kinds import Problem
from commonweal.stats.decomposition.mix import split_site_counts, split_sites

RANDOM = np.random.Generator(np.random.Philox(11))
PARTS = ("between_at_group", "within_at_rest", "between_at_rest", "within_at_group")
SITE = st.tuples(st.integers(0, 3), *[st.integers(0, 20)] * 4).map(
    lambda row: (min(row[1:3]), max(row[1:3]), min(row[3:]), max(row[3:]), row[0])
)
SITES = st.lists(SITE, min_size=1, max_size=12).map(lambda rows: [*np.array(rows, float).T])


def counted(events, people, rest_events, rest_people, tables):
    return split_site_counts(events, people, rest_events, rest_people, tables=tables)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(SITES)
def test_every_order_adds_up_and_no_gap_is_silent(table):
    split = counted(*table)
    for between, within in (PARTS[:2], PARTS[2:], ("between", "within")):
        total = getattr(split, between).value + getattr(split, within).value
        assert total == pytest.approx(split.gap.value, abs=1e-12, nan_ok=True)
    for part in (split.gap, split.between, split.within):
        assert (np.isnan(part.value) == ~part.ok).all()
        assert (np.isnan(part.se) == ~part.ok).all()


@settings(max_examples=25, deadline=None, derandomize=True)
@given(SITES, st.randoms(use_true_random=False))
def test_neither_order_of_sites_nor_company_of_tables_moves_a_result(table, random):
    order = list(range(len(table[0])))
    random.shuffle(order)
    split, mixed = counted(*table), counted(*[one[order] for one in table])
    for index, number in enumerate(split.tables):
        alone = counted(*[one[table[4] == number] for one in table])
        for name in (*PARTS, "between", "within", "gap"):
            one, two = getattr(split, name), getattr(mixed, name)
            assert one.value == pytest.approx(two.value, abs=1e-12, nan_ok=True)
            assert one.se == pytest.approx(two.se, abs=1e-12, nan_ok=True)
            assert getattr(alone, name).value[0] == pytest.approx(
                one.value[index], abs=1e-12, nan_ok=True
            )


def test_both_orders_by_hand():
    split = split_sites(
        [1, 3], [0.5, 0.9], 0.1, rest_people=[3, 1], rest_outcome=[0.4, 0.6], rest_se=0.1
    )
    assert split.gap.value == pytest.approx(0.8 - 0.45)
    assert split.between_at_group.value == pytest.approx(0.5 * 0.9 - 0.5 * 0.5)
    assert split.within_at_rest.value == pytest.approx(0.75 * 0.1 + 0.25 * 0.3)
    assert split.between_at_rest.value == pytest.approx(0.5 * 0.6 - 0.5 * 0.4)
    assert split.within_at_group.value == pytest.approx(0.25 * 0.1 + 0.75 * 0.3)
    assert split.gap.flags == ((),)


def test_a_site_of_one_group_is_all_between_and_says_so():
    split = split_site_counts([5, 5], [10, 10], [0, 2], [0, 10])
    assert split.between_at_group.value == pytest.approx(0)
    assert split.within_at_rest.value == pytest.approx(0.3)
    assert split.within_at_group.value == pytest.approx(0.15)
    assert split.within.flags == (("site_of_one_group",),)
    other = split_site_counts([0, 2], [0, 10], [5, 5], [10, 10])
    assert other.gap.value == pytest.approx(-split.gap.value)
    assert other.within_at_group.se == pytest.approx(split.within_at_rest.se)
    assert other.between_at_group.se == pytest.approx(split.between_at_rest.se)


def test_a_table_without_one_of_them_is_undefined():
    split = split_site_counts([5, 1], [10, 4], [0, 2], [0, 10], tables=[7, 3])
    assert split.tables.tolist() == [3, 7]
    assert split.gap.reason == ("", "zero_denominator")
    assert split.gap.flags == ((), ())


def test_standard_errors_agree_with_many_samples_of_one_world():
    draws, sizes = 4000, (600, 900)
    mixes = ([0.2, 0.3, 0.5], [0.6, 0.3, 0.1])
    rates = ([0.3, 0.5, 0.8], [0.2, 0.5, 0.6])
    people = [RANDOM.multinomial(size, mix, draws) for size, mix in zip(sizes, mixes, strict=True)]
    events = [RANDOM.binomial(seen, rate) for seen, rate in zip(people, rates, strict=True)]
    tables = np.repeat(np.arange(draws), 3)
    split = split_site_counts(
        events[0].ravel(),
        people[0].ravel(),
        events[1].ravel(),
        people[1].ravel(),
        tables=tables,
    )
    for name in (*PARTS, "between", "within", "gap"):
        part = getattr(split, name)
        assert part.se.mean() == pytest.approx(part.value.std(), rel=0.05)


def test_a_negative_error_or_too_many_events_is_a_problem():
    with pytest.raises(Problem) as caught:
        split_sites(1, 1, -1, rest_people=1, rest_outcome=1, rest_se=1)
    assert caught.value.code == "counts-negative"
    with pytest.raises(Problem) as caught:
        split_site_counts(2, 1, 1, 1)
    assert caught.value.code == "counts-above-people"
