"""What a program begun everywhere at once did to a gap, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.spec.tabled import measured
from tests.spec.teaching.programs import tables

from commonweal.measures.teaching.effect_series import MEASURE

EXAMPLE = """
gap of the group to everybody else, in points, by quarter; all began in quarter 7
unit   began  1    2    3    4    5    6    7   8   9   10  11  12
north  7      -18  -17  -16  -15  -14  -13  -9  -8  -6  -5  -3  -2
south  7      -14  -13  -12  -11  -10  -9   -7  -4  -4  -1  -1  2

Mean of both: -16, -15, -14, -13, -12, -11: a line that rises 1 point a quarter; then -8, -6, -5,
-3, -2, 0. Without the program the line would stand at -10 to -5: 2, 3, 3, 4, 4, 5 points below what
was seen. A straight line through these: at the first 2.143, rising 0.543 a quarter.
From the end of quarter 6: jump 2.143 - 0.543 = 1.6, change of slope 0.543; the program counts from
the first quarter after as 1, so 4 quarters on: 1.6 + 4 x 0.543 = 3.771 points
"""
CODE = "rounds: bp, hispanic"


def test_the_jump_and_the_bend_are_told_from_the_line_before() -> None:
    above = [2, 3, 3, 4, 4, 5]
    slope, first = np.polyfit(range(6), above, 1)
    assert (first, slope) == pytest.approx((2.143, 0.543), abs=0.001)
    found = measured(MEASURE, tables(EXAMPLE, "at_once"), "evaluation")
    assert found.group(CODE)["value"] == pytest.approx((first - slope + 4 * slope) / 100)
    assert found.figure("jump", CODE) == pytest.approx((first - slope) / 100)
    assert found.figure("slope", CODE) == pytest.approx(slope / 100)
    assert found.figure("units", CODE) == 2


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("north  7", "north  6"), "not_at_once"),
        (("  7      ", "  4      "), "too_few_periods"),
        (("  7      ", "  -      "), "too_few_units"),
    ],
)
def test_a_series_that_can_not_tell_says_why(change, why):
    text = tables(EXAMPLE.replace(*change), "at_once")
    judged = measured(MEASURE, text, "evaluation").judged
    assert judged.reason == (why,)
    assert np.isnan(judged.rate[0])
