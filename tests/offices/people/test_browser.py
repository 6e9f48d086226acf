"""In a real Chromium: passkeys with a virtual authenticator, an app, and the notice of an end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import oidc_provider_mock
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer
from tests.browser.test_report_page import CHROMIUM, QUIET
from tests.offices.people.idp import GROUPS, serving
from tests.offices.people.test_saml import installed

from commonweal.offices.house.directory import Directory, providers
from commonweal.offices.house.policy import Role
from commonweal.offices.people.models import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
PASSWORD = "a sentence is easier to keep"  # noqa: S105  of a person in a test
SECRET = "x"  # noqa: S105  the provider takes any
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patched, sync_playwright() as playwright:
        # The driver keeps a loop in this thread, in which Django would refuse its database.
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page of a browser in which somebody may sign in; it must never complain."""
    cache.clear()
    Person.objects.create_user("ana@test.example", PASSWORD, name="Ana")
    context = chromium.new_context(base_url=live_server.url)
    shown = context.new_page()
    said: list[str] = []
    shown.on(
        "console",  # of our own pages: the provider's are somebody else's
        lambda one: (
            said.append(one.text)
            # That it emptied its cache, as we asked, is news and no complaint.
            if one.type != "info" and one.location["url"].startswith(live_server.url)
            else None
        ),
    )
    shown.on("pageerror", lambda error: said.append(str(error)))
    yield shown
    context.close()
    assert said == []


def sign_in(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill("ana@test.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def again(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Send the password").click()


def with_key(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def test_a_passkey_is_added_opens_the_house_alone_and_is_renamed_and_removed(page: Page) -> None:
    with_key(page)
    sign_in(page)
    page.goto("/account/second-step/")
    page.get_by_role("link", name="Add a passkey").click()
    again(page)
    page.get_by_label("Name of this passkey").fill("My phone")
    page.get_by_label("Sign in with this passkey alone").check()
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    page.goto("/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name="My page")).to_be_visible()

    page.goto("/account/second-step/webauthn/")
    expect(page.get_by_text("works alone")).to_be_visible()
    page.get_by_role("link", name="Rename My phone").click()
    if page.get_by_role("button", name="Use a passkey").count():
        page.get_by_role("button", name="Use a passkey").click()
    elif page.get_by_role("button", name="Send the password").count():
        again(page)
    page.get_by_label("Name of this passkey").fill("Old phone")
    page.get_by_role("button", name="Keep this name").click()
    page.get_by_role("link", name="Remove Old phone").click()
    page.get_by_role("button", name="Remove this passkey").click()
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_a_passkey_is_the_second_step_after_a_password(page: Page) -> None:
    with_key(page)
    sign_in(page)
    page.goto("/account/second-step/webauthn/add/")
    again(page)
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page)
    expect(page.get_by_role("heading", name="Second step of signing in")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name="My page")).to_be_visible()


def test_who_has_no_passkey_here_is_told_so(page: Page) -> None:
    page.goto("/account/login/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**KEY, "isUserVerified": False}})
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("The passkey was not used")).to_be_visible()


def test_an_app_is_set_up_by_the_letters_under_its_picture(page: Page) -> None:
    sign_in(page)
    page.goto("/account/second-step/totp/activate/")
    again(page)
    picture = page.locator("img.qr")
    assert picture.evaluate("one => one.naturalWidth") > 0
    found = re.search(r"Secret in letters: (\w+)", page.locator("main").inner_text())
    assert found
    code = hotp_value(found[1], next(iter(yield_hotp_counters_from_time())))
    page.get_by_label("Code").fill(f"{code:06d}")
    page.get_by_role("button", name="Set up this app").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_two_minutes_ahead_a_person_is_told_and_may_stay_and_keeps_what_they_typed(
    page: Page, settings: Settings
) -> None:
    page.clock.install()
    sign_in(page)
    page.goto("/people/me/name/")
    field = page.get_by_label("Name")
    field.fill("Half a na")
    notice = page.get_by_role("alert")
    page.clock.run_for((settings.SESSION_IDLE - 125) * 1000)
    expect(notice).to_have_count(0)
    page.clock.run_for(10_000)
    expect(notice).to_contain_text("You are signed out in 2 minutes")
    page.get_by_role("button", name="Stay signed in").click()
    expect(notice).to_have_count(0)
    page.clock.run_for((settings.SESSION_IDLE - 60) * 1000)
    expect(notice).to_contain_text("You are signed out in 2 minutes")
    page.clock.run_for(130_000)
    expect(notice).to_contain_text("You are signed out. Copy what you typed")
    expect(field).to_have_value("Half a na")
    assert field.input_value() == "Half a na"


def test_who_was_signed_out_meanwhile_is_told_so_when_they_want_to_stay(
    page: Page, settings: Settings
) -> None:
    page.clock.install()
    sign_in(page)
    page.goto("/people/me/name/")
    page.clock.run_for((settings.SESSION_IDLE - 60) * 1000)
    page.context.clear_cookies()
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("alert")).to_contain_text("You are signed out.")


def test_near_the_end_of_the_whole_day_nothing_can_be_kept_and_the_notice_stays(
    page: Page, settings: Settings
) -> None:
    settings.SESSION_WHOLE = 100
    page.clock.install()
    sign_in(page)
    page.goto("/people/me/name/")
    page.clock.run_for(1_000)
    stay = page.get_by_role("button", name="Stay signed in")
    stay.click()
    expect(stay).to_be_hidden()
    expect(page.get_by_role("alert")).to_contain_text("You are signed out in 2 minutes")
    page.clock.run_for(101_000)
    expect(page.get_by_role("alert")).to_contain_text("You are signed out. Copy what you typed")


@pytest.mark.filterwarnings("ignore")  # of the provider, which stands for somebody else's software
def test_the_way_to_the_directory_and_back_stands_under_the_content_policy(
    page: Page, settings: Settings
) -> None:
    claims = {"email": "bo@hospital.example", "email_verified": True, "name": "Bo Lee"}
    known = [oidc_provider_mock.User(sub="bo", claims={**claims, "groups": ["equity"]})]
    with oidc_provider_mock.run_server_in_thread(user_claims=known) as server:
        one = Directory(
            id="staff", name="the staff directory", client_id="commonweal", secret=SECRET,
            server_url=f"http://localhost:{server.server_port}", group_claim="groups",
            roles={"equity": (Role.ANALYST,)},
        )  # fmt: skip
        settings.DIRECTORY, settings.SOCIALACCOUNT_PROVIDERS = one, providers(one)
        page.goto("/people/me/")
        page.get_by_role("link", name="Sign in with the staff directory").click()
        page.get_by_role("button", name="bo", exact=True).click()
        expect(page.get_by_role("heading", name="My page")).to_be_visible()
    expect(page.get_by_text("Bo Lee").first).to_be_visible()
    expect(page.get_by_text("Equity analyst: from the directory")).to_be_visible()


def test_the_form_of_a_directory_that_speaks_saml_signs_in_without_our_cookies(
    page: Page, settings: Settings, live_server: LiveServer, tmp_path: Path
) -> None:
    """The cookie of the session is SameSite=Lax: it comes with the page after the form, not it."""
    with serving() as idp:
        installed(settings, tmp_path, idp)
        settings.SITE_URL = live_server.url.replace("127.0.0.1", "localhost")
        idp.person("bo", **{GROUPS: ["equity"]})
        sent: list[tuple[str, str]] = []
        page.on("request", lambda one: sent.append((one.method, one.url)))
        page.goto(f"{settings.SITE_URL}/people/me/")
        page.get_by_role("link", name="Sign in with the staff directory").click()
        page.get_by_role("link", name="bo", exact=True).click()
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("heading", name="My page")).to_be_visible()
        expect(page.get_by_text("Equity analyst: from the directory")).to_be_visible()
        (form,) = [url for method, url in sent if method == "POST"]
        assert form.endswith("/account/saml/staff/acs/")
