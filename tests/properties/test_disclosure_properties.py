"""No reader can work out a small count from a released table, whatever the table."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.disclosure.tables import Reader, judgments, numbers, table, truth

from commonweal.disclosure import Hidden, Policy, Reason, Released, release

BOUNDED = settings(
    max_examples=16,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
CELL = st.one_of(st.integers(0, 14), st.integers(0, 60), st.integers(20, 400))


@st.composite
def tables(draw, overlapping: bool = False):
    groups, columns = draw(st.integers(1, 4)), draw(st.integers(2, 4))
    cells = draw(
        st.lists(
            st.lists(CELL, min_size=columns, max_size=columns), min_size=groups, max_size=groups
        )
    )
    if not overlapping:
        return table(cells)
    most, whole = np.max(cells, axis=0), np.sum(cells, axis=0)
    share = draw(st.integers(0, 10))
    return table(cells, total=most + (whole - most) * share // 10, overlapping=True)


def check_nothing_small_leaks(counts, released: Released, whole: bool = True) -> None:
    values = truth(released, counts)
    reader = Reader(released, whole, cap=4 * int(values.max()) + 100)
    check_no_small_group_shares_one_fate(reader, values, released)
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            value, shown = values[row, column], reader.rows[row][column]
            if not 1 <= value <= 10:
                assert isinstance(shown, Hidden) or shown == value
                if (
                    column in (values.shape[1] - 4, values.shape[1] - 3)
                    and value == 0 < values[row, -2] < 50
                ):
                    least, most = reader.bounds(row, column)
                    assert (least, most >= 11) == (0, True)
                continue
            assert isinstance(shown, Hidden)
            assert shown.reason == Reason.SMALL
            least, most = reader.bounds(row, column)
            assert least <= value <= most
            assert most - least >= 10
            assert most >= 11
            for believing in ("small", "both"):
                least, most = reader.bounds(row, column, believing)
                assert least <= value <= most
                assert least < most


def check_no_small_group_shares_one_fate(
    reader: Reader, values: np.ndarray, released: Released
) -> None:
    steps = len(released.steps)
    all_in_one = steps == 1 and len(released.steps[0]) > 1
    columns = [*([] if all_in_one else range(steps)), *([steps + 2] if steps else [])]
    for row, column in product(range(len(values)), columns):
        if values[row, column] == values[row, -1] and 0 < values[row, -1] < 50:
            least, most = reader.elsewhere(row, column)
            assert (least, most >= 11) == (0, True)


@st.composite
def funnels_of_small_groups(draw):
    """Make groups of which some left at one step, or are all in the denominator."""
    steps, found = draw(st.integers(1, 3)), []
    for _ in range(draw(st.integers(1, 4))):
        place, people = draw(st.integers(0, steps + 1)), draw(st.integers(1, 60))
        row = [0] * (steps + 2)
        if place > steps:
            row = [draw(CELL) for _ in row]
        elif place == steps:
            row[-2:] = [people // 2, people - people // 2]
        else:
            row[place] = people
        found.append(row)
    if draw(st.booleans()):
        return table(found)
    whole, most = np.sum(found, axis=0), np.max(found, axis=0)
    return table(found, total=most + (whole - most) // 2, overlapping=True)


@BOUNDED
@given(funnels_of_small_groups())
def test_a_reader_can_not_learn_what_became_of_each_of_a_small_group(counts):
    whole = bool((counts.units.sum(0) >= counts.total_units).all())
    check_nothing_small_leaks(counts, release(counts), whole)


@BOUNDED
@given(tables())
def test_a_reader_can_not_work_out_a_small_count(counts):
    check_nothing_small_leaks(counts, release(counts))


@BOUNDED
@given(tables(), st.lists(st.integers(0, 30), min_size=4, max_size=4))
def test_a_reader_can_not_work_out_a_small_count_where_some_are_in_no_group(counts, more):
    total = counts.total_units + more[: len(counts.total_units)]
    counts = table(counts.units, total=total)
    whole = not (total - counts.units.sum(0)).any()
    check_nothing_small_leaks(counts, release(counts), whole)


@BOUNDED
@given(tables(overlapping=True))
def test_a_reader_can_not_work_out_a_small_count_where_groups_overlap(counts):
    released = release(counts)
    everybody_is_in_a_group = (counts.units.sum(0) >= counts.total_units).all()
    check_nothing_small_leaks(counts, released, bool(everybody_is_in_a_group))
    reader, values = Reader(released), truth(released, counts)
    outside = values[-1] - values[:-1]
    for row, column in np.argwhere((outside >= 1) & (outside <= 10)):
        seen = (reader.rows[row][column], reader.rows[-1][column])
        assert any(isinstance(one, Hidden) for one in seen)


@BOUNDED
@given(tables())
def test_a_rate_is_shown_only_if_its_three_counts_may_be(counts):
    released = release(counts, judgments(counts))
    for row in (*released.rows, released.everybody):
        three = (row.rest, row.numerator, row.denominator)
        assert isinstance(row.rate, Hidden) == any(isinstance(one, Hidden) for one in three)
        if isinstance(row.rate, Hidden):
            assert row.grade in ("", "S")
            assert row.gap is None or isinstance(row.gap, Hidden)
        elif 0 < row.denominator < 50:
            assert 0 < row.numerator < row.denominator


@BOUNDED
@given(tables(), st.integers(0, 4))
def test_a_group_of_nobody_changes_nothing(counts, place):
    place = min(place, len(counts.groups))
    more = release(table(np.insert(counts.units, place, 0, axis=0)))
    rows = [numbers(row) for row in more.rows]
    assert set(rows.pop(place)) == {0}
    before = release(counts)
    assert rows == [numbers(row) for row in before.rows]
    assert numbers(more.everybody) == numbers(before.everybody)


@BOUNDED
@given(tables())
def test_the_same_table_is_released_alike_each_time_and_public_hides_the_same_places(counts):
    first, again = release(counts), release(counts)
    public = release(counts, policy=Policy(level="public"))
    assert repr(first) == repr(again)
    for inside, outside in zip(first.rows, public.rows, strict=True):
        for one, other in zip(numbers(inside), numbers(outside), strict=True):
            assert isinstance(one, Hidden) == isinstance(other, Hidden)
            if isinstance(other, Hidden):
                assert other.reason == Reason.SMALL_OR_PROTECTS
                assert one.reason in (Reason.SMALL, Reason.PROTECTS)
