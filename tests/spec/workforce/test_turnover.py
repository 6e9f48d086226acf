"""Worked example of workforce.turnover in 2025: separations for each hundred years of work."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.turnover import MEASURE

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
person_key  unit_id  fte  main  worker_type  valid_from  valid_to
ann         u1       1    yes   employee     2018-01-01  -
bea         u1       1    yes   employee     2018-01-01  2025-07-02
cora        u1       1    yes   contingent   2018-01-01  -
dan         u1       .5   yes   employee     2018-01-01  2026-01-01
eli         u1       1    yes   employee     2025-07-02  -
finn        u1       1    yes   employee     2018-01-01  2024-12-31

staff_event
person_key  on          kind        reason
bea         2025-07-02  separation  voluntary
dan         2026-01-01  separation  retirement
finn        2024-12-31  separation  -
eli         2025-07-02  hire        -

bea worked from January 1 to July 1: 182 days. dan's last day was December 31: 365 days, and he
left in 2025. eli worked 183 days. finn had left before, and cora is not employed here.
women 1 in 365 + 182 = 547 days, men 1 in 365 + 183 = 548: 100 * 365.25 / 547 = 66.8 and 66.7.
"""


def test_separations_are_counted_for_each_hundred_years() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.group("female")["value"] == pytest.approx(100 * 365.25 / 547)
    assert found.group("male")["value"] == pytest.approx(100 * 365.25 / 548)
    assert found.group("female")["gap"] == pytest.approx(548 / 547)


def test_reasons_are_rates_of_everybody() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    for reason in ("reason_voluntary", "reason_retirement"):
        assert found.figure(reason) == pytest.approx(100 * 365.25 / 1095)


def test_who_is_not_employed_here_leaves_the_count() -> None:
    assert measured(MEASURE, EXAMPLE, "sex").left()["not employed here"] == 1
