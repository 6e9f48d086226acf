"""Success of applications, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.research.funding_gap import MEASURE

EXAMPLE = """
researcher
researcher_key  department  sex     joined
ann             lungs       female  2015-01-01
bea             lungs       female  2015-01-01
cat             lungs       female  2015-01-01
dan             joints      male    2015-01-01
eli             joints      male    2015-01-01
fox             joints      male    2015-01-01

grant_application
researcher_key  mechanism  topic     submitted   awarded  degree  experience  publications
ann             r01        basic     2025-02-01  yes      phd     9           20
ann             r21        basic     2025-06-01  no       phd     9           22
bea             r01        clinical  2025-02-01  no       md      4           6
cat             r01        clinical  2025-02-01  no       md      5           8
dan             r01        basic     2025-02-01  yes      phd     7           15
dan             r21        basic     2025-09-01  yes      phd     7           17
eli             r01        basic     2025-02-01  no       phd     3           5
fox             r01        clinical  2025-02-01  yes      md      8           11
fox             r01        clinical  2025-11-01  -        md      8           12
fox             r01        clinical  2024-11-01  no       md      7           9

One of fox's applications is not decided, one is of the year before. Of the women's four one was
funded (25%), of the men's four three (75%): a gap of -50 points.
"""


def test_the_share_funded_is_compared_by_applicant() -> None:
    women = measured(MEASURE, EXAMPLE, "sex").group("female")
    assert (women["met"], women["units"], women["people"]) == (1, 4, 3)
    assert women["value"] == pytest.approx(0.25)
    assert women["gap"] == pytest.approx(-0.5)


def test_so_few_say_nothing_in_a_model() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert [one.key for one in found.judged.figures] == ["left_out"]
    assert found.left()["not decided"] == 1
