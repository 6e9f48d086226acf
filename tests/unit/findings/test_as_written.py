"""A rate beside the text in which it was submitted: whole numbers, to the last decimal."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.findings.as_written import Written, read, scale_of


@pytest.mark.parametrize(
    ("text", "held"),
    [("74.1", True), ("74.09", True), ("74", True), ("74.0", False), ("74.2", False),
     ("74.0899", True), ("74.0898", False), ("0.741", False)],
)  # fmt: skip
def test_a_rate_is_compared_to_its_last_decimal(text: str, held: bool) -> None:
    written = read(text)
    assert written is not None
    assert written.holds(Fraction(34600, 467)) is held


def test_a_half_may_have_been_rounded_either_way() -> None:
    assert all(Written(whole, 0).holds(Fraction(5, 2)) for whole in (2, 3))
    assert not Written(4, 0).holds(Fraction(5, 2))


@pytest.mark.parametrize("text", ["", "about 74", "74,1", "1e3", "7" * 16, ".5", "%"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read(text) is None


def test_what_stands_behind_a_number_is_kept() -> None:
    assert read(" 74.1 % ") == Written(741, 1, " %")
    assert read("74", "%") == Written(74, 0, "%")
    assert read("-0.05") == Written(-5, 2)


@pytest.mark.parametrize(
    ("text", "exact", "shown"),
    [("74", Fraction(74), "74"), ("0.00", Fraction(1, 30), "0.03"), ("1", Fraction(-5, 2), "-3"),
     ("1.0%", Fraction(100), "100.0%")],
)  # fmt: skip
def test_another_number_is_written_alike(text: str, exact: Fraction, shown: str) -> None:
    written = read(text)
    assert written is not None
    assert written.like(exact) == shown


@given(st.integers(0, 5000), st.integers(1, 5000), st.integers(0, 6))
def test_a_number_as_we_write_it_holds_the_number(met: int, size: int, places: int) -> None:
    exact = Fraction(100 * met, size)
    again = read(Written(0, places).like(exact))
    assert again is not None
    assert again.holds(exact)
    assert again.places == places


def test_units_scale_a_proportion() -> None:
    assert [scale_of(unit) for unit in ("", "Percent", "proportion", "rates")] == [100, 100, 1, 100]
