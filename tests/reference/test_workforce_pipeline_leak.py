"""Our split of the gap at the top: the parts, every subset, and that they add to the gap."""

import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import same

from commonweal.stats.flows.leak import leak
from commonweal.stats.flows.projection import flows


@pytest.mark.parametrize("case", cases("workforce", "pipeline_leak"))
def test_the_parts_match_and_add_to_the_gap(case):
    given, expected = case["input"], case["expected"]
    columns = (
        [given[name][side] for side in ("focal", "rest")] for name in ("P", "stock0", "hires")
    )
    ours = leak(flows(*columns), 0, 1, given["years"])
    same(ours.actual, expected["top_share_actual"])
    same(ours.equal_flows, expected["top_share_equal_flows"])
    assert set(ours.parts) == set(expected["shapley"])
    for part, theirs in expected["shapley"].items():
        same(ours.parts[part], theirs)
    for taken, share in ours.subsets.items():
        same(share, expected["subsets"]["+".join(taken) or "none"])
    same(sum(ours.parts.values()), ours.equal_flows - ours.actual)
