"""Worked example of workforce.pay_gap: the middle of pay, and no model of few people."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.pay_gap import MEASURE

EXAMPLE = """
staff
person_key  sex     first_hire
ann         female  2018-01-01
bea         female  2018-01-01
cora        female  2018-01-01
dan         male    2018-01-01
eli         male    2018-01-01
finn        male    2018-01-01

job
job_code  family
n1        nursing
s1        support

rank
rank_code  rank_order  track
r1         1           nursing
r2         2           nursing
r3         3           nursing
r4         4           nursing

assignment
person_key  job_code  rank_code  fte  main  worker_type  valid_from  valid_to
ann         n1        r1         1    yes   employee     2018-01-01  -
bea         n1        r1         1    yes   employee     2018-01-01  -
cora        n1        r1         1    yes   employee     2018-01-01  -
dan         n1        r1         1    yes   employee     2018-01-01  -
eli         n1        r1         .5   yes   employee     2018-01-01  -
finn        n1        r1         1    yes   contingent   2018-01-01  -

comp
person_key  effective   component  annualized_cents  fte
ann         2024-07-01  base       60000.00          1
ann         2025-07-01  base       64000.00          1
ann         2026-07-01  base       99000.00          1
bea         2025-07-01  base       100000.00         1
bea         2025-07-01  incentive  5000.00           1
dan         2025-07-01  base       81000.00          1
eli         2025-07-01  base       50000.00          .5
finn        2025-07-01  base       70000.00          1

The latest base pay at full time counts: ann 64,000, bea 100,000, dan 81,000, eli 100,000 for a
whole post. cora's is not known. The middle of women is (64 * 100) ^ (1 / 2) = 80 thousand, of men
(81 * 100) ^ (1 / 2) = 90 thousand. Fewer than thirty people make no model.
"""


def test_the_middle_is_geometric_and_at_full_time() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.group("female")["value"] == pytest.approx(80_000)
    assert found.group("male")["value"] == pytest.approx(90_000)
    assert found.group("female")["rest"] == pytest.approx(90_000)


def test_few_people_make_no_model() -> None:
    gap = measured(MEASURE, EXAMPLE, "sex").group("female")["gap"]
    assert gap != gap


def test_unknown_pay_is_a_step() -> None:
    assert measured(MEASURE, EXAMPLE, "sex").left()["not base pay known"] == 1
