"""The pictures of the documentation: drawn from the page's own numbers, readable and in frame."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from tests.house.reading import CHECKOUT

DOCS = CHECKOUT / "docs"
FENCE = re.compile(
    r"^```\{picture\} (\S+)\n:caption: ([^\n]+)\n\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


def placed() -> list[tuple[Path, int, str, str, str]]:
    """Give each picture of the pages: page, line, kind, caption and what it is drawn from."""
    found = []
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        for one in FENCE.finditer(text):
            line = text[: one.start()].count("\n") + 1
            found.append((path, line, one[1], one[2], one[3]))
    return found


PLACED = placed()
NAMES = [f"{path.stem}:{line}" for path, line, *_ in PLACED]


@pytest.fixture(scope="module")
def pictures() -> ModuleType:
    """Load the extension that draws."""
    folder = str(DOCS / "_ext")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module("pictures")
    finally:
        sys.path.remove(folder)


def drawn(pictures: ModuleType, at: int) -> ElementTree.Element:
    """Draw one picture of the pages and read it."""
    path, line, kind, _, inputs = PLACED[at]
    svg: str = pictures.drawn(kind, inputs, path.read_text(encoding="utf-8"), line)
    assert svg == pictures.drawn(kind, inputs, path.read_text(encoding="utf-8"), line)
    return ElementTree.fromstring(svg)  # noqa: S314 - we wrote it a line above


def reach(word: ElementTree.Element) -> tuple[float, float]:
    """Give where a word begins and ends, at a width that letters hardly pass on average."""
    x, wide = float(word.attrib["x"]), 7.0 * len(word.text or "")
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[word.attrib["text-anchor"]]
    return x - share * wide, x + (1 - share) * wide


def test_every_picture_of_a_page_is_found() -> None:
    opened = sum(
        path.read_text(encoding="utf-8").count("```{picture}") for path in DOCS.rglob("*.md")
    )
    assert len(PLACED) == opened > 20


@pytest.mark.parametrize("at", range(len(PLACED)), ids=NAMES)
def test_a_picture_keeps_its_marks_and_words_in_frame(pictures: ModuleType, at: int) -> None:
    tree = drawn(pictures, at)
    _, _, width, height = map(float, tree.attrib["viewBox"].split())
    for mark in tree:
        across = [float(mark.attrib[key]) for key in ("x", "x1", "x2", "cx") if key in mark.attrib]
        down = [float(mark.attrib[key]) for key in ("y", "y1", "y2", "cy") if key in mark.attrib]
        assert all(0 <= one <= width for one in across), mark.attrib
        assert all(0 <= one <= height for one in down), mark.attrib
    for word in tree.iter("text"):
        start, end = reach(word)
        assert start >= -2, word.text
        assert end <= width + 2, word.text


@pytest.mark.parametrize("at", range(len(PLACED)), ids=NAMES)
def test_words_of_a_picture_do_not_lie_on_each_other(pictures: ModuleType, at: int) -> None:
    words = [(*reach(word), float(word.attrib["y"]), word.text)
             for word in drawn(pictures, at).iter("text")]  # fmt: skip
    for place, (start, end, y, text) in enumerate(words):
        for start2, end2, y2, text2 in words[place + 1 :]:
            apart = end <= start2 or end2 <= start or abs(y - y2) >= 12
            assert apart, (text, text2)


@pytest.mark.parametrize("at", range(len(PLACED)), ids=NAMES)
def test_a_picture_says_in_words_what_it_shows(pictures: ModuleType, at: int) -> None:
    tree = drawn(pictures, at)
    said = tree.attrib["aria-label"]
    assert tree.attrib["role"] == "img"
    assert len(re.findall(r"\d", said)) >= 2
    assert "nan" not in said
    assert PLACED[at][3].endswith(".")


def test_a_picture_follows_the_numbers_of_the_page(pictures: ModuleType) -> None:
    page = ">>> seen = [%s, 20]\n\n"
    one, two = (
        pictures.drawn("dots", 'names=["a", "b"], values=seen', page % rate, 9) for rate in (10, 15)
    )
    assert "a: 10%. b: 20%." in one
    assert "a: 15%. b: 20%." in two


def test_only_examples_above_a_picture_count(pictures: ModuleType) -> None:
    page = ">>> one = 1\n\ntext\n\n>>> one = 2\n"
    assert [pictures.known(page, line)["one"] for line in (3, 6)] == [1, 2]


def test_an_example_that_shows_an_error_does_not_stop_a_picture(pictures: ModuleType) -> None:
    page = ">>> 1 / 0\nTraceback (most recent call last):\nZeroDivisionError: division by zero\n"
    assert pictures.known(f"{page}\n>>> one = 1\n", 9)["one"] == 1
    with pytest.raises(NameError):
        pictures.known(">>> nobody\n", 9)


def test_ticks_are_round_and_stand_where_their_number_is(pictures: ModuleType) -> None:
    assert pictures
    sheet = importlib.import_module("sheet")
    for start, end in ((0, 100), (-16.2, 1.3), (0.72, 1.37), (2019, 2024), (-0.4, -0.1), (3, 1700)):
        axis = sheet.Axis(start, end)
        assert 2 <= len(axis.ticks) <= 6, (start, end, axis.ticks)
        assert all(start <= tick <= end for tick in axis.ticks)
        assert axis.at(start) == sheet.LEFT
        assert axis.at(end) == sheet.RIGHT
