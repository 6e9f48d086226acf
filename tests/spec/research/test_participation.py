"""Participation against prevalence, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.spec.tabled import measured

from commonweal.measures.research.participation import MEASURE

EXAMPLE = """
study
study_key  condition  target  first_planned  last_planned
s1         asthma     40      2024-01-01     2027-12-31
s2         lupus      40      2024-01-01     2027-12-31

reference_population
reference  kind                  condition  view  stratum  persons  as_of
registry   condition_prevalence  asthma     sex   female   600      2024-12-31
registry   condition_prevalence  asthma     sex   male     400      2024-12-31
city       census                asthma     sex   female   520      2024-12-31
city       census                asthma     sex   male     480      2024-12-31

participant
participant_key  sex
ann              female
bea              female
cai              male
dan              male
eli              male
fay              unknown
gus              male
hal              male

recruit_event
study_key  participant_key  event     at
s1         ann              enrolled  2025-02-01
s1         bea              enrolled  2025-03-01
s1         cai              enrolled  2025-03-05
s1         dan              enrolled  2025-04-01
s1         eli              enrolled  2025-05-01
s1         fay              enrolled  2025-05-09
s1         gus              enrolled  2024-12-01
s2         hal              enrolled  2025-06-01

Of the eight, gus enrolled the year before; hal is in a study of a condition without a reference;
fay did not say. That leaves five who are compared: two women (2 / 5 = 40%) and three men (60%).
Those with asthma, by the registry, which comes before the census: 60% and 40%.
women: 0.40 / 0.60 = 0.667; men: 0.60 / 0.40 = 1.5
"""


def test_the_share_of_each_group_is_held_against_those_with_the_condition() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    women, men = found.group("female"), found.group("male")
    assert (women["value"], women["rest"]) == pytest.approx((0.4, 0.6))
    assert women["gap"] == pytest.approx(0.4 / 0.6)
    assert men["gap"] == pytest.approx(1.5)
    assert women["low"] < women["value"] < women["high"]


def test_who_is_not_compared_is_counted() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.left()["not enrolled in the period"] == 1
    assert found.figure("unknown") == pytest.approx(1 / 7)
    assert found.figure("no_reference") == pytest.approx(1 / 7)
    assert found.figure("difference", "female") == pytest.approx(-0.2)


def test_who_did_not_say_has_no_share() -> None:
    assert np.isnan(measured(MEASURE, EXAMPLE, "sex").group("unknown")["value"])
