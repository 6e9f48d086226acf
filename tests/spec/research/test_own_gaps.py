"""Our own gaps and the research on them, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.research.own_gaps import MEASURE

EXAMPLE = """
local_gap
gap_key  measure          view      stratum   condition     found       closed
g1       care.bp_control  sex       male      hypertension  2024-03-01  -
g2       care.bp_control  language  es        hypertension  2024-03-01  -
g3       care.a1c_poor    language  es        diabetes      2024-03-01  -
g4       care.breast      language  zh        cancer        2024-03-01  2024-12-31
g5       care.breast      language  ar        cancer        2025-03-01  -

portfolio_item
kind   condition     dollars  began       ended       gap_key
grant  hypertension  900.00   2024-01-01  -           g1
grant  hypertension  0.00     2024-01-01  -           g2
grant  diabetes      500.00   2022-01-01  2024-06-30  g3
grant  cancer        500.00   2025-06-01  -           g5
grant  cancer        500.00   2025-06-01  -           -

g4 was no longer found in 2025. g1 and g5 have funded items; g2's has no money, g3's had ended.
2 / 4 = 50%
"""


def test_a_gap_counts_as_funded_where_an_item_with_money_names_it() -> None:
    found = measured(MEASURE, EXAMPLE, "whole")
    counts = found.gathered.counts
    assert (counts.total_events, counts.total_denominator) == (2, 4)
    assert found.judged.total_rate == pytest.approx(0.5)
