"""The ladder of partners, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.community.partner_ladder import MEASURE

EXAMPLE = """
partner
partner_key  kind
church       faith
mosque       faith
temple       faith
high         school
middle       school
left         school

relationship
relationship_key  partner_key  level              valid_from  valid_to
r1                church       collaborate        2022-01-01  -
r2                mosque       consult            2022-01-01  2025-06-01
r3                mosque       shared_leadership  2025-06-01  -
r4                temple       -                  2022-01-01  -
r5                high         involve            2022-01-01  2025-03-01
r6                high         inform             2025-03-01  -
r7                middle       inform             2025-02-01  -
r8                middle       collaborate        2025-02-01  -
r9                left         collaborate        2022-01-01  2025-05-01

at the end of 2025: church 4, mosque 5, temple not said, high 1, middle 4 (the closer of two), and
the last has left
faith: 2 of 2 known = 100%; school: 1 of 2 = 50%; the temple is left out, and counted
on the day before 2025: church 4, mosque 2, high 3: of three one moved up and one moved down
"""


def test_the_share_on_the_upper_rungs() -> None:
    found = measured(MEASURE, EXAMPLE, "partner_kind")
    assert found.group("faith")["value"] == pytest.approx(1.0)
    assert found.group("school")["value"] == pytest.approx(0.5)
    assert found.group("faith")["gap"] == pytest.approx(0.5)


def test_who_moved_and_of_whom_nothing_is_said() -> None:
    found = measured(MEASURE, EXAMPLE, "partner_kind")
    assert found.figure("up") == found.figure("down") == pytest.approx(1 / 3)
    assert found.figure("unsaid") == 1
    assert found.figure("rung", "collaborate") == pytest.approx(2 / 4)
    assert found.figure("rung", "involve") == 0
