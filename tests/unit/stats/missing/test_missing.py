"""What people whose group is not known could change."""

import itertools

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.missing.bounds import gap_bounds, rate_bounds, worst_case
from commonweal.stats.missing.completeness import completeness, left_empty
from commonweal.stats.rates.two_proportions import newcombe, pooled_z


def test_completeness_is_a_share_with_its_marks():
    ours = completeness([100, 95, 50, 0], [100, 100, 100, 0])
    assert ours.value[:3].tolist() == [1, 0.95, 0.5]
    assert ours.flags == ((), ("known_only",), ("known_only", "incomplete"), ())
    assert ours.reason[3] == "zero_denominator"
    assert ours.n.tolist() == [100, 100, 100, 0]


def test_the_unknown_are_compared_with_the_known():
    ours = left_empty([30, 0], [100, 0], [100, 10], [900, 20])
    assert ours.difference.value[0] == newcombe(30, 100, 100, 900).value[0]
    assert ours.p.value[0] == pooled_z(30, 100, 100, 900).value[0]
    assert ours.difference.reason[1] == ours.p.reason[1] == "zero_denominator"


def test_worst_cases_put_all_missing_people_in_the_group():
    ours = worst_case([30, 0, 0, 5], [80, 0, 0, 10], [20, 4, 0, 0])
    np.testing.assert_allclose(ours.low, [0.3, 0, np.nan, 0.5])
    np.testing.assert_allclose(ours.high, [0.5, 1, np.nan, 0.5])
    assert ours.reason == ("", "zero_denominator", "zero_denominator", "")
    assert ours.flags == (("known_only",), ("known_only",), (), ())


def every_split(lost_had, lost):
    return itertools.product(range(lost_had + 1), range(lost - lost_had + 1))


@pytest.mark.parametrize("table", [(3, 8, 2, 6), (0, 4, 3, 3), (4, 4, 0, 5), (0, 0, 2, 3),
                                   (0, 0, 3, 3), (2, 5, 0, 0)])  # fmt: skip
def test_bounds_of_a_rate_are_the_most_that_any_split_gives(table):
    had, size, lost_had, lost = table
    rates = [
        (had + with_it) / (size + with_it + without)
        for with_it, without in every_split(lost_had, lost)
        if size + with_it + without
    ]
    ours = rate_bounds([had], [size], [lost_had], [lost])
    assert [ours.low[0], ours.high[0]] == pytest.approx([min(rates), max(rates)])


@pytest.mark.parametrize("table", [(3, 8, 5, 9, 2, 6), (0, 4, 9, 9, 3, 3), (4, 4, 0, 7, 0, 5),
                                   (2, 5, 3, 6, 0, 0)])  # fmt: skip
def test_bounds_of_a_gap_are_the_most_that_any_split_gives(table):
    had, size, rest_had, rest_size, lost_had, lost = table
    gaps = [
        (had + a) / (size + a + b)
        - (rest_had + lost_had - a) / (rest_size + lost_had - a + lost - lost_had - b)
        for a, b in every_split(lost_had, lost)
    ]
    ours = gap_bounds([had], [size], [rest_had], [rest_size],
                      missing_events=[lost_had], missing=[lost])  # fmt: skip
    assert [ours.low[0], ours.high[0]] == pytest.approx([min(gaps), max(gaps)])
    assert ours.value[0] == pytest.approx(had / size - rest_had / rest_size)
    assert ours.flags[0] == (("known_only",) if lost else ())


def test_many_tables_at_once_are_each_as_alone():
    tables = np.array([[3, 8, 5, 9], [0, 0, 1, 2]]).T
    ours = gap_bounds(*tables, missing_events=[1, 2], missing=[4])
    assert ours.reason == ("", "zero_denominator")
    alone = gap_bounds(*tables[:, :1], missing_events=[1], missing=[4])
    assert (alone.low[0], alone.high[0]) == (ours.low[0], ours.high[0])


@pytest.mark.parametrize("call", [
    lambda: worst_case([5], [4], [1]),
    lambda: rate_bounds([1], [4], [2], [1]),
    lambda: gap_bounds([1], [4], [1], [4], missing_events=[2], missing=[1]),
    lambda: completeness([5], [4]),
])  # fmt: skip
def test_more_events_than_people_are_refused(call):
    with pytest.raises(Problem) as caught:
        call()
    assert caught.value.code == "counts-above-people"


def test_fewer_than_nobody_missing_is_refused():
    with pytest.raises(Problem) as caught:
        worst_case([1], [4], [-1])
    assert caught.value.code == "counts-negative"


def test_rounding_leaves_no_rate_outside_its_bounds():
    # Everybody known and everybody missing had the event: the lower bound is the rate itself.
    known = [0.009830159125052196, 2.04576776]
    lost = [11237.595089856937, 705.78297708]
    ours = rate_bounds(known, known, lost, lost)
    assert (ours.low <= ours.value).all()
    assert (ours.value <= ours.high).all()
    gap = gap_bounds(known, known, [0.67, 2.0], [3.5, 3.0], missing_events=lost, missing=lost)
    assert ((gap.low <= gap.value) & (gap.value <= gap.high)).all()


def test_bounds_stand_in_order_where_nothing_is_known():
    ours = gap_bounds([0.004694890259337481], [0.004694890259337481], [0], [0],
                      missing_events=[45], missing=[45])  # fmt: skip
    assert ours.reason == ("zero_denominator",)
    assert ours.low[0] <= ours.high[0]
