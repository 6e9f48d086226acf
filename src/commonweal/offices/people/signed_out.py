"""The directory says by a signed token that somebody signed out there: their sessions end here.

OpenID Connect Back-Channel Logout 1.0, sections 2.4 to 2.8. A person who leaves is signed out of
the directory, and so they lose every session at once and not only with the next list.
"""

from __future__ import annotations

from typing import Any

import jwt
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from commonweal.kinds import Problem
from commonweal.offices.house import clock
from commonweal.offices.house.directory import Directory
from commonweal.offices.house.policy import SYSTEM
from commonweal.offices.people.models import Person
from commonweal.offices.people.openid import AHEAD, SIGNED_BY, Asking, head_of, key_of
from commonweal.offices.people.sessions import end_sessions, people_of
from commonweal.offices.people.signals import tell

EVENT = "http://schemas.openid.net/event/backchannel-logout"
TYPES = ("", "jwt", "logout+jwt")
LATE = 5 * 60  # seconds that a token may be old
LONGEST = 16 * 1024
_NEEDED = ["iss", "aud", "iat", "jti", "events"]


def end(request: HttpRequest, directory: Directory, token: str) -> int:
    """Put a token of the directory into effect, and give how many sessions ended.

    Fails with Problem "sign-out-refused" where the token is not what the directory would send,
    and with OSError where the directory can not be asked for its keys.
    """
    said = _read(request, directory, token)
    known = SocialAccount.objects.filter(provider=directory.id, uid=said.get("sub") or "")
    people = {str(one) for one in known.values_list("user_id", flat=True)}
    if said.get("sid"):
        people |= people_of(said["sid"])
    with transaction.atomic():
        for person in Person.objects.filter(pk__in=people):
            tell(SYSTEM, "signed out by the directory", person)
        return end_sessions(people)


def _read(request: HttpRequest, directory: Directory, token: str) -> dict[str, Any]:
    """Read a token that was signed by the directory, for us, just now, and never came before."""
    try:
        key_id = _looked_at(token, directory)
        asked = Asking(request, directory.id).openid_config
        said: dict[str, Any] = jwt.decode(
            token, key_of(asked["jwks_uri"], key_id), algorithms=list(SIGNED_BY),
            audience=directory.client_id, issuer=asked["issuer"], leeway=AHEAD,
            options={"require": _NEEDED},
        )  # fmt: skip
    except (jwt.PyJWTError, OAuth2Error, KeyError, ValueError, TypeError) as error:
        raise _refused("it was not signed by the directory for this house") from error
    _checked(said)
    once = f"signed-out-{said['iss']}-{said['jti']}"
    if not cache.add(once, True, LATE + 2 * AHEAD):
        raise _refused("it came before")
    return said


def _looked_at(token: str, directory: Directory) -> str | None:
    """Refuse what can not be a token for us before the directory is asked; give the key's name."""
    if len(token) > LONGEST:
        raise _refused("it is too long")
    head = head_of(token)
    if str(head.get("typ") or "").lower() not in TYPES:
        raise _refused("it is of another kind")
    said = jwt.decode(token, options={"verify_signature": False})
    meant = said.get("aud")
    if directory.client_id not in (meant if isinstance(meant, list) else [meant]):
        raise _refused("it is for somebody else")
    return head.get("kid")


def _checked(said: dict[str, Any]) -> None:
    """Hold what a token says against the rules that a signature does not prove."""
    events = said["events"]
    if not (isinstance(events, dict) and isinstance(events.get(EVENT), dict)):
        raise _refused("it does not say that somebody signed out")
    if "nonce" in said:
        raise _refused("it is a token of signing in")
    if int(said["iat"]) < clock.now().timestamp() - LATE:
        raise _refused("it is too old")
    named = [said.get(one) for one in ("sub", "sid")]
    if not any(named) or not all(isinstance(one, str) for one in named if one is not None):
        raise _refused("it names nobody")
    if not isinstance(said["jti"], str) or not said["jti"]:
        raise _refused("it has no number of its own")


def _refused(why: str) -> Problem:
    return Problem(
        "sign-out-refused",
        f"This sign-out token is not taken: {why}.",
        "Look at the settings of back-channel sign-out in the directory.",
    )
