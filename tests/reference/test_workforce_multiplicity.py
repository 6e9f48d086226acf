"""Our adjustments for many cells beside R p.adjust."""

import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import same

from commonweal.stats.decision.multiplicity import bh, holm


@pytest.mark.parametrize("case", cases("workforce", "multiplicity"))
def test_adjusted_p_values_match(case):
    same(bh(case["input"]["p"]), case["expected"]["BH"])
    same(holm(case["input"]["p"]), case["expected"]["holm"])
