"""What a frame names and the curriculum teaches and tests, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.teaching.coverage import MEASURE

EXAMPLE = """
outcome_node
node_key  frame  version  domain   code  valid_from  valid_to
old-1     care   1.0      talking  T1    2018-01-01  2025-01-01
t1        care   2.0      talking  T1    2025-01-01  -
t2        care   2.0      talking  T2    2025-01-01  -
p1        care   2.0      power    P1    2025-01-01  -
p2        care   2.0      power    P2    2025-01-01  -
p3        care   2.0      power    P3    2025-01-01  -

curriculum_event
event_key  course  kind        level  term  hours  held
e1         ethics  teaching    1      1     2      2025-02-01
e2         ethics  teaching    2      1     3      2025-03-01
e3         ethics  assessment  2      2     1      2025-06-01
e4         ethics  assessment  2      2     -      2025-06-02
e5         ethics  teaching    1      1     9      2024-02-01

event_node
event_node_key  event_key  node_key
1               e1         t1
2               e2         t1
3               e2         p1
4               e3         t1
5               e3         p2
6               e4         t1
7               e5         p3
8               e1         old-1

Version 1.0 has ended. t1 is taught (e1, e2) and tested (e3). t2 is neither. p1 is taught only, p2
tested only; p3 was taught the year before.
talking: 1 of 2 = 50%; power: 0 of 3
hours  talking: e1 2 (old-1 is not in the frame any more), e2 3/2, e3 1/2 = 4; power: 3/2 + 1/2 = 2
taught: t1, p1 of 5 = 40%; tested: t1, p2 = 40%; in two years of study: t1 of 5 = 20%
"""


def test_what_is_taught_and_tested_is_counted_by_part_of_the_frame() -> None:
    found = measured(MEASURE, EXAMPLE, "domain")
    talking, power = found.group("talking"), found.group("power")
    assert (talking["value"], talking["gap"]) == pytest.approx((0.5, -0.5))
    assert (power["value"], power["units"]) == (0, 3)
    assert [found.figure("open", one) for one in ("talking", "power")] == [1, 3]
    assert [found.figure("hours", one) for one in ("talking", "power")] == pytest.approx([4, 2])
    shares = [found.figure(key) for key in ("taught", "assessed", "spiral")]
    assert shares == pytest.approx([0.4, 0.4, 0.2])
    assert found.figure("hours_unknown") == 1


def test_what_is_counted_needs_no_chance() -> None:
    found = measured(MEASURE, EXAMPLE, "domain")
    assert found.judged.grade == ("B", "B")
    assert found.group("power")["low"] == found.group("power")["high"] == 0


def test_the_version_of_the_end_of_the_period_holds() -> None:
    found = measured(MEASURE, EXAMPLE, "domain", "2024")
    assert [group.code for group in found.gathered.counts.groups] == ["talking"]
    assert found.group("talking")["units"] == 1
