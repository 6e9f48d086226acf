"""Worked example of workforce.mirror: a share of the staff beside the people served, no test."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.mirror import MEASURE

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
person_key  job_code  fte  main  worker_type  valid_from  valid_to
ann         n1        1    yes   employee     2018-01-01  -
bea         n1        1    yes   employee     2018-01-01  -
cora        n1        1    yes   employee     2018-01-01  2025-12-31
dan         n1        1    yes   contingent   2018-01-01  -
eli         n1        1    yes   employee     2018-01-01  -
finn        n1        0    yes   employee     2018-01-01  -

benchmark
benchmark_id  kind          job_group  attribute  code    share
b1            mirror  -          sex        female  .625
b2            availability  -          sex        female  .1
b3            norm  -          sex        female  .2

cora was gone on the last day, and finn holds no part of a post. Of 4 people 2 are women: 0.5 over
0.625 = 0.8. Other kinds are never mixed in, and nothing is tested.
"""


def test_the_share_stands_beside_that_of_its_kind_only() -> None:
    women = measured(MEASURE, EXAMPLE, "sex").group("female")
    assert women["value"] == pytest.approx(0.5)
    assert women["rest"] == pytest.approx(0.625)
    assert women["gap"] == pytest.approx(0.8)


def test_nothing_is_tested_and_nobody_is_missing() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.judged.figures == ()
    assert all(p != p for p in found.judged.p)
