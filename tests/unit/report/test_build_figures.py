"""A report of figures that are no rates: their table, their further figures, their size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.unit.report.example import audit, finding, withheld
from tests.unit.report.test_number_scale import in_minutes

from commonweal.findings.finding import Cell, FigureLine, Finding
from commonweal.report import words
from commonweal.report.build import audit_document, finding_document
from commonweal.report.document import Notes, Section, Table

WAITS = (
    replace(in_minutes("Women", 38.0), interval="36.0 to 40.0", gap=Cell(8.0, "+8.0 minutes"),
            gap_interval="+6.0 minutes to +10.0 minutes", sentence="Women waited longer."),
    withheld("Others"),
    replace(in_minutes("Did not say", 29.0), gap=Cell(None, ""), gap_interval="", verdict="",
            grade="", judged=False),
)  # fmt: skip


def waits(**changes: object) -> Finding:
    usual: dict[str, object] = {
        "unit": "minutes", "rows": WAITS, "everybody": in_minutes("All", 30.0), "grade": "B",
        "headline": WAITS[0].sentence, "people": "visits",
    }  # fmt: skip
    return finding(**usual | changes)


def tables(blocks: tuple[object, ...]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Section):
            yield from tables(block.blocks)


def table(one: Finding, caption: str) -> Table:
    return next(t for t in tables(finding_document(one).blocks) if t.caption == caption)


def test_groups_are_set_with_figure_interval_count_difference_and_verdict() -> None:
    groups = table(waits(), words.in_figures("visits"))
    assert groups.columns == (
        words.GROUP, words.FIGURE, words.COUNTED, words.DIFFERENCE_IN_UNIT, words.VERDICT,
    )  # fmt: skip
    assert groups.rows[0][1:4] == (
        "38.0 minutes (36.0 to 40.0)", "100", "+8.0 minutes (+6.0 minutes to +10.0 minutes)",
    )  # fmt: skip
    assert groups.rows[1][1] == "not shown (1 to 10)"
    assert groups.rows[2][3:] == (words.NOT_COMPARED, words.NOT_JUDGED)
    assert len(groups.rows) == 4


def test_where_the_gap_is_a_ratio_its_column_says_times() -> None:
    assert table(waits(as_ratio=True), words.in_figures("visits")).columns[3] == words.TIMES


def test_further_figures_have_a_table_of_their_own_where_there_are_any() -> None:
    figures = (FigureLine("median wait", Cell(28.0, "28.0 minutes"), "25.0 to 31.0"),
               FigureLine("trend", Cell(None, "rising"), ""))  # fmt: skip
    more = table(waits(figures=figures), words.MORE_FIGURES_TABLE)
    assert more.rows == (("median wait", "28.0 minutes", "25.0 to 31.0"), ("trend", "rising", ""))
    captions = [one.caption for one in tables(finding_document(waits()).blocks)]
    assert words.MORE_FIGURES_TABLE not in captions


def test_the_opening_gives_the_size_in_its_unit() -> None:
    whole = replace(audit(), first=(waits(),), findings=(waits(),))
    opening = next(
        one for one in audit_document(whole).blocks
        if isinstance(one, Section) and one.title == words.MATTERS_MOST
    )  # fmt: skip
    first = opening.blocks[0]
    assert isinstance(first, Section)
    assert "'+8.0 minutes (+6.0 minutes to +10.0 minutes)'" in str(first)


def test_groups_without_a_sentence_leave_no_empty_list() -> None:
    silent = tuple(replace(row, sentence="", price="") for row in WAITS)
    one = waits(rows=silent, everybody=None, headline="Said.")

    def notes(blocks: tuple[object, ...]) -> Iterator[Notes]:
        for block in blocks:
            if isinstance(block, Notes):
                yield block
            elif isinstance(block, Section):
                yield from notes(block.blocks)

    assert all(block.items for block in notes(finding_document(one).blocks))
