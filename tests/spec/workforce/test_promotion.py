"""Worked example of workforce.promotion: five years at a rank, with leaving and late entry."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.promotion import MEASURE

EXAMPLE = """
staff
person_key  sex
ann         female
bea         female
cora        female
dora        female
eli         male
finn        male
gus         male

rank
rank_code  rank_order  track
r1         1           nursing
r2         2           nursing
r3         3           nursing
r4         4           nursing

assignment
person_key  rank_code  fte  main  worker_type  valid_from  valid_to
ann         r1         1    yes   employee     2021-01-01  2023-01-01
ann         r2         1    yes   employee     2023-01-01  -
bea         r1         1    yes   employee     2021-01-01  2022-01-01
cora        r1         1    yes   employee     2021-01-01  -
dora        r1         1    yes   employee     2018-01-01  -
eli         r2         1    yes   employee     2021-01-01  2022-01-01
eli         r3         1    yes   employee     2022-01-01  -
finn        r2         1    yes   employee     2021-01-01  2024-01-01
gus         r4         1    yes   employee     2021-01-01  -

The five years begin on January 1, 2021. Women after 12 months: ann, bea and cora are here and bea
leaves, so 2 / 3 are left; dora has been here longer and is seen from her 36th month on. After 24
months ann, one of two, is promoted: 2 / 3 * 1 / 2 = 1 / 3. Men: eli, one of two, is promoted after
12 months, 1 / 2, and finn leaves. gus is at the top already.
women 1 / 3, men 1 / 2
"""


def test_leaving_competes_and_who_came_before_is_seen_late() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.group("female")["value"] == pytest.approx(1 / 3)
    assert found.group("male")["value"] == pytest.approx(1 / 2)


def test_the_top_has_nowhere_to_go() -> None:
    left = measured(MEASURE, EXAMPLE, "sex").left()
    assert left == {"not rank known": 0, "not below the highest rank": 1, "not_met": 4, "met": 2}


def test_few_events_are_not_compared() -> None:
    gap = measured(MEASURE, EXAMPLE, "sex").group("female")["gap"]
    assert gap != gap
