"""Worked example of workforce.availability: shares of a staff beside qualified people."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.availability import MEASURE

EXAMPLE = """
staff
person_key  race
ann         black
bea         white
cora        white
dan         white
eli         black
finn        black
gus         white
hal         white
ian         declined
jo          black

job
job_code  family
n1        nursing
s1        support

assignment
person_key  job_code  fte  main  worker_type  valid_from  valid_to
ann         n1        1    yes   employee     2018-01-01  -
bea         n1        1    yes   employee     2018-01-01  -
cora        n1        1    yes   employee     2018-01-01  -
dan         n1        1    yes   employee     2018-01-01  -
eli         s1        1    yes   employee     2018-01-01  -
finn        s1        1    yes   employee     2018-01-01  -
gus         s1        1    yes   employee     2018-01-01  -
hal         s1        1    yes   employee     2018-01-01  -
ian         s1        1    yes   employee     2018-01-01  -
jo          s1        1    yes   contingent   2018-01-01  -

benchmark
benchmark_id  kind          job_group  attribute       code   share  moe90  vintage
b1            availability  nursing    race_ethnicity  black  .40    -      2024
b2            availability  support    race_ethnicity  black  .45    -      2024
b3            availability  support    race_ethnicity  black  .99    -      2026
b4            mirror        -          race_ethnicity  black  .90    -      2024

Of 8 whose answer is known 3 are Black: 0.375, and with ian between 3 / 9 and 4 / 9. Four nurses
and four in support: available are (4 * 0.40 + 4 * 0.45) / 8 = 0.425, so 8 * 0.425 - 3 = 0.4 of a
person fewer. 3 is not below four fifths of 3.4. b3 is of a later year and b4 of another kind.
White people have no share elsewhere here, and are not compared.
"""


def test_availability_is_weighed_by_the_people_of_each_family() -> None:
    black = measured(MEASURE, EXAMPLE, "race_ethnicity").group("black")
    assert black["value"] == pytest.approx(3 / 8)
    assert black["rest"] == pytest.approx(0.425)
    assert black["gap"] == pytest.approx(3 / 8 - 0.425)


def test_the_unknown_are_bounds() -> None:
    black = measured(MEASURE, EXAMPLE, "race_ethnicity").group("black")
    assert (black["low"], black["high"]) == pytest.approx((3 / 9, 4 / 9))


def test_the_shortfall_is_in_people_and_whole_numbers_decide_four_fifths() -> None:
    found = measured(MEASURE, EXAMPLE, "race_ethnicity")
    assert found.figure("shortfall", "black") == pytest.approx(0.4)
    words = {one.about: one.text for one in found.judged.figures if one.key == "eighty_percent"}
    assert words == {"black": "not_below"}
