"""The list of pages is whole, and each page answers."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median, quantiles
from typing import Any

import pytest
from tests.browser.web.conftest import IN_EACH, come
from tests.browser.web.pages import ERRORS, KINDS, NO_ERRORS, NO_PAGE, PAGES, PROBLEMS, WALKED, Page
from tests.browser.web.refusals import ASKED, WORKED

from commonweal.offices.people import access

pytestmark = pytest.mark.browser
EVERY = pytest.mark.parametrize("page", WALKED, ids=lambda page: page.name)
# 100 kB of 1,000 bytes: what comes over the wire on a first visit, fonts included.
HEAVIEST = 100_000
# How often a page may ask the database, opened or after forms were sent. Most ask less than twenty
# times. How long that takes depends on the machine and stands in benchmarks/load; this does not.
OPENED, SENT = 40, 80
# The milliseconds that a server may take for half of all pages, and for 95 of 100. Of them only
# those of the processor are asked for here, so that a busy machine fails nothing; what people wait
# for is in benchmarks/load.
MEDIAN, NEARLY_ALL = 100, 300


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
def test_a_page_asks_the_database_a_bounded_number_of_times(visit: Any, page: Page) -> None:
    assert asked(visit(page)) <= often(page)


def asked(shown: Any) -> int:
    """Give how often the database was asked for the page that is shown."""
    return int(shown.answer.headers[ASKED.lower()])


def often(page: Page) -> int:
    """Give how often a page may ask the database."""
    return SENT if page.sends else OPENED


def test_the_server_works_on_a_page_for_a_short_time(visit: Any, house: Any) -> None:
    worked = {page.name: milliseconds(visit, house, page) for page in PAGES if not page.sends}
    slowest = sorted(worked.items(), key=lambda one: -one[1])[:10]
    assert median(worked.values()) < MEDIAN, slowest
    assert quantiles(worked.values(), n=20)[-1] < NEARLY_ALL, slowest


def milliseconds(visit: Any, house: Any, page: Page) -> float:
    """Ask for a page as its reader, without showing it, and give how long it was worked on."""
    ask = visit(page, go=False).context.request
    answers = [ask.get(house.address + house.path_of(page)) for _once_to_be_ready in range(2)]
    return float(answers[-1].headers[WORKED.lower()])


@EVERY
def test_a_page_has_one_title_one_main_part_and_headings_in_order(visit: Any, page: Page) -> None:
    assert untitled(visit(page)) == []


def untitled(shown: Any) -> list[str]:
    """Give what is wrong with the title, the main part and the headings of a page."""
    levels = shown.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(one => +one.tagName[1])"
    )
    wrong = {
        "not one main heading": levels.count(1) != 1,
        "a level of heading is left out": any(b > a + 1 for a, b in pairwise(levels)),
        "not one main part": shown.locator("main").count() != 1,
        "the main heading is empty": not shown.locator("h1").first.inner_text().strip(),
        "no title of its own": not re.fullmatch(r".+ · Commonweal", shown.title().strip()),
    }
    return [what for what, holds in wrong.items() if holds]
