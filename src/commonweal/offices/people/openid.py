"""How a directory that speaks OpenID Connect is asked, and what of its answers is believed.

django-allauth walks the way. Here it is held to what the standards leave to whoever asks (OpenID
Connect Core 1.0, sections 3.1.2.1 and 3.1.3.7; Discovery 1.0, section 4.3): that the directory is
the one that the operator named, that it signed its token with a key of its own, for this house and
for this one question, and that nobody else widens what is asked for.
"""

from __future__ import annotations

import json
import secrets
from typing import Any, cast

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

# Signatures that only the holder of a private key can make: never "none", never a shared secret.
SIGNED_BY = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
)  # fmt: skip
AHEAD = 60  # seconds that clocks may differ
SECRET = 32  # bytes of chance in what ties an answer to one question
ASKED_ANEW = "prompt=login"  # the one thing that an address of ours may add to a question
_WELL_KNOWN = "/.well-known/"
_NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]


class Asking(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth bears no types
    """Ask the directory, and believe it only where it proves that it is the one we asked."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Give its description of itself. Fails with OAuth2Error where it is that of another."""
        told: dict[str, Any] = super().openid_config
        named = self.get_provider().app.settings["server_url"].partition(_WELL_KNOWN)[0]
        if str(told.get("issuer", "")).rstrip("/") != named.rstrip("/"):
            raise OAuth2Error("The description of the directory is that of another issuer.")
        return told

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Take its answer. Fails with OAuth2Error where it proves nothing, or is of two people."""
        said = self._read(app.client_id, kwargs["response"].get("id_token") or "")
        login = super().complete_login(request, app, token, **kwargs)
        if login.account.extra_data.get("userinfo", said).get("sub") != said["sub"]:
            raise OAuth2Error("The directory told of another person than it signed in.")
        return login

    def _read(self, house: str, token: str) -> dict[str, Any]:
        """Read its token, signed with one of its keys, for this house, and not over yet."""
        try:
            key_id = head_of(token).get("kid")
            said: dict[str, Any] = jwt.decode(
                token, key_of(self.openid_config["jwks_uri"], key_id),
                algorithms=list(SIGNED_BY), audience=house,
                issuer=self.openid_config["issuer"], leeway=AHEAD, options={"require": _NEEDED},
            )  # fmt: skip
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as error:
            raise OAuth2Error("The token of sign-in was not signed for this house.") from error
        if said.get("azp", house) != house:
            raise OAuth2Error("The token of sign-in was asked for by somebody else.")
        return said


class Provider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth bears no types
    """Begin a sign-in with what the operator's file names, whatever the address says."""

    oauth2_adapter_class = Asking

    def wk_server_url(self, url: str) -> str:
        """Give the address of its description, also where that of the issuer ends in a slash."""
        return cast("str", super().wk_server_url(url.rstrip("/")))

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """Ask for what the file names, and for no more that a link might add."""
        return cast("list[str]", self.get_scope())

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """Let an address say only that somebody shall prove anew who they are."""
        anew = request.GET.get("auth_params") == ASKED_ANEW
        return dict([ASKED_ANEW.split("=")]) if anew else {}

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None,
        **kwargs: Any,
    ) -> HttpResponse:  # fmt: skip
        """Lead to the directory with a number that its token has to bear."""
        nonce = secrets.token_urlsafe(SECRET)
        asked = {**kwargs.pop("auth_params", {}), "nonce": nonce}
        answer = super().redirect(
            request, process, next_url, data, auth_params=asked, nonce=nonce, **kwargs
        )
        return cast("HttpResponse", answer)


def assert_answers(login: Any) -> None:
    """Refuse a token that was made for another question than the one this browser asked."""
    asked, told = login.state.get("nonce"), login.account.extra_data["id_token"]["nonce"]
    if not (asked and isinstance(told, str) and secrets.compare_digest(asked, told)):
        raise PermissionDenied


def head_of(token: str) -> dict[str, Any]:
    """Give the head of a token that is signed as we believe. Fails with jwt.InvalidTokenError."""
    head: dict[str, Any] = jwt.get_unverified_header(token)
    if head.get("alg") not in SIGNED_BY:
        raise jwt.InvalidAlgorithmError("The token is not signed with a private key.")
    return head


def key_of(address: str, key_id: str | None) -> jwt.PyJWK:
    """Fetch the key that a token names, or the only one there is, from the directory's list.

    Fails with jwt.InvalidKeyError where it has none that fits, and with OSError where it is away.
    """
    with get_adapter().get_requests_session() as session:
        answer = session.get(address)
        answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(json.loads(answer.text)).keys
    fitting = [one for one in keys if key_id is None or one.key_id == key_id]
    if len(fitting) != 1:
        raise jwt.InvalidKeyError("The directory has no such key.")
    return fitting[0]


@login_not_required  # type: ignore[untyped-decorator]  # allauth bears no types
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the directory."""
    return _walked(OAuth2LoginView, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]  # allauth bears no types
def answered(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take in whom the directory sends back."""
    return _walked(OAuth2CallbackView, request, provider_id)


def _walked(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go a part of the way; where the directory is away or astray, say so in words."""
    asking = Asking(request, provider_id)
    try:
        answer = view.adapter_view(asking)(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except (OAuth2Error, RequestException, ValueError, KeyError) as error:
        answer = render_authentication_error(request, asking.get_provider(), exception=error)
    return cast("HttpResponse", answer)
