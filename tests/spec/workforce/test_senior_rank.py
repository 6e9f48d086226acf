"""Worked example of workforce.senior_rank: the two highest ranks, within job families."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.senior_rank import MEASURE

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
bea         n1        r3         1    yes   employee     2018-01-01  -
cora        n1        r1         1    yes   employee     2018-01-01  -
dan         n1        r4         1    yes   employee     2018-01-01  -
eli         n1        r1         1    yes   employee     2018-01-01  -
finn        n1        r9         1    yes   employee     2018-01-01  -

women 1 of 3, men 1 of 2: ratio 2 / 3. finn's rank is not in the list. Of everybody women are 3 of
5, at rank 3 and above 1 of 2, at rank 4 none.
"""


def test_the_two_highest_ranks_are_compared() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.group("female")["value"] == pytest.approx(1 / 3)
    assert found.group("female")["gap"] == pytest.approx(2 / 3)
    assert found.left()["not rank known"] == 1


def test_shares_at_or_above_each_rank_stand_beside() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    shares = [found.figure(f"above_{rank}", "female") for rank in (1, 3, 4)]
    assert shares == pytest.approx([3 / 5, 1 / 2, 0])
