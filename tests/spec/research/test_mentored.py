"""Mentors of those early in their career, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.research.mentored import MEASURE

EXAMPLE = """
researcher
researcher_key  department  career_stage  sex     joined      left
ann             lungs       early         female  2021-01-01  -
bea             lungs       early         female  2021-01-01  -
cat             lungs       early         female  2021-01-01  -
dan             joints      early         male    2021-01-01  -
eli             joints      early         male    2021-01-01  2024-12-31
fox             joints      senior        male    2001-01-01  -
gil             joints      senior        male    2001-01-01  -

research_mentoring
mentee_key  mentor_key  began       ended       meetings
ann         fox         2023-01-01  -           6
bea         fox         2023-01-01  -           0
cat         gil         2022-01-01  2024-05-31  8
dan         gil         2025-09-01  -           2
dan         fox         2022-01-01  2023-12-31  9

eli has left; fox and gil are seniors. Of three women only ann has a mentor whom she met in 2025:
bea never met hers, cat's time with hers is over. dan, the only man, has one.
women: 1 / 3; men: 1 / 1
"""


def test_a_mentor_counts_whom_one_meets() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    women, men = found.group("female"), found.group("male")
    assert (women["met"], women["units"]) == (1, 3)
    assert women["value"] == pytest.approx(1 / 3)
    assert (men["met"], men["units"]) == (1, 1)
