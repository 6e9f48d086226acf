"""The pages of a report in a real Chromium: readable by all, at any width, in any direction."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.unit.report.example import audit

from commonweal.report.folder import write

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

# Without the parts that only a window needs, a page opens in a fifth of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("COMMONWEAL_CHROMIUM") or next(
    filter(None, map(shutil.which, NAMES)), None
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PAGES = ("index.html", "care.bp_control--raceeth_2024-alone/page.html")
WIDTHS = (320, 768, 1280)

CELLS = """() => [...document.querySelectorAll('table.dots')].map(table =>
  [...table.querySelectorAll('tr .plot')].map(cell => {
    const track = cell.querySelector('.track').getBoundingClientRect();
    const box = cell.getBoundingClientRect();
    return [box.left, box.width, track.left, track.width];
  }))"""
SMALLEST = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let smallest = 99;
  while (walker.nextNode())
    if (walker.currentNode.textContent.trim())
      smallest = Math.min(smallest,
        parseFloat(getComputedStyle(walker.currentNode.parentElement).fontSize));
  for (const cell of document.querySelectorAll('[data-name]')) {
    const before = getComputedStyle(cell, '::before');
    if (before.content !== 'none') smallest = Math.min(smallest, parseFloat(before.fontSize));
  }
  return smallest;
}"""
OFF_SCALE = """() => {
  const wrong = [];
  const named = mark => parseFloat(mark.getAttribute('cx') ?? mark.getAttribute('x1')
    ?? mark.getAttribute('x'));
  for (const table of document.querySelectorAll('table.dots')) {
    const rtl = getComputedStyle(table).direction === 'rtl';
    const place = (mark, track) => {
      const at = mark.getBoundingClientRect(), on = track.getBoundingClientRect();
      const middle = (at.left + at.right) / 2;
      return 100 * (rtl ? on.right - middle : middle - on.left) / on.width;
    };
    for (const mark of table.querySelectorAll('.tick, .dot, .grid, .line')) {
      const drawn = mark.matches('.tick') ? mark.querySelector('text') : mark;
      const found = place(drawn, mark.closest('.track'));
      if (!(Math.abs(found - named(mark)) <= 0.6))
        wrong.push([mark.className.baseVal, named(mark), found]);
    }
    for (const mark of table.querySelectorAll('.dot, .span, .hatch')) {
      const at = mark.getBoundingClientRect();
      const cell = mark.closest('.plot').getBoundingClientRect();
      if (at.left < cell.left - 0.5 || at.right > cell.right + 0.5) wrong.push('outside');
    }
  }
  return wrong;
}"""
CUT = """() => {
  const parts = [...document.querySelectorAll('td:not(.plot), th:not(.plot), p, li, dd, caption')];
  const wide = parts.filter(part => part.getBoundingClientRect().width > 2
    && part.scrollWidth > part.clientWidth + 1);
  const ticks = [...document.querySelectorAll('.tick text')].filter(tick => {
    const at = tick.getBoundingClientRect();
    const card = tick.closest('.card').getBoundingClientRect();
    return at.left < card.left || at.right > card.right;
  });
  return [...wide, ...ticks].map(part => part.textContent.slice(0, 60));
}"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "report"
    write(audit(), out, ("html",), date(2026, 7, 3))
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Any, report: Path) -> Iterator[Any]:
    opened: list[Any] = []

    def open_page(name: str, width: int = 1280, *, rtl: bool = False, **looks: str) -> Any:
        page = browser.new_page(viewport={"width": width, "height": 900}, **looks)
        opened.append(page)
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((report / name).as_uri())
        if rtl:
            page.evaluate("document.documentElement.dir = 'rtl'")
        page.evaluate("document.fonts.ready")
        return page

    yield open_page
    for page in opened:
        page.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "looks",
    [
        {},
        {"color_scheme": "dark"},
        {"width": 320},
        {"width": 320, "color_scheme": "dark"},
        {"rtl": True},
        {"forced_colors": "active"},
    ],
    ids=["light", "dark", "320 px", "320 px dark", "right to left", "forced colors"],
)
def test_axe_finds_no_fault(show: Any, name: str, looks: dict[str, Any]) -> None:
    found = axe.Axe().run(show(name, **looks))
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("rtl", [False, True], ids=["left to right", "right to left"])
def test_plot_cells_of_a_figure_have_one_edge_and_one_width(
    show: Any, width: int, rtl: bool
) -> None:
    figures = show("index.html", width, rtl=rtl).evaluate(CELLS)
    assert len(figures) == 4
    for cells in figures:
        assert len(cells) > 2
        assert [one for one in cells if one != pytest.approx(cells[0], abs=0.01)] == []
        assert cells[0][3] > 150


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("rtl", [False, True], ids=["left to right", "right to left"])
def test_ticks_and_marks_stand_on_the_scale(show: Any, name: str, width: int, rtl: bool) -> None:
    assert show(name, width, rtl=rtl).evaluate(OFF_SCALE) == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 400, 768, 1280, 1600])
def test_nothing_scrolls_sideways_is_cut_or_too_small(show: Any, name: str, width: int) -> None:
    page = show(name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALLEST) >= 13
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_request_leaves_the_folder(show: Any, report: Path, name: str) -> None:
    page = show(name)
    assert len(page.asked) == 2  # the page and its font
    assert all(url.startswith(report.as_uri()) for url in page.asked)
    assert page.evaluate("[...document.fonts].map(one => one.status)") == ["loaded"]


@pytest.mark.parametrize("name", PAGES)
def test_headings_stand_in_order_below_one_title(show: Any, name: str) -> None:
    levels = show(name).evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(one => +one.tagName[1])"
    )
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_skip_link_is_first_and_seen_when_it_has_the_focus(show: Any) -> None:
    page = show("index.html")
    page.keyboard.press("Tab")
    focused = page.evaluate(
        "[document.activeElement.className, document.activeElement.getBoundingClientRect().top]"
    )
    assert focused[0] == "skip"
    assert focused[1] >= 0


def test_a_screen_reader_meets_the_figure_as_a_table(show: Any) -> None:
    for width in (320, 1280):
        table = show(PAGES[1], width).locator("table.dots").first
        tree = table.aria_snapshot()
        assert 'rowheader "Hispanic or Latino"' in tree
        assert 'cell "60.1%"' in tree
        assert 'cell "57.4 to 62.7"' in tree
        assert 'cell "not shown (1 to 10)"' in tree


def test_the_report_and_its_pages_lead_to_each_other(show: Any, report: Path) -> None:
    page = show(PAGES[1])
    page.get_by_role("link", name="Back to the whole report").click()
    assert page.url == (report / "index.html").as_uri()
    page.get_by_role("link", name="Read the whole finding").first.click()
    assert page.url.endswith("#care.bp_control--raceeth_2024-alone")
    assert page.evaluate("document.querySelector(':target').tagName") == "SECTION"


def test_on_paper_no_color_is_needed_and_nothing_is_lost(show: Any, tmp_path: Path) -> None:
    page = show(PAGES[1])
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).display") == "none"
    assert page.evaluate(CUT) == []
    assert page.pdf(path=tmp_path / "page.pdf")
