"""Where each group has a benchmark of its own, nothing is said of all together."""

from __future__ import annotations

from commonweal.disclosure import ReleasedRow
from commonweal.findings.told import together
from commonweal.measures.registry import find

MEASURE = find("research.participation")


def test_all_together_are_held_against_nothing() -> None:
    row = ReleasedRow(None, 90, (), 90, 0, 90, None, None, "")
    assert together(MEASURE, row, equal=True) == "No group is far from its own benchmark."
    assert "all together there is no figure" in together(MEASURE, row, equal=False)


def test_nobody_is_still_nobody() -> None:
    row = ReleasedRow(None, 0, (), 0, 0, 0, None, None, "")
    assert "nobody was counted" in together(MEASURE, row, equal=False)
