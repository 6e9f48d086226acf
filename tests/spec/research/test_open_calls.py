"""How money was given, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.research.open_calls import MEASURE

EXAMPLE = """
researcher
researcher_key  department  career_stage  joined
ann             lungs       early         2015-01-01
bea             lungs       early         2015-01-01
cai             lungs       senior        2015-01-01
dan             joints      senior        2015-01-01
eli             joints      senior        2015-01-01

resource_award
researcher_key  department  kind        amount  called      awarded     open_call  criteria_published  panel
ann             lungs       seed_grant  600.00  2025-01-01  2025-01-31  yes        yes                 5
bea             lungs       bridge      200.00  -           2025-03-01  no         no                  1
cai             lungs       effort      200.00  -           2025-04-01  -          no                  2
dan             joints      seed_grant  900.00  2025-01-01  2025-03-02  yes        yes                 3
eli             joints      startup     -       -           2025-03-01  no         no                  1
eli             joints      space       900.00  -           2024-03-01  no         no                  1

In the lungs 600 of the 800 of which it is known came through an open call (75%). Of the 200 it is
not known: the share lies between 600 / 1000 = 60% and 800 / 1000 = 80%. eli's startup has no known
value, the space is of another year.
Of the awards of which it is known, two of three came through a call; two of four by published
criteria; two of four were decided by three people or more. From the end of the call to the notice
it took 30 and 60 days, in the middle 45.
"""  # noqa: E501  rows of a table


def test_the_share_stands_between_its_bounds() -> None:
    lungs = measured(MEASURE, EXAMPLE, "department").group("lungs")
    assert (lungs["low"], lungs["value"], lungs["high"]) == pytest.approx((0.6, 0.75, 0.8))


def test_how_awards_were_given() -> None:
    found = measured(MEASURE, EXAMPLE, "department")
    told = [found.figure(key) for key in ("awards", "criteria", "panel", "waited")]
    assert told == pytest.approx([2 / 3, 0.5, 0.5, 45])
    assert found.left()["not of a known value"] == 1


def test_shares_are_described_and_not_judged() -> None:
    assert set(measured(MEASURE, EXAMPLE, "department").judged.grade) == {""}
