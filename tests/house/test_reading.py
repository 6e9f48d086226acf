"""A rule that is asked of many things in one test names each that breaks it."""

from __future__ import annotations

import pytest
from tests.house.reading import over


def test_all_that_break_a_rule_are_named() -> None:
    @over([1, 2, 3, 4], str)
    def is_odd(number: int) -> None:
        assert number % 2 == 1, "even"

    with pytest.raises(AssertionError, match=r"(?s)2: even.*4: even"):
        is_odd()


def test_a_pair_is_given_as_two() -> None:
    @over([("a", "a"), ("b", "c")], str)
    def are_equal(one: str, other: str) -> None:
        assert one == other

    with pytest.raises(AssertionError, match="'b', 'c'"):
        are_equal()
