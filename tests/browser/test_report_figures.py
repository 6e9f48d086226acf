"""Figures over time and across sites in a real Chromium, under the content policy of the web."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from tests.browser.test_report_page import CELLS, CHROMIUM, OFF_SCALE, QUIET, SMALLEST
from tests.unit.report.courses import behind
from tests.unit.report.test_drawn_text import STEPS, drawn, stretches

from commonweal.report.build import finding_document
from commonweal.report.writers.html import html_blocks, write_html

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'"
HOST = "http://figures.example"
WIDTHS = (320, 768, 1280, 1600)
ROOM = files("commonweal.report")

OFF_PLACE = """() => {
  const wrong = [];
  const rtl = document.documentElement.dir === 'rtl';
  const middle = mark => {
    const at = mark.getBoundingClientRect();
    return [(at.left + at.right) / 2, (at.top + at.bottom) / 2];
  };
  const off = (found, wanted, what) => {
    if (!(Math.abs(found - wanted) <= 0.8)) wrong.push([what, wanted, found]);
  };
  const number = (mark, ...names) => {
    const name = names.find(one => mark.hasAttribute(one));
    return name === undefined ? 0 : parseFloat(mark.getAttribute(name));
  };
  for (const drawing of document.querySelectorAll('.drawing')) {
    const field = drawing.querySelector('.field').getBoundingClientRect();
    const along = x => 100 * (rtl ? field.right - x : x - field.left) / field.width;
    const down = y => 100 * (y - field.top) / field.height;
    for (const mark of drawing.querySelectorAll('.field > .point, .field > .bar')) {
      const drawn = mark.matches('svg') ? mark.querySelector('path') : mark;
      const [x, y] = middle(drawn);
      off(along(x), number(mark, 'cx', 'x1', 'x'), mark.getAttribute('class'));
      const wanted = mark.matches('line')
        ? (number(mark, 'y1') + number(mark, 'y2')) / 2 : number(mark, 'cy', 'y');
      off(down(y), wanted, mark.getAttribute('class'));
    }
    for (const tick of drawing.querySelectorAll('.up .tick')) {
      const line = [...drawing.querySelectorAll('.field > .grid')].map(one => middle(one)[1]);
      const [, y] = middle(tick.querySelector('text'));
      if (!line.some(one => Math.abs(one - y) < 3)) wrong.push(['tick off its line', y]);
    }
    for (const curve of drawing.querySelectorAll('.curves .rate')) {
      const spots = curve.getAttribute('d').slice(1).split(' ').map(Number);
      const matrix = curve.getScreenCTM();
      const seen = new DOMPoint(spots[0], spots[1]).matrixTransform(matrix);
      off(along(seen.x), spots[0], 'curve');
      off(down(seen.y), spots[1], 'curve');
    }
  }
  return wrong;
}"""
OUTSIDE = """() => {
  const wrong = [];
  for (const card of document.querySelectorAll('.card')) {
    const frame = card.getBoundingClientRect();
    const parts = card.querySelectorAll('svg text, svg circle, svg path, summary, p, td, th');
    for (const text of parts) {
      if (text.closest('details:not([open])') && !text.matches('summary')) continue;
      const at = text.getBoundingClientRect();
      if (at.width && (at.left < frame.left - 0.5 || at.right > frame.right + 0.5))
        wrong.push([text.textContent || text.getAttribute('class'), at.left, at.right]);
    }
  }
  return wrong;
}"""
TOUCHING = """() => {
  const wrong = [];
  for (const drawing of document.querySelectorAll('.drawing')) {
    const texts = [...drawing.querySelectorAll('text')]
      .map(text => [text.textContent, text.getBoundingClientRect()]).filter(one => one[1].width);
    texts.forEach(([one, a], at) => texts.slice(at + 1).forEach(([two, b]) => {
      const across = a.left < b.right - 1 && b.left < a.right - 1;
      if (across && a.top < b.bottom - 2 && b.top < a.bottom - 2) wrong.push([one, two]);
    }));
  }
  return wrong;
}"""
FIELDS = """() => [...document.querySelectorAll('.chart')].map(chart =>
  [...chart.querySelectorAll('.field')].map(field => {
    const at = field.getBoundingClientRect();
    return [at.width, at.height];
  }))"""


def framed(rtl: bool, blocks: str = "") -> str:
    """Set the blocks as the web house does: its own frame, the same stylesheet."""
    blocks = blocks or html_blocks(finding_document(behind()))
    return (
        f'<!DOCTYPE html><html lang="en" dir="{"rtl" if rtl else "ltr"}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<title>Finding</title><link rel="stylesheet" href="/style.css"></head>'
        f'<body><main id="main"><h1>Blood pressure controlled</h1>{blocks}</main></body></html>'
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


def answer(route: Any, rtl: bool) -> None:
    path = route.request.url.removeprefix(HOST)
    kinds = {".css": "text/css", ".woff2": "font/woff2"}
    if path == "/":
        policy = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=framed(rtl), headers=policy)
    elif path == "/style.css" or path.startswith("/fonts/"):
        body = ROOM.joinpath(path.removeprefix("/")).read_bytes()
        route.fulfill(body=body, headers={"Content-Type": kinds[Path(path).suffix]})
    else:
        route.abort()


@pytest.fixture
def show(browser: Any) -> Iterator[Any]:
    opened: list[Any] = []

    def open_page(
        width: int = 1280, *, rtl: bool = False, unfolded: bool = False, **looks: str
    ) -> Any:
        page = browser.new_page(viewport={"width": width, "height": 900}, **looks)
        opened.append(page)
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.route("**/*", lambda route: answer(route, rtl))
        page.goto(f"{HOST}/")
        page.evaluate("document.fonts.ready")
        if unfolded:
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        return page

    yield open_page
    for page in opened:
        page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("rtl", [False, True], ids=["left to right", "right to left"])
def test_marks_are_in_place_under_the_policy_and_the_console_is_silent(
    show: Any, width: int, rtl: bool
) -> None:
    page = show(width, rtl=rtl)
    assert page.evaluate(OFF_PLACE) == []
    assert page.evaluate(OFF_SCALE) == []
    assert page.said == []
    assert page.evaluate("document.querySelectorAll('.field > .point').length") > 60
    assert page.evaluate("document.fonts.size") == 1


def test_the_policy_would_have_stopped_a_style_attribute(show: Any) -> None:
    page = show()
    page.set_content('<p style="color: red">Red</p>')
    assert any("Content Security Policy" in one for one in page.said)


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
@pytest.mark.parametrize("unfolded", [False, True], ids=["folded", "unfolded"])
def test_axe_finds_no_fault(
    browser: Any, tmp_path: Path, looks: dict[str, Any], unfolded: bool
) -> None:
    # axe is a script, which the policy forbids: it looks at the same blocks without one
    (tmp_path / "page.html").write_text(write_html(finding_document(behind())), "utf-8")
    shutil.copytree(str(ROOM.joinpath("fonts")), tmp_path / "fonts")
    given = dict(looks)
    rtl, width = given.pop("rtl", False), given.pop("width", 1280)
    page = browser.new_page(viewport={"width": width, "height": 900}, **given)
    page.goto((tmp_path / "page.html").as_uri())
    if rtl:
        page.evaluate("document.documentElement.dir = 'rtl'")
    if unfolded:
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = axe.Axe().run(page)
    page.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("rtl", [False, True], ids=["left to right", "right to left"])
def test_nothing_is_cut_too_small_or_beside_its_frame(show: Any, width: int, rtl: bool) -> None:
    page = show(width, rtl=rtl, unfolded=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALLEST) >= 13
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(TOUCHING) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_names_of_stretches_of_time_never_touch(show: Any, width: int) -> None:
    blocks = [
        html
        for step in STEPS.values()
        for many in (2, 3, 4, 5, 8, 24, 36)
        for html in drawn(stretches(step, many)).values()
    ]
    page = show(width)
    page.set_content(framed(False, "".join(blocks)).replace("/style.css", f"{HOST}/style.css"))
    page.evaluate("document.fonts.ready")
    assert page.locator(".along text").count() > 2 * len(blocks)
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(TOUCHING) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_drawings_that_share_a_scale_have_one_size(show: Any, width: int) -> None:
    page = show(width)
    charts = page.evaluate(FIELDS)
    assert len(charts) == 4
    for fields in charts:
        assert [one for one in fields if one != pytest.approx(fields[0], abs=0.1)] == []
        assert fields[0][0] > 90
        assert fields[0][1] > 150
    tables = page.evaluate(CELLS)
    for cells in tables:
        assert [one for one in cells if one != pytest.approx(cells[0], abs=0.01)] == []
    assert len({round(cells[0][3], 1) for cells in tables[1:]}) == 1


def test_a_page_from_right_to_left_is_the_mirror_of_the_other(show: Any) -> None:
    places = """() => [...document.querySelectorAll('.field > circle')].map(one => {
      const at = one.getBoundingClientRect();
      const card = one.closest('.card').getBoundingClientRect();
      return [at.left - card.left, card.right - at.right, at.top - card.top];
    })"""
    left, right = (show(1280, rtl=rtl).evaluate(places) for rtl in (False, True))
    assert len(left) > 50
    for one, two in zip(left, right, strict=True):
        assert [one[0], one[1], one[2]] == pytest.approx([two[1], two[0], two[2]], abs=0.6)


def test_letters_are_not_mirrored_on_a_page_from_right_to_left(show: Any) -> None:
    mirrored = """() => [...document.querySelectorAll('svg text')]
      .filter(one => one.getBoundingClientRect().width && one.getScreenCTM().a < 0)
      .map(one => one.textContent)"""
    assert show(1280, rtl=True).evaluate(mirrored) == []


def test_a_screen_reader_meets_the_numbers_and_no_drawing(show: Any) -> None:
    page = show(unfolded=True)
    tree = page.locator("figure.run").aria_snapshot()
    assert 'rowheader "March 2025"' in tree
    assert 'cell "Rate 79.2%"' in tree  # a narrow table says the column before each number
    assert 'cell "Rate not shown (1 to 10)"' in tree
    assert "img" not in tree
    assert "figure" in tree


def test_the_numbers_open_by_keyboard_and_the_focus_is_seen(show: Any) -> None:
    page = show()
    summary = page.locator(".strip summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".strip").first.evaluate("one => one.open")
    box = page.evaluate(
        "() => { const one = document.activeElement; const at = getComputedStyle(one);"
        " return [at.outlineStyle, one.getBoundingClientRect().height]; }"
    )
    assert box[0] != "none"
    assert box[1] >= 24


def test_a_beyond_mark_is_told_by_shape_and_a_gap_by_bars(show: Any) -> None:
    page = show()
    assert page.locator("figure.run .point.beyond path").count() == 1
    assert page.locator("figure.run circle.point.in").count() > 20
    assert page.locator("figure.gap .bar.apart").count() == 8
    assert page.locator("figure.funnel .point.beyond text").count() == 2
    assert page.locator("figure.funnel .field .spare text").count() == 2
    small = show(320)
    assert small.locator("figure.funnel .point.beyond text >> visible=true").count() == 2
    assert small.locator("figure.funnel .field .spare text >> visible=true").count() == 0


def test_on_paper_every_table_is_open(show: Any, tmp_path: Path) -> None:
    page = show()
    page.emulate_media(media="print")
    rows = (
        "() => [...document.querySelectorAll('figure.slope details td')].map(one => "
        "one.checkVisibility() && one.getBoundingClientRect().height)"
    )
    heights = page.evaluate(rows)
    assert len(heights) == 18
    assert min(heights) > 5
    assert page.pdf(path=tmp_path / "page.pdf")
