"""The exact test within many requisitions: every table of all of them counted by hand."""

from __future__ import annotations

from itertools import product
from math import comb

import pytest

from commonweal.stats.selection.exact import mid_p, stratified_mid_p
from commonweal.stats.selection.strata import mantel_haenszel_test, read_strata

Table = tuple[int, int, int, int]


def by_hand(tables: list[Table]) -> float:
    """Count every way to hold all margins, as the test is defined."""
    ways: dict[int, int] = {}
    ranges = [range(max(0, x + y - m), min(n, x + y) + 1) for x, n, y, m in tables]
    for chosen in product(*ranges):
        weight = 1
        for one, (x, n, y, m) in zip(chosen, tables, strict=True):
            weight *= comb(n, one) * comb(m, x + y - one)
        ways[sum(chosen)] = ways.get(sum(chosen), 0) + weight
    seen = ways[sum(x for x, *_ in tables)]
    as_rare = sum(weight for weight in ways.values() if weight <= seen)
    return (as_rare - seen / 2) / sum(ways.values())


@pytest.mark.parametrize(
    "tables",
    [
        [(1, 4, 3, 4)],
        [(1, 4, 3, 4), (1, 4, 2, 4)],
        [(0, 3, 2, 5), (2, 6, 1, 2), (1, 1, 0, 3)],
        [(3, 5, 3, 5), (2, 4, 2, 4)],
    ],
)
def test_every_table_is_counted(tables: list[Table]) -> None:
    strata = read_strata(*zip(*tables, strict=True))
    assert stratified_mid_p(strata).value[0] == pytest.approx(by_hand(tables), rel=1e-12)


def test_one_requisition_is_the_plain_test() -> None:
    strata = read_strata([12], [40], [48], [80])
    plain = mid_p([12], [40], [48], [80]).value[0]
    assert stratified_mid_p(strata).value[0] == pytest.approx(plain, rel=1e-12)


def test_with_many_it_is_near_the_chi_square() -> None:
    strata = read_strata([89, 17, 202], [108, 25, 593], [512, 353, 120], [825, 560, 325])
    near = mantel_haenszel_test(strata).p[0]
    assert stratified_mid_p(strata).value[0] == pytest.approx(near, rel=0.15)


def test_an_analysis_without_variation_is_undefined() -> None:
    strata = read_strata([0, 1], 4, [0, 3], 4, ["a", "b"])
    assert stratified_mid_p(strata).reason == ("no_variation", "")
