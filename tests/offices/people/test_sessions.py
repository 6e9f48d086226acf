"""How long somebody stays signed in, and what ends it at once."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from tests.offices.conftest import ClientOf, PersonOf

from commonweal.offices.house import clock
from commonweal.offices.house.policy import Role
from commonweal.offices.people import middleware, sessions
from commonweal.offices.people.models import Grant, Person

pytestmark = pytest.mark.django_db
MINUTE = 60


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let time pass: the seconds by which the clock is ahead."""
    ahead, true = [0.0], clock.now
    monkeypatch.setattr(clock, "now", lambda: true() + timedelta(seconds=ahead[0]))
    return ahead


def inside(client: Client) -> bool:
    return client.get("/people/me/").status_code == 200


def test_half_an_hour_without_a_request_ends_a_session(
    client_of: ClientOf, later: list[float]
) -> None:
    client = client_of(Role.MEMBER)
    assert inside(client)
    later[0] += 29 * MINUTE
    assert inside(client)
    later[0] += 29 * MINUTE
    assert inside(client)
    later[0] += 31 * MINUTE
    assert not inside(client)
    later[0] = 0
    assert not inside(client)
    assert not Session.objects.filter(session_data__contains="_auth_user_id").exists()


def test_twelve_hours_end_a_session_however_busy(client_of: ClientOf, later: list[float]) -> None:
    client = client_of(Role.MEMBER)
    for _ in range(36):
        assert inside(client)
        later[0] += 20 * MINUTE
    later[0] += 1
    assert not inside(client)


def test_the_page_knows_how_long_it_has(client_of: ClientOf, later: list[float]) -> None:
    client = client_of(Role.MEMBER)
    assert client.get("/people/stay/").content == b"1800"
    later[0] += 25 * MINUTE
    assert client.get("/people/stay/").content == b"1800"
    for _ in range(27):
        later[0] += 25 * MINUTE
        client.get("/people/stay/")
    left = int(client.get("/people/stay/").content)
    assert 0 <= settings.SESSION_WHOLE - int(later[0]) - left <= 5
    shown = re.search(r'data-session-left="(\d+)"', client.get("/people/me/").content.decode())
    assert shown and 0 <= left - int(shown[1]) <= 5


def test_who_is_not_signed_in_has_nothing_to_keep() -> None:
    assert Client().get("/people/stay/")["Location"].startswith("/account/login/")
    page = Client().get("/about/").content.decode()
    assert "session-left" not in page and "session-ends" not in page


def test_a_session_is_written_once_a_minute_and_not_at_every_request(
    client_of: ClientOf, later: list[float]
) -> None:
    client = client_of(Role.MEMBER)
    inside(client)
    before = client.session[middleware.SEEN]
    later[0] += 30
    inside(client)
    assert client.session[middleware.SEEN] == before
    later[0] += 40
    inside(client)
    assert client.session[middleware.SEEN] > before


def test_who_is_shut_out_is_out_with_the_next_request(
    client_of: ClientOf, person_of: PersonOf
) -> None:
    client = client_of(Role.MEMBER)
    assert inside(client)
    Person.objects.update(is_active=False)
    assert not inside(client)


def test_a_role_ends_with_the_next_request(
    client_of: ClientOf, person_of: PersonOf, later: list[float]
) -> None:
    client = client_of(Role.PRIVACY)
    client.get("/people/me/")
    assert "as Privacy officer" in client.get("/about/").content.decode()
    Grant.objects.update(until=clock.now() + timedelta(minutes=5))
    assert "as Privacy officer" in client.get("/about/").content.decode()
    later[0] += 6 * MINUTE
    assert "as Member of staff or learner" in client.get("/about/").content.decode()


def test_sessions_of_others_stay_when_somebody_leaves(
    client_of: ClientOf, person_of: PersonOf
) -> None:
    gone, other = client_of(Role.MEMBER), client_of(Role.BOARD)
    assert inside(gone) and inside(other)
    assert sessions.end_sessions({str(person_of(Role.MEMBER).pk)}) == 1
    assert not inside(gone) and inside(other)


def test_the_first_role_is_the_most_particular_one() -> None:
    assert middleware.first_role(frozenset({Role.MEMBER})) is Role.MEMBER
    assert middleware.first_role(frozenset({Role.MEMBER, Role.BOARD})) is Role.BOARD


def test_a_person_who_was_shut_out_acts_as_the_public(person_of: PersonOf) -> None:
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.user = person_of(Role.PRIVACY)
    request.user.is_active = False
    assert middleware.actor_for(request).role is Role.PUBLIC
    assert middleware._left(request) == 0
    assert isinstance(clock.now(), datetime)
