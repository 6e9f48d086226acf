"""Booked visits that we cancelled, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.care.cancelled_by_us import MEASURE

EXAMPLE = """
patient
patient_key  birth       race
ann          1980-02-01  asian
bea          1975-03-01  asian
cat          1990-04-01  black

appointment
appointment_key  patient_key  start             status     cancelled_by
a1               ann          2025-02-01T10:00  fulfilled  -
a2               ann          2025-03-01T10:00  cancelled  provider
a3               ann          2025-03-08T10:00  cancelled  patient
a4               bea          2025-03-01T10:00  noshow     -
a5               bea          2025-04-01T10:00  cancelled  system
a6               bea          2025-04-02T10:00  cancelled  -
a7               cat          2025-04-02T10:00  booked     -
a8               cat          2025-04-03T10:00  cancelled  patient
a9               cat          2025-04-04T10:00  proposed   -
a10              cat          2026-01-02T10:00  cancelled  system

Asian: a1 no, a2 yes, a3 no, a4 no, a5 yes: 2 of 5; nobody wrote who cancelled a6, so it is not
counted. Black: a7 and a8 no: 0 of 2. a9 was never booked and a10 is of the next year.
"""


def test_what_people_cancel_themselves_is_not_ours() -> None:
    found = measured(MEASURE, EXAMPLE, "race_ethnicity")
    asian, black = found.group("asian"), found.group("black")
    assert (asian["met"], asian["units"], asian["people"]) == (2, 5, 2)
    assert (black["met"], black["units"]) == (0, 2)
    assert found.judged.total_rate == pytest.approx(2 / 7)


def test_a_cancellation_by_nobody_known_is_not_counted() -> None:
    left = measured(MEASURE, EXAMPLE, "race_ethnicity").left()
    assert left["not booked, and known by whom if cancelled"] == 1
    assert sum(left.values()) == 8
