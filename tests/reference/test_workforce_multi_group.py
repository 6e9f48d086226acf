"""Our several groups of one pool beside exact fractions."""

from fractions import Fraction

import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import same

from commonweal.stats.selection.groups import against_highest


@pytest.mark.parametrize("case", cases("workforce", "multi_group"))
def test_ratios_to_the_highest_group_match_exactly(case):
    groups, expected = case["input"]["groups"], case["expected"]
    names = [row["group"] for row in groups]
    ours = against_highest(
        names,
        [row["selected"] for row in groups],
        [row["applicants"] for row in groups],
        case["input"]["min_share"],
    )
    assert names[ours.highest] == expected["highest_group"]
    for at, row in enumerate(expected["rows"]):
        assert names[at] == row["group"]
        exact = row["impact_ratio_exact"]
        assert ours.exact[at] == (None if exact is None else Fraction(exact))
        same(ours.ratio.value[at], row["impact_ratio"])
        same(ours.below.value[at], row["below_four_fifths"])
        same(ours.share.value[at], row["share_of_pool"])
        same(ours.rate.value[at], row["rate"])
        assert bool(ours.eligible[at]) == row["comparator_eligible"]
