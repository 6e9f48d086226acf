"""From referral to a job, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.community.pathway import MEASURE

EXAMPLE = """
pathway
pathway_key  label    capacity
w1           aides    20
w2           kitchen  20

pathway_participant
participant_key  pathway_key  referred    race
ann              w1           2024-06-01  white
ben              w1           2024-06-01  white
cleo             w1           2024-09-01  black
dev              w1           2025-01-01  black
ema              w2           2025-01-01  black
finn             w2           2025-05-05  -
gus              w2           2025-05-06  white
hana             w2           2024-05-04  white

pathway_stage
participant_key  stage        reached
ann              enrolled     2024-07-01
ann              completed    2024-09-01
ann              interviewed  2024-09-15
ann              offered      2024-10-01
ann              started      2024-11-01
ann              retained     2025-02-01
ben              enrolled     2024-07-01
ben              completed    2024-09-01
cleo             enrolled     2024-10-01
dev              enrolled     2025-02-01
dev              started      2025-06-01
ema              enrolled     2026-01-02

The year of referrals ends 240 days before the last day of 2025, on 2025-05-05, and begins on
2024-05-06: gus is too late, and hana too early.
aides: ann and dev of ann, ben, cleo, dev started: 2 / 4; kitchen: none of ema, finn: 0 / 2; ema's
first stage lies after the period
stages of the six: enrolled 4 of 6; completed 3 of 4 (dev started, and so had completed);
interviewed 2 of 3; offered 2 of 2; started 2 of 2; retained 1 of 2
"""


def test_the_share_who_started_by_pathway() -> None:
    found = measured(MEASURE, EXAMPLE, "pathway_name")
    aides, kitchen = found.group("aides"), found.group("kitchen")
    assert (aides["met"], aides["units"]) == (2, 4)
    assert (kitchen["met"], kitchen["units"]) == (0, 2)
    assert aides["gap"] == pytest.approx(0.5)


def test_each_stage_of_those_who_reached_the_one_before() -> None:
    found = measured(MEASURE, EXAMPLE, "pathway_name")
    rates = {"enrolled": 4 / 6, "completed": 3 / 4, "interviewed": 2 / 3, "offered": 1.0,
             "started": 1.0, "retained": 1 / 2}  # fmt: skip
    for stage, rate in rates.items():
        assert found.figure("stage", stage) == pytest.approx(rate)
    assert found.figure("reached", "started") == pytest.approx(2 / 6)


def test_people_may_be_grouped_by_what_they_said_of_themselves() -> None:
    found = measured(MEASURE, EXAMPLE, "race_ethnicity")
    assert found.group("black")["value"] == pytest.approx(1 / 3)
    assert found.group("white")["value"] == pytest.approx(1 / 2)
