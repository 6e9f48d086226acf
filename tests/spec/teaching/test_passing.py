"""Who passes every course at the first attempt, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.teaching.passing import MEASURE

EXAMPLE = """
learner
learner_key  sex
ann          female
bea          female
cai          male
dan          male
eli          male

grade
grade_key  learner_key  course  attempt  points  passed  graded
1          ann          ethics  1        80      yes     2025-02-01
2          ann          basics  1        90      yes     2025-05-01
3          bea          ethics  1        50      no      2025-02-01
4          bea          ethics  2        70      yes     2025-03-01
5          cai          ethics  1        70      yes     2025-02-01
6          dan          ethics  1        65      yes     2025-02-01
7          dan          basics  1        66      -       2025-05-01
8          eli          ethics  1        40      no      2024-02-01

ann passed both courses. bea passed one at the second attempt: not at the first. cai passed his only
one. Of dan one outcome is unknown, so his year is. eli was graded the year before.
women: 1 of 2 = 50%; men: 1 of 1
"""


def test_only_first_attempts_count_and_unknown_is_left_out() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.group("female")["value"] == pytest.approx(1 / 2)
    assert found.group("male")["units"] == 1
    assert found.left()["not graded in the period, with an outcome known"] == 1


def test_a_course_not_passed_decides_whatever_else_is_unknown() -> None:
    text = EXAMPLE.replace("80      yes", "80      no ").replace("90      yes", "90      -  ")
    found = measured(MEASURE, text, "sex")
    assert found.group("female")["met"] == 0
    assert found.group("female")["units"] == 2
