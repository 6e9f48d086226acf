"""Worked example of workforce.selection: the whole way, and the ratios of its stages."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.selection import MEASURE

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
app_id  applicant_key  stage        outcome
a1      ann            applied      rejected
a2      bea            applied      advanced
a2      bea            screened     advanced
a2      bea            interviewed  advanced
a2      bea            offered      declined
a3      finn           interviewed  rejected
a4      gus            offered      advanced
a5      cora           screened     rejected
a6      dora           interviewed  rejected
a7      hal            offered      advanced
a8      ian            screened     withdrawn
a9      eva            applied      rejected
a10     eva            offered      advanced

An offer that is declined is an offer. ian withdrew before one, eva lacked the qualifications, and
q3 had not been over for thirty days.
q1: one of two women, one of two men; q2: none of two women, one of one man: (2 / 4) / (2 / 4 +
2 / 3) = 3 / 7.
women applied 4, screened 3, interviewed 2, offered 1; men 3, 3, 3, 2. So the screen has the ratio
(3 / 4) / (3 / 3), the invitation (2 / 3) / (3 / 3), the offer (1 / 2) / (2 / 3): their product is
3 / 8, the whole way as one.
"""


def test_the_whole_way_is_compared_within_each_search() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.group("female")["value"] == pytest.approx(1 / 4)
    assert found.group("female")["gap"] == pytest.approx(3 / 7)
    assert found.left()["excluded: withdrawn before an offer"] == 1


def test_the_ratios_of_the_stages_multiply_to_that_of_the_way() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    stages = [found.figure(f"stage_{stage}", "female") for stage in (2, 3, 4)]
    assert stages == pytest.approx([3 / 4, 2 / 3, 3 / 4])
    assert stages[0] * stages[1] * stages[2] == pytest.approx(
        found.figure("impact_ratio", "female")
    )
