"""What protects an account: codes count once and not for long, a change ends sessions."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as passkeys
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from tests.offices.people.test_sign_in import PASSWORD, code, confirmed, sign_in, with_app

from commonweal.offices.people import adapters
from commonweal.offices.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet() -> None:
    cache.clear()


@pytest.fixture
def ana() -> Person:
    return Person.objects.create_user("ana@test.example", PASSWORD, name="Ana")


def inside(client: Client) -> bool:
    return client.get("/people/me/").status_code == 200


def test_a_code_of_an_app_counts_once(ana: Person) -> None:
    client = Client()
    sign_in(client)
    secret = with_app(client)
    used, given = [Client(), Client()], code(secret)
    cache.clear()
    for one in used:
        sign_in(one)
        one.post(reverse("mfa_authenticate"), {"code": given})
    assert [inside(one) for one in used] == [True, False]


def test_a_code_of_an_app_lives_for_half_a_minute(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = totp.generate_totp_secret()
    now = 30 * (int(time.time()) // 30)
    monkeypatch.setattr(totp.time, "time", lambda: now)
    given = code(secret)
    assert totp.validate_totp_code(secret, given)
    monkeypatch.setattr(totp.time, "time", lambda: now + 29)
    assert totp.validate_totp_code(secret, given)
    monkeypatch.setattr(totp.time, "time", lambda: now + 31)
    assert not totp.validate_totp_code(secret, given)


def test_secrets_of_second_steps_are_made_by_the_chance_of_the_system(ana: Person) -> None:
    made = {totp.generate_totp_secret() for _ in range(50)}
    made |= {RecoveryCodes.generate_seed() for _ in range(50)}
    assert len(made) == 100
    assert min(len(one) for one in made) >= 32  # 160 bits in letters of base 32
    assert len(RecoveryCodes.generate_seed()) == 80  # 320 bits in hexadecimal digits


def test_a_recovery_code_has_eight_digits(ana: Person) -> None:
    codes = RecoveryCodes.activate(ana).generate_codes()
    assert {len(one) for one in codes} == {8} and len(set(codes)) == 10


def test_each_challenge_of_a_passkey_is_new_and_long(rf: RequestFactory) -> None:
    with context.request_context(rf.get("/")):
        states = [passkeys.get_server().authenticate_begin()[1] for _ in range(20)]
    assert len({one["challenge"] for one in states}) == 20
    assert min(len(one["challenge"]) for one in states) * 6 >= 128


def test_each_sign_in_gives_the_session_another_key(ana: Person) -> None:
    keys = set()
    for _ in range(5):
        client = Client()
        client.get(reverse("account_login"))
        before = client.session.session_key
        sign_in(client)
        keys.add(client.session.session_key)
        assert client.session.session_key != before
    assert len(keys) == 5
    assert all(one.isalnum() and len(one) == 32 for one in keys)  # 165 bits


def test_who_proves_again_who_they_are_gets_another_key(ana: Person) -> None:
    client = Client()
    sign_in(client)
    before = client.session.session_key
    stolen = Client()
    stolen.cookies["sessionid"] = before
    assert inside(stolen)
    confirmed(client)
    assert client.session.session_key != before
    assert inside(client) and not inside(stolen)


def changed_password(client: Client, _secret: str) -> None:
    fresh = "quite another long sentence"
    given = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    client.post(reverse("account_change_password"), given)


def removed_app(client: Client, _secret: str) -> None:
    confirmed(client)
    client.post(reverse("mfa_deactivate_totp"))


def new_codes(client: Client, _secret: str) -> None:
    confirmed(client)
    client.post(reverse("mfa_generate_recovery_codes"))


@pytest.mark.parametrize("change", [changed_password, removed_app, new_codes])
def test_a_changed_password_or_factor_ends_every_other_session(
    ana: Person, change: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client, other = Client(), Client()
    sign_in(client)
    secret = with_app(client)
    cache.clear()
    sign_in(other)
    other.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert inside(client) and inside(other)
    with django_capture_on_commit_callbacks(execute=True):
        change(client, secret)
    assert inside(client) and not inside(other)


def test_a_factor_that_is_added_ends_every_other_session(
    ana: Person, django_capture_on_commit_callbacks: Any
) -> None:
    client, other = Client(), Client()
    sign_in(client)
    sign_in(other)
    with django_capture_on_commit_callbacks(execute=True):
        with_app(client)
    assert inside(client) and not inside(other)


def test_a_secret_that_was_changed_in_the_database_opens_nothing(ana: Person) -> None:
    totp.TOTP.activate(ana, totp.generate_totp_secret())
    kept = Authenticator.objects.get(type="totp")
    locked = kept.data["secret"]
    turned = locked[:-10] + ("A" if locked[-10] != "A" else "B") + locked[-9:]
    with pytest.raises(InvalidToken):
        adapters.SecondStepAdapter().decrypt(turned)


def test_the_same_secret_is_never_encrypted_to_the_same_text() -> None:
    locked = adapters.SecondStepAdapter()
    assert len({locked.encrypt("the same") for _ in range(20)}) == 20
