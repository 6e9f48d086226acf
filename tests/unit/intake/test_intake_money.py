"""Amounts of money are read to the cent or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.intake.mapped.money import cents


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0), ("12", 1200), ("12.5", 1250), ("12.05", 1205), (".5", 50), ("12.", 1200),
        ("1,234.56", 123456), ("1,234,567", 123456700), ("$1,234.56", 123456), ("$ 5", 500),
        ("-12.00", -1200), ("(12.00)", -1200), ("($1,200.10)", -120010), ("-$12", -1200),
        ("$-12", -1200), ("12.00-", -1200), ("+12.00", 1200), ("0.29", 29),
        ("92233720368547758.07", 2**63 - 1),
    ],
)  # fmt: skip
def test_amounts_as_ledgers_write_them(text: str, expected: int) -> None:
    assert cents(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", ".", "$", "-", "1,23", "1.234,56", "12,3456.00", "1.005", "12 USD", "n/a", "1e3", "(12",
     "12)", "(-12)", "-12-", "--12", "nan", "inf", "\u0661", "92233720368547758.08", "1 234.00"],
)  # fmt: skip
def test_what_is_not_sure_is_not_read(text: str) -> None:
    assert cents(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1234", 1234), ("1,234", 1234), ("-5", -5), ("12.0", 12), ("12.00", 12), ("12.5", None)],
)
def test_whole_cents(text: str, expected: int | None) -> None:
    assert cents(text, whole=True) == expected


@given(st.integers(-(10**15), 10**15))
def test_every_amount_comes_back_to_the_cent(amount: int) -> None:
    written = Decimal(amount) / 100
    assert cents(f"{written:.2f}") == amount
    assert cents(f"{written:,.2f}") == amount
    assert cents(str(amount), whole=True) == amount
