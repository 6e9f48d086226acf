"""Trust vectors: what a reader learns of a grid, what protects it, which rates are shown."""

from __future__ import annotations

from itertools import product
from math import ceil

import pytest
from tests.reference.vectors import cases

from commonweal.disclosure.grid import Key, grid_bounds, grid_keys, protect_grid
from commonweal.disclosure.policy import Policy
from commonweal.disclosure.primary import judge_rate

CASES = cases("trust", "vectors")


def of(kind: str) -> list[object]:
    """Give the cases of one kind; a file without any is one skip that says so."""
    found = [case for case in CASES if case.values[0] and case.values[0]["kind"] == kind]
    absent = pytest.param(None, marks=pytest.mark.skip(reason=f"no trust vectors of kind {kind}"))
    return found or [absent]


def keys(listed: list[list[int | None]]) -> set[Key]:
    return {tuple(key) for key in listed}


@pytest.mark.parametrize("case", of("grid"))
def test_small_counts_of_a_grid_are_found(case):
    cells = dict(zip(product(*map(range, case["shape"])), case["values"], strict=True))
    small = set()
    for key in grid_keys(case["shape"]):
        count = sum(
            value
            for cell, value in cells.items()
            if all(k in (None, c) for k, c in zip(key, cell, strict=True))
        )
        if 1 <= count < case["threshold"]:
            small.add(key)
    assert small == keys(case["primary"])
    assert small <= protect_grid(case["shape"], case["values"], case["threshold"])


@pytest.mark.parametrize("case", of("grid"))
def test_attack_learns_what_hiding_only_small_counts_gives_away(case):
    found = grid_bounds(case["shape"], case["values"], keys(case["primary"]))
    expected = {tuple(key): (least, most) for key, least, most in case["primary_only_bounds"]}
    assert found == expected


@pytest.mark.parametrize("reach", [False, True], ids=["width", "width-and-reach"])
@pytest.mark.parametrize("case", of("grid"))
def test_no_small_count_of_a_protected_grid_can_be_worked_out(case, reach):
    hidden = protect_grid(case["shape"], case["values"], case["threshold"], reach=reach)
    bounds = grid_bounds(case["shape"], case["values"], hidden)
    for key in keys(case["primary"]):
        least, most = bounds[key]
        assert least < most
        assert most - least >= case["threshold"] - 1
        assert most >= case["threshold"] or not reach


@pytest.mark.parametrize("case", of("grid"))
def test_few_cells_protect_a_grid(case):
    best = case["best_width10"]
    if best is None:
        pytest.skip("the vector knows no best count: more than 6 further cells are needed")
    hidden = protect_grid(case["shape"], case["values"], case["threshold"], reach=False)
    further = hidden - keys(case["primary"])
    assert len(further) <= ceil(1.1 * best["count"])
    assert not any(None in key for key in further)


def test_cells_that_protect_are_the_fewest_over_the_whole_set():
    known = [case.values[0] for case in of("grid") if case.values[0]]
    known = [case for case in known if case["best_width10"]]
    if not known:
        pytest.skip("no grid with a best count")
    counts = [
        len(protect_grid(case["shape"], case["values"], case["threshold"], reach=False))
        - len(case["primary"])
        for case in known
    ]
    best = [case["best_width10"]["count"] for case in known]
    assert sum(counts) <= 1.1 * sum(best)
    assert sum(a <= b for a, b in zip(counts, best, strict=True)) >= 0.9 * len(best)


@pytest.mark.parametrize("case", of("rate"))
def test_a_rate_is_three_counts(case):
    rule = judge_rate(case["numerator"], case["denominator"], Policy(case["threshold"]))
    assert rule.publishable == case["publishable"]
    assert rule.certainty == case["certainty"]
    if rule.certainty and case["denominator"] < 50:
        assert not rule.shown


@pytest.mark.parametrize("case", of("editions"))
def test_linked_editions_give_nobody_away(case):
    pytest.skip("editions of one table are not linked yet")
