"""Our local hires beside made-up hires by area."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.community.hires import local_hires


@pytest.mark.parametrize("case", cases("community", "local_hiring"))
def test_hires(case):
    areas, expected = case["input"]["areas"], case["expected"]
    column = {key: [area[key] for area in areas] for key in areas[0]}
    ours = local_hires(
        column["hires"],
        column["impact"],
        priority=column["priority"],
        labor_force=column["labour_force"],
        placed=column["geocoded"],
    )
    assert ours.impact.n[0] == expected["hires"]
    for estimate, key in (
        (ours.impact, "impact_hire_share"),
        (ours.priority, "priority_share_geocoded"),
        (ours.quotient, "location_quotient"),
        (ours.per_1000, "hires_per_1000_labour_force_priority"),
    ):
        if expected.get(key) is None:
            assert estimate.status == ("undefined",)
        else:
            assert estimate.value[0] == pytest.approx(expected[key], rel=1e-12)
    for estimate, key in (
        (ours.impact, "impact_ci"),
        (ours.priority, "priority_ci"),
        (ours.bounds, "priority_bounds_with_ungeocoded"),
    ):
        if expected.get(key) is not None:
            limits = [estimate.low[0], estimate.high[0]]
            assert limits == pytest.approx(expected[key], rel=1e-12)
