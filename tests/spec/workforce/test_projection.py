"""Worked example of workforce.projection: where nobody moves, nothing changes."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.projection import MEASURE

EXAMPLE = """
staff
person_key  sex
ann         female
bea         female
cora        female
dora        female
eva         female
fay         female
gus         male
hal         male
ian         male
jim         male
kit         male
leo         male

rank
rank_code  rank_order  track
r1         1           nursing
r2         2           nursing

assignment
person_key  rank_code  fte  main  worker_type  valid_from  valid_to
ann         r2         1    yes   employee     2014-01-01  -
bea         r1         1    yes   employee     2014-01-01  -
cora        r1         1    yes   employee     2014-01-01  -
dora        r1         1    yes   employee     2014-01-01  -
eva         r1         1    yes   employee     2014-01-01  -
fay         r1         1    yes   employee     2014-01-01  -
gus         r2         1    yes   employee     2014-01-01  -
hal         r2         1    yes   employee     2014-01-01  -
ian         r2         1    yes   employee     2014-01-01  -
jim         r1         1    yes   employee     2014-01-01  -
kit         r1         1    yes   employee     2014-01-01  -
leo         r1         1    yes   employee     2014-01-01  -

For ten years nobody has come, moved or left. One of four in the highest rank is a woman, and so
it would stay; three years held out are foretold without error.
women 1 / 4, men 3 / 4
"""


def test_what_does_not_move_stays() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.group("female")["value"] == pytest.approx(1 / 4)
    assert found.figure("today", "male") == pytest.approx(3 / 4)


def test_three_years_are_held_out_and_foretold() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.figure("within_95", "female") == 1
    assert found.figure("error", "female") == 0


def test_without_five_years_there_is_no_forecast() -> None:
    young = EXAMPLE.replace("2014-01-01", "2023-06-01")
    found = measured(MEASURE, young, "sex")
    value = found.group("female")["value"]
    assert value != value
    assert found.judged.reason == ("years_few", "years_few")
