"""Pages reflow, zoom, stand wide text spacing and turn with the direction; nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.test_report_figures import OFF_PLACE, TOUCHING
from tests.browser.test_report_page import CELLS, CUT, OFF_SCALE, SMALLEST
from tests.browser.web import looking
from tests.browser.web.conftest import MIRRORED, PHONE, WIDE
from tests.browser.web.pages import WALKED, Page

pytestmark = pytest.mark.browser
EVERY = pytest.mark.parametrize("page", WALKED, ids=lambda page: page.name)
SMALLEST_TEXT = 13  # px
# A window of 1280 by 1024 at 400 percent is one of 320 by 256.
WINDOWS = {
    "phone": (320, 700),
    "400 percent": (320, 256),
    "tablet": (768, 900),
    "wide": (1600, 900),
}


def faults(shown: Any, what: str) -> list[str]:
    """Give what stands outside, is cut, covered, too small or off its scale."""
    wrong = [
        f"{what}: {kind}: {one}"
        for kind, script in (
            ("outside", looking.OUTSIDE), ("clipped", looking.CLIPPED), ("cut", CUT),
            ("covered", looking.COVERED), ("torn", looking.TORN), ("off its scale", OFF_SCALE),
            ("off its place", OFF_PLACE), ("touching", TOUCHING),
        )
        for one in shown.evaluate(script)
    ]  # fmt: skip
    wide = shown.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        wrong.append(f"{what}: scrolls sideways by {wide} px")
    if shown.evaluate(SMALLEST) < SMALLEST_TEXT:
        wrong.append(f"{what}: text of {shown.evaluate(SMALLEST)} px")
    for cells in shown.evaluate(CELLS):
        if any(one != pytest.approx(cells[0], abs=0.01) for one in cells):
            wrong.append(f"{what}: plot cells of different edge or width")
    return wrong


@EVERY
def test_nothing_is_lost_at_any_width_zoom_or_spacing(visit: Any, page: Page) -> None:
    shown = visit(page)
    shown.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    wrong = []
    for what, (width, height) in WINDOWS.items():
        shown.set_viewport_size({"width": width, "height": height})
        wrong += faults(shown, what)
    shown.add_style_tag(content=looking.SPACED)
    for width in (WIDE, PHONE):
        shown.set_viewport_size({"width": width, "height": 900})
        wrong += [one for one in faults(shown, f"spaced, {width} px") if "touching" not in one]
    assert not wrong, "\n".join(map(str, wrong))


@EVERY
def test_a_page_from_right_to_left_is_the_mirror_of_the_other(visit: Any, page: Page) -> None:
    shown = visit(page)
    left = shown.evaluate(looking.BLOCKS)
    shown.evaluate("document.documentElement.dir = 'rtl'")
    right = shown.evaluate(looking.BLOCKS)
    width = shown.evaluate("document.documentElement.clientWidth")
    assert len(left) > 8
    wrong = [
        (one, two)
        for one, two in zip(left, right, strict=True)
        if abs(one[1] - (width - two[2])) > 1 or abs(one[2] - (width - two[1])) > 1
    ]
    assert not wrong, "\n".join(map(str, wrong))


@EVERY
def test_right_to_left_keeps_numbers_whole_and_loses_nothing(visit: Any, page: Page) -> None:
    shown = visit(page, PHONE, language=MIRRORED)
    assert shown.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert shown.evaluate(looking.NOT_APART) == []
    wrong = faults(shown, "phone")
    shown.set_viewport_size({"width": WIDE, "height": 900})
    wrong += faults(shown, "wide")
    assert not wrong, "\n".join(wrong)
