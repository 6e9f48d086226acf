"""Our t interval from sums beside base R t.test."""

import numpy as np
import pytest
from tests.reference.vectors import cases

from commonweal.stats.rates.mean import mean_t, weighted_mean


@pytest.mark.parametrize("case", cases("statistics", "means"))
def test_the_t_interval_from_sums_matches_base_r(case):
    values = np.array(case["values"])
    center = values[0]
    apart = values - center
    ours = mean_t([len(values)], [apart.sum()], [(apart**2).sum()], center=center)
    if case["t95"] is None:
        # One value, or values all alike: base R gives no interval, we give the reason.
        assert ours.status == ("insufficient",) or ours.flags == (("no_variation",),)
        return
    assert ours.value[0] == pytest.approx(case["mean"], rel=1e-8)
    assert ours.se[0] * np.sqrt(len(values)) == pytest.approx(case["sd"], rel=1e-8)
    assert [ours.low[0], ours.high[0]] == pytest.approx(case["t95"], rel=1e-8)


@pytest.mark.parametrize("case", cases("statistics", "means"))
def test_equal_weights_give_the_plain_t_interval(case):
    ours = weighted_mean(case["values"], 2.5)
    if case["t95"] is not None:
        assert [ours.low[0], ours.high[0]] == pytest.approx(case["t95"], rel=1e-8)
