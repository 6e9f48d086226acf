"""Each column has the room of its longest text, within bounds."""

from __future__ import annotations

from commonweal.report.tables import LEAST_NAME, LEAST_ROOM, MOST_ROOM, ruled


def test_a_column_is_as_wide_as_its_longest_text_within_bounds() -> None:
    rows = (("n" * 30, "1%", "s" * 90), ("n", "100%", ""))
    table = ruled("C", ("Group", "Rate", "Said"), rows, (False, True, False))
    assert table.room == (30, LEAST_ROOM, MOST_ROOM)
    assert (table.caption, table.figures) == ("C", (False, True, False))


def test_a_table_without_rows_has_the_room_of_its_heads() -> None:
    assert ruled("", ("G", "A head of a column"), (), (False, False)).room == (LEAST_NAME, 18)
