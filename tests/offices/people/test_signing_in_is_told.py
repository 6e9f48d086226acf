"""Who came in, who tried, whom an address refused: the trail holds it, and nothing typed."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.offices.conftest import ClientOf, PersonOf

from commonweal.offices.desk.models import Entry
from commonweal.offices.house import limits
from commonweal.offices.house.logs import NoNames
from commonweal.offices.house.policy import Role
from commonweal.offices.people import middleware
from commonweal.offices.people.models import Person

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence is easier to keep"  # noqa: S105  of a person in a test


@pytest.fixture(autouse=True)
def quiet() -> None:
    cache.clear()


@pytest.fixture
def ana() -> Person:
    return Person.objects.create_user("ana@test.example", PASSWORD, name="Ana")


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    said, ours = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(said)
    handler.setFormatter(NoNames())
    ours.addHandler(handler)
    yield said
    ours.removeHandler(handler)


def sign_in(client: Client, password: str = PASSWORD, login: str = "ana@test.example") -> None:
    client.post(reverse("account_login"), {"login": login, "password": password})


def acts(about: str) -> list[tuple[str, str]]:
    found = Entry.objects.filter(object_id=about).order_by("seq")
    return [(one.actor, one.action) for one in found if "history" not in one.action]


def test_a_sign_in_and_a_sign_out_stand_in_the_trail(ana: Person) -> None:
    client = Client()
    sign_in(client)
    client.post(reverse("account_logout"))
    said = acts(f"people.person:{ana.pk}")
    assert [action for _actor, action in said] == ["signed in by password", "signed out"]
    assert said[1][0] == str(ana.pk)


def test_the_second_step_of_a_sign_in_is_told(ana: Person) -> None:
    from tests.offices.people.test_sign_in import code

    secret = generate_totp_secret()
    TOTP.activate(ana, secret)
    client = Client()
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    cache.clear()
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    said = [action for _actor, action in acts(f"people.person:{ana.pk}")]
    assert said == ["a wrong code was typed", "signed in by two steps"]


def test_a_wrong_password_stands_in_the_trail_without_the_address(ana: Person) -> None:
    sign_in(Client(), "something else entirely")
    sign_in(Client(), "something else entirely", "nobody@test.example")
    assert acts(f"people.person:{ana.pk}") == [("public", "a wrong password was typed")]
    assert acts("people.person:unknown") == [
        ("public", "a wrong password for an address that is not known")
    ]
    assert not Entry.objects.filter(object_id__contains="@").exists()


def test_who_tried_ones_account_is_seen_by_its_owner(ana: Person) -> None:
    sign_in(Client(), "something else entirely")
    client = Client()
    sign_in(client)
    assert (
        b"typed a wrong password for your account" in client.get(reverse("desk:who_looked")).content
    )


def test_a_refusal_stands_in_the_trail(
    client_of: ClientOf, person_of: PersonOf, heard: io.StringIO
) -> None:
    assert client_of(Role.MEMBER).get(reverse("people:people")).status_code == 403
    member = str(person_of(Role.MEMBER).pk)
    assert acts("address:people:people") == [(member, "refused")]
    assert Client().get("/account/signup/").status_code == 403
    assert "Refused account_signup to the public." in heard.getvalue()
    assert acts("address:account_signup") == []


def test_refusals_of_one_person_do_not_fill_the_trail(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(middleware.REFUSALS, most=3, seconds=10**9)
    monkeypatch.setattr(middleware, "REFUSALS", few)
    client = client_of(Role.MEMBER)
    for _ in range(5):
        client.get(reverse("people:people"))
    assert len(acts("address:people:people")) == 3


def test_who_comes_too_often_is_in_the_log(
    client_of: ClientOf, settings: Settings, heard: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LIMITS_ON = True
    monkeypatch.setattr(limits, "spent", lambda rate, who: 5 if rate.name == "searches" else 0)
    assert client_of(Role.MEMBER).get("/desk/search/?q=x").status_code == 429
    assert "Too often: searches." in heard.getvalue()
