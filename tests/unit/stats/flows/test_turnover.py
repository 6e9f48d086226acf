"""Turnover where nobody worked or nobody left."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.flows.turnover import turnover_rate, turnover_ratio, turnover_test


def test_no_years_are_undefined():
    assert turnover_rate(0, 0).reason == ("zero_denominator",)
    assert turnover_ratio(0, 0, 4, 20).reason == ("zero_denominator",)
    assert turnover_test(0, 0, 4, 20).reason == ("zero_denominator",)


def test_nobody_leaving_the_comparison_leaves_a_lower_limit():
    ratio = turnover_ratio([4, 0], 20, [0, 0], 30)
    assert ratio.reason == ("zero_in_ratio", "zero_in_ratio")
    assert ratio.low[0] > 0
    assert np.isnan(ratio.high).all()


def test_leavers_are_whole_people():
    for rate in (lambda: turnover_rate(1.5, 9), lambda: turnover_ratio(1.5, 9, 2, 9)):
        with pytest.raises(Problem) as problem:
            rate()
        assert problem.value.code == "counts-not-whole"
