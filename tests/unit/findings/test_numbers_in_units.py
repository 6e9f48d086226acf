"""Figures in their units: rounded once, signs before the unit, percents in points."""

from __future__ import annotations

import pytest

from commonweal.findings import words
from commonweal.findings.numbers import (
    DECIMALS,
    bare,
    distance,
    in_unit,
    interval_in,
    times,
)
from commonweal.measures.measure import UNITS


def test_every_unit_of_a_measure_has_its_word_and_its_decimals() -> None:
    assert set(UNITS) == set(DECIMALS) == set(words.UNITS)


@pytest.mark.parametrize(("value", "unit", "text"), [
    (0.7482, "percent", "74.8"), (0.0, "percent", "0.0"), (1234.5, "dollars", "1,235"),
    (-0.04, "minutes", "0.0"), (-0.05, "minutes", "-0.1"), (2.5, "count", "3"),
    (0.1235, "number", "0.124"), (1.005, "ratio", "1.01"), (-1234.56, "dollars_per_head",
                                                            "-1,234.56"),
])  # fmt: skip
def test_a_bare_figure_rounds_half_away_from_zero(value: float, unit: str, text: str) -> None:
    assert bare(value, unit) == text


@pytest.mark.parametrize(("value", "unit", "text"), [
    (0.5, "percent", "50.0%"), (-20.0, "dollars", "-$20"), (-0.4, "dollars", "$0"),
    (3.25, "days", "3.3 days"), (-3.25, "days", "-3.3 days"),
    (12.0, "per_100_person_years", "12.0 per 100 person-years"),
])  # fmt: skip
def test_a_sign_stands_before_the_unit(value: float, unit: str, text: str) -> None:
    assert in_unit(value, unit) == text


@pytest.mark.parametrize(("value", "unit", "text"), [
    (2.5, "days", "+2.5 days"), (-2.5, "days", "-2.5 days"), (0.01, "days", "0.0 days"),
    (-0.01, "days", "0.0 days"), (-0.014, "percent", "-1.4 points"),
    (0.05, "percent", "+5.0 points"), (1500.0, "dollars", "+$1,500"),
    (-1500.0, "dollars", "-$1,500"),
])  # fmt: skip
def test_a_difference_bears_its_sign_unless_it_rounds_to_nothing(
    value: float, unit: str, text: str
) -> None:
    assert distance(value, unit) == text


def test_an_interval_leaves_the_unit_to_its_figure() -> None:
    assert interval_in(-3.0, 40.26, "minutes") == "-3.0 to 40.3"
    assert interval_in(0.1, 0.25, "percent") == "10.0 to 25.0"


def test_a_ratio_has_two_decimals() -> None:
    assert times(0.826) == "0.83"
    assert times(1234.0) == "1,234.00"
