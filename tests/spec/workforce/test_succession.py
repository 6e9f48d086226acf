"""Worked example of workforce.succession: one person fills one post only."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.succession import MEASURE

EXAMPLE = """
staff
person_key  sex
ann         female
bea         female
cai         male
dan         male
eli         male

position
position_id  unit_id  critical  valid_from  valid_to
p1           u1       yes       2018-01-01  -
p2           u1       yes       2018-01-01  -
p3           u2       yes       2018-01-01  -
p4           u2       no        2018-01-01  -
p5           -        yes       2018-01-01  -

assignment
person_key  position_id  fte  main  worker_type  valid_from  valid_to
dan         p3           1    yes   employee     2018-01-01  -

readiness
position_id  person_key  level  assessed    expires
p1           ann         now    2025-06-01  2026-06-01
p2           ann         now    2025-06-01  2026-06-01
p3           ann         now    2025-06-01  2026-06-01
p2           bea         1-2y   2025-06-01  2026-06-01
p3           cai         now    2024-06-01  2025-06-01
p3           dan         now    2025-06-01  2026-06-01
p4           eli         now    2025-06-01  2026-06-01

ann stands on three lists and fills one post: 1 of 3 at once, although each has a name. In two
years bea could fill p2: 2 of 3. What was said of cai has run out, and dan holds p3 himself. p4 is
not critical, and the unit of p5 is not known.
"""


def test_one_person_fills_one_post() -> None:
    found = measured(MEASURE, EXAMPLE, "whole")
    assert found.judged.total_rate == pytest.approx(1 / 3)
    assert found.figure("named") == pytest.approx(1)
    assert found.figure("later") == pytest.approx(2 / 3)


def test_what_has_run_out_and_who_holds_the_post_are_left_out() -> None:
    found = measured(MEASURE, EXAMPLE, "whole")
    assert found.figure("left_out") == 2
    assert found.figure("single") == 2
    assert found.left()["not in a known unit"] == 1


def test_each_unit_has_its_own_bench() -> None:
    found = measured(MEASURE, EXAMPLE, "department")
    assert found.group("u1")["value"] == pytest.approx(1 / 2)
    assert found.group("u2")["value"] == pytest.approx(1)


def test_few_people_are_never_counted() -> None:
    keys = {one.key for one in measured(MEASURE, EXAMPLE, "whole").judged.figures}
    assert not keys & {"people", "pivotal"}
