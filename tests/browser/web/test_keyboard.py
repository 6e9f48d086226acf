"""Everything can be reached and seen with the keyboard alone, in the order it is read."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.web import looking
from tests.browser.web.conftest import IN_EACH
from tests.browser.web.pages import PAGES, PROBLEMS, PUBLIC, WALKED, Page

pytestmark = pytest.mark.browser
EVERY = pytest.mark.parametrize("page", WALKED, ids=lambda page: page.name)
WRONG = [page for page in WALKED if page.sends and page.shows == PROBLEMS]
# The focus, whether it lies in the window, and whether its label does.
LED_TO = """() => {
  const one = document.activeElement;
  const seen = what => { const at = what.getBoundingClientRect();
    return at.top >= 0 && at.top < innerHeight; };
  return [one.id, seen(one), seen(one.labels?.[0] ?? one)];
}"""


def walk(shown: Any, key: str, longest: int) -> list[dict[str, Any]]:
    """Press a key until the focus leaves the page or comes back, and say where it was."""
    met: list[dict[str, Any]] = []
    for _ in range(longest):
        shown.keyboard.press(key)
        at = shown.evaluate(looking.FOCUSED)
        if at and met and at["at"] == met[-1]["at"]:
            continue  # a field of a day takes several steps inside itself
        if at is None or (met and at["at"] == met[0]["at"]):
            return met
        met.append(at)
    pytest.fail(f"The focus does not leave the page after {longest} steps: {met[-3:]}")


def missed(shown: Any) -> list[Any]:
    """Walk a page by the tab key; give what it does not meet in order, or meets unseen."""
    controls = shown.evaluate(looking.CONTROLS)
    shown.evaluate(looking.BEFORE_ALL)
    met = walk(shown, "Tab", 2 * controls + 5)
    in_order = [one["at"] for one in met] == [str(at) for at in range(controls)]
    unseen = [one for one in met if not one["ring"] or not one["inside"] or one["covered"]]
    return unseen if in_order else met


@IN_EACH
@EVERY
def test_tab_meets_every_control_in_order_and_is_seen(
    visit: Any, page: Page, language: str
) -> None:
    assert missed(visit(page, language=language)) == []


@pytest.mark.parametrize("page", WRONG, ids=lambda page: page.name)
def test_what_is_wrong_has_the_focus_and_leads_to_each_control(visit: Any, page: Page) -> None:
    shown = visit(page)
    assert shown.evaluate("document.activeElement.matches('.problems')")
    links = shown.locator(".problems a").all()
    for at, link in enumerate(links):
        if at == 0:
            shown.keyboard.press("Tab")
            assert link.evaluate("one => one === document.activeElement")
        link.focus()
        shown.keyboard.press("Enter")
        name = link.get_attribute("href").removeprefix("#")
        assert shown.evaluate(LED_TO) == [name, True, True]
    assert links or shown.locator(".problems li").count()


def test_the_walk_back_is_the_walk_turned_round(visit: Any) -> None:
    shown = visit(next(page for page in PAGES if page.url == "account_login"))
    controls = shown.evaluate(looking.CONTROLS)
    back = walk(shown, "Shift+Tab", controls + 5)
    assert [one["at"] for one in back] == [str(at) for at in reversed(range(controls))]


def test_the_skip_link_is_first_and_leads_past_the_header(visit: Any) -> None:
    shown = visit(Page("house:about", "", PUBLIC, "/about/"))
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.className") == "skip"
    assert shown.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.id") == "main"


def test_the_shortcuts_lead_to_their_places_and_can_be_switched_off(visit: Any) -> None:
    shown = visit(Page("house:about", "", "member", "/about/"), fresh=True)
    shown.keyboard.press("/")
    assert shown.evaluate("document.activeElement.id") == "search"
    shown.keyboard.press("?")  # typed into the field: no shortcut there
    assert shown.url.endswith("/about/")
    shown.evaluate("document.activeElement.blur()")
    shown.keyboard.press("g")
    shown.keyboard.press("w")
    shown.wait_for_url("**/desk/")
    shown.keyboard.press("?")
    shown.wait_for_url("**/keys/")
    shown.get_by_role("button", name="Switch the shortcuts off").click()
    shown.keyboard.press("g")
    shown.keyboard.press("v")
    shown.keyboard.press("/")
    assert shown.url.endswith("/keys/")
    assert shown.evaluate("document.activeElement.id") != "search"
