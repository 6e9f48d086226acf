"""Counted groups have a standard error, also where nothing or everything happened."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.inequality.standard_errors import rate_errors, share_errors
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.rates.rate import exact

Z = 1.959963984540054


def test_a_share_has_the_binomial_error() -> None:
    assert share_errors([30], [120])[0] == pytest.approx(np.sqrt(0.25 * 0.75 / 120), rel=1e-14)


def test_none_and_all_reach_as_far_as_their_interval() -> None:
    none, everybody = share_errors([0, 80], [80, 80])
    assert none == pytest.approx(float(wilson([0], [80]).high[0]) / Z)
    assert everybody == pytest.approx((1 - float(wilson([80], [80]).low[0])) / Z)


def test_a_rate_has_the_error_of_its_count() -> None:
    assert rate_errors([16], [50])[0] == pytest.approx(4 / 50)
    assert rate_errors([0], [50])[0] == pytest.approx(float(exact([0], [50]).high[0]) / Z)


def test_nobody_has_no_error() -> None:
    assert np.isnan(share_errors([0], [0])).all()
    assert np.isnan(rate_errors([0, 5], [0, 0])).all()


def test_more_events_than_people_can_not_be() -> None:
    with pytest.raises(Problem, match="more events than people"):
        share_errors([5], [4])
