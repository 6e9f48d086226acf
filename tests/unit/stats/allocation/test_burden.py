"""A portfolio beside burden: what can not be told."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.allocation.burden import weigh_portfolio


def test_no_money_or_no_burden_is_undefined():
    for given in (([0, 0], [1, 2]), ([1, 2], [0, 0])):
        ours = weigh_portfolio(*given)
        assert ours.distance.reason == ("zero_denominator",)
        assert ours.ratio.reason == ("zero_denominator",) * 2
        assert ours.line.reason == ("no_degrees_of_freedom",) * 2


def test_a_topic_without_burden_has_no_ratio():
    assert weigh_portfolio([1, 2], [0, 1]).ratio.reason == ("zero_in_ratio", "")


def test_one_level_of_burden_gives_no_line():
    ours = weigh_portfolio([1, 2, 3], [5, 5, 5])
    assert ours.line.reason == ("no_variation",) * 2
    assert ours.rank_correlation.reason == ("no_variation",)
    assert np.isnan([ours.r2, *ours.residual, *ours.above]).all()


def test_funding_in_step_with_burden_lies_on_the_line():
    ours = weigh_portfolio([1, 4, 9, 0], [1, 2, 3, 7])
    assert ours.line.value == pytest.approx([0, 2], abs=1e-12)
    assert ours.r2 == pytest.approx(1)
    assert ours.above[:3] == pytest.approx([0, 0, 0], abs=1e-12)
    assert ours.funded.tolist() == [True, True, True, False]


def test_the_same_funding_everywhere_has_nothing_to_explain():
    ours = weigh_portfolio([2, 2, 2], [1, 2, 3])
    assert ours.line.value == pytest.approx([np.log(2), 0])
    assert np.isnan(ours.r2)


def test_money_below_zero_is_a_problem():
    with pytest.raises(Problem):
        weigh_portfolio([-1], [1])
