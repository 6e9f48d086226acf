"""Our levers, each tried on the same flows."""

import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import same

from commonweal.stats.flows.levers import (
    equally_promoted,
    equally_retained,
    retained,
    wider_pool,
)
from commonweal.stats.flows.projection import flows, projected

LEVERS = {
    "retention": lambda moving, lever: retained(moving, lever["x"]),
    "equalise_separation": lambda moving, _: equally_retained(moving),
    "equalise_promotion": lambda moving, _: equally_promoted(moving),
    "applicant_pool": lambda moving, lever: wider_pool(moving, 0, lever["share"]),
}
SIDES = ("focal", "rest")


@pytest.mark.parametrize("case", cases("workforce", "projection_scenarios"))
def test_every_lever_matches(case):
    given, expected = case["input"], case["expected"]
    columns = ([given[name][side] for side in SIDES] for name in ("P", "stock0", "hires"))
    moving = flows(*columns)
    tried = {"baseline": moving}
    for lever in given["levers"]:
        tried[lever["name"]] = LEVERS[lever["type"]](moving, lever)
    assert set(tried) == set(expected)
    for name, theirs in expected.items():
        ours = projected(tried[name], given["years"])
        for at, side in enumerate(SIDES):
            same(ours[-1, at], theirs["final_stock"][side])
        same(ours[-1, 0] / ours[-1].sum(axis=0), theirs["share_by_grade_final"])
        same(ours[:, 0].sum(axis=1) / ours.sum(axis=(1, 2)), theirs["share_total"])
