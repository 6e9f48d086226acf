"""Our adjusted p-values beside base R p.adjust, in the order given."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.decision.multiplicity import (
    bh,
    bh_within,
    bonferroni,
    by,
    hochberg,
    holm,
)

METHODS = {"bonferroni": bonferroni, "holm": holm, "hochberg": hochberg, "BH": bh, "BY": by}


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("case", cases("statistics", "multiplicity"))
def test_adjusted_p_values_match_in_input_order(case, name):
    assert METHODS[name](case["p"]) == pytest.approx(case[name], rel=0, abs=1e-12)


@pytest.mark.parametrize("case", cases("statistics", "multiplicity"))
def test_a_family_among_others_is_adjusted_alone(case):
    others = [0.001, 0.5, 0.04]
    family = [1, *[2] * len(case["p"]), 1, 3]
    ours = bh_within([others[0], *case["p"], *others[1:]], family)[1:-2]
    assert ours == pytest.approx(case["BH"], rel=0, abs=1e-12)
