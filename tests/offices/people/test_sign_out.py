"""Signing out ends the session, clears the browser, and is one press away on every page."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.offices import walking
from tests.offices.conftest import ClientOf
from tests.offices.people.test_sign_in import PASSWORD, sign_in

from commonweal.offices.house.policy import Role
from commonweal.offices.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet() -> None:
    cache.clear()


@pytest.fixture
def ana() -> Person:
    return Person.objects.create_user("ana@test.example", PASSWORD, name="Ana")


def test_a_session_that_was_ended_opens_nothing(ana: Person) -> None:
    client, stolen = Client(), Client()
    sign_in(client)
    stolen.cookies[settings.SESSION_COOKIE_NAME] = client.session.session_key
    assert stolen.get("/people/me/").status_code == 200
    client.post(reverse("account_logout"))
    assert stolen.get("/people/me/").status_code == 302


def test_signing_out_clears_what_the_browser_kept(ana: Person) -> None:
    client = Client()
    sign_in(client)
    assert "Clear-Site-Data" not in client.get("/people/me/").headers
    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"cache"'


def test_every_page_of_somebody_leads_to_signing_out(client_of: ClientOf) -> None:
    client, looked = client_of(Role.PRIVACY), 0
    for path in walking.paths():
        page = client.get(path)
        html = page.headers.get("Content-Type", "").startswith("text/html")
        if page.status_code == 200 and html and page.content.startswith(b"<!doctype"):
            looked += 1
            printed = b"printed" in page.content[:3000] and b"<nav" not in page.content
            assert b'action="/account/logout/"' in page.content or printed, path
    assert looked > 20


def test_looking_at_pages_begins_no_session_of_a_person(ana: Person) -> None:
    client = Client()
    for path in ("/", "/about/", "/account/login/", "/people/stay/"):
        client.get(path)
    assert "_auth_user_id" not in client.session
