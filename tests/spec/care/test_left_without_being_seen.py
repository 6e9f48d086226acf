"""Emergency visits left without being seen, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.care.left_without_being_seen import MEASURE

EXAMPLE = """
patient
patient_key  birth       language
ann          1980-02-01  en
bea          1975-03-01  es
cat          1990-04-01  es

encounter
encounter_key  patient_key  visit_class  status    start                end                  disposition
e1             ann          EMER         finished  2025-02-01T10:00:00  2025-02-01T12:00:00  http://snomed.info/sct|306689006
e2             ann          EMER         finished  2025-03-01T10:00:00  2025-03-01T12:00:00  -
e3             bea          EMER         finished  2025-03-01T10:00:00  2025-03-01T12:00:00  http://snomed.info/sct|21541000119102
e4             bea          EMER         finished  2025-04-01T10:00:00  2025-04-01T12:00:00  http://snomed.info/sct|306689006
e5             cat          EMER         finished  2025-04-01T10:00:00  2025-04-01T12:00:00  -
e6             cat          EMER         finished  2025-05-01T10:00:00  2025-05-01T12:00:00  -
e7             cat          EMER         planned   2025-05-02T10:00:00  2025-05-02T12:00:00  -
e8             cat          AMB          finished  2025-05-03T10:00:00  2025-05-03T12:00:00  -
e9             cat          EMER         finished  2024-12-31T23:00:00  2025-01-01T02:00:00  -

ed_track
ed_track_key  encounter_key  patient_key  arrived              seen                 outcome
t2            e2             ann          2025-03-01T10:00:00  2025-03-01T10:20:00  -
t4            e4             bea          2025-04-01T10:00:00  -                    left_unseen
t5            e5             cat          2025-04-01T10:00:00  -                    discharged
t9            e9             cat          2024-12-31T23:00:00  -                    left_unseen

What the tracking board says goes before the disposition; who was seen did not leave unseen.
e1 home (no), e2 seen by a provider (no), e3 by its disposition (yes), e4 by the board (yes),
e5 discharged (no), e6 neither: its end is not recorded, so it is not counted. e7 was planned
only, e8 is no emergency visit, and e9 began the year before.
Spanish: 2 of 3 visits of 2 people; English: 0 of 2. Together 2 of 5.
"""  # noqa: E501  rows of a table


def test_the_board_goes_before_the_disposition() -> None:
    found = measured(MEASURE, EXAMPLE, "language")
    spanish, english = found.group("es"), found.group("en")
    assert (spanish["met"], spanish["units"], spanish["people"]) == (2, 3, 2)
    assert (english["met"], english["units"]) == (0, 2)
    assert found.judged.total_rate == pytest.approx(2 / 5)


def test_a_visit_without_a_recorded_end_is_not_counted() -> None:
    left = measured(MEASURE, EXAMPLE, "language").left()
    assert left == {"not with a recorded end": 1, "not_met": 3, "met": 2}
