"""Who completed the required training in time, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.teaching.training_reach import MEASURE

EXAMPLE = """
learner
learner_key  role      department
ann          resident  surgery
bea          resident  surgery
cai          student   surgery
dan          student   medicine
eli          student   medicine
fay          student   medicine

training
training_key  learner_key  topic           due         completed
1             ann          cross_cultural  2025-06-30  2025-06-30
2             ann          cross_cultural  2025-09-30  2025-09-01
3             bea          cross_cultural  2025-06-30  2025-07-01
4             cai          cross_cultural  2025-06-30  -
5             dan          cross_cultural  2025-06-30  2025-05-01
6             eli          cross_cultural  2024-06-30  2024-05-01
7             fay          safety          2025-06-30  2025-05-01

ann completed both in time, the first on its last day. bea was a day late, cai never began. dan
was in time. eli's was due the year before, and fay's is another topic.
residents 1 of 2 = 50%; students 1 of 2 = 50%; surgery 1 of 3 = 33.3%; medicine 1 of 1
"""


@pytest.mark.parametrize(
    ("view", "code", "units", "met"),
    [
        ("role", "resident", 2, 1),
        ("role", "student", 2, 1),
        ("department", "surgery", 3, 1),
        ("department", "medicine", 1, 1),
    ],
)
def test_all_that_were_due_must_be_done_in_time(view, code, units, met):
    group = measured(MEASURE, EXAMPLE, view).group(code)
    assert (group["units"], group["met"]) == (units, met)
