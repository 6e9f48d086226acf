"""Interpreters where they are needed, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.care.interpreter_provided import MEASURE

EXAMPLE = """
patient
patient_key  birth       language  interpreter_needed
ann          1980-02-01  es        yes
bea          1975-03-01  es        yes
cat          1990-04-01  zh        yes
dee          1990-04-01  zh        no
eve          1990-04-01  so        -

encounter
encounter_key  patient_key  visit_class  status    start
e1             ann          AMB          finished  2025-02-01
e2             ann          AMB          finished  2025-03-01
e3             bea          EMER         finished  2025-03-01
e4             bea          AMB          finished  2025-04-01
e5             cat          IMP          finished  2025-04-01
e6             cat          AMB          finished  2025-05-01
e7             cat          AMB          planned   2025-06-01
e8             dee          AMB          finished  2025-05-01
e9             eve          AMB          finished  2025-05-01
e10            cat          AMB          finished  2024-05-01

interpreter_use
interpreter_use_key  encounter_key  patient_key  mode                  declined
i1                   e1             ann          video                 no
i2                   e2             ann          family                no
i3                   e3             bea          -                     yes
i4                   e5             cat          bilingual_clinician   -
i5                   e5             cat          family                no
i6                   e8             dee          phone                 no

ann: e1 on video (yes), e2 by family (no). bea: e3 declined, which is set apart; e4 nothing (no).
cat: e5 by a bilingual clinician, also family (yes); e6 nothing (no). dee needs none, and nobody
asked eve. Spanish: 1 of 3. Chinese: 1 of 2. Together 2 of 5 (40%).
"""


def test_family_is_no_interpreter_and_nothing_is_nothing() -> None:
    found = measured(MEASURE, EXAMPLE, "language")
    spanish, chinese = found.group("es"), found.group("zh")
    assert (spanish["met"], spanish["units"], spanish["people"]) == (1, 3, 2)
    assert (chinese["met"], chinese["units"]) == (1, 2)
    assert found.judged.total_rate == pytest.approx(0.4)


def test_who_declined_is_set_apart_and_who_needs_none_is_not_there() -> None:
    left = measured(MEASURE, EXAMPLE, "language").left()
    assert left["exception: the person declined help"] == 1
    assert sum(left.values()) == 6
