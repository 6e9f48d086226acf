"""Minutes until a provider sees the person, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.care.wait_to_provider import MEASURE

EXAMPLE = """
patient
patient_key  birth       sex
ann          1980-02-01  female
bea          1975-03-01  female
carl         1990-04-01  male
dan          1991-04-01  male

encounter
encounter_key  patient_key  visit_class  status    start
e1             ann          EMER         finished  2025-02-01T10:00:00
e2             ann          EMER         finished  2025-03-01T10:00:00
e3             bea          EMER         finished  2025-03-01T10:00:00
e4             carl         EMER         finished  2025-04-01T10:00:00
e5             carl         EMER         finished  2025-04-02T10:00:00
e6             dan          EMER         finished  2025-05-01T10:00:00
e7             dan          EMER         finished  2025-05-02T10:00:00
e8             dan          EMER         finished  2025-05-03T10:00:00

ed_track
ed_track_key  encounter_key  patient_key  arrived              seen                 outcome
t1            e1             ann          2025-02-01T10:00:00  2025-02-01T10:30:00  discharged
t2            e2             ann          2025-03-01T10:00:00  2025-03-01T10:50:30  admitted
t3            e3             bea          2025-03-01T10:00:00  2025-03-01T10:40:00  discharged
t4            e4             carl         2025-04-01T23:50:00  2025-04-02T00:10:00  discharged
t5            e5             carl         2025-04-02T10:00:00  2025-04-02T09:50:00  discharged
t6            e6             dan          2025-05-01T10:00:00  2025-05-01T10:10:00  discharged
t7            e7             dan          2025-05-02           2025-05-02T10:10:00  discharged
t8            e8             dan          2025-05-03T10:00:00  2025-05-03T10:45:00  left_unseen
t9            e6             dan          2025-05-01T11:00:00  2025-05-01T11:30:00  discharged

Women: 30, 50.5 and 40 minutes: 40.1667 on average, of 2 people. Men: 20 (over midnight) and 10:
15. carl's second visit is seen before it arrives and dan's second has no time of arrival, so both
have no wait; his third left unseen. The board has e6 twice: the first arrival counts.
Together (30 + 50.5 + 40 + 20 + 10) / 5 = 30.1, the middle one 30.
"""


def test_means_are_worked_by_hand() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    women, men = found.group("female"), found.group("male")
    assert women["value"] == pytest.approx(120.5 / 3)
    assert (women["people"], men["people"]) == (2, 2)
    assert men["value"] == pytest.approx(15)
    assert women["gap"] == pytest.approx(120.5 / 3 - 15)
    assert found.judged.total_rate == pytest.approx(30.1)


def test_the_middle_wait_stands_beside() -> None:
    assert measured(MEASURE, EXAMPLE, "sex").figure("median") == 30


def test_who_left_unseen_is_set_apart_and_slips_of_the_clock_are_no_waits() -> None:
    left = measured(MEASURE, EXAMPLE, "sex").left()
    assert left["not with a time of arrival and of being seen"] == 2
    assert left["not stayed until seen"] == 1
