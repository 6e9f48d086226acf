"""How people come in: no sign-up, and the directory says who belongs and who holds which role."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.offices.house import clock
from commonweal.offices.people import directory, fresh, openid, sealing, signing_in
from commonweal.offices.people.fresh import ASKED, PROVED, QUIET, UNTIL
from commonweal.offices.people.middleware import PURPOSE, ROLE, STEPPED
from commonweal.offices.people.models import Person
from commonweal.offices.people.sessions import THERE

_BY_WORD = "reauthenticate"
_WAYS = {  # of proving again who one is, by allauth's names
    _BY_WORD: _("Use your password"),
    "mfa_reauthenticate": _("Use a code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


def shown(person: Person | AnonymousUser) -> str:
    """Give the name that a passkey and a message show."""
    return person.name if isinstance(person, Person) else ""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth bears no types
    """Keep local accounts to those that were made here, and speak plainly."""

    error_messages = {  # noqa: RUF012  read by allauth as it stands in its own class
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This address and this password do not belong together. Type both again."
        ),
        "too_many_login_attempts": _(
            "Too many wrong passwords. Wait five minutes; each further row costs more."
        ),
        "incorrect_password": _("This is not your password. Type it again."),
        "enter_current_password": _("This is not the password you have now. Type it again."),
        "incorrect_code": _("This code does not fit. Wait for the next one and type it."),
        "rate_limited": _("Too many tries. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: persons come from the directory."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Look at a password only where local accounts are open."""
        if not settings.LOCAL_ACCOUNTS:
            raise PermissionDenied
        person: Person | None = super().authenticate(request, **credentials)
        return person

    def pre_login(self, request: HttpRequest, user: Person, **more: Any) -> HttpResponse | None:
        """Let in only through the directory where local accounts are closed."""
        through_directory = "sociallogin" in (more.get("signal_kwargs") or {})
        if not (settings.LOCAL_ACCOUNTS or through_directory):
            raise PermissionDenied
        answer: HttpResponse | None = super().pre_login(request, user, **more)
        return answer

    def post_login(self, request: HttpRequest, user: Person, **more: Any) -> HttpResponse:
        """Note in the session when they proved who they are, and whether by two steps there."""
        came = (more.get("signal_kwargs") or {}).get("sociallogin")
        claims = directory.claims_of(came.account.extra_data) if came else {}
        fresh.prove(request, claims.get("auth_time"))
        if came:
            request.session[ASKED] = int(clock.now().timestamp())
            request.session[THERE] = str(claims.get("sid") or "")
            request.session[STEPPED] = directory.stepped_twice(directory.ours(), claims)
            if isinstance(claims.get("session_until"), int):
                request.session[UNTIL] = claims["session_until"]
            request.session.update(getattr(request, "acted", {}))
        signing_in.came(request, user)
        answer: HttpResponse = super().post_login(request, user, **more)
        return answer

    def logout(self, request: HttpRequest) -> None:
        """Tell that somebody signs out, and end the session."""
        signing_in.went(request)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Tell of a wrong password, without the address that was typed."""
        signing_in.failed(str(credentials.get("email") or ""))

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """Name the ways in our words; ask for no password where passwords open nothing."""
        ways = super().get_reauthentication_methods(user)
        open_here = [one for one in ways if settings.LOCAL_ACCOUNTS or one["id"] != _BY_WORD]
        return [{**one, "description": _WAYS[one["id"]]} for one in open_here]


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # no types
    """Take persons, and only persons, whom the institution's own directory names."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Let anybody in whom the directory signs in; without a role they are a member."""
        return True

    def get_provider(self, request: HttpRequest, provider: str, client_id: Any = None) -> Any:
        """Give the way to the directory; where it speaks OpenID Connect, the one that we hold."""
        found = super().get_provider(request, provider, client_id=client_id)
        ours = openid.Provider.id == found.id
        return openid.Provider(request, app=found.app) if ours else found

    def generate_state_param(self, state: dict[str, Any]) -> str:
        """Give the secret that ties an answer of the directory to the session that asked."""
        return secrets.token_urlsafe(openid.SECRET)

    def get_requests_session(self) -> Any:
        """Ask the directory and nobody whom it may lead to."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse who left and whose address nobody verified; give the others their roles.

        Whoever proves again who they are gets a new session, and goes on in the role they chose.
        """
        if sociallogin.state.get("process") != "login":
            raise PermissionDenied  # nobody ties a directory account to an account made here
        if directory.ours().saml is None:
            openid.assert_answers(sociallogin)
        claims = directory.claims_of(sociallogin.account.extra_data)
        known = sociallogin.is_existing
        if not directory.still_belongs(directory.ours(), claims):
            if known:
                directory.leave(sociallogin.user)
            raise ImmediateHttpResponse(redirect("account_inactive"))
        if not known and not any(one.verified for one in sociallogin.email_addresses):
            raise ImmediateHttpResponse(render(request, "people/not_verified.html", status=403))
        if known:
            directory.take(sociallogin.user, directory.ours(), claims)
        if known and request.user == sociallogin.user:
            kept = [ROLE, PURPOSE]
            if request.session.get(QUIET) and not isinstance(claims.get("auth_time"), int):
                kept.append(PROVED)  # nobody proved anything: the directory was asked by us
            chosen = {key: request.session[key] for key in kept if key in request.session}
            request.acted = chosen  # type: ignore[attr-defined]  # read by post_login

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Person:
        """Take the name as the directory writes it."""
        person: Person = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name") or "", data.get("last_name") or "")
        person.name = (data.get("name") or " ".join(parts).strip() or person.email)[:200]
        return person

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Person:
        """Keep a person who comes for the first time, with the roles that the directory names."""
        person: Person = super().save_user(request, sociallogin, form)
        claims = directory.claims_of(sociallogin.account.extra_data)
        directory.take(person, directory.ours(), claims)
        return person


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth bears no types
    """Keep the secrets of second steps unreadable in the database, and speak plainly."""

    error_messages = {  # noqa: RUF012  read by allauth as it stands in its own class
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret under a key made from the secret of the house."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret back."""
        return sealing.opened(encrypted_text)

    def generate_authenticator_name(self, user: Person, type: Any) -> str:
        """Name a passkey that its owner does not name."""
        return gettext("My passkey")
