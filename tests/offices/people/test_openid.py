"""What a directory that speaks OpenID Connect has to prove before anybody comes in by it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings
from tests.offices.people.provider import person, sign_in, signed

from commonweal.offices.house import directory as told
from commonweal.offices.house.directory import Directory
from commonweal.offices.people import openid
from commonweal.offices.people.models import Person

pytestmark = [
    pytest.mark.django_db,
    # The provider stands for somebody else's software: what it warns of is not ours.
    pytest.mark.filterwarnings("ignore"),
]
WAY_IN = "/account/oidc/staff/login/"
FAILED = "The directory could not sign you in"
Claims = dict[str, Any]
Answers = Callable[[Callable[[Claims], str]], None]


@pytest.fixture(autouse=True)
def quiet() -> None:
    cache.clear()


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Have the directory give another token of sign-in, made of what its own one says."""
    given = OAuth2Client.get_access_token

    def change(made: Callable[[Claims], str]) -> None:
        def another(client: Any, code: str, **more: Any) -> Claims:
            told: Claims = given(client, code, **more)
            said = jwt.decode(told["id_token"], options={"verify_signature": False})
            return {**told, "id_token": made(said)}

        monkeypatch.setattr(OAuth2Client, "get_access_token", another)

    return change


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def begun(browser: Client, **more: str) -> dict[str, str]:
    """Give what a browser takes along to the directory."""
    away = browser.get(WAY_IN, more)
    assert away.status_code == 302, away.content
    return {one: said[0] for one, said in parse_qs(urlsplit(away["Location"]).query).items()}


def back_with(provider: str, sub: str, browser: Client) -> str:
    """Go to the directory, sign in there, and give the address that it sends back to."""
    away = browser.get(WAY_IN)["Location"]
    there = requests.post(away, data={"sub": sub}, allow_redirects=False, timeout=5)
    place = urlsplit(there.headers["Location"])
    return f"{place.path}?{place.query}"


def test_a_token_that_the_directory_signs_anew_and_rightly_is_taken(
    provider: str, server: Any, house: Directory, answers: Answers
) -> None:
    person(provider, "ana")
    answers(lambda said: signed(server, said, typ="JWT"))
    assert is_in(sign_in(provider, "ana")[0])


ASTRAY: Mapping[str, Callable[[Claims], Claims]] = {
    "for another house": lambda said: {**said, "aud": "another"},
    "for nobody": lambda said: {one: it for one, it in said.items() if one != "aud"},
    "for two, asked for by the other": lambda said: {
        **said, "aud": ["commonweal", "another"], "azp": "another",
    },
    "of another issuer": lambda said: {**said, "iss": "https://elsewhere.example"},
    "of no issuer": lambda said: {one: it for one, it in said.items() if one != "iss"},
    "over": lambda said: {**said, "exp": int(time.time()) - 3600},
    "without an end": lambda said: {one: it for one, it in said.items() if one != "exp"},
    "of another question": lambda said: {**said, "nonce": "that of an older sign-in"},
    "of no question": lambda said: {one: it for one, it in said.items() if one != "nonce"},
    "of an empty question": lambda said: {**said, "nonce": ""},
    "of another person": lambda said: {**said, "sub": "somebody-else"},
}  # fmt: skip


@pytest.mark.parametrize("name", ASTRAY)
def test_a_token_that_is_not_for_this_sign_in_opens_nothing(
    name: str, provider: str, server: Any, house: Directory, answers: Answers
) -> None:
    person(provider, "ana")
    answers(lambda said: signed(server, ASTRAY[name](said), typ="JWT"))
    browser, answer = sign_in(provider, "ana")
    assert FAILED in answer.text
    assert not is_in(browser)
    assert not Person.objects.exists()


STRANGER = rsa.generate_private_key(65537, 2048)


@pytest.mark.parametrize(
    "made",
    [
        lambda server, said: jwt.encode(said, STRANGER, "RS256", {"kid": kid_of(server, said)}),
        lambda server, said: jwt.encode(said, STRANGER, "RS256", {"kid": "not one of theirs"}),
        lambda server, said: jwt.encode(said, "", "none"),
        lambda server, said: jwt.encode(said, "x" * 64, "HS256", {"kid": kid_of(server, said)}),
        lambda server, said: signed(server, said, typ="JWT")[:-6] + "AAAAAA",
        lambda server, said: "no token",
        lambda server, said: "",
    ],
    ids=["stranger", "unknown key", "unsigned", "shared secret", "changed", "words", "empty"],
)
def test_a_token_that_the_directory_did_not_sign_opens_nothing(
    made: Callable[[Any, Claims], str],
    provider: str, server: Any, house: Directory, answers: Answers,
) -> None:  # fmt: skip
    person(provider, "ana")
    answers(lambda said: made(server, said))
    browser, answer = sign_in(provider, "ana")
    assert FAILED in answer.text
    assert not is_in(browser)


def kid_of(server: Any, said: Claims) -> str:
    return str(jwt.get_unverified_header(signed(server, said))["kid"])


def test_keys_that_can_not_be_fetched_let_nobody_in(
    provider: str, house: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise requests.ConnectionError

    person(provider, "ana")
    monkeypatch.setattr(openid, "key_of", away)
    browser, answer = sign_in(provider, "ana")
    assert FAILED in answer.text
    assert not is_in(browser)


@pytest.mark.parametrize("issuer", ["https://elsewhere.example", "", None])
def test_a_directory_that_says_it_is_another_is_not_asked(
    issuer: str | None, provider: str, house: Directory, settings: Settings
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = told.providers(house)
    (app,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["openid_configuration_overrides"] = {"issuer": issuer}
    answer = Client().get(WAY_IN)
    assert answer.status_code != 302
    assert FAILED in answer.text


@pytest.mark.parametrize("ending", ["/", "/.well-known/openid-configuration"])
def test_the_address_of_the_directory_may_be_written_with_its_ending(
    ending: str, provider: str, house: Directory, settings: Settings
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = told.providers(replace(house, server_url=provider + ending))
    person(provider, "ana")
    assert is_in(sign_in(provider, "ana")[0])


def test_a_directory_that_is_away_is_said_in_words(house: Directory, settings: Settings) -> None:
    nowhere = replace(house, server_url="http://localhost:9")
    settings.SOCIALACCOUNT_PROVIDERS = told.providers(nowhere)
    assert FAILED in Client().get(WAY_IN).text


def test_a_directory_that_goes_away_on_the_way_is_said_in_words(
    provider: str, house: Directory, settings: Settings
) -> None:
    person(provider, "ana")
    browser = Client()
    back = back_with(provider, "ana", browser)
    settings.SOCIALACCOUNT_PROVIDERS = told.providers(
        replace(house, server_url="http://localhost:9")
    )
    assert FAILED in browser.get(back).text
    assert not is_in(browser)


def test_each_question_has_secrets_of_its_own(house: Directory) -> None:
    browser = Client()
    asked = [begun(browser) for _ in range(2)] + [begun(Client())]
    for name in ("state", "nonce", "code_challenge"):
        said = {one[name] for one in asked}
        assert len(said) == 3, name
        assert all(len(one) >= 43 for one in said), name  # 256 bits, six in a letter
    assert {one["code_challenge_method"] for one in asked} == {"S256"}
    assert {one["response_type"] for one in asked} == {"code"}


def test_nobody_is_signed_in_by_the_answer_to_somebody_else(
    provider: str, house: Directory
) -> None:
    person(provider, "eve")
    link = back_with(provider, "eve", Client())
    stranger, asking = Client(), Client()
    begun(asking)
    for browser in (stranger, asking):
        assert FAILED in browser.get(link).text
        assert not is_in(browser)


def test_an_answer_is_taken_once(provider: str, house: Directory) -> None:
    person(provider, "ana")
    browser = Client()
    back = back_with(provider, "ana", browser)
    browser.get(back)
    assert is_in(browser)
    browser.post("/account/logout/")
    assert FAILED in browser.get(back).text
    assert not is_in(browser)


def test_a_link_adds_nothing_to_what_is_asked(house: Directory, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = told.providers(replace(house, scope=("openid", "email")))
    plain = begun(Client())
    assert sorted(plain["scope"].split()) == ["email", "openid"]
    other = "nonce=known&redirect_uri=https://elsewhere.example/&state=known&prompt=none"
    link = {"scope": "calendar,mail", "auth_params": other, "action": "rerequest"}
    widened = begun(Client(), **link)
    secrets = {"state", "nonce", "code_challenge"}
    assert set(widened) == set(plain)
    for one in set(plain) - secrets:
        assert sorted(widened[one].split()) == sorted(plain[one].split()), one
    assert not {widened[one] for one in secrets} & {"known"}
    assert begun(Client(), auth_params="prompt=login")["prompt"] == "login"


def test_tokens_of_the_directory_stay_in_the_memory_of_the_house(
    provider: str, house: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[Claims] = []
    given = OAuth2Client.get_access_token

    def heard(client: Any, code: str, **more: Any) -> Claims:
        came.append(given(client, code, **more))
        return came[-1]

    monkeypatch.setattr(OAuth2Client, "get_access_token", heard)
    person(provider, "ana")
    browser, answer = sign_in(provider, "ana")
    assert is_in(browser)
    tokens = [came[0][one] for one in ("access_token", "refresh_token", "id_token")]
    pages = [answer, browser.get("/people/me/"), browser.get("/desk/")]
    told_browser = " ".join(f"{one.headers} {one.cookies} {one.text}" for one in pages)
    kept = [str(one.get_decoded()) for one in Session.objects.all()]
    kept += [str(one.extra_data) for one in SocialAccount.objects.all()]
    assert len(kept) >= 2
    assert not SocialToken.objects.exists()
    for token in tokens:
        assert token not in told_browser
        assert all(token not in one for one in kept)


def test_what_we_ask_does_not_grow_with_what_somebody_typed(
    provider: str, house: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = len(Client().get(WAY_IN)["Location"])
    long = {"next": "/desk/?" + "x" * 5000, "scope": "y" * 5000, "auth_params": "z=" + "z" * 5000}
    assert len(Client().get(WAY_IN, long)["Location"]) == plain
    sent: list[requests.PreparedRequest] = []
    ours = requests.Session.send

    def heard(session: Any, request: requests.PreparedRequest, **more: Any) -> Any:
        sent.append(request)
        return ours(session, request, **more)

    monkeypatch.setattr(requests.Session, "send", heard)
    browser = Client()
    state = begun(browser)["state"]
    browser.get(f"{WAY_IN}callback/", {"code": "c" * 5000, "state": state})
    assert any("c" * 5000 in str(one.body) for one in sent)  # in the body, where length is no harm
    for one in sent:
        assert len(str(one.url)) < 200
        assert sum(len(f"{name}{said!r}") for name, said in one.headers.items()) < 1000


def test_the_way_out_is_a_link_that_names_the_directory_and_nobody_is_sent_unasked(
    house: Directory,
) -> None:
    page = Client().get("/account/login/")
    assert page.status_code == 200
    link = re.search(
        r'<a[^>]*href="/account/oidc/staff/login/[^"]*"[^>]*>(.*?)</a>', page.text, re.S
    )
    assert link and "the staff directory" in link[1]
    asked = Client().get("/people/me/")["Location"]
    assert asked.startswith("/account/login/")
