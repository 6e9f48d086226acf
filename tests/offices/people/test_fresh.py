"""Before data leaves, whoever is signed in proves again who they are, and loses nothing by it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.offices.conftest import PersonOf

from commonweal.offices.house import clock
from commonweal.offices.house.directory import Directory
from commonweal.offices.house.policy import Role
from commonweal.offices.people import fresh
from commonweal.offices.people.models import Grant, Person
from commonweal.offices.scorecard.models import ApiKey, Edition, Label, Record

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence is easier to keep"  # noqa: S105  of a person in a test
MINUTE = 60
NEW_KEY = "/keys-for-machines/new/"


@pytest.fixture
def pat() -> Person:
    made = Person.objects.create_user("pat@test.example", PASSWORD, name="Pat")
    Grant.objects.create(person=made, role=Role.PRIVACY.value)
    return made


@pytest.fixture
def client(pat: Person) -> Client:
    browser = Client()
    given = {"login": "pat@test.example", "password": PASSWORD}
    assert browser.post(reverse("account_login"), given).status_code == 302
    return browser


def test_for_fifteen_minutes_nobody_asks_and_then_the_password_leads_back(
    client: Client, later: list[float]
) -> None:
    assert client.get(NEW_KEY).status_code == 200
    later[0] += 16 * MINUTE
    asked = client.get(f"{NEW_KEY}?about=this", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/account/reauthenticate/")
    page = asked.content.decode()
    assert "before data leaves this site" in page
    assert f'name="next" value="{NEW_KEY}?about=this"' in page
    given = {"password": PASSWORD, "next": f"{NEW_KEY}?about=this"}
    back = client.post(reverse("account_reauthenticate"), given)
    assert back["Location"] == f"{NEW_KEY}?about=this"


def test_a_wrong_password_opens_nothing(client: Client, later: list[float]) -> None:
    later[0] += 16 * MINUTE
    wrong = client.post(reverse("account_reauthenticate"), {"password": "something else"})
    assert b"This is not your password" in wrong.content
    assert client.get(NEW_KEY).status_code == 302


def test_what_was_typed_into_a_form_that_was_opened_in_time_is_not_lost(
    client: Client, pat: Person, later: list[float]
) -> None:
    client.get(NEW_KEY)
    for _ in range(2):
        later[0] += 20 * MINUTE
        client.get("/people/stay/")
    given = {
        "name": "A map of the county", "opens": ["findings"], "label": Label.PUBLIC,
        "owner": str(pat.pk), "expires": str(clock.today() + timedelta(days=9)),
    }  # fmt: skip
    assert client.post(NEW_KEY, given).status_code == 200
    assert ApiKey.objects.count() == 1
    later[0] += 10 * MINUTE
    assert (
        client.post(NEW_KEY, given)["Location"]
        == "/people/again/?next=%2Fkeys-for-machines%2Fnew%2F"
    )
    assert ApiKey.objects.count() == 1


def test_a_button_leads_back_to_its_page_and_never_to_another_site(rf: RequestFactory) -> None:
    for came, back in (
        ("http://testserver/initiatives/1/work-list/",) * 2,
        ("https://elsewhere.example/", "/"),
        ("", "/"),
    ):
        answer = fresh.ask(
            rf.post("/work-lists/1.csv", headers={"Referer": came}), frozenset({"POST"})
        )
        assert parse_qs(urlsplit(answer["Location"]).query) == {"next": [back]}


def test_a_finding_that_the_public_reads_is_fetched_by_the_public_unasked(
    client: Client, edition: Edition, later: list[float]
) -> None:
    record = edition.records.first()
    edition.records.update(label=Label.PUBLIC, state=Record.State.SIGNED)
    path = f"/measures/{record.pk}/finding.csv"
    assert client.get(path).status_code == 200
    later[0] += 16 * MINUTE
    assert client.get(path).status_code == 302
    assert Client().get(path).status_code == 200


def way(person: Person, after: str = "/desk/") -> str:
    return fresh.way(RequestFactory().get("/people/again/", {"next": after}), person)


def test_who_has_no_password_here_is_asked_by_the_directory_anew(
    person_of: PersonOf, settings: Settings
) -> None:
    someone = person_of(Role.MEMBER)
    someone.set_unusable_password()
    assert way(someone) == "/account/logout/"
    settings.DIRECTORY = Directory(
        id="staff", name="the staff directory", client_id="x", secret="x",  # noqa: S106  of nothing
        server_url="https://directory.example", group_claim="groups", roles={},
    )  # fmt: skip
    asked = urlsplit(way(someone))
    assert asked.path == "/account/oidc/staff/login/"
    assert parse_qs(asked.query) == {
        "next": ["/desk/"], "process": ["login"], "auth_params": ["prompt=login"],
    }  # fmt: skip
    assert parse_qs(urlsplit(way(someone, "https://elsewhere.example/")).query)["next"] == ["/"]


def test_a_password_is_not_asked_for_where_passwords_open_nothing(
    pat: Person, settings: Settings
) -> None:
    assert way(pat).startswith("/account/reauthenticate/")
    settings.LOCAL_ACCOUNTS = False
    assert way(pat) == "/account/logout/"


def test_the_moment_counts_at_which_the_directory_says_that_it_asked(
    pat: Person, rf: RequestFactory, later: list[float]
) -> None:
    request = rf.get("/")
    request.user, request.session = pat, SessionStore()
    now = int(clock.now().timestamp())
    request.session[fresh.BEGAN] = now - 3600
    assert 3600 <= fresh.since(request) <= 3605
    for told, seconds in ((now - 1800, 1800), (now + 1800, 0), (None, 0), ("noon", 0)):
        fresh.prove(request, told)
        assert seconds <= fresh.since(request) <= seconds + 5
    later[0] += 600
    record_authentication(request, pat, "password")
    assert fresh.since(request) >= 600
    record_authentication(request, pat, "password", reauthenticated=True)
    assert 595 <= fresh.since(request) <= 605  # the library reads the true clock
