"""The directory signs somebody out: with a token of its own at once, or when it is asked again."""

from __future__ import annotations

import time
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import jwt
import pytest
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings as current
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings
from tests.offices.people.provider import person, sign_in, signed

from commonweal.offices.desk.models import Entry
from commonweal.offices.house import clock, limits
from commonweal.offices.house.directory import Directory
from commonweal.offices.people import signed_out
from commonweal.offices.people.fresh import ASKED, PROVED, QUIET

pytestmark = [
    pytest.mark.django_db,
    # The provider stands for somebody else's software: what it warns of is not ours.
    pytest.mark.filterwarnings("ignore"),
]
THERE = "/people/signed-out/"
HOUR = 60 * 60
UNTOLD: Any = {"auth_time": ""}  # a directory that does not say when it asked somebody


def claims(provider: str, **more: Any) -> dict[str, Any]:
    """Give what a token of signing out says; None leaves a claim away."""
    now = int(time.time())
    whole = {
        "iss": provider, "aud": "commonweal", "iat": now, "exp": now + 120, "sub": "ana",
        "jti": uuid.uuid4().hex, "events": {signed_out.EVENT: {}},
    }  # fmt: skip
    return {key: said for key, said in {**whole, **more}.items() if said is not None}


def send(token: str) -> Any:
    return Client(enforce_csrf_checks=True).post(THERE, {"logout_token": token})


def inside(browser: Client) -> bool:
    return browser.get("/people/me/").status_code == 200


@pytest.mark.usefixtures("house")
def test_who_signs_out_there_loses_every_session_here_at_once(server: Any, provider: str) -> None:
    person(provider, "ana")
    person(provider, "bo")
    browsers = [sign_in(provider, "ana")[0] for _ in range(2)]
    other, _ = sign_in(provider, "bo")
    answer = send(signed(server, claims(provider)))
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Cache-Control"] == "no-store"
    assert not any(inside(one) for one in browsers)
    assert inside(other)
    assert "signed out by the directory" in Entry.objects.values_list("action", flat=True)


@pytest.mark.usefixtures("house")
def test_a_session_there_is_enough_to_name_somebody(server: Any, provider: str) -> None:
    person(provider, "ana", sid="there-1")
    browser, _ = sign_in(provider, "ana")
    person(provider, "bo", sid="there-2")
    other, _ = sign_in(provider, "bo")
    token = signed(server, claims(provider, sub=None, sid="there-1"), typ="JWT")
    assert send(token).status_code == 200
    assert not inside(browser) and inside(other)


@pytest.mark.usefixtures("house")
def test_who_is_not_known_here_is_signed_out_already(server: Any, provider: str) -> None:
    assert send(signed(server, claims(provider, sub="nobody"))).status_code == 200
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"aud": "another-house"}, "for somebody else"),
        ({"aud": ["another-house"]}, "for somebody else"),
        ({"iss": "https://elsewhere.example"}, "not signed by the directory for this house"),
        ({"iat": 1_000_000_000}, "too old"),
        ({"iat": 4_000_000_000}, "not signed by the directory for this house"),
        ({"exp": 1_000_000_000}, "not signed by the directory for this house"),
        ({"iat": None}, "not signed by the directory for this house"),
        ({"jti": None}, "not signed by the directory for this house"),
        ({"jti": ""}, "no number of its own"),
        ({"events": None}, "not signed by the directory for this house"),
        ({"events": {}}, "does not say that somebody signed out"),
        ({"events": [signed_out.EVENT]}, "does not say that somebody signed out"),
        ({"events": {signed_out.EVENT: "yes"}}, "does not say that somebody signed out"),
        ({"nonce": "n"}, "a token of signing in"),
        ({"sub": None}, "names nobody"),
        ({"sid": 7}, "names nobody"),
    ],
    ids=str,
)
@pytest.mark.usefixtures("house")
def test_a_token_that_says_something_else_ends_nothing(
    server: Any, provider: str, more: dict[str, Any], why: str
) -> None:
    person(provider, "ana")
    browser, _ = sign_in(provider, "ana")
    answer = send(signed(server, claims(provider, **more)))
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_request"
    assert why in answer.json()["error_description"]
    assert inside(browser)


@pytest.mark.usefixtures("house")
def test_a_token_counts_once(server: Any, provider: str) -> None:
    person(provider, "ana")
    token = signed(server, claims(provider))
    assert send(token).status_code == 200
    browser, _ = sign_in(provider, "ana")
    again = send(token)
    assert again.status_code == 400 and "it came before" in again.json()["error_description"]
    assert inside(browser)


@pytest.mark.usefixtures("house")
def test_nobody_else_can_sign_somebody_out(server: Any, provider: str) -> None:
    person(provider, "ana")
    browser, _ = sign_in(provider, "ana")
    said, stranger = claims(provider), rsa.generate_private_key(65537, 2048)
    kid = jwt.get_unverified_header(signed(server, said))["kid"]
    shared = "a secret that both know, and that the directory gave"
    for token in (
        jwt.encode(said, stranger, algorithm="RS256", headers={"kid": kid}),
        jwt.encode(said, stranger, algorithm="RS256", headers={"kid": "another"}),
        jwt.encode(said, shared, algorithm="HS256", headers={"kid": kid}),
        jwt.encode(said, None, algorithm="none", headers={"kid": kid}),
        signed(server, said, typ="at+jwt"),
        signed(server, said)[:-8] + "AAAAAAAA",
        "no token", "", "x" * 20_000,
    ):  # fmt: skip
        assert send(token).status_code == 400, token
    assert inside(browser)


@pytest.mark.usefixtures("house")
def test_a_token_that_names_no_key_is_held_against_the_only_one(server: Any, provider: str) -> None:
    assert send(signed(server, claims(provider), kid=None)).status_code == 200


def test_a_directory_whose_keys_can_not_be_fetched_may_try_again(
    server: Any, provider: str, house: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> Any:
        raise ConnectionError

    token = signed(server, claims(provider))
    with monkeypatch.context() as broken:
        broken.setattr(DefaultSocialAccountAdapter, "get_requests_session", refused)
        assert send(token).status_code == 503
    assert send(token).status_code == 200


def test_a_house_without_a_directory_takes_no_such_token(db: None) -> None:
    assert current.DIRECTORY is None
    assert send("x").status_code == 403
    assert Client().get(THERE).status_code == 405


@pytest.mark.usefixtures("house")
def test_many_may_be_signed_out_at_once(
    server: Any, provider: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LIMITS_ON = True
    cache.clear()
    monkeypatch.setattr(signed_out, "end", lambda *_: 0)
    assert {send("x").status_code for _ in range(limits.RATES[0].most + 1)} == {200}


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let time pass: the seconds by which the clock is ahead."""
    ahead, true = [0.0], clock.now
    monkeypatch.setattr(clock, "now", lambda: true() + timedelta(seconds=ahead[0]))
    return ahead


def active(browser: Client, later: list[float], seconds: float) -> None:
    """Let time pass in which somebody works on."""
    for _ in range(int(seconds // 600)):
        later[0] += 600
        browser.get("/people/stay/")


@pytest.mark.usefixtures("house")
def test_the_directory_is_asked_again_of_whoever_stays(provider: str, later: list[float]) -> None:
    person(provider, "ana", groups=["offices"], amr=["mfa"], **UNTOLD)
    browser, _ = sign_in(provider, "ana")
    browser.post("/people/role/", {"choice": "officer P2"})
    active(browser, later, HOUR - 600)
    assert inside(browser)
    active(browser, later, 600)
    assert browser.get("/people/me/", headers={"HX-Request": "true"}).status_code == 200
    away = browser.get("/people/me/?x=1")
    assert (
        away["Location"]
        == "/account/oidc/staff/login/?next=%2Fpeople%2Fme%2F%3Fx%3D1&process=login"
    )
    person(provider, "ana", groups=["equity", "offices"], amr=["mfa"], **UNTOLD)
    proved = browser.session[PROVED]
    sign_in(provider, "ana", browser)
    assert inside(browser) and QUIET not in browser.session
    assert browser.session[PROVED] == proved  # nobody proved anything
    assert "as Program officer, for quality improvement" in browser.get("/about/").text
    active(browser, later, 600)
    assert inside(browser)


def test_who_left_gets_no_further_than_to_the_next_question(
    provider: str, house: Directory, later: list[float]
) -> None:
    person(provider, "ana")
    browser, _ = sign_in(provider, "ana")
    active(browser, later, HOUR)
    assert browser.get("/desk/").status_code == 302
    person(provider, "ana", is_active=False)
    sign_in(provider, "ana", browser)
    assert not inside(browser)
    person(provider, "bo")
    browser, _ = sign_in(provider, "bo")
    active(browser, later, HOUR + current.SESSION_IDLE + 600)  # without a page, or an answer
    assert browser.post("/desk/several/", {})["Location"].startswith("/account/login/")


@pytest.mark.usefixtures("house")
def test_a_wish_to_prove_who_one_is_counts_also_after_a_question_without_an_answer(
    provider: str, later: list[float]
) -> None:
    person(provider, "ana", **UNTOLD)
    browser, _ = sign_in(provider, "ana")
    active(browser, later, HOUR)
    browser.get("/desk/")
    assert browser.session[QUIET]
    browser.get("/people/again/?next=/desk/")
    sign_in(provider, "ana", browser)
    assert browser.session[PROVED] >= int(clock.now().timestamp()) - 60


def test_a_house_may_ask_never(
    provider: str, house: Directory, later: list[float], settings: Settings
) -> None:
    settings.DIRECTORY = replace(house, ask_every=0)
    person(provider, "ana")
    browser, _ = sign_in(provider, "ana")
    active(browser, later, 3 * HOUR)
    assert inside(browser) and ASKED in browser.session
    assert Session.objects.count() == 1
