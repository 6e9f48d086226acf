"""How accounts are looked after and people sign in, with the keyboard alone.

With script and without any; a passkey needs script, because browsers hand one out to script alone.
These journeys leave things behind, so that they have a house of their own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from tests.browser.web.conftest import Come, House, served
from tests.browser.web.hands import (
    EACH_WAY,
    KEYBOARD,
    date,
    follow,
    mark,
    problems_have_the_focus,
    push,
    rewrite,
    row,
    says,
    write,
)
from tests.browser.web.pages import PUBLIC, Page
from tests.browser.web.persons import PASSWORD

pytestmark = pytest.mark.browser
PLACE, FIRST = "Clinic in the south", "2026-07-01"
PERIOD = 30  # seconds that a code of an app stands
LOGIN = "/account/login/"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
ACTIVE = "SELECT is_active FROM people_person WHERE email = ?"
STEPS = """SELECT count(*) FROM mfa_authenticator JOIN people_person
    ON people_person.id = user_id WHERE email = ? AND type = ?"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(tmp_path_factory.mktemp("accounts")) as found:
        yield found


def sign_in(shown: Any, email: str) -> None:
    write(shown, "E-mail address", email)
    write(shown, "Password", PASSWORD)
    push(shown, "Sign in")


def again(shown: Any) -> None:
    """Send the password once more: what opens an account is changed by whoever knows it."""
    write(shown, "Password", PASSWORD)
    push(shown, "Send the password")


def find(keeper: Any, email: str) -> None:
    """Come to the account of somebody by their address."""
    follow(keeper, "My work")
    follow(keeper, "Look after the accounts of people")
    write(keeper, "Name, address or place", email)
    push(keeper, "Find people")
    follow(keeper, "Sam Walker")


@EACH_WAY
def test_an_access_is_ended_and_given_back(enter: Come, house: House, who: str) -> None:
    email = f"{who}@test.example"
    walker = enter(PUBLIC, LOGIN)
    sign_in(walker, email)
    assert walker.get_by_role("button", name="Sign out").count()

    keeper = enter("administrator", "/desk/")
    find(keeper, email)
    push(keeper, "End the access now")
    assert says(keeper, "The access has ended, and so has every session.")
    assert "ended here" in keeper.locator("main dl").inner_text()
    assert row(house.root, ACTIVE, email) == (0,)
    follow(walker, "My work")
    assert LOGIN in walker.url
    sign_in(walker, email)
    assert not walker.get_by_role("button", name="Sign out").count()

    push(keeper, "Give the access back")
    assert says(keeper, "This person may sign in again.")
    assert row(house.root, ACTIVE, email) == (1,)
    walker.goto(house.address + LOGIN)
    sign_in(walker, email)
    assert walker.get_by_role("button", name="Sign out").count()


@EACH_WAY
def test_where_somebody_belongs_is_noted_and_ended(enter: Come, house: House, who: str) -> None:
    email = f"{who}@test.example"
    keeper = enter("administrator", "/desk/")
    find(keeper, email)
    follow(keeper, "Note where they belong")
    push(keeper, "Note this")
    assert problems_have_the_focus(keeper, who)
    write(keeper, "Office, department or organization", PLACE)
    write(keeper, "As what", "nurse")
    date(keeper, "First day", FIRST)
    push(keeper, "Note this")
    assert says(keeper, "It is noted where this person belongs.")
    assert PLACE in keeper.locator("main").inner_text()

    follow(keeper, f"Note the last day {PLACE}")
    date(keeper, "Last day", "2026-07-10")
    push(keeper, "Note the last day")
    assert says(keeper, "The last day is noted.")
    before = keeper.locator("h3", has_text="Before").locator("xpath=following-sibling::ul[1]")
    assert "to 10 July 2026" in before.inner_text()
    asked = """SELECT unit, kind, place.since, until FROM people_affiliation AS place
        JOIN people_person ON people_person.id = person_id WHERE email = ?
        ORDER BY place.id DESC"""
    assert row(house.root, asked, email) == (PLACE, "nurse", FIRST, "2026-07-10")


@EACH_WAY
def test_an_app_is_set_up_and_a_recovery_code_is_the_second_step(
    enter: Come, house: House, who: str
) -> None:
    email = f"{who}@test.example"
    walker = enter(PUBLIC, LOGIN)
    sign_in(walker, email)
    follow(walker, "My page")
    follow(walker, "Look after your second step and passkeys")
    follow(walker, "Set up an app")
    again(walker)
    write(walker, "Code", "000000")
    push(walker, "Set up this app")
    assert problems_have_the_focus(walker, who)
    secret = walker.locator("main kbd").inner_text()
    if time.time() % PERIOD > PERIOD / 2:  # a code that is typed late opens nothing
        time.sleep(PERIOD - time.time() % PERIOD)
    code = hotp_value(secret, next(iter(yield_hotp_counters_from_time())))
    rewrite(walker, "Code", f"{code:06d}")
    push(walker, "Set up this app")
    assert walker.locator("h1").inner_text() == "Recovery codes"
    assert row(house.root, STEPS, email, "totp") == (1,)
    spare = walker.locator(".codes kbd").first.inner_text()

    push(walker, "Sign out")
    walker.goto(house.address + LOGIN)
    sign_in(walker, email)
    assert walker.locator("h1").inner_text() == "Second step of signing in"
    write(walker, "Code", spare)
    push(walker, "Send the code")
    assert walker.get_by_role("link", name="My page").count()


@pytest.mark.parametrize("who", [KEYBOARD])
def test_a_passkey_is_added_opens_the_house_and_is_removed(
    enter: Come, house: House, who: str
) -> None:
    email, address = "researcher@test.example", house.address.replace("127.0.0.1", "localhost")
    walker = enter(PUBLIC, LOGIN)
    device = walker.context.new_cdp_session(walker)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    walker.goto(address + LOGIN)  # a passkey belongs to a name, never to a number
    sign_in(walker, email)
    follow(walker, "My page")
    follow(walker, "Look after your second step and passkeys")
    follow(walker, "Add a passkey")
    again(walker)
    write(walker, "Name of this passkey", "Key at my desk")
    mark(walker, "Sign in with this passkey alone, without a password")
    push(walker, "Add this passkey")
    assert walker.locator("h1").inner_text() == "Recovery codes"
    assert row(house.root, STEPS, email, "webauthn") == (1,)

    push(walker, "Sign out")
    walker.goto(address + LOGIN)
    push(walker, "Use a passkey")
    assert walker.get_by_role("link", name="My page").count()
    follow(walker, "My page")
    follow(walker, "Look after your second step and passkeys")
    follow(walker, "Look at your passkeys")
    assert "works alone" in walker.locator("ul.queue").inner_text()
    follow(walker, "Remove Key at my desk")
    assert walker.locator("h1").inner_text() == "Show once more that it is you"
    follow(walker, "Use a passkey")
    push(walker, "Use a passkey")
    push(walker, "Remove this passkey")
    assert "You have no passkey yet." in walker.locator("main").inner_text()
    assert row(house.root, STEPS, email, "webauthn") == (0,)


def test_without_script_a_page_says_that_passkeys_need_it(visit: Any) -> None:
    shown = visit(Page("", "", PUBLIC, LOGIN), fresh=True, java_script_enabled=False)
    assert "Passkeys need script" in shown.locator("noscript").inner_text()
