"""Partners on their rungs."""

from __future__ import annotations

import pytest
from tests.unit.stats.estimators.made_community import rows_of

from commonweal.kinds import Asked
from commonweal.stats.estimators.partner_ladder import estimate

NAN = float("nan")


def test_rungs_and_moves_are_shares_of_those_of_whom_they_are_known() -> None:
    rung = [5, 4, 1, 2, NAN, 3]
    rows = rows_of(
        ["a", "a", "a", "b", "b", "b"],
        {"rung": rung, "before": [4, 4, 2, NAN, 3, 1], "close": [1, 1, 0, 0, NAN, 0]},
    )
    found = estimate(rows, Asked())
    told = {(one.key, one.about): one.value for one in found.figures}
    assert found.value.value == pytest.approx([2 / 3, 0.0])
    assert told["up", ""] == pytest.approx(2 / 4)
    assert told["down", ""] == pytest.approx(1 / 4)
    assert told["rung", "shared leadership"] == pytest.approx(1 / 5)
    assert told["unsaid", ""] == 1
    assert sum(value for (key, _), value in told.items() if key == "rung") == pytest.approx(1)


def test_of_partners_of_whom_nothing_is_known_only_that_is_said() -> None:
    rows = rows_of(["a"], {"rung": [NAN], "before": [NAN], "close": [NAN]})
    assert [one.key for one in estimate(rows, Asked()).figures] == ["unsaid"]
