"""Senior ranks by group: within families, at or above each rank, and how high a group reaches."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Asked, Group, Rows
from commonweal.stats.estimators.senior_rank import estimate

GROUPS = (
    Group("sex", "female", "Female"),
    Group("sex", "male", "Male"),
    Group("sex", "declined", "Declined to say", stated=False),
)


def staff(ranks: list[float], women: list[bool], family: list[int]) -> Rows:
    side, rank = np.array(women), np.array(ranks)
    member = np.column_stack((side, ~side, np.zeros_like(side)))
    return Rows(GROUPS, member, np.arange(len(rank)), rank >= 3,
                {"rank": rank, "stratum": np.array(family, float)},
                {"stratum": ("care", "research")})  # fmt: skip


def test_groups_are_compared_within_families() -> None:
    rows = staff([1, 3, 1, 3, 1, 1, 1, 3], [True, True, False, False] * 2, [0] * 4 + [1] * 4)
    found = estimate(rows, Asked(ratio=True))
    assert found.gap.value[:2] == pytest.approx([0.5, 2.0])


def test_shares_and_height_stand_beside() -> None:
    rows = staff([1, 1, 1, 1, 3, 3, 4, 4], [True, True, False, True, True, False, False, True],
                 [0] * 8)  # fmt: skip
    told = {(one.key, one.about): one.value for one in estimate(rows, Asked()).figures}
    assert told["above_1", "female"] == pytest.approx(5 / 8)
    assert told["above_3", "female"] == pytest.approx(2 / 4)
    assert told["above_4", "male"] == pytest.approx(1 / 2)
    assert told["height", "female"] == pytest.approx((1 / 2) / (3 / 4))
    assert not [about for _, about in told if about == "declined"]


def test_one_rank_alone_has_no_height() -> None:
    assert estimate(staff([1, 1], [True, False], [0, 0]), Asked()).figures == ()
