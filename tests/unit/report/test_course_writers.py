"""Every form sets figures over time and across sites safely, in the same words."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdf
import pytest
from tests.unit.report.courses import behind, course, silent
from tests.unit.report.test_same_words import in_html, in_pdf, said, squeezed

from commonweal.findings.course import Course, GapLine, Place, RunChart
from commonweal.report.build import finding_document
from commonweal.report.document import tree
from commonweal.report.writers.html import html_blocks, write_html
from commonweal.report.writers.html_parts import PARTS, widths
from commonweal.report.writers.json import write_json
from commonweal.report.writers.pdf import write_pdf
from commonweal.report.writers.text import write_text
from commonweal.report.writers.text_lines import columns_of

TODAY = date(2026, 7, 3)
DOCUMENT = finding_document(behind())
HOSTILE = '<b>"x"</b> & #panic("x")'
# Opening a table is for those who read on a screen; a drawing needs its words only where it is one.
ON_SCREEN = {"opens", "name", "alt", "along"}


def words_of(node: Any) -> Any:
    if isinstance(node, list):
        return [words_of(one) for one in node]
    if isinstance(node, dict):
        return {
            name: words_of(part)
            for name, part in node.items()
            if name not in ON_SCREEN and name not in ("role", "side", "beside", "strokes")
        }
    return node


class Tags(HTMLParser):
    """Gather each tag with its attributes, and check that tags are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "col", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Tags()
    reader.feed(html)
    assert reader.open == []
    return reader.tags


@pytest.mark.parametrize(
    "write",
    [in_html, in_pdf, lambda one: write_text(one, 400), lambda one: write_text(one, 100)],
    ids=["html", "pdf", "wide text", "text"],
)
def test_every_number_and_word_of_a_figure_is_said(write: Any) -> None:
    written = squeezed(write(DOCUMENT))
    missing = [
        text
        for text in said(words_of(tree(DOCUMENT)))
        if squeezed(text) not in written and not re.fullmatch(r"[\d.,]+%?", text)
    ]
    assert missing == []


@pytest.mark.parametrize("width", [24, 40, 60, 80, 132])
def test_text_keeps_within_its_lines(width: int) -> None:
    assert max(map(columns_of, write_text(DOCUMENT, width).splitlines())) <= width


def test_a_table_in_text_is_drawn_on_the_scale() -> None:
    lines = write_text(DOCUMENT, 120).splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("All patients. Blood"))
    march = next(line for line in lines[at:] if line.startswith("March 2025"))
    assert "◆" in march
    hidden = next(line for line in lines[at:] if "╌" in line)
    assert hidden.endswith("not shown (1 to 10)  not told")
    gap = next(line for line in lines if line.startswith("July 2024") and "○" in line)
    assert gap.index("●") < gap.index("─") < gap.index("○")


def test_words_of_why_that_are_long_stand_below_the_row() -> None:
    long = "not shown (protects another number of the same table)"
    cell = silent("Night Clinic", "2024-07-01").rate
    place = Place("Night Clinic", replace(cell, text=long), cell, cell, cell, "")
    few = replace(behind(), course=Course(places=(course().places[0], place)))
    lines = write_text(finding_document(few), 70).splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("Night Clinic"))
    assert lines[at].endswith("╌")
    assert lines[at + 1].strip().startswith("not shown (protects")


def test_ascii_text_tells_shapes_apart() -> None:
    written = write_text(DOCUMENT, 120, ascii_only=True)
    assert written.isascii()
    march = next(
        line for line in written.splitlines() if line.startswith("March 2025") and "X" in line
    )
    assert "yes" in march


def test_a_strip_is_drawn_below_its_row_in_text() -> None:
    for width in (40, 100):
        lines = write_text(DOCUMENT, width).splitlines()
        at = next(at for at, line in enumerate(lines) if "╷" in line)
        assert "The months in order of size:" in " ".join(one.strip() for one in lines[at : at + 4])


def test_a_figure_has_no_style_attribute_and_no_script() -> None:
    tags = tags_of(html_blocks(DOCUMENT))
    assert {"svg", "figure", "details", "table"} <= {tag for tag, _given in tags}
    assert not {"style", "script"} & {tag for tag, _given in tags}
    assert [
        name for _tag, given in tags for name in given if name == "style" or name[:2] == "on"
    ] == []


def test_blocks_are_what_stands_on_the_page_without_its_frame() -> None:
    blocks = html_blocks(DOCUMENT)
    page = write_html(DOCUMENT)
    assert blocks in page
    assert "<h1" not in blocks
    assert "<main" not in blocks
    assert blocks.startswith('<p class="verdict')


def test_a_drawing_is_kept_from_those_who_hear_and_its_table_is_not() -> None:
    tags = tags_of(html_blocks(DOCUMENT))
    drawings = [
        given for tag, given in tags if given.get("class", "") and "drawing" in given["class"]
    ]
    assert len(drawings) == 8
    assert {given.get("aria-hidden") for given in drawings} == {"true"}
    opened = [tag for tag, _given in tags if tag == "summary"]
    assert len(opened) == 8 + 2  # a table a drawing, and two strips
    names = [
        given["aria-label"] for tag, given in tags if tag == "summary" and "aria-label" in given
    ]
    assert names == ["Show the months of White", "Show the months of Hispanic or Latino"]


def test_no_figure_reads_a_word_as_markup() -> None:
    one = course()
    hostile = replace(
        behind(),
        site=HOSTILE,
        course=replace(
            one,
            runs=(RunChart(HOSTILE, one.runs[0].moments, one.runs[0].center, (), HOSTILE),),
            gaps=(
                GapLine(HOSTILE, one.gaps[0].group, one.gaps[0].others, one.gaps[0].apart, HOSTILE),
            ),
            places=tuple(replace(each, label=HOSTILE) for each in one.places),
            parts=HOSTILE,
        ),
    )
    document = finding_document(hostile)
    written = write_html(document)
    assert "<b>" not in written
    tags_of(written)
    text = "".join(
        page.extract_text()
        for page in pypdf.PdfReader(io.BytesIO(write_pdf(document, TODAY))).pages
    )
    assert squeezed(HOSTILE) in squeezed(text)


def test_the_printed_figures_are_tagged_with_words_for_those_who_do_not_see_them() -> None:
    data = write_pdf(DOCUMENT, TODAY)
    root = pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    alts: list[str] = []

    def walk(node: Any, depth: int = 0) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one, depth + 1)
        elif isinstance(node, dict):
            if "/Alt" in node:
                alts.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"], depth + 1)

    walk(root["/StructTreeRoot"])
    assert len(alts) == 8
    assert all(alt.endswith("The table that follows has every number drawn.") for alt in alts)


def test_the_same_course_gives_the_same_bytes() -> None:
    again = finding_document(behind())
    assert write_pdf(again, TODAY) == write_pdf(DOCUMENT, TODAY)
    assert html_blocks(again) == html_blocks(DOCUMENT)


def test_figures_run_from_right_to_left_on_paper_too() -> None:
    mirrored = replace(DOCUMENT, direction="rtl", language="ar")
    assert write_pdf(mirrored, TODAY) != write_pdf(DOCUMENT, TODAY)


def test_json_holds_the_places_of_all_marks() -> None:
    read = json.loads(write_json(behind(), DOCUMENT))
    sections = {one.get("title"): one for one in read["document"]["blocks"]}
    chart = sections["Over time"]["blocks"][1]
    assert (chart["kind"], chart["role"]) == ("Chart", "gap")
    assert {"at", "up", "role", "name", "below", "beside", "kind"} == set(
        chart["planes"][0]["points"][0]
    )
    assert read["finding"]["course"]["parts"] == "months"


@pytest.mark.parametrize("room", [(1,), (18, 60, 60, 9, 9, 9), (18, 9), (7,) * 7, (60, 9, 9)])
def test_the_widths_of_a_table_fill_it(room: tuple[int, ...]) -> None:
    shares = widths(room)
    assert sum(shares) == PARTS
    assert min(shares) >= 1
    for share, wanted in zip(shares, room, strict=True):
        assert abs(share - PARTS * wanted / sum(room)) < 1


def test_the_stylesheet_has_a_width_for_every_share() -> None:
    css = (Path(__file__).parents[3] / "src/commonweal/report/style.css").read_text("utf-8")
    for share in range(1, PARTS + 1):
        assert f".of-{share} {{ inline-size: {2 * share}%; }}" in css


def brightness(color: str) -> float:
    """Give the relative luminance of a color (WCAG 2.2)."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["card", "band"])
def test_marks_stand_out_from_what_lies_below_them(theme: int, ground: str) -> None:
    css = (Path(__file__).parents[3] / "src/commonweal/report/style.css").read_text("utf-8")
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css.split("@media (prefers")[theme]))
    below = brightness(tokens[ground])
    for mark in ("blue", "rust", "soft", "edge", *(("blue-soft",) if ground == "card" else ())):
        high, low = sorted((below, brightness(tokens[mark])), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 3, mark
