"""Whole journeys with the keyboard alone: once with script, and once without any."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.web.hands import EACH_WAY, press, tab_to, write
from tests.browser.web.pages import PUBLIC, Page
from tests.browser.web.persons import PASSWORD

pytestmark = pytest.mark.browser
DOOR = Page("account_login", "", PUBLIC, "/account/login/")


@EACH_WAY
def test_sign_in_change_role_and_do_a_task_without_a_mouse(visit: Any, who: str) -> None:
    shown = visit(DOOR, fresh=True, java_script_enabled=who == "keyboard")
    email = shown.locator("input[type=email]")
    tab_to(shown, email)
    shown.keyboard.type(f"{who}@test.example")
    tab_to(shown, shown.locator("input[type=password]"))
    shown.keyboard.type("not the password")
    press(shown, shown.get_by_role("button", name="Sign in", exact=True))
    assert shown.get_by_role("heading", name="There is a problem").is_visible()

    if who == "keyboard":  # the summary of what is wrong takes the focus
        assert shown.evaluate("document.activeElement.className") == "problems"
    tab_to(shown, shown.locator("input[type=email]"))
    shown.keyboard.press("Control+A")
    shown.keyboard.type(f"{who}@test.example")
    tab_to(shown, shown.locator("input[type=password]"))
    shown.keyboard.type(PASSWORD)
    press(shown, shown.get_by_role("button", name="Sign in", exact=True))
    assert "/account/" not in shown.url

    press(shown, shown.get_by_role("link", name="Change role or purpose"))
    tab_to(shown, shown.locator("input[type=radio]:checked"))
    for _ in range(12):
        if shown.locator('input[value^="officer"]:checked').count():
            break
        shown.keyboard.press("ArrowDown")
    assert shown.locator('input[value^="officer"]:checked').count() == 1
    press(shown, shown.get_by_role("button", name="Use this role"))
    assert "as Program officer" in shown.locator(".who").inner_text()

    press(shown, shown.get_by_role("link", name="My work", exact=True))
    name = f"Call the clinic back ({who})"
    press(shown, shown.get_by_role("link", name=name))
    press(shown, shown.get_by_role("button", name="Say it is done"))
    assert shown.get_by_role("status").filter(has_text=name).count() == 1
    assert shown.get_by_role("link", name=name).count() == 0
    press(shown, shown.get_by_role("button", name="Sign out"))
    assert shown.get_by_role("link", name="Sign in").count() == 1


@EACH_WAY
def test_a_finding_is_signed_with_a_written_reason_without_a_mouse(visit: Any, who: str) -> None:
    page = Page("scorecard:sign", "", "analyst", f"to sign {who}")
    shown = visit(page, fresh=True, java_script_enabled=who == "keyboard")
    reason = shown.locator("textarea").first
    button = shown.get_by_role("button", name="Sign the finding")
    tab_to(shown, reason)
    shown.keyboard.type("Too short.")
    press(shown, button)
    assert shown.locator(".problems, .warning, .message, .error").first.is_visible()
    tab_to(shown, shown.locator("textarea").first)
    shown.keyboard.press("Control+A")
    shown.keyboard.type("The counts were compared with those of the registry.")
    press(shown, shown.get_by_role("button", name="Sign the finding"))
    assert shown.get_by_role("status").count() == 1


def test_what_was_typed_is_there_again_in_another_browser_and_can_be_forgotten(visit: Any) -> None:
    page = Page("scorecard:initiative_change", "", "officer", "initiative change")
    shown = visit(page, fresh=True)
    at_first = shown.get_by_label("What changes").input_value()
    with shown.expect_response(lambda answer: "/desk/draft/" in answer.url) as kept:
        write(shown, "What changes", " Nurses write down why.")
    assert kept.value.status == 204
    assert not [text for kind, text in shown.said if kind == "error"]
    again = visit(page, fresh=True)
    assert "Nurses write down why." in again.get_by_label("What changes").input_value()
    press(again, again.get_by_role("button", name="Forget what I typed"))
    assert again.get_by_label("What changes").input_value() == at_first
