"""Many requisitions together: what is set aside, and what is said where nothing is left."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.selection.crude import crude_ratio
from commonweal.stats.selection.homogeneity import breslow_day
from commonweal.stats.selection.strata import (
    common_odds_ratio,
    common_rate_difference,
    common_rate_ratio,
    mantel_haenszel_test,
    read_strata,
    weighted_shortfall,
)

ROWS = [3, 2, 0, 4], [20, 15, 5, 4], [9, 10, 0, 9], [40, 40, 12, 9]


def test_requisitions_without_variation_are_set_aside_and_counted():
    strata = read_strata(*ROWS)
    assert strata.dropped == [2]
    assert common_odds_ratio(strata).flags == (("strata_dropped",),)
    kept = read_strata(*(column[:2] for column in ROWS))
    assert common_rate_ratio(strata).value == common_rate_ratio(kept).value
    assert common_rate_difference(strata).low == common_rate_difference(kept).low


def test_analyses_are_kept_apart_and_in_order():
    strata = read_strata(*ROWS, ["b", "a", "a", "b"])
    assert list(strata.labels) == ["a", "b"]
    alone = read_strata([2], [15], [10], [40])
    assert weighted_shortfall(strata).value[0] == weighted_shortfall(alone).value[0]
    assert mantel_haenszel_test(strata).p[0] == mantel_haenszel_test(alone).p[0]


def test_an_analysis_with_nothing_left_is_undefined():
    strata = read_strata([0, 0], 5, [0, 0], 12)
    assert mantel_haenszel_test(strata).statistic.reason == ("no_variation",)
    assert np.isnan(mantel_haenszel_test(strata, continuity=True).p).all()
    for ours in (common_odds_ratio, common_rate_ratio, common_rate_difference, weighted_shortfall):
        assert ours(strata).reason == ("no_variation",)
    assert breslow_day(strata).statistic.reason == ("no_variation",)
    assert crude_ratio([0, 0], 5, [0, 0], 12).reason == ("zero_in_ratio",)


def test_one_requisition_has_nothing_to_agree_with():
    assert breslow_day(read_strata(3, 20, 9, 40)).statistic.reason == ("single_group",)


def test_a_common_odds_ratio_of_nothing_has_no_homogeneity():
    strata = read_strata([0, 0], [20, 9], [9, 3], [40, 9])
    assert common_odds_ratio(strata).reason == ("zero_in_ratio",)
    assert breslow_day(strata, tarone=True).statistic.reason == ("zero_in_ratio",)


def test_labels_must_be_one_a_requisition():
    with pytest.raises(Problem) as problem:
        read_strata(*ROWS, ["a"])
    assert problem.value.code == "shapes-differ"


def test_intervals_hold_their_values():
    strata = read_strata(*ROWS)
    for ours in (common_odds_ratio, common_rate_ratio, common_rate_difference):
        estimate = ours(strata)
        assert estimate.low < estimate.value < estimate.high
