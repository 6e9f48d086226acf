"""The design effect of several units a person."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.rates.cluster import clustered_rate, design_effect
from commonweal.stats.rates.mean import linearised_mean
from commonweal.stats.rates.proportion import wilson


def sums(units, events):
    n, x = np.asarray(units, dtype=float), np.asarray(events, dtype=float)
    squares = {
        "units_squared": (n * n).sum(),
        "units_events": (n * x).sum(),
        "events_squared": (x * x).sum(),
    }
    return (len(n), n.sum(), x.sum()), squares


def test_the_variance_is_that_of_the_linearised_survey_mean():
    units, events = [3, 1, 4, 2, 2], [3, 0, 1, 2, 1]
    rows = [1] * 3 + [0] + [1, 0, 0, 0] + [1, 1] + [1, 0]
    persons = np.repeat(np.arange(5), units)
    totals, squares = sums(units, events)
    expected = linearised_mean(rows, 1, units=persons).se
    assert clustered_rate(*totals, **squares).se[0] == pytest.approx(expected)


def test_persons_alike_in_all_their_units_count_once():
    events = [1, 0, 1, 1, 0, 0, 1, 0, 1, 1]
    totals, squares = sums([4] * 10, [4 * event for event in events])
    # m / (m - 1) is the price of not knowing the rate.
    assert design_effect(*totals, **squares)[0] == pytest.approx(4 * 10 / 9)


def test_one_unit_a_person_costs_nothing_but_the_small_sample_factor():
    totals, squares = sums([1] * 50, [1] * 20 + [0] * 30)
    assert design_effect(*totals, **squares)[0] == pytest.approx(50 / 49)


def test_persons_who_balance_themselves_never_count_for_more_than_they_are():
    totals, squares = sums([2] * 30, [1] * 30)
    assert design_effect(*totals, **squares).tolist() == [1]


@pytest.mark.parametrize(
    ("units", "events"), [([5], [2]), ([2, 3], [0, 0]), ([2, 3], [2, 3]), ([], [])]
)
def test_where_nothing_can_be_estimated_the_design_effect_is_one(units, events):
    totals, squares = sums(units, events)
    assert design_effect(*totals, **squares).tolist() == [1]


def test_a_clustered_rate_is_wilson_on_effective_numbers():
    totals, squares = sums([4, 4, 4], [4, 0, 4])
    ours, deff = clustered_rate(*totals, **squares), design_effect(*totals, **squares)
    plain = wilson(8 / deff, 12 / deff)
    assert (ours.low[0], ours.high[0]) == (plain.low[0], plain.high[0])
    assert ours.value[0] == 8 / 12


def test_a_clustered_rate_says_why_there_is_none():
    nothing, one = sums([], []), sums([5], [2])
    assert clustered_rate(*nothing[0], **nothing[1]).reason == ("zero_denominator",)
    assert clustered_rate(*one[0], **one[1]).reason == ("one_value",)


def test_more_events_than_units_is_a_problem():
    with pytest.raises(Problem) as caught:
        design_effect(2, 4, 5, units_squared=8, units_events=4, events_squared=4)
    assert caught.value.code == "counts-above-people"
