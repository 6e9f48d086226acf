"""Worked example of workforce.selection_screened: one stage, within each search."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.selection_screened import MEASURE

EXAMPLE = """
applicant
applicant_key  sex
ann            female
bea            female
cora           female
dora           female
eva            female
finn           male
gus            male
hal            male
ian            male

requisition
req_id  opened      filled      cancelled
q1      2025-01-10  2025-03-01  -
q2      2025-02-01  -           2025-05-01
q3      2025-10-01  2025-12-20  -

application
app_id  req_id  applicant_key  met_basic_quals
a1      q1      ann            yes
a2      q1      bea            yes
a3      q1      finn           yes
a4      q1      gus            yes
a5      q2      cora           yes
a6      q2      dora           yes
a7      q2      hal            yes
a8      q2      ian            yes
a9      q2      eva            no
a10     q3      eva            yes

stage_move
app_id  applicant_key  stage  outcome
a1      ann            applied  rejected
a2      bea            applied  advanced
a3      finn           applied  advanced
a4      gus            applied  rejected
a5      cora           applied  rejected
a6      dora           applied  rejected
a7      hal            applied  advanced
a8      ian            applied  withdrawn
a9      eva            applied  rejected
a10     eva            applied  advanced

In q1 one of two women and one of two men went on; in q2 none of two women and one of one man. ian
withdrew, eva lacked the basic qualifications, and q3 had not been over for thirty days.
women 1 of 4, men 2 of 3. Within searches: (1 * 2 / 4 + 0) / (1 * 2 / 4 + 1 * 2 / 3) = 3 / 7, so
that men in the searches of women stand at 1 / 4 over 3 / 7 = 7 / 12.
All as one: 1 / 4 over 2 / 3 = 3 / 8; women short by 4 * 3 / 7 - 1 = 5 / 7 of a person.
"""


def test_rates_are_compared_within_each_search() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    women, men = found.group("female"), found.group("male")
    assert (women["met"], women["units"]) == (1, 4)
    assert (men["met"], men["units"]) == (2, 3)
    assert women["value"] == pytest.approx(1 / 4)
    assert women["rest"] == pytest.approx(7 / 12)
    assert women["gap"] == pytest.approx(3 / 7)
    assert men["gap"] == pytest.approx(7 / 3)


def test_thresholds_and_shortfall_stand_beside() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.figure("impact_ratio", "female") == pytest.approx(3 / 8)
    assert found.figure("shortfall", "female") == pytest.approx(5 / 7)
    assert found.figure("to_four_fifths", "female") == 2


def test_who_withdrew_or_lacked_qualifications_is_counted_apart() -> None:
    left = measured(MEASURE, EXAMPLE, "sex").left()
    assert left["not with basic qualifications"] == 1
    assert left["excluded: withdrawn by the applicant"] == 1
    assert sum(left.values()) == 9
