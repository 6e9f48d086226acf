"""Worked example of workforce.exit: five years of service, retirement taken into account."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.exit import MEASURE

EXAMPLE = """
staff
person_key  sex     service_date
ann         female  2021-01-01
bea         female  2021-01-01
cora        female  2021-01-01
dora        female  2016-01-01
eli         male    2021-01-01
finn        male    2021-01-01

assignment
person_key  fte  main  worker_type  valid_from  valid_to
ann         1    yes   employee     2021-01-01  2023-01-01
bea         1    yes   employee     2021-01-01  2022-01-01
cora        1    yes   employee     2021-01-01  -
dora        1    yes   employee     2019-06-01  -
eli         1    yes   employee     2021-01-01  2024-01-01
finn        1    yes   employee     2021-01-01  2022-01-01

staff_event
person_key  on          kind        reason
ann         2023-01-01  separation  voluntary
bea         2022-01-01  separation  retirement
eli         2024-01-01  separation  -
finn        2022-01-01  separation  involuntary

Women after 12 months: bea, one of three, retires, 2 / 3 are left; after 24 months ann, one of two,
leaves: 1 / 3. dora has served since 2016 and is seen from her 60th month on. Men: finn, one of two,
leaves, and then eli, for a reason that is not known: both are gone.
women 1 / 3, men 1
"""


def test_retirement_competes_and_an_unknown_reason_is_an_exit() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.group("female")["value"] == pytest.approx(1 / 3)
    assert found.group("male")["value"] == pytest.approx(1)
