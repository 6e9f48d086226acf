"""Our raises beside a linear programme that makes the lowest ratio highest."""

import inspect

import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import same

from commonweal.stats.pay.remedy import to_floor, within_budget

CASES = pytest.mark.parametrize("case", cases("workforce", "remediation"))


@CASES
def test_raises_to_a_floor_match(case):
    given, expected = case["input"], case["expected"]
    ours = to_floor(given["predicted"], given["pay"], given["floor_pct"])
    same(ours.cost, expected["full_cost_to_floor"])
    assert ours.raises == pytest.approx(expected["adjust_to_floor"], rel=1e-9, abs=1e-6)


@CASES
def test_raises_within_a_budget_match(case):
    given, expected = case["input"], case["expected"]
    ours = within_budget(given["predicted"], given["pay"], given["budget"])
    same(ours.level, expected["max_min_ratio"])
    same(ours.cost, given["budget"])
    assert ours.raised == expected["raised"]
    assert ours.raises == pytest.approx(expected["adjust_max_min"], rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("remedy", [to_floor, within_budget])
def test_a_remedy_knows_pay_and_prediction_and_nothing_else_of_a_person(remedy):
    assert list(inspect.signature(remedy).parameters)[:2] == ["predicted", "pay"]
    assert len(inspect.signature(remedy).parameters) == 3
