"""The presentation rule for proportions, case by case; labels exact."""

import math

import pytest
from tests.reference.vectors import cases

from commonweal.stats.decision.presentation import nchs


def same(ours, expected):
    if expected is None:
        return math.isnan(ours)
    return ours == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("case", cases("statistics", "nchs"))
def test_the_presentation_rule_gives_the_same_numbers_and_labels(case):
    ours = nchs([case["events"]], [case["n"]], deff=case["deff"], df=case.get("df"))
    assert same(ours.share.value[0], case["p"])
    assert same(ours.effective[0], case["n_eff"])
    low, high = case["kg_ci95"]
    assert same(ours.share.low[0], low)
    assert same(ours.share.high[0], high)
    assert same(ours.width[0], case["abs_width"])
    assert same(ours.relative_width[0], case["rel_width_pct"])
    assert same(ours.relative_complement[0], case["rel_width_complement_pct"])
    assert ours.display == (case["display"],)
    assert list(ours.flags[0]) == case["flags"]
