"""Our projections: a published worked example and R."""

import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import same

from commonweal.stats.flows.projection import (
    chance_of_top,
    flows,
    hires_to_hold,
    leavers,
    projected,
    spread,
    steady_state,
    years_in_grades,
)

CASES = pytest.mark.parametrize("case", cases("workforce", "stock_flow"))


def read(case):
    given = case["input"]
    return flows(given["P"], given["stock0"], given["hires"]), given["years"]


@CASES
def test_stocks_and_their_spread_match(case):
    (moving, years), expected = read(case), case["expected"]
    same(projected(moving, years)[:, 0], expected["stock"])
    same(spread(moving, years)[:, 0], expected["sd"])
    same(moving.leaving[0], expected["wastage"])
    same(leavers(moving, years)[:, 0], expected["leavers"])


@CASES
def test_where_people_end_matches(case):
    (moving, _), expected = read(case), case["expected"]
    same(years_in_grades(moving)[0], expected["fundamental"])
    same(years_in_grades(moving)[0].sum(axis=1), expected["expected_years_in_system"])
    same(chance_of_top(moving)[0], expected["prob_ever_top"])
    steady = steady_state(moving)[0]
    same(steady.value, expected["steady_state"])
    assert (expected["steady_state"] is None) == (not steady.ok.all())
    same(hires_to_hold(moving, case["input"]["target"]), expected["hires_to_hold"])
