"""Our adjusted p-values beside base R p.adjust, in the order given."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.decision.multiplicity import bh, bonferroni, by, hochberg, holm

METHODS = {"bonferroni": bonferroni, "holm": holm, "hochberg": hochberg, "BH": bh, "BY": by}


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("case", cases("statistics", "multiplicity"))
def test_adjusted_p_values_match_in_input_order(case, name):
    assert METHODS[name](case["p"]) == pytest.approx(case[name], rel=0, abs=1e-12)
