"""Studies that demand English, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.research.english_rule import MEASURE

EXAMPLE = """
study
study_key  condition  sponsor   status  english_required  english_reason
s1         asthma     federal   open    yes               no
s2         asthma     federal   open    yes               yes
s3         lupus      federal   open    no                -
s4         lupus      industry  open    yes               -
s5         lupus      industry  closed  yes               no
s6         lupus      industry  open    -                 -

s5 is closed, and of s6 it is not on record. s1 demands English without a reason; s2 has one. s4
has none on record.
federal: 1 / 3; industry: 1 / 1
"""


def test_a_reason_must_be_on_record() -> None:
    found = measured(MEASURE, EXAMPLE, "sponsor")
    federal, industry = found.group("federal"), found.group("industry")
    assert (federal["met"], federal["units"]) == (1, 3)
    assert federal["value"] == pytest.approx(1 / 3)
    assert (industry["met"], industry["units"]) == (1, 1)
    assert found.left()["not with its language rule on record"] == 1
