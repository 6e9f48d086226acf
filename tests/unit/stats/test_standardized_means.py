"""Two means in standard deviations."""

import numpy as np
import pytest
from scipy.stats import nct

from commonweal.kinds import Problem
from commonweal.stats.rates.standardized_means import standardized_difference


@pytest.mark.parametrize("level", [0.5, 0.95, 0.998])
@pytest.mark.parametrize("people", [2, 3, 40, 4000])
@pytest.mark.parametrize("gap", [0.0, 0.4, -3.0])
def test_limits_stand_where_the_distribution_ends(level, people, gap):
    ours = standardized_difference([gap, 1, people], [0, 1, people + 1], level).d
    root = np.sqrt(1 / people + 1 / (people + 1))
    df, t = 2 * people - 1, ours.value[0] / root
    assert nct.cdf(t, df, ours.low[0] / root) == pytest.approx((1 + level) / 2, abs=1e-8)
    assert nct.cdf(t, df, ours.high[0] / root) == pytest.approx((1 - level) / 2, abs=1e-8)


def test_one_person_and_no_variation_have_a_reason():
    ours = standardized_difference([1, 2, [1, 9, 9]], [0, [2, 2, 0], 9])
    assert ours.d.reason == ours.g.reason == ("one_value", "", "")
    flat = standardized_difference([1, 0, 9], [0, 0, 9])
    assert flat.d.reason == ("no_variation",)
    with pytest.raises(Problem):
        standardized_difference([1, -1, 9], [0, 1, 9])


def test_few_people_shrink_the_difference():
    ours = standardized_difference([1, 1, [3, 300]], [0, 1, [3, 300]])
    assert ours.correction[0] < ours.correction[1] < 1
    assert ours.g.value[0] == pytest.approx(0.8, abs=0.01)
