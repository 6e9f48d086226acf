"""A difference and the lots of rows that make it up: exact, and never more than they say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.engine.explained import NOTHING, Lot, Tally, Wanted, explain


def used(difference: Wanted, *lots: Lot) -> dict[str, Tally]:
    """Give what each lot that is used adds, and the rest where there is one."""
    found = explain(difference, lots)
    taken = {part.lot.reason: part.taken for part in found.parts if part.used}
    return taken | ({"rest": found.rest} if any(found.rest) else {})


ORPHANS = Lot("orphan", 3, 3, (3, 2, 0))
UNKNOWN = Lot("unknown", 2, 2, (2, 0, 0), (0, 2, 0))
ASIDE = Lot("set_aside", 4, 4, NOTHING, (4, 4, 4))
OTHERS = Lot("period", 20, 20, (20, 12, 1), sure=False)
BOTH = Lot("excluded_met", 2, 2, (2, 2, -2), sure=False)


def test_no_difference_needs_no_rows() -> None:
    assert used((0, 0, 0), ORPHANS, OTHERS) == {}
    assert used((None, None, None), ORPHANS) == {}


def test_rows_that_fit_exactly_are_the_explanation() -> None:
    assert used((3, 2, 0), ORPHANS, OTHERS) == {"orphan": (3, 2, 0)}
    assert used((20, 12, 1), ORPHANS, OTHERS) == {"period": (20, 12, 1)}
    assert used((2, 2, -2), BOTH) == {"excluded_met": (2, 2, -2)}


def test_what_rows_do_not_say_is_what_the_figure_asks_for() -> None:
    assert used((5, 3, None), ORPHANS, UNKNOWN) == {"orphan": (3, 2, 0), "unknown": (2, 1, 0)}


def test_unreadable_lines_come_after_rows_that_say_what_they_hold() -> None:
    assert used((5, 3, 0), ASIDE, ORPHANS) == {"set_aside": (2, 1, 0), "orphan": (3, 2, 0)}


def test_a_line_adds_to_one_of_denominator_and_exclusions_only() -> None:
    assert used((3, 3, 4), ASIDE) == {"set_aside": (3, 3, 1), "rest": (0, 0, 3)}


def test_a_numerator_needs_its_denominator() -> None:
    assert used((0, 2, 0), ASIDE) == {"rest": (0, 2, 0)}


def test_rows_of_another_figure_are_no_reason_where_they_are_too_many() -> None:
    assert used((12, 8, 0), OTHERS) == {"rest": (12, 8, 0)}
    assert used((-20, -12, -1), OTHERS) == {"rest": (-20, -12, -1)}


def test_rows_of_this_figure_are_a_reason_where_they_leave_less() -> None:
    assert used((2, 2, 0), ORPHANS) == {"orphan": (3, 2, 0), "rest": (-1, 0, 0)}


def test_of_two_explanations_the_first_is_taken() -> None:
    twin = Lot("unmapped", 3, 3, (3, 2, 0))
    assert used((3, 2, 0), ORPHANS, twin) == {"orphan": (3, 2, 0)}


def test_rows_that_change_nothing_are_not_used() -> None:
    assert used((3, 2, 0), Lot("unknown", 5, 5, NOTHING), ORPHANS) == {"orphan": (3, 2, 0)}


COUNT = st.integers(0, 40)


@st.composite
def lots(draw: st.DrawFn, reason: str) -> Lot:
    rows = draw(st.integers(1, 40))
    size = draw(st.integers(0, rows))
    least = (size, draw(st.integers(0, size)), rows - size)
    slack = draw(st.sampled_from([NOTHING, (0, size - least[1], 0)]))
    return Lot(reason, rows, rows, least, slack, draw(st.booleans()))


@settings(max_examples=200, deadline=None)
@given(
    st.tuples(*[st.none() | st.integers(-60, 60)] * 3),
    st.tuples(lots("orphan"), lots("unknown"), lots("version"), lots("site")),
)
def test_parts_and_rest_always_add_up_to_the_difference(
    difference: tuple[int | None, int | None, int | None], given_lots: tuple[Lot, ...]
) -> None:
    found = explain(difference, given_lots)
    assert [part.lot for part in found.parts] == list(given_lots)
    for place, goal in enumerate(difference):
        parts = sum(part.taken[place] for part in found.parts)
        if goal is None:
            assert found.rest[place] == 0
        else:
            assert parts + found.rest[place] == goal
    for part in found.parts:
        for taken, least, slack in zip(part.taken, part.lot.least, part.lot.slack, strict=True):
            assert taken == 0 if not part.used else least <= taken <= least + slack


@pytest.mark.parametrize("many", [0, 3])
def test_all_of_the_rest_is_told_where_no_row_explains_it(many: int) -> None:
    assert explain((many, many, None), ()).rest == (many, many, 0)
