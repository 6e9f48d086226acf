"""Numbers are rounded once and the same way everywhere."""

from __future__ import annotations

import pytest

from commonweal.disclosure import Hidden, Reason
from commonweal.findings import numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.7482, "74.8%"), (0.7485, "74.9%"), (0.0, "0.0%"), (1.0, "100.0%"), (0.0005, "0.1%")],
)
def test_percents_have_one_decimal_and_round_half_away_from_zero(value: float, text: str) -> None:
    assert numbers.percent(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.1471, "-14.7"), (0.0005, "+0.1"), (0.0, "0.0"), (-0.0004, "0.0"), (-0.0005, "-0.1")],
)
def test_points_bear_a_sign_unless_they_round_to_nothing(value: float, text: str) -> None:
    assert numbers.points(value) == text


def test_a_size_bears_no_sign() -> None:
    assert numbers.size(-0.1471) == numbers.size(0.1471) == "14.7"


def test_a_sure_direction_is_written_without_signs_and_the_nearer_limit_first() -> None:
    assert numbers.spread(0.2, 0.1, 0.3) == {"size": "20.0", "low": "10.0", "high": "30.0"}
    assert numbers.spread(-0.2, -0.3, -0.1) == {"size": "20.0", "low": "10.0", "high": "30.0"}


@pytest.mark.parametrize(("low", "high"), [(-0.01, 0.2), (0.0, 0.2), (-0.2, 0.0)])
def test_an_unsure_direction_keeps_its_signs(low: float, high: float) -> None:
    assert numbers.spread(0.1, low, high)["size"] == "+10.0"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.6012, "60 of every 100"),
        (0.0, "0 of every 100"),
        (1.0, "100 of every 100"),
        (0.0042, "4 of every 1,000"),
        (0.9958, "996 of every 1,000"),
        (0.01, "1 of every 100"),
        (0.99, "99 of every 100"),
    ],
)
def test_natural_frequencies_are_of_a_hundred_unless_that_says_none_or_all(
    value: float, text: str
) -> None:
    assert numbers.of_every(value) == text


def test_a_hidden_count_says_why_and_holds_no_number() -> None:
    cell = numbers.whole(Hidden(Reason.SMALL))
    assert (cell.value, cell.text, cell.shown) == (None, "not shown (1 to 10)", False)
    assert numbers.whole(1234).text == "1,234"
