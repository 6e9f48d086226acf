"""The gap of scores, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.spec.tabled import measured

from commonweal.measures.teaching.attainment import MEASURE

EXAMPLE = """
learner
learner_key  sex     prior_score  site  cohort
ann          female  500          hill  2025
bea          female  510          hill  2025
cai          male    505          hill  2025
dan          male    515          hill  2025
eli          male    -            hill  2025

grade
grade_key  learner_key  course  attempt  points  graded
1          ann          ethics  1        60      2025-02-01
2          ann          basics  1        80      2025-05-01
3          bea          ethics  1        74      2025-02-01
4          cai          ethics  1        80      2025-02-01
5          cai          ethics  2        99      2025-03-01
6          dan          ethics  1        84      2025-02-01
7          eli          ethics  1        88      2025-02-01

Means of first attempts: ann (60 + 80) / 2 = 70, bea 74; cai 80, dan 84, eli 88.
women (70 + 74) / 2 = 72; men (80 + 84 + 88) / 3 = 84; gap -12 points
spread: women 2.828 (1 degree of freedom), men 4 (2); pooled sqrt((8 + 32) / 3) = 3.651
d = -12 / 3.651 = -3.286; J with 3 degrees of freedom = 0.7236; g = -2.378
Of eli attainment before is not known: 1 of 5 = 20%. Five are too few for the adjusted gap.
"""


def test_the_gap_is_that_of_the_means_of_first_attempts() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    women = found.group("female")
    assert (women["value"], women["rest"], women["gap"]) == pytest.approx((72, 84, -12))
    assert found.figure("hedges_g", "female") == pytest.approx(-2.378, abs=0.001)
    assert found.figure("prior_unknown") == pytest.approx(0.2)
    assert not [one for one in found.judged.figures if one.key == "adjusted"]


def test_the_adjusted_gap_takes_out_what_attainment_before_explains() -> None:
    learners, grades = [], []
    chance = np.random.default_rng(5).normal(0, 1, 40)
    for at in range(40):
        woman = at % 2 == 0
        before = 500 + at // 2 - 10 * woman
        score = 70 + 0.5 * (before - 500) - 3 * woman + chance[at]
        sex = "female" if woman else "male"
        learners.append(f"l{at} {sex} {before} site{at % 3} {2024 + at % 4 // 2}")
        grades.append(f"{at} l{at} ethics 1 {score:.2f} 2025-02-01")
    text = "\n".join(
        ["learner", "learner_key sex prior_score site cohort", *learners, "",
         "grade", "grade_key learner_key course attempt points graded", *grades]
    )  # fmt: skip
    found = measured(MEASURE, text, "sex")
    assert found.group("female")["gap"] == pytest.approx(-8, abs=1)
    assert found.figure("adjusted", "female") == pytest.approx(-3, abs=1)
