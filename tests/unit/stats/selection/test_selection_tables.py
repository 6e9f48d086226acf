"""What a selection step may be, and what is said where there is no answer."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.selection.exact import lower_tail, mid_p
from commonweal.stats.selection.four_fifths import below_four_fifths, selections_to_four_fifths
from commonweal.stats.selection.impact_ratio import exact_bounds, impact_ratio, log_ratio_score
from commonweal.stats.selection.size import cohen_h, odds_ratio, phi, shortfall
from commonweal.stats.selection.unconditional import barnard, boschloo, boschloo_lower


@pytest.mark.parametrize(
    "statistic",
    [
        *(impact_ratio, exact_bounds, log_ratio_score, below_four_fifths, phi, cohen_h),
        *(odds_ratio, shortfall, selections_to_four_fifths, lower_tail, mid_p, boschloo, barnard),
        boschloo_lower,
    ],
)
def test_a_pool_of_nobody_is_undefined(statistic):
    answer = statistic([0, 3], [0, 9], [2, 2], [5, 5])
    assert answer.reason == ("zero_denominator", "")
    assert np.isnan(answer.value[0])
    assert np.isfinite(answer.value[1])


def test_more_selected_than_could_be_is_no_table():
    with pytest.raises(Problem) as problem:
        impact_ratio(5, 4, 1, 9)
    assert problem.value.code == "counts-above-people"


def test_people_are_whole():
    with pytest.raises(Problem) as problem:
        shortfall(1.5, 4, 1, 9)
    assert problem.value.code == "counts-not-whole"


def test_a_pool_of_more_than_there_are_people_is_refused_where_whole_numbers_decide():
    with pytest.raises(Problem) as problem:
        below_four_fifths(5, 2e9, 1, 9)
    assert problem.value.code == "counts-too-large"


def test_bounds_hold_where_nobody_was_selected():
    bounds = exact_bounds([0, 6, 3], [7, 31, 9], [6, 0, 3], [31, 7, 9])
    assert bounds.value[0] == bounds.low[0] == 0
    assert bounds.reason == ("", "zero_in_ratio", "")
    assert bounds.low[1] == pytest.approx(1 / bounds.high[0])
    assert np.isnan(bounds.high[1])
    assert bounds.low[2] < bounds.value[2] < bounds.high[2]


def test_a_ratio_of_zero_has_no_interval_and_says_so():
    ratio = impact_ratio([0, 0], [7, 7], [6, 0], [31, 31])
    assert ratio.flags == (("no_interval",), ())
    assert ratio.reason == ("", "zero_in_ratio")


def test_too_many_tables_for_an_unconditional_test_are_said():
    assert boschloo(5, 2000, 9, 2000).reason == ("too_many_tables",)


def test_every_exact_four_fifths_is_on_the_right_side():
    # All tables of up to 60 people a side whose ratio is exactly four fifths.
    found = [
        (had, size, rest_had, rest_size)
        for size in range(1, 61)
        for rest_size in range(1, 61)
        for rest_had in range(1, rest_size + 1)
        if (4 * rest_had * size) % (5 * rest_size) == 0
        and (had := 4 * rest_had * size // (5 * rest_size)) <= size
    ]
    assert len(found) == 3666
    columns = np.array(found).T
    assert not below_four_fifths(*columns).value.any()
    assert not selections_to_four_fifths(*columns).value.any()
    divided = (columns[0] / columns[1]) / (columns[2] / columns[3]) < 4 / 5
    assert divided.sum() == 1198  # what a division would have flagged
