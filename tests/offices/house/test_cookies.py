"""Cookies of a house with people are bound to its host, closed to scripts, and small."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from tempfile import mkdtemp
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django.fixtures import Settings
from tests.offices.conftest import ClientOf

from commonweal.offices.house.policy import Role

ASKED = """
import json
from django.conf import settings as s
print(json.dumps({name: getattr(s, name) for name in dir(s) if name.isupper()
    and isinstance(getattr(s, name), (str, int, bool))}))
"""
SIGN_IN = "/account/login/"
KINDS = ("SESSION", "CSRF", "LANGUAGE")


@cache
def real(plain: str = "") -> dict[str, Any]:
    """Give the settings of a house with people."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("COMMONWEAL_")}
    env |= {"COMMONWEAL_STATE": mkdtemp(), "COMMONWEAL_PLAIN_HTTP": plain,
            "DJANGO_SETTINGS_MODULE": "commonweal.offices.house.settings"}  # fmt: skip
    said = subprocess.run(
        [sys.executable, "-c", ASKED], env=env, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(said.stdout)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_cookie_is_bound_to_this_host(kind: str) -> None:
    house = real()
    assert house[f"{kind}_COOKIE_NAME"].startswith("__Host-")
    assert house[f"{kind}_COOKIE_SECURE"] is True
    assert house[f"{kind}_COOKIE_HTTPONLY"] is True
    assert house[f"{kind}_COOKIE_SAMESITE"] == "Lax"
    assert house[f"{kind}_COOKIE_PATH"] == "/"  # with the name: no other path, no other host
    assert f"{kind}_COOKIE_DOMAIN" not in house


def test_a_house_without_https_has_cookies_that_come_back() -> None:
    assert [real("1")[f"{kind}_COOKIE_NAME"] for kind in KINDS] == [
        "sessionid", "csrftoken", "django_language",
    ]  # fmt: skip


def test_a_house_with_people_says_for_a_year_that_it_wants_https(
    settings: Settings, client: Client, db: None
) -> None:
    house = real()
    for name in ("SECONDS", "INCLUDE_SUBDOMAINS", "PRELOAD"):
        setattr(settings, f"SECURE_HSTS_{name}", house[f"SECURE_HSTS_{name}"])
    settings.SECURE_SSL_REDIRECT = house["SECURE_SSL_REDIRECT"]
    said = Client().get("/about/", secure=True)["Strict-Transport-Security"]
    assert said == "max-age=31536000; includeSubDomains; preload"
    led = Client().get("/about/")
    assert led.status_code == 301 and led["Location"] == "https://testserver/about/"


def test_what_is_said_to_a_person_lies_in_no_cookie(client_of: ClientOf) -> None:
    client = client_of(Role.MEMBER)
    answer = client.post("/people/me/name/", {"name": "Ana Petrova"})
    assert answer.status_code == 302
    assert [str(one) for one in get_messages(answer.wsgi_request)]
    assert "messages" not in client.cookies
    assert "Ana Petrova" not in str(client.cookies)


def test_no_cookie_is_larger_than_a_browser_keeps(client_of: ClientOf) -> None:
    client = client_of(Role.MEMBER)
    for number in range(30):
        client.post("/people/me/name/", {"name": "Ana " * 40 + str(number)})
    client.post("/language/", {"language": "en"})
    sizes = {name: len(name) + len(one.value) for name, one in client.cookies.items()}
    assert sizes and max(sizes.values()) < 1024


@pytest.mark.django_db
def test_a_browser_that_keeps_no_cookie_reads_and_can_not_sign_in_and_is_told_why() -> None:
    browser = Client(enforce_csrf_checks=True)
    form = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(SIGN_IN).text)
    assert form
    browser.cookies.clear()
    sent = {"csrfmiddlewaretoken": form[1], "login": "a@test.example", "password": "x"}
    answer = browser.post(SIGN_IN, sent)
    assert answer.status_code == 403
    assert "house/form_too_old.html" in [one.name for one in answer.templates]
    assert "cookie" in answer.text.lower()
    browser.cookies.clear()
    assert browser.get("/about/").status_code == 200
