"""Incidence by group: exact with ties, competing events, late entry."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Asked, Group, Rows
from commonweal.stats.estimators.incidence import estimate

GROUPS = (Group("sex", "female", "Female"), Group("sex", "male", "Male"))
ASKED = Asked(options={"horizon": 60.0})


def spells(entry: list[float], exit: list[float], status: list[float], women: list[bool]) -> Rows:
    side = np.array(women)
    return Rows(GROUPS, np.column_stack((side, ~side)), np.arange(len(side)),
                np.array(status) == 1,
                {"entry": np.array(entry), "exit": np.array(exit), "status": np.array(status)},
                )  # fmt: skip


def many(seed: int, faster: float) -> Rows:
    """Draw 400 spells of months, tied on purpose, of which one side is promoted faster."""
    stream = np.random.default_rng(seed)
    women = np.arange(400) % 2 == 0
    up = np.ceil(stream.exponential(np.where(women, 90 / faster, 90)))
    out = np.ceil(stream.exponential(110, 400))
    end = np.minimum(np.minimum(up, out), 80)
    status = np.where(end == 80, 0, np.where(up <= out, 1, 2)).astype(float)
    return spells([0.0] * 400, end.tolist(), status.tolist(), women.tolist())


def test_ties_and_competing_events_are_exact() -> None:
    rows = spells([0] * 4, [12, 12, 24, 24], [1, 2, 1, 1], [True] * 4)
    assert estimate(rows, ASKED).value.value[0] == pytest.approx(1 / 4 + 1 / 2)


def test_who_comes_late_is_at_risk_from_then_on() -> None:
    rows = spells([0, 0, 18], [12, 80, 80], [1, 0, 0], [True] * 3)
    assert estimate(rows, ASKED).value.value[0] == pytest.approx(1 / 2)


def test_a_large_difference_is_seen_both_ways_round() -> None:
    found = estimate(many(3, 2.5), ASKED)
    assert found.gap.value[0] == pytest.approx(-found.gap.value[1])
    assert found.gap.low[0] == pytest.approx(-found.gap.high[1])
    assert found.gap.low[0] > 0
    assert found.p[0] == pytest.approx(found.p[1])
    assert found.p[0] < 0.001


def test_a_narrower_interval_lies_inside() -> None:
    found = estimate(many(3, 1.0), ASKED)
    assert found.gap.low[0] < found.narrow.low[0] < found.narrow.high[0] < found.gap.high[0]


def test_few_events_on_a_side_leave_no_gap() -> None:
    rows = spells([0] * 8, [70] * 4 + [12, 14, 16, 70], [0] * 4 + [1, 1, 1, 0], [True] * 4
                  + [False] * 4)  # fmt: skip
    found = estimate(rows, ASKED)
    assert found.value.value.tolist() == pytest.approx([0, 0.75])
    assert np.isnan(found.gap.value).all()
    assert found.gap.reason[0] == "few_events"


def test_what_is_unknown_is_left_out() -> None:
    rows = spells([0, 0, np.nan], [12, 80, 80], [1, 0, 0], [True] * 3)
    assert estimate(rows, ASKED).people[0] == 2


def test_a_group_of_nobody_is_undefined() -> None:
    found = estimate(spells([0.0], [70.0], [0.0], [True]), ASKED)
    assert found.value.reason[1] == "no_population"
    assert np.isnan(found.p).all()
