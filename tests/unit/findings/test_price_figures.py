"""The price of knowing a difference of figures: an interval halves with four times as many."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.findings.figured import declared
from tests.unit.findings.made import YEAR

from commonweal.disclosure import Gap, Hidden, Rate, Reason, ReleasedRow
from commonweal.findings.price import price
from commonweal.kinds import Period
from commonweal.measures.measure import Measure
from commonweal.tables.views import by_name

VIEW = by_name("sex")
EVERYBODY = ReleasedRow(None, 900, (), 900, 0, 900, Rate(30.0), None, "")
RATIO: dict[str, Any] = {"gap": "ratio", "smallest_difference": 0.8}


def gap(mdd: float, rest: float = 30.0, *, ratio: bool = False) -> Gap:
    return Gap(1.0, -9.0, 11.0, None, rest, 0.5, 0.5, mdd, "worse", as_ratio=ratio)


def priced(
    distance: Gap | Hidden | None, grade: str = "I", count: int = 100, period: Period = YEAR,
    **changes: Any,
) -> str:  # fmt: skip
    measure: Measure = declared(**changes)
    row = ReleasedRow(VIEW.group("female"), count, (), count, 0, count, Rate(31.0), distance, grade)
    return price(measure, VIEW, period, row, EVERYBODY)


def test_twice_as_fine_needs_four_times_as_many() -> None:
    assert priced(gap(10.0)) == (
        "To see a difference of +5.0 minutes for female visits, about 400 visits of that group "
        "are needed: 300 more than now, or about 12 more quarters at this pace."
    )


def test_what_matters_may_be_a_share_of_the_comparison() -> None:
    text = priced(gap(6.0), smallest_difference=None, smallest_gap=0.1)
    assert text.startswith("To see a difference of +3.0 minutes for female visits, about 400 ")


def test_of_ratios_the_scale_is_that_on_which_half_and_twice_are_as_far() -> None:
    text = priced(gap(1.25**1.9999, ratio=True), **RATIO)
    assert text.startswith("To see a difference of 0.80 for female visits, about 400 visits")
    relative = priced(
        gap(0.8**-1.9999, ratio=True), gap="ratio", smallest_difference=None, smallest_gap=0.2
    )
    assert relative == text


def test_one_quarter_is_not_several() -> None:
    assert "about 1 more quarter at" in priced(gap(5.1))


def test_where_what_matters_would_have_been_seen_the_smallest_is_told() -> None:
    assert priced(gap(5.0)) == (
        "The smallest difference that could have been seen here is +5.0 minutes."
    )
    assert "is +4.0 minutes" in priced(gap(4.0))
    assert "is 1.20" in priced(gap(1.2, ratio=True), **RATIO)


@pytest.mark.parametrize("rest", [0.0, float("nan")])
def test_a_share_of_nothing_is_no_size(rest: float) -> None:
    text = priced(gap(6.0, rest), smallest_difference=None)
    assert text == "The smallest difference that could have been seen here is +6.0 minutes."


def test_a_number_that_no_group_reaches_is_not_promised() -> None:
    assert priced(gap(501.0)).startswith("The smallest difference that could have been seen")
    assert priced(gap(500.0)).startswith("To see a difference")


@pytest.mark.parametrize("grade", ["A", "B", "C", "N", ""])
def test_a_group_that_was_judged_has_no_price(grade: str) -> None:
    assert priced(gap(10.0), grade) == ""


@pytest.mark.parametrize(
    "distance", [None, Hidden(Reason.PROTECTS), gap(float("nan")), gap(float("inf"))]
)
def test_without_a_gap_or_its_reach_there_is_no_price(distance: Gap | Hidden | None) -> None:
    assert priced(distance) == ""


def test_too_few_are_told_how_many_more() -> None:
    assert "at least 30 visits are needed: 10 more than now" in priced(None, "S", 20)


def test_of_what_was_counted_only_the_unknown_can_tell_more() -> None:
    counted = Gap(1.0, -9.0, 11.0, None, 30.0, float("nan"), None, 10.0, "worse")
    assert priced(counted) == (
        "Counting longer will not tell more about female visits: ask those whose answer is missing."
    )


def test_nobody_is_asked_to_see_less_than_what_is_written() -> None:
    fine = gap(0.002, 0.002)
    text = priced(fine, smallest_difference=None, smallest_gap=0.2, unit="percent")
    assert text.startswith("To see a difference of +0.1 points for female visits, about 400 ")
