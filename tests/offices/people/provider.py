"""A real OpenID provider on this machine: people are written into it, sign in, and sign out."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import requests
from django.http import HttpResponse
from django.test import Client


def person(provider: str, sub: str, **claims: object) -> None:
    """Write a person into the provider, with a verified address unless said otherwise."""
    given = {"email": f"{sub}@hospital.example", "email_verified": True, "name": sub.title()}
    answer = requests.put(f"{provider}/users/{sub}", json={**given, **claims}, timeout=5)
    answer.raise_for_status()


def sign_in(provider: str, sub: str, client: Client | None = None) -> tuple[Client, HttpResponse]:
    """Walk the whole way: to the provider, back with its code, and in."""
    browser = client or Client()
    away = browser.get("/account/oidc/staff/login/")
    assert away.status_code == 302, away.content
    assert "code_challenge=" in away["Location"]
    back = requests.post(away["Location"], data={"sub": sub}, allow_redirects=False, timeout=5)
    place = urlsplit(back.headers["Location"])
    return browser, browser.get(place.path, {k: v[0] for k, v in parse_qs(place.query).items()})


def signed(server: Any, claims: dict[str, Any], **head: Any) -> str:
    """Sign a token as the provider does, with its own key; None leaves a line of the head away."""
    from oidc_provider_mock import _storage

    with server.app.test_request_context("/"):
        server.app.preprocess_request()
        held = _storage.storage.jwk.as_dict(is_private=True)
    key = jwt.PyJWK({**held, "alg": "RS256"})
    whole = {"kid": held["kid"], "typ": "logout+jwt", **head}
    headers = {name: said for name, said in whole.items() if said is not None}
    return jwt.encode(claims, key.key, algorithm="RS256", headers=headers)
