"""Which passwords are taken, how they are typed, and that they count as they were typed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from commonweal.offices.people import passwords
from commonweal.offices.people.models import Person

PASSWORD = "a sentence is easier to keep"  # noqa: S105  of a person in a test


@pytest.fixture(autouse=True)
def quiet() -> None:
    cache.clear()


@pytest.fixture
def ana(db: None) -> Person:
    return Person.objects.create_user("ana@test.example", PASSWORD, name="Ana")


def refused(password: str) -> bool:
    try:
        validate_password(password)
    except ValidationError:
        return True
    return False


def sign_in(client: Client, password: str, login: str = "ana@test.example") -> Any:
    return client.post(reverse("account_login"), {"login": login, "password": password})


@pytest.mark.parametrize("password", ["river", "walk and river", "walkbytheriver"])
def test_a_short_password_is_refused(password: str) -> None:
    assert refused(password[:13])


@pytest.mark.parametrize(
    "password",
    ["password123456!", "passwordpassword", "iloveyou-sunshine", "1q2w3e4r5t6y7u",
     "aaaaaaaaaaaaaaaa", "qwertyuiopasdfghjkl", "Football20262026",
     "123456789012345", "monkey!!!dragon"],
)  # fmt: skip
def test_a_common_password_is_refused_also_when_it_was_made_longer(password: str) -> None:
    assert refused(password)


def test_every_common_password_is_refused_twice_and_with_a_year() -> None:
    common = sorted(one for one in CommonPasswordValidator().passwords if one.isalpha())[::97]
    assert len(common) > 80
    long = [f"{one}2026{one}2026" for one in common]
    assert [one for one in long if len(one) >= 14 and not refused(one)] == []


@pytest.mark.parametrize(
    "password",
    ["walk along the river", "WALKALONGTHERIVERTODAY", "38291047561029384756",
     "ønsker vi en tur i dag?"],
)  # fmt: skip
def test_letters_of_one_kind_are_enough(password: str) -> None:
    assert not refused(password)


@pytest.mark.parametrize("password", ["commonweal-2026!", "EquityHospital1", "administrator123"])
def test_words_of_the_house_make_no_password(password: str) -> None:
    assert refused(password)


def test_names_of_the_site_make_no_password(settings: Settings) -> None:
    assert not refused("larchmeadow-20262026")
    settings.ALLOWED_HOSTS = ["larchmeadow.example"]
    passwords.known.cache_clear()
    try:
        assert refused("larchmeadow-20262026")
    finally:
        passwords.known.cache_clear()


def test_a_password_of_the_list_that_the_house_brings_is_refused(
    settings: Settings, tmp_path: Path
) -> None:
    leaked = tmp_path / "leaked.txt"
    leaked.write_text("walk along the river\n", encoding="utf-8")
    own = {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator",
           "OPTIONS": {"password_list_path": str(leaked)}}  # fmt: skip
    assert not refused("walk along the river")
    settings.AUTH_PASSWORD_VALIDATORS = [*settings.AUTH_PASSWORD_VALIDATORS, own]
    assert refused("Walk along the river") and not refused("walk along the shore")


def test_a_password_counts_as_it_was_typed_to_its_last_letter(ana: Person) -> None:
    long = "Every Word of a long Sentence counts, " * 4
    assert len(long) > 128
    ana.set_password(long)
    ana.save()
    for wrong in (long[:-1], long.lower(), long.strip(), long[:72]):
        assert sign_in(Client(), wrong).status_code == 200
        cache.clear()
    assert sign_in(Client(), long)["Location"] == "/desk/"


def fields(path: str, client: Client) -> list[str]:
    page = client.get(path).content.decode()
    return re.findall(r"<input[^>]*name=\"\w*password\w*\"[^>]*>", page)


def test_a_password_is_typed_unseen_and_may_be_pasted(ana: Person) -> None:
    client = Client()
    found = fields(reverse("account_login"), client)
    sign_in(client, PASSWORD)
    found += fields(reverse("account_change_password"), client)
    found += fields(reverse("account_reauthenticate"), client)
    assert len(found) == 5
    for one in found:
        assert 'type="password"' in one
        assert re.search(r'autocomplete="(current|new)-password"', one)
        assert "onpaste" not in one and "maxlength" not in one


def test_no_password_runs_out(ana: Person, settings: Settings) -> None:
    assert not [one.name for one in Person._meta.get_fields() if "expire" in one.name]
    asked = " ".join(one["NAME"] for one in settings.AUTH_PASSWORD_VALIDATORS)
    assert "Expir" not in asked and "History" not in asked


def test_nobody_is_asked_for_a_hint(ana: Person) -> None:
    client = Client()
    pages = [client.get(reverse("account_login"))]
    sign_in(client, PASSWORD)
    pages += [client.get(reverse(one)) for one in ("account_change_password", "mfa_index")]
    for page in pages:
        assert not re.search(r"hint|secret question|mother|pet", _main(page), re.IGNORECASE)


def _main(page: Any) -> str:
    return re.sub(
        r"<[^>]+>", " ", page.content.decode().partition("<main")[2].partition("</main")[0]
    )


def test_an_address_that_is_not_known_takes_as_long(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    hasher = type(get_hasher())
    ours = hasher.encode
    monkeypatch.setattr(
        hasher, "encode", lambda self, *a, **k: hashed.append("x") or ours(self, *a, **k)
    )
    sign_in(Client(), "something else entirely")
    known = len(hashed)
    sign_in(Client(), "something else entirely", "nobody@test.example")
    assert len(hashed) - known >= 1 and known >= 1
