"""Tables with room for each column by its longest text, so that words have most of it."""

from __future__ import annotations

from commonweal.report.document import Table

LEAST_NAME, LEAST_ROOM, MOST_ROOM = 18, 9, 60  # letters


def ruled(
    caption: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    figures: tuple[bool, ...],
) -> Table:
    """Give each column room by its longest text, within bounds.

    caption: of the table
    columns: their names
    rows:    cells, as many in each as there are columns
    figures: which columns hold figures

    >>> ruled("", ("Group", "Rate"), (("Asian", "74.8%"),), (False, True)).room
    (18, 9)
    """
    longest = (max(map(len, texts)) for texts in zip(columns, *rows, strict=True))
    least = (LEAST_NAME, *(LEAST_ROOM for _ in columns[1:]))
    room = tuple(min(max(long, few), MOST_ROOM) for long, few in zip(longest, least, strict=True))
    return Table(caption, columns, rows, figures, room)
