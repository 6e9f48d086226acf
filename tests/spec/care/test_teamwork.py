"""Favorable answers on teamwork by status layer, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.care.teamwork import MEASURE

EXAMPLE = """
survey
survey_key  opened      closed
r1          2025-04-01  2025-04-30
r0          2024-04-01  2024-04-30

survey_item
survey_item_key  survey_key  code  factor                  lowest  highest  reverse
t1               r1          T1    teamwork                1       5        no
t2               r1          T2    teamwork                1       5        no
t3               r1          T3    teamwork                1       5        yes
c1               r1          C1    communication_openness  1       5        no
o1               r0          T1    teamwork                1       5        no

respondent
respondent_key  survey_key  layer      work_unit
ann             r1          attending  east
bea             r1          attending  east
cat             r1          support    east
dee             r1          support    east
eve             r1          support    west
fox             r1          -          west
gil             r0          support    west

response
response_key  respondent_key  survey_item_key  value
1             ann             t1               5
2             ann             t2               4
3             ann             t3               1
4             bea             t1               4
5             bea             t2               3
6             bea             t3               2
7             cat             t1               4
8             cat             t2               2
9             cat             t3               3
10            dee             t1               2
11            dee             t2               9
12            dee             t3               5
13            eve             t1               5
14            eve             t3               1
15            fox             c1               5
16            gil             o1               5
17            eve             t2               -

response_frame
response_frame_key  survey_key  layer      work_unit  invited  responded
f1                  r1          attending  east       4        2
f2                  r1          support    east       3        2
f3                  r1          support    west       3        1
f4                  r0          support    west       9        1

Favorable is 4 or 5; of t3, which is worded the other way, 1 or 2. dee says 9, does not apply.
            t1      t2      t3      mean of the three
attending   2 of 2  1 of 2  2 of 2  83.3%
support     2 of 3  0 of 1  1 of 3  33.3%; pooled it would be 3 of 7
all         4 of 5  1 of 3  3 of 5  57.8%
In the east, support less attending: t1 1/2 - 2/2, t3 0/2 - 2/2; on t2 only one of support
answered, so t2 has no difference and there is no index.
Only fox's answer on open communication counts there, and gil answered the round of 2024.
5 answered of 10 invited.
"""


def test_items_count_alike_by_layer() -> None:
    found = measured(MEASURE, EXAMPLE, "layer")
    attending, support = found.group("attending"), found.group("support")
    assert attending["value"] == pytest.approx((1 + 1 / 2 + 1) / 3)
    assert support["value"] == pytest.approx((2 / 3 + 0 + 1 / 3) / 3)
    assert support["rest"] == pytest.approx(attending["value"])
    assert support["gap"] == pytest.approx(support["value"] - attending["value"])
    assert (attending["people"], support["people"]) == (2, 3)


def test_everybody_together() -> None:
    found = measured(MEASURE, EXAMPLE, "whole")
    assert found.judged.total_rate == pytest.approx((4 / 5 + 1 / 3 + 3 / 5) / 3)


def test_other_composites_and_other_rounds_do_not_count() -> None:
    left = measured(MEASURE, EXAMPLE, "layer").left()
    assert left["not asked about teamwork"] == 1
    assert sum(left.values()) == 6


def test_what_silence_could_hide_stands_beside() -> None:
    found = measured(MEASURE, EXAMPLE, "layer")
    assert found.figure("response") == pytest.approx(5 / 10)
    assert found.figure("response", "support") == pytest.approx(3 / 6)
    bounds = next(one for one in found.judged.figures if one.key == "if_all_answered")
    whole = (4 / 5 + 1 / 3 + 3 / 5) / 3
    assert (bounds.low, bounds.high) == pytest.approx((whole / 2, whole / 2 + 0.5))


def test_no_index_where_an_item_has_no_difference_inside_units() -> None:
    assert "layer_gap" not in {
        one.key for one in measured(MEASURE, EXAMPLE, "layer").judged.figures
    }


def test_no_group_this_small_is_judged() -> None:
    assert set(measured(MEASURE, EXAMPLE, "layer").judged.grade) <= {"S", ""}
