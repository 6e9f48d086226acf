"""Favorable answers on open communication, and the index of layers, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.care.communication_openness import MEASURE

EXAMPLE = """
survey
survey_key  opened      closed
r1          2025-04-01  2025-04-30

survey_item
survey_item_key  survey_key  code  factor                  lowest  highest  reverse
c1               r1          C1    communication_openness  1       5        no
c2               r1          C2    communication_openness  1       5        no
c3               r1          C3    communication_openness  0       10       no
c4               r1          C4    communication_openness  1       5        yes

respondent
respondent_key  survey_key  layer      work_unit  sex
ann             r1          attending  east       female
bea             r1          attending  east       male
cat             r1          support    east       female
dee             r1          support    east       female

response
response_key  respondent_key  survey_item_key  value
1             ann             c1               5
2             ann             c2               4
3             ann             c3               8
4             ann             c4               1
5             bea             c1               4
6             bea             c2               3
7             bea             c3               9
8             bea             c4               2
9             cat             c1               4
10            cat             c2               2
11            cat             c3               7
12            cat             c4               5
13            dee             c1               1
14            dee             c2               1
15            dee             c3               10
16            dee             c4               4

On the scale from 0 to 10, 7.5 is what 4 is on the scale from 1 to 5, so 8 is favorable and 7 not.
            c1      c2      c3      c4      mean of the four
attending   2 of 2  1 of 2  2 of 2  2 of 2  87.5%
support     1 of 2  0 of 2  1 of 2  0 of 2  25.0%
Everybody works in the east, so the index, support less attending inside units, is
(-1/2 - 1/2 - 1/2 - 2/2) / 4 = -62.5 points.
"""


def test_layers_worked_by_hand() -> None:
    found = measured(MEASURE, EXAMPLE, "layer")
    assert found.group("attending")["value"] == pytest.approx(0.875)
    assert found.group("support")["value"] == pytest.approx(0.25)
    assert found.group("support")["gap"] == pytest.approx(-0.625)


def test_the_index_of_layers_is_taken_inside_units() -> None:
    assert measured(MEASURE, EXAMPLE, "layer").figure("layer_gap") == pytest.approx(-62.5)


def test_what_respondents_say_of_themselves_comes_from_the_vault() -> None:
    women = measured(MEASURE, EXAMPLE, "sex").group("female")
    assert women["people"] == 3
    assert women["value"] == pytest.approx((2 / 3 + 1 / 3 + 2 / 3 + 1 / 3) / 4)


def test_without_a_frame_nothing_is_said_of_silence() -> None:
    keys = {one.key for one in measured(MEASURE, EXAMPLE, "layer").judged.figures}
    assert "response" not in keys
    assert "alpha" in keys
