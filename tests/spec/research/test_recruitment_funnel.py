"""The way into studies, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.research.recruitment_funnel import MEASURE

EXAMPLE = """
study
study_key  condition  target  first_planned  last_planned
s1         asthma     40      2024-01-01     2027-12-31

participant
participant_key  sex
ann              female
bea              female
cat              female
dee              female
eli              male
fox              male
gil              male
hal              male
ian              male

recruit_event
study_key  participant_key  event       at
s1         ann              approached  2025-02-01
s1         bea              approached  2025-02-02
s1         bea              ineligible  2025-02-09
s1         cat              approached  2025-02-03
s1         cat              declined    2025-02-20
s1         dee              approached  2025-02-04
s1         dee              enrolled    2025-03-01
s1         eli              approached  2025-02-05
s1         eli              enrolled    2025-03-01
s1         fox              approached  2025-02-06
s1         fox              enrolled    2025-03-01
s1         gil              approached  2025-02-07
s1         gil              consented   2025-02-28
s1         hal              approached  2025-02-08
s1         hal              enrolled    2025-03-01
s1         hal              withdrawn   2025-04-01
s1         ian              enrolled    2024-11-01

ian was approached before 2025. Of four women one enrolled (25%), of four men three (75%).
women over men: 0.25 / 0.75 = 0.333
Screened were bea and dee of the women (2 / 4) and all men (4 / 4), together 6 / 8: the women's
rate over everybody's is 0.5 / 0.75 = 0.667.
"""


def test_the_share_enrolled_of_those_approached() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    women = found.group("female")
    assert (women["met"], women["units"]) == (1, 4)
    assert women["value"] == pytest.approx(0.25)
    assert women["rest"] == pytest.approx(0.75)
    assert women["gap"] == pytest.approx(1 / 3)


def test_each_stage_has_its_part() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.figure("screened", "female") == pytest.approx(0.5 / 0.75)
    # Of two screened women one was eligible, of four men four; together five of six.
    assert found.figure("eligible", "female") == pytest.approx(0.5 / (5 / 6))


def test_the_worst_stage_is_named() -> None:
    figures = measured(MEASURE, EXAMPLE, "sex").judged.figures
    worst = {one.about: one.text for one in figures if one.key == "worst"}
    assert worst["female"] == "eligible"
