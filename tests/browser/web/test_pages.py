"""The list of pages is whole, and each page answers."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from tests.browser.web.conftest import IN_EACH, come
from tests.browser.web.pages import ERRORS, KINDS, NO_ERRORS, NO_PAGE, PAGES, PROBLEMS, WALKED, Page

from commonweal.offices.people import access

pytestmark = pytest.mark.browser
EVERY = pytest.mark.parametrize("page", WALKED, ids=lambda page: page.name)
# 100 kB of 1,000 bytes: what comes over the wire on a first visit, fonts included.
HEAVIEST = 100_000


def test_every_page_is_listed() -> None:
    open_to_somebody = {name for name in access.url_names() if access.rules()[name].roles}
    listed = {page.url for page in PAGES}
    assert sorted(open_to_somebody - listed - set(NO_PAGE)) == []
    assert sorted((listed | set(NO_PAGE)) - open_to_somebody - ERRORS) == []


def test_every_form_is_listed_with_what_is_wrong_in_it() -> None:
    """A page that takes a form stands in the list as it answers one with errors."""
    open_to_somebody = {name: rule for name, rule in access.rules().items() if rule.roles}
    takes = {
        name
        for name in access.url_names()
        if name in open_to_somebody and "POST" in open_to_somebody[name].methods
    } - set(NO_PAGE)
    wrong = {page.url for page in PAGES if page.sends and page.shows == PROBLEMS}
    assert sorted(takes - wrong - set(NO_ERRORS)) == []
    assert sorted((wrong | set(NO_ERRORS)) - takes) == []
    assert wrong & set(NO_ERRORS) == set()


def test_one_page_of_each_kind_is_known() -> None:
    assert {page.name for page in PAGES} >= KINDS


def test_every_state_has_a_name_of_its_own() -> None:
    names = [page.name for page in PAGES]
    assert sorted(names) == sorted(set(names))


@IN_EACH
@EVERY
def test_a_page_keeps_the_visitor_private_and_is_light(
    visit: Any, house: Any, page: Page, language: str
) -> None:
    shown = visit(page, fresh=True, go=False, language=language)
    wire = shown.context.new_cdp_session(shown)
    wire.send("Network.enable")
    heavy: list[float] = []
    wire.on("Network.loadingFinished", lambda told: heavy.append(told["encodedDataLength"]))
    come(shown, house, page)
    shown.evaluate("document.fonts.ready")
    assert [url for url in shown.asked if not url.startswith(f"{house.address}/")] == []
    errors = [(kind, told) for kind, told in shown.said if kind in ("error", "warning")]
    assert [told for _, told in errors if page.status == 200 or "status of" not in told] == []
    assert 0 < sum(heavy) < HEAVIEST, f"{sum(heavy):,.0f} bytes: {sorted(heavy)}"


@EVERY
def test_a_page_has_one_title_one_main_part_and_headings_in_order(visit: Any, page: Page) -> None:
    shown = visit(page)
    levels = shown.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(one => +one.tagName[1])"
    )
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert shown.locator("main").count() == 1
    heading = " ".join(shown.locator("h1").inner_text().split())
    assert shown.title().endswith(" · Commonweal")
    assert len(shown.title()) > len(" · Commonweal")
    assert heading
