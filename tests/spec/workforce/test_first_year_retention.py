"""Worked example of workforce.first_year_retention in 2025: the first year, whole or not yet."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.first_year_retention import MEASURE

EXAMPLE = """
staff
person_key  sex     first_hire
ann         female  2018-01-01
bea         female  2018-01-01
cora        female  2018-01-01
dan         male    2018-01-01
eli         male    2018-01-01
finn        male    2018-01-01

staff_event
person_key  on          kind        reason
ann         2024-03-01  hire        -
bea         2024-06-01  hire        -
bea         2024-12-01  separation  voluntary
cora        2025-05-01  hire        -
cora        2025-06-01  separation  voluntary
dan         2024-02-01  hire        -
dan         2025-03-01  separation  voluntary
eli         2024-02-01  rehire      -
finn        2023-12-31  hire        -

ann stayed, bea left in her first year, and cora was hired less than a year ago: she leaves the
count, although she is known to have gone. dan left after his first year. finn came too early.
women 1 of 2, men 2 of 2
"""


def test_only_whole_first_years_count() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.group("female")["value"] == pytest.approx(1 / 2)
    assert found.group("male")["value"] == pytest.approx(1)


def test_hires_too_recent_leave_as_a_step() -> None:
    assert measured(MEASURE, EXAMPLE, "sex").left() == {
        "not hired in the two years up to the end": 0,
        "not hired a year ago or longer": 1,
        "not_met": 1,
        "met": 3,
    }
