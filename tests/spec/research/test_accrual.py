"""Whether studies fill in time, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.research.accrual import MEASURE

EXAMPLE = """
study
study_key  condition  department  sponsor   target  first_planned  last_planned
s1         asthma     lungs       federal   2       2025-01-01     2026-12-31
s2         asthma     lungs       federal   3       2025-01-01     2026-12-31
s3         lupus      joints      internal  1       2025-03-01     2026-06-30
s4         lupus      joints      internal  -       2025-07-01     2026-06-30
s5         lupus      joints      internal  9       2025-07-01     2025-11-30
s6         lupus      joints      internal  1       2025-07-01     2026-06-30

study_site
study_key  site   activated
s3         north  2025-07-01
s3         south  2025-11-01

participant
participant_key  sex
ann              female
bea              female
cai              male
dan              male

recruit_event
study_key  participant_key  event     at
s1         ann              enrolled  2025-02-01
s1         bea              enrolled  2025-03-01
s2         cai              enrolled  2025-04-01
s2         dan              enrolled  2025-05-01

s4 has no target and s5 has ended. s1 has both its people: a chance of 1. s2 had 2 people in 364
days = 11.96 months and needs 1 more in 365 days = 11.99 months. Believed beforehand: half a
person in half a month, so 2.5 people in 12.46 months. At least one comes with the
chance 1 - (12.46 / (12.46 + 11.99)) ^ 2.5 = 0.815. s3, open since its first site is,
and s6 had nobody in 183 days = 6.01 months and need 1 in 181 days = 5.95:
1 - (6.51 / (6.51 + 5.95)) ^ 0.5 = 0.277.
lungs: (1 + 0.815) / 2
"""
MONTH = 30.4375


def test_the_chance_to_fill_in_time_is_averaged_by_department() -> None:
    found = measured(MEASURE, EXAMPLE, "department")
    lived, ahead = 0.5 + 364 / MONTH, 365 / MONTH
    second = 1 - (lived / (lived + ahead)) ** 2.5
    assert second == pytest.approx(0.815, abs=0.001)
    assert found.group("lungs")["value"] == pytest.approx((1 + second) / 2)
    lived, ahead = 0.5 + 183 / MONTH, 181 / MONTH
    assert found.group("joints")["value"] == pytest.approx(1 - (lived / (lived + ahead)) ** 0.5)


def test_studies_are_told_by_how_they_stand() -> None:
    found = measured(MEASURE, EXAMPLE, "sponsor")
    assert [found.figure(key) for key in ("on_time", "watch", "act")] == [2, 2, 0]
    assert found.left()["not with a target and planned days"] == 1
