"""What is counted has bounds and no interval."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.stats.estimators.made_community import rows_of

from commonweal.kinds import Asked
from commonweal.stats.estimators.counted_share import estimate

NAN = float("nan")
ROWS = rows_of(["a", "a", "a", "b", "b", "c"], {"yes": [1, 0, NAN, 1, 1, NAN]})
ASKED = Asked(reference="target", target=1.0)


def test_bounds_take_the_unknown_both_ways_and_contain_every_completion() -> None:
    found = estimate(ROWS, ASKED)
    assert found.counted
    assert found.value.value[:2] == pytest.approx([0.5, 1.0])
    for said in (0.0, 1.0):
        filled = np.nan_to_num(ROWS.columns["yes"], nan=said)[:3].mean()
        assert found.value.low[0] <= filled <= found.value.high[0]
    assert (found.gap.low[0], found.gap.high[0]) == pytest.approx((-2 / 3, -1 / 3))
    assert found.gap.low[1] == found.gap.high[1] == 0.0


def test_what_is_not_known_at_all_is_not_a_share_of_nothing() -> None:
    found = estimate(ROWS, ASKED)
    assert found.value.reason == ("", "", "zero_denominator")
    assert found.people.tolist() == [3, 2, 1]
    told = [(one.key, one.about, one.value) for one in found.figures]
    assert ("unknown", "c", 1.0) in told
    assert ("unknown", "b", 0.0) not in told
    assert told[-1] == ("missing_in_all", "", 1.0)


def test_without_a_target_there_is_no_gap() -> None:
    found = estimate(ROWS, Asked())
    assert np.isnan(found.rest).all()
    assert np.isnan(found.gap.value).all()
    assert np.isnan(found.p).all()
