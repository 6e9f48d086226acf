"""Every page in every state, once: in the longer language, and in English without script.

The other proofs of this folder look longer at one page of each kind. What they ask that a page can
answer in one visit is asked here of all the rest, so that no page goes unseen at any commit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.test_report_page import CUT
from tests.browser.web import looking
from tests.browser.web.conftest import LONGER, PHONE
from tests.browser.web.pages import PAGES, WALKED, Page
from tests.browser.web.test_axe import LOOKS, axe
from tests.browser.web.test_axe import faults as broken_rules
from tests.browser.web.test_keyboard import missed
from tests.browser.web.test_layout import faults as misplaced
from tests.browser.web.test_pages import asked, often, untitled
from tests.browser.web.test_without import TREES, lost, settled, tree

pytestmark = pytest.mark.browser
REST = [page for page in PAGES if page not in WALKED]
EVERY = pytest.mark.parametrize("page", REST, ids=lambda page: page.name)
UNFOLDED = "document.querySelectorAll('details').forEach(one => one.open = true)"
UNSTYLED = "[...document.styleSheets].forEach(one => one.disabled = true)"
MIRROR = "document.documentElement.dir = 'rtl'"


@EVERY
def test_a_page_in_the_longer_language_is_whole_in_every_look(visit: Any, page: Page) -> None:
    shown = visit(page, language=LONGER)
    assert asked(shown) <= often(page)
    assert list(wrong(shown)) == []


def wrong(shown: Any) -> Iterator[str]:
    """Look at one page from all sides that need no other visit, and say what is wrong."""
    yield from (f"title: {one}" for one in untitled(shown))
    yield from (f"not marked: {one}" for one in shown.evaluate(looking.UNMARKED))
    yield from (f"by keyboard: {one}" for one in missed(shown))
    shown.evaluate(axe.Axe().axe_script)
    yield from broken_rules(shown, "light")
    for look, media in LOOKS.items():
        shown.emulate_media(**{"forced_colors": "none", **media})
        yield from broken_rules(shown, look, colors=True)
    shown.emulate_media(color_scheme="light", forced_colors="none", media="print")
    yield from (f"cut on paper: {one}" for one in shown.evaluate(CUT))
    shown.emulate_media(media="screen")
    shown.evaluate(UNFOLDED)
    yield from misplaced(shown, "wide")
    shown.set_viewport_size({"width": PHONE, "height": 700})
    yield from misplaced(shown, "phone")
    yield from broken_rules(shown, "320 px, unfolded")
    shown.evaluate(MIRROR)
    yield from misplaced(shown, "phone, mirrored")
    yield from (f"not kept apart: {one}" for one in shown.evaluate(looking.NOT_APART))
    styled = shown.locator("main").inner_text()
    shown.evaluate(UNSTYLED)
    bare = shown.locator("main").inner_text()
    yield from (f"lost without style: {one}" for one in lost(settled(styled), settled(bare)))


@EVERY
def test_a_screen_reader_meets_what_was_reviewed_without_script(visit: Any, page: Page) -> None:
    shown = visit(page, java_script_enabled=bool(page.waits))
    kept = TREES / f"{page.name}.txt"
    assert kept.read_text(encoding="utf-8") == tree(shown, page) + "\n"
