"""Signing in with an account of this house: passwords, second steps, and waiting after failures."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.offices.conftest import ClientOf, PersonOf

from commonweal.kinds import Purpose
from commonweal.offices.house.policy import Role
from commonweal.offices.people import access, adapters
from commonweal.offices.people.models import Person

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence is easier to keep"  # noqa: S105  of a person in a test
STOCK = re.compile(
    r"Two-Factor|Security Key|Authenticator App|Invalid|invalid|Oops|oops|Sign In|Log in"
)


@pytest.fixture(autouse=True)
def quiet() -> None:
    cache.clear()


@pytest.fixture
def ana() -> Person:
    return Person.objects.create_user("ana@test.example", PASSWORD, name="Ana")


def code(secret: str) -> str:
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> Any:
    given = {"login": "ana@test.example", "password": password, **more}
    return client.post(reverse("account_login"), given)


def test_a_person_signs_in_and_goes_where_they_wanted_to_go(ana: Person) -> None:
    client = Client()
    wanted = client.get("/people/me/")
    assert wanted["Location"] == "/account/login/?next=/people/me/"
    page = client.get(wanted["Location"])
    assert b'name="next" value="/people/me/"' in page.content
    answer = sign_in(client, next="/people/me/")
    assert answer["Location"] == "/people/me/"
    assert client.get("/people/me/").status_code == 200


def test_whose_session_ended_comes_back_to_the_page_whose_button_they_pressed(ana: Person) -> None:
    taken = reverse("desk:take", args=[uuid.uuid4()])
    asked = Client().post(taken, headers={"Referer": "http://testserver/desk/?part=late"})
    assert asked["Location"] == ("/account/login/?next=http%3A//testserver/desk/%3Fpart%3Dlate")
    came = sign_in(Client(), next="http://testserver/desk/?part=late")
    assert came["Location"] == "http://testserver/desk/?part=late"
    astray = Client().post(taken, headers={"Referer": "https://elsewhere.example/"})
    assert astray["Location"] == "/account/login/?next=/"


def test_nobody_is_led_to_another_site_after_signing_in(ana: Person) -> None:
    answer = sign_in(Client(), next="https://elsewhere.example/")
    assert answer["Location"] == "/desk/"


def test_a_wrong_password_is_told_plainly_and_not_which_part_was_wrong(ana: Person) -> None:
    wrong = sign_in(Client(), "something else entirely").content
    unknown = Client().post(
        reverse("account_login"), {"login": "nobody@test.example", "password": PASSWORD}
    )
    said = b"This address and this password do not belong together."
    assert said in wrong and said in unknown.content
    assert b"There is a problem" in wrong


def test_after_five_wrong_passwords_the_right_one_has_to_wait(ana: Person) -> None:
    client = Client()
    for _ in range(5):
        sign_in(client, "something else entirely")
    answer = sign_in(client)
    assert b"Too many wrong passwords. Wait five minutes" in answer.content
    cache.clear()
    assert sign_in(client)["Location"] == "/desk/"


def test_each_further_row_of_wrong_passwords_costs_more(
    ana: Person, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    from allauth.core.internal import ratelimit

    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,10/1h/key,20/1d/key"}
    now = [1_000_000.0]
    monkeypatch.setattr(ratelimit.time, "time", lambda: now[0])
    client = Client()

    def tries() -> int:
        """Give how many passwords are looked at before the wait begins."""
        for number in range(30):
            if b"Wait five minutes" in sign_in(client, "something else entirely").content:
                return number
        return 30

    assert tries() == 5
    now[0] += 5 * 60 + 1
    assert tries() == 5
    now[0] += 5 * 60 + 1
    assert tries() == 0  # ten wrong ones: now it is an hour
    now[0] += 60 * 60
    assert tries() == 5


def test_too_many_sign_ins_from_one_place_are_told_to_wait(ana: Person, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client = Client()
    sign_in(client, "something else entirely")
    answer = sign_in(client)
    assert answer.status_code == 429
    assert b"Too many tries" in answer.content


def test_where_local_accounts_are_closed_no_password_is_looked_at(
    ana: Person, settings: Settings
) -> None:
    settings.LOCAL_ACCOUNTS = False
    page = Client().get(reverse("account_login"))
    assert b"password" not in page.content
    assert b"no directory is set up" in page.content
    for password in (PASSWORD, "something else entirely"):
        assert sign_in(Client(), password).status_code == 403


def test_where_local_accounts_are_closed_a_passkey_alone_opens_nothing(
    ana: Person, settings: Settings, rf: RequestFactory
) -> None:
    settings.LOCAL_ACCOUNTS = False
    with pytest.raises(PermissionDenied):
        adapters.AccountAdapter().pre_login(rf.post("/"), ana, signal_kwargs=None)


def test_nobody_signs_up_alone(ana: Person) -> None:
    assert Client().get("/account/signup/").status_code == 403
    assert Client().get("/account/password/reset/").status_code == 403
    assert not adapters.AccountAdapter().is_open_for_signup(None)


def confirmed(client: Client, **again: str) -> None:
    """Answer the question that comes before a change of what protects an account."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, **again})


def with_app(client: Client) -> str:
    """Set an app up, and give its secret."""
    confirmed(client)
    page = client.get(reverse("mfa_activate_totp"))
    found = re.search(r"<kbd><bdi dir=\"ltr\">(\w+)</bdi>", page.content.decode())
    assert found
    client.post(reverse("mfa_activate_totp"), {"code": code(found[1])})
    return found[1]


def test_an_app_is_set_up_asked_for_and_removed(ana: Person) -> None:
    client = Client()
    sign_in(client)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith("/account/reauthenticate/")
    secret = with_app(client)
    page = client.get(reverse("mfa_index")).content
    assert b"You have set up an app." in page
    assert b"10 codes are left" in page
    other = Client()
    assert sign_in(other)["Location"] == "/account/second-step/authenticate/"
    assert other.get("/people/me/").status_code == 302
    wrong = other.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert b"This code does not fit" in wrong.content
    cache.clear()
    assert other.post(reverse("mfa_authenticate"), {"code": code(secret)})["Location"] == "/desk/"
    client.get(reverse("mfa_deactivate_totp"))
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(type="totp").exists()


def test_a_recovery_code_works_once(ana: Person) -> None:
    client = Client()
    sign_in(client)
    with_app(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    codes = re.findall(r"<li><kbd><bdi dir=\"ltr\">(\w+)</bdi>", page)
    assert len(codes) == 10
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert file.content.decode().split() == codes
    for works in (True, False):
        cache.clear()
        other = Client()
        sign_in(other)
        answer = other.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert (answer.status_code == 302) is works
    assert b"9 of 10 codes are left" in client.get(reverse("mfa_view_recovery_codes")).content
    client.post(reverse("mfa_generate_recovery_codes"))
    fresh = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not set(codes) & set(re.findall(r"<bdi dir=\"ltr\">(\w+)</bdi>", fresh))


def test_secrets_of_second_steps_can_not_be_read_in_the_database(ana: Person) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ana, secret)
    RecoveryCodes.activate(ana)
    kept = [str(one.data) for one in Authenticator.objects.all()]
    assert all(secret not in one for one in kept)
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code(secret))
    locked = adapters.SecondStepAdapter()
    assert locked.decrypt(locked.encrypt("a secret")) == "a secret"


@pytest.mark.parametrize("role", sorted(access.PRIVILEGED, key=lambda role: role.value))
def test_a_privileged_role_is_led_to_a_second_step_before_anything_else(
    role: Role, client_of: ClientOf, person_of: PersonOf, settings: Settings
) -> None:
    settings.SECOND_STEP_ASKED = True
    client = client_of(role)
    assert client.get("/desk/")["Location"] == "/account/second-step/"
    assert client.get("/account/second-step/").status_code == 200
    assert b"needs a second step" in client.get("/account/second-step/").content
    assert client.get("/people/role/").status_code == 200
    TOTP.activate(person_of(role), generate_totp_secret())
    assert client.get("/desk/").status_code == 200


def test_who_acts_in_no_privileged_role_needs_no_second_step(
    client_of: ClientOf, settings: Settings
) -> None:
    settings.SECOND_STEP_ASKED = True
    assert client_of(Role.MEMBER).get("/desk/").status_code == 200
    analyst = client_of(Role.ANALYST)
    analyst.post("/people/role/", {"choice": f"member {Purpose.RUN_A_PROGRAM.value}"})
    assert analyst.get("/desk/").status_code == 200


def test_the_second_step_of_the_directory_is_enough(
    client_of: ClientOf, settings: Settings
) -> None:
    settings.SECOND_STEP_ASKED = True
    client = client_of(Role.PRIVACY)
    session = client.session
    session["stepped"] = True
    session.save()
    assert client.get("/desk/").status_code == 200


def test_a_password_is_changed_by_who_knows_the_one_before(ana: Person) -> None:
    client = Client()
    sign_in(client)
    path = reverse("account_change_password")
    page = client.get(path).content.decode()
    assert "At least 14 characters" in page and "placeholder" not in page
    fresh = "quite another long sentence"
    given = {"oldpassword": "wrong", "password1": fresh, "password2": fresh}
    assert b"not the password you have now" in client.post(path, given).content
    client.post(path, {**given, "oldpassword": PASSWORD})
    assert sign_in(Client(), fresh)["Location"] == "/desk/"


def test_every_page_of_signing_in_is_in_our_words(ana: Person) -> None:
    client = Client()
    pages = [client.get(reverse("account_login")), client.get(reverse("account_inactive"))]
    pages += [client.get(reverse("socialaccount_login_cancelled"))]
    pages += [client.get(reverse("socialaccount_login_error"))]
    sign_in(client)
    pages += [client.get(reverse("account_reauthenticate")), client.get(reverse("mfa_index"))]
    with_app(client)
    names = [
        "account_logout", "mfa_index", "mfa_add_webauthn", "mfa_list_webauthn",
        "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
        "mfa_reauthenticate", "account_change_password",
    ]  # fmt: skip
    pages += [client.get(reverse(name)) for name in names]
    other = Client()
    sign_in(other)
    pages.append(other.get(reverse("mfa_authenticate")))
    for page in pages:
        text = page.content.decode()
        assert page.status_code in (200, 401), page.templates[0].name
        assert not STOCK.search(text), (page.templates[0].name, STOCK.findall(text))
        assert "placeholder=" not in text
        assert 'class="skip"' in text


def test_no_template_of_allauth_is_shown_that_is_not_ours() -> None:
    """Whatever a page of ours may lead to is found in our folder first."""
    import allauth

    ours = Path(adapters.__file__).parent / "templates"
    theirs = Path(allauth.__file__).parent / "templates"
    stock = {one.relative_to(theirs).as_posix() for one in theirs.rglob("*.html")}
    mine = {one.relative_to(ours).as_posix() for one in ours.rglob("*.html")}
    never = re.compile(
        r"allauth/|openid/|idp/|usersessions/|headless/|.*/base_|account/(email|phone|signup|confirm"
        r"|request_login|password_reset|verif|snippets)|socialaccount/(signup|connections|snippets"
        r"|login\.html|login_redirect)|mfa/(trust|webauthn/signup|.*login_script|.*base\.html)"
    )
    assert {one for one in stock - mine if not never.match(one)} == set()


def test_a_name_is_shown_only_for_persons() -> None:
    from django.contrib.auth.models import AnonymousUser

    assert adapters.shown(Person(name="Ana")) == "Ana"
    assert adapters.shown(AnonymousUser()) == ""
