"""Worked example of workforce.mentoring_reach in 2025: who had somebody to ask."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.mentoring_reach import MEASURE

EXAMPLE = """
staff
person_key  sex     first_hire
ann         female  2018-01-01
bea         female  2018-01-01
cora        female  2018-01-01
dan         male    2018-01-01
eli         male    2018-01-01
finn        male    2018-01-01

assignment
person_key  fte  main  worker_type  valid_from  valid_to
ann         1    yes   employee     2018-01-01  -
bea         1    yes   employee     2018-01-01  -
cora        1    yes   employee     2018-01-01  -
dan         1    yes   employee     2018-01-01  -
eli         1    yes   employee     2018-01-01  -
finn        1    yes   contingent   2018-01-01  -

mentoring_exposure
person_key  program  role    start       end         dose
ann         circle   mentee  2024-06-01  2025-03-01  4
bea         circle   mentee  2024-01-01  2024-12-31  4
cora        circle   mentor  2025-01-01  -           4
dan         circle   mentee  2025-12-31  -           0
finn        circle   mentee  2025-01-01  -           4

ann was mentored until February, dan from the last day on. bea's time was over before, cora is a
mentor, and finn is not employed here.
women 1 of 3, men 1 of 2
"""


def test_any_day_of_the_period_counts() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.group("female")["value"] == pytest.approx(1 / 3)
    assert found.group("male")["value"] == pytest.approx(1 / 2)
    assert found.left()["not employed on the last day"] == 1
