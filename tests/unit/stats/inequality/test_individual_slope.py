"""Slope indices of single people."""

import numpy as np
import pytest

from commonweal.stats.inequality.individual_slope import (
    individual_relative_slope,
    individual_slope_index,
)
from commonweal.stats.inequality.ranks import rank_rows, sum_above

NUMBER = np.arange(40.0)
RANKING = (NUMBER * 7) % 11
OUTCOME = 3 + RANKING / 4 + (NUMBER * 5) % 7
WEIGHTS = 1 + NUMBER % 3
MEASURES = [individual_slope_index, individual_relative_slope]


def fitted(outcome, ranking, weights):
    """Give the fitted bottom and top of a weighted regression on the mean ranks."""
    ranks = rank_rows(outcome, ranking, weights).position
    design = np.column_stack([np.ones(len(ranks)), ranks])
    start, slope = np.linalg.solve(design.T * weights @ design, design.T @ (weights * outcome))
    return start, start + slope


def test_the_slope_is_that_of_the_weighted_regression_on_ranks():
    rows = rank_rows(OUTCOME, RANKING, WEIGHTS)
    bottom, top = fitted(OUTCOME, RANKING, WEIGHTS)
    assert individual_slope_index(rows).value[0] == pytest.approx(top - bottom)
    assert individual_relative_slope(rows).value[0] == pytest.approx(top / bottom)


@pytest.mark.parametrize("measure", MEASURES)
def test_the_standard_error_agrees_with_leaving_out_one_person_at_a_time(measure):
    def value(keep):
        ours = measure(rank_rows(OUTCOME[keep], RANKING[keep], WEIGHTS[keep])).value[0]
        return np.log(ours) if measure is individual_relative_slope else ours

    left = np.array([value(one != NUMBER) for one in NUMBER])
    jackknife = np.sqrt(39 / 40 * ((left - left.mean()) ** 2).sum())
    ours = measure(rank_rows(OUTCOME, RANKING, WEIGHTS))
    assert ours.se[0] == pytest.approx(jackknife, rel=0.1)


def test_the_interval_of_the_ratio_is_on_the_log_scale():
    ours = individual_relative_slope(rank_rows(OUTCOME, RANKING))
    assert ours.low[0] * ours.high[0] == pytest.approx(ours.value[0] ** 2)
    assert np.log(ours.high[0] / ours.value[0]) == pytest.approx(1.959963984540054 * ours.se[0])


def test_a_slope_that_leaves_nothing_at_the_bottom_has_no_ratio():
    rows = rank_rows([0, 0, 1, 5, 5, 0], [1, 2, 3, 1, 2, 3], table=[0, 0, 0, 1, 1, 1])
    assert individual_relative_slope(rows).reason == ("zero_in_ratio", "zero_in_ratio")
    assert individual_slope_index(rows).ok.all()


@pytest.mark.parametrize("measure", MEASURES)
def test_one_rank_and_nobody_have_no_slope(measure):
    rows = rank_rows([1, 2, 3], [4, 4, 1], [1, 1, 0], table=[0, 0, 1])
    assert measure(rows).reason == ("single_group", "zero_denominator")
    assert np.isnan(measure(rows).value).all()


def test_all_alike_is_a_slope_of_zero_and_a_ratio_of_one():
    rows = rank_rows([2, 2, 2], [1, 2, 3])
    assert individual_slope_index(rows).value[0] == 0
    assert individual_relative_slope(rows).value[0] == 1


def test_units_of_a_design_are_taken_together():
    copies = np.tile(OUTCOME[:10], 4), np.tile(RANKING[:10], 4)
    for measure in MEASURES:
        people = measure(rank_rows(*copies))
        units = measure(rank_rows(*copies, units=np.tile(np.arange(10), 4)))
        assert units.se[0] == pytest.approx(people.se[0] * np.sqrt(4 * 10 / 9))


def test_what_stands_above_counts_ties_by_half():
    rows = rank_rows([0] * 4, [1, 2, 2, 9], table=[0, 0, 0, 1])
    assert sum_above(rows, np.array([1.0, 2.0, 3.0, 8.0])) == pytest.approx([5.5, 2.5, 2.5, 4.0])
