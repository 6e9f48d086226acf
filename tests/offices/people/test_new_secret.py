"""The secret of the house can be changed, and nobody loses a session or a step."""

from __future__ import annotations

import base64
import hmac
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings as current
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings
from tests.offices.people.test_sign_in import PASSWORD, code

from commonweal.offices.desk import notices, rounds
from commonweal.offices.people import sealing
from commonweal.offices.people.models import Person, secret_of_feed

pytestmark = pytest.mark.django_db
NEW = "another secret of the house, made on the day of the change"


@pytest.fixture(autouse=True)
def quiet() -> None:
    cache.clear()


@pytest.fixture
def ana() -> Person:
    return Person.objects.create_user("ana@test.example", PASSWORD, name="Ana")


def change(settings: Settings, *older: str) -> None:
    """Change the secret, as an operator does who sets the older one aside."""
    settings.SECRET_KEY_FALLBACKS = list(older)
    settings.SECRET_KEY = NEW


def step_works(person: Person, secret: str) -> bool:
    cache.clear()  # a code is taken once
    held = Authenticator.objects.get(user=person, type="totp")
    return bool(TOTP(held).validate_code(code(secret)))


def test_sessions_and_addresses_in_mails_go_on_under_a_new_secret(
    ana: Person, settings: Settings
) -> None:
    client, stop = Client(), notices.stop_path(ana)
    client.post("/account/login/", {"login": ana.email, "password": PASSWORD})
    change(settings, current.SECRET_KEY)
    assert client.get("/people/me/").status_code == 200
    assert Client().get(stop).status_code == 200


def test_without_the_older_secret_sessions_end(ana: Person, settings: Settings) -> None:
    client, stop = Client(), notices.stop_path(ana)
    client.post("/account/login/", {"login": ana.email, "password": PASSWORD})
    change(settings)
    assert client.get("/people/me/").status_code == 302
    assert Client().get(stop).status_code == 404


def test_second_steps_are_read_under_the_older_secret_and_sealed_under_the_new(
    ana: Person, settings: Settings
) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ana, secret)
    codes = RecoveryCodes.activate(ana).generate_codes()
    old = current.SECRET_KEY
    assert sealing.renew() == 0  # no change, nothing to do
    change(settings, old)
    assert step_works(ana, secret)
    assert sealing.renew() == 2
    assert sealing.renew() == 0
    settings.SECRET_KEY_FALLBACKS = []
    assert step_works(ana, secret)
    held = Authenticator.objects.get(user=ana, type="recovery_codes")
    assert RecoveryCodes(held).generate_codes() == codes


def test_a_step_that_no_secret_opens_stays_and_stops_no_other(
    ana: Person, settings: Settings
) -> None:
    secret = generate_totp_secret()
    lost = Person.objects.create_user("bo@test.example", PASSWORD, name="Bo")
    first = Authenticator.objects.create(user=lost, type="totp", data={"secret": "not sealed"})
    TOTP.activate(ana, secret)
    change(settings, current.SECRET_KEY)
    assert sealing.renew() == 1
    first.refresh_from_db()
    assert first.data == {"secret": "not sealed"}


def test_what_an_older_library_left_is_sealed_anew_too(ana: Person, settings: Settings) -> None:
    old = [sealing.seal("11111111"), sealing.seal("22222222")]
    held = Authenticator.objects.create(
        user=ana, type="recovery_codes", data={"migrated_codes": old}
    )
    change(settings, current.SECRET_KEY)
    assert sealing.renew() == 1
    held.refresh_from_db()
    settings.SECRET_KEY_FALLBACKS = []
    now = held.data["migrated_codes"]
    assert now != old and [sealing.opened(one) for one in now] == ["11111111", "22222222"]


def test_the_worker_does_it_each_round(
    ana: Person, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    TOTP.activate(ana, generate_totp_secret())
    change(settings, current.SECRET_KEY)
    rounds.come_round()
    assert sealing.renew() == 0


def test_a_password_moves_to_the_algorithm_of_today_at_the_next_sign_in(
    ana: Person, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.Argon2PasswordHasher", *current.PASSWORD_HASHERS,
    ]  # fmt: skip
    assert not ana.password.startswith("argon2")
    Client().post("/account/login/", {"login": ana.email, "password": PASSWORD})
    ana.refresh_from_db()
    assert ana.password.startswith("argon2$argon2id$")


def test_a_sealed_secret_is_encrypted_first_and_then_signed_and_no_letter_can_be_changed() -> None:
    sealed = sealing.seal("a secret")
    whole = base64.urlsafe_b64decode(sealed)
    key = HKDF(SHA256(), 32, None, b"commonweal second step").derive(current.SECRET_KEY.encode())
    said = hmac.new(key[:16], whole[:-32], "sha256").digest()
    assert hmac.compare_digest(said, whole[-32:])  # the seal is over what is encrypted
    assert b"secret" not in whole
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        with pytest.raises(InvalidToken):
            sealing.opened(base64.urlsafe_b64encode(bytes(changed)).decode())


def test_chance_holds_while_many_ask_for_it() -> None:
    with ThreadPoolExecutor(16) as many:
        keys = list(many.map(lambda _: secret_of_feed(), range(20_000)))
    assert len(set(keys)) == len(keys)
