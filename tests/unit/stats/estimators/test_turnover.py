"""Turnover by group: the published rates through rows, by reason, and turned round."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Asked, Group, Rows
from commonweal.stats.estimators.turnover import estimate

GROUPS = (Group("sex", "female", "Female"), Group("sex", "male", "Male"))


def staff(left: tuple[int, int], years: tuple[float, float]) -> Rows:
    """Make ten people of each side who share its years and its leavers."""
    member = np.repeat(np.eye(2, dtype=bool), 10, axis=0)
    events = np.concatenate([np.r_[float(one), np.zeros(9)] for one in left])
    exposure = np.concatenate([np.full(10, one / 10) for one in years])
    reason = np.where(events > 0, [0.0] * 10 + [-1.0] * 10, -1.0)
    return Rows(GROUPS, member, np.arange(20), events > 0,
                {"events": events, "exposure": exposure, "reason": reason},
                {"reason": ("voluntary",)})  # fmt: skip


def test_the_nursing_example_of_r() -> None:
    found = estimate(staff((41, 138), (312.4, 1510.75)), Asked(ratio=True))
    assert found.value.value[0] == pytest.approx(13.1241997439181, rel=1e-9)
    assert found.value.low[0] == pytest.approx(9.41815232665022, rel=1e-9)
    assert found.gap.value[0] == pytest.approx(1.43676701182059, rel=1e-9)
    assert found.gap.high[0] == pytest.approx(2.04929307038747, rel=1e-9)
    assert found.p[0] == pytest.approx(0.0468073522725782, rel=1e-9)


def test_swapping_sides_inverts_the_ratio() -> None:
    found = estimate(staff((41, 138), (312.4, 1510.75)), Asked(ratio=True))
    assert found.gap.value[0] * found.gap.value[1] == pytest.approx(1)
    assert found.gap.low[0] * found.gap.high[1] == pytest.approx(1)


def test_leavers_without_a_reason_have_a_rate_of_their_own() -> None:
    found = {one.key: one for one in estimate(staff((4, 6), (100, 100)), Asked()).figures}
    assert found["reason_voluntary"].value == pytest.approx(2)
    assert found["reason_unknown"].value == pytest.approx(3)
    assert found["reason_unknown"].people == 1


def test_reasons_are_told_where_they_are_asked_for() -> None:
    rows = staff((4, 6), (100, 100))
    plain = Rows(rows.groups, rows.member, rows.person, rows.met,
                 {name: rows.columns[name] for name in ("events", "exposure")})  # fmt: skip
    assert estimate(plain, Asked()).figures == ()


def test_nobody_leaving_elsewhere_leaves_the_ratio_undefined() -> None:
    found = estimate(staff((4, 0), (100, 100)), Asked(ratio=True))
    assert np.isnan(found.gap.value[0])
    assert found.gap.value[1] == 0
