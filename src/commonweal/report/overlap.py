"""The overlap strip: how far the parts of one group lie apart, under its row, to be opened.

Plain dots hide that groups overlap, and lead readers to blame the people shown.
"""

from __future__ import annotations

from functools import reduce
from typing import Protocol

from commonweal.findings.course import Spread
from commonweal.report import figure_words
from commonweal.report.document import Strip


class Placing(Protocol):
    """Place figures on a scale, as the marks of the row above are placed."""

    def place(self, value: float) -> float:
        """Give the place of a figure, 0 at the start and 100 at the end of the scale."""
        ...


def strip(spread: Spread | None, parts: str, scale: Placing) -> Strip | None:
    """Set the spread inside one group.

    spread: of the group, or None
    parts:  what the parts are, such as "months"
    scale:  of the row of the group

    Gives a strip of the parts that are shown, or None where there is none.

    >>> from commonweal.findings.finding import Cell
    >>> from commonweal.report.figures import Scale
    >>> one = Spread("Asian", (Cell(0.5, "50.0%"), Cell(0.6, "60.0%")), "")
    >>> strip(one, "months", Scale(0, 100_000, 20_000)).parts
    'The months in order of size: 50.0%, 60.0%.'
    """
    shown = () if spread is None else tuple(one for one in spread.parts if one.value is not None)
    if spread is None or not shown:
        return None
    return Strip(
        opens=figure_words.show_parts(parts),
        name=figure_words.show_parts_of(parts, spread.label),
        places=tuple(scale.place(one.value) for one in shown if one.value is not None),
        sentence=spread.sentence,
        parts=figure_words.parts_listed(
            parts, reduce(figure_words.listed, (one.text for one in shown))
        ),
    )
