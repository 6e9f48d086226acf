"""Which groups may be shown in every part of a whole."""

from __future__ import annotations

from tests.unit.findings.parted import block, table

from commonweal.disclosure import Hidden
from commonweal.findings.parts import count_of, part, row_of
from commonweal.kinds import Period

EVEN = [[40, 60], [50, 50]]
YEAR = Period.parse("2025")


def test_groups_that_are_large_everywhere_are_shown() -> None:
    made = block("2025", [EVEN] * 4)
    assert (made.shown, made.open) == (frozenset({"female", "male"}), True)


def test_one_small_part_hides_a_group_in_every_part_and_whoever_protects_it_too() -> None:
    sex = ("female", "male", "other")
    usual = [[40, 60], [50, 50], [20, 20]]
    made = block("2025", [usual, usual, usual, [[400, 600], [50, 50], [3, 4]]], sex)
    assert made.open
    assert made.shown == {"female"}
    assert not isinstance(row_of(made.whole, "other").rate, Hidden)
    assert not isinstance(row_of(made.tables[0], "male").rate, Hidden)


def test_a_group_that_the_year_hides_is_shown_in_no_part_though_its_parts_are_zero() -> None:
    sex = ("female", "male", "other")
    usual = [[400, 600], [50, 50], [0, 0]]
    made = block("2025", [usual, usual, usual, [[400, 600], [50, 50], [3, 4]]], sex)
    assert made.shown == {"female"}


def test_those_who_did_not_say_are_shown_in_no_part() -> None:
    made = block("2025", [EVEN] * 4, ("female", "declined"))
    assert made.shown == {"female"}


def test_nothing_is_shown_where_everybody_is_hidden_in_a_part() -> None:
    made = block("2025", [EVEN, EVEN, EVEN, [[2, 3], [0, 4]]])
    assert (made.shown, made.open) == (frozenset(), False)


def test_a_group_of_whom_nobody_is_in_a_part_is_none_there() -> None:
    alone = table([[40, 60]], YEAR, ("female",))
    made = part(table([[80, 120], [50, 50]], YEAR), (alone, table(EVEN, YEAR)))
    assert made.shown == {"female", "male"}
    assert row_of(alone, "male") is None
    assert count_of(row_of(alone, "male"), "denominator") == 0
    assert count_of(row_of(alone, ""), "denominator") == 100
