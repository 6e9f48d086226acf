"""Votes of the community where money is allocated, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.community.voice import MEASURE

EXAMPLE = """
board_seat
seat_key  board    allocates  voting  community_member  valid_from  valid_to
s1        grants   yes        yes     yes               2024-01-01  -
s2        grants   yes        yes     no                2024-01-01  -
s3        grants   yes        yes     no                2024-01-01  -
s4        grants   yes        yes     -                 2024-01-01  -
s5        grants   yes        no      yes               2024-01-01  -
s6        housing  yes        yes     yes               2024-01-01  -
s7        housing  yes        yes     no                2024-01-01  -
s8        housing  yes        yes     yes               2023-01-01  2025-10-01
s9        garden   no         yes     yes               2024-01-01  -

grants: 1 of 3 known = 33.3%; with the fourth seat it is 1 / 4 to 2 / 4; the guest has no vote
housing: 1 of 2 at the end of the year, exactly the target of one half
the garden council hands out no money
"""


def test_a_seat_of_which_nothing_is_known_widens_the_bounds() -> None:
    grants = measured(MEASURE, EXAMPLE, "council").group("grants")
    assert grants["value"] == pytest.approx(1 / 3)
    assert (grants["low"], grants["high"]) == (0.25, 0.5)
    assert grants["gap"] == pytest.approx(1 / 3 - 0.5)
    assert measured(MEASURE, EXAMPLE, "council").figure("unknown", "grants") == 1


def test_half_of_the_votes_is_the_target() -> None:
    housing = measured(MEASURE, EXAMPLE, "council").group("housing")
    assert housing["value"] == housing["rest"] == 0.5
    assert housing["gap"] == 0


def test_all_councils_together() -> None:
    whole = measured(MEASURE, EXAMPLE, "whole")
    assert whole.group("all")["value"] == pytest.approx(2 / 5)
    assert whole.figure("missing_in_all") == 3
