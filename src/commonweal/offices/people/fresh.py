"""Who leaves with data proves who they are again: when they last did, and where they do it."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from commonweal.offices.house import clock
from commonweal.offices.people.models import Person

BEGAN, PROVED = "began", "proved"


def prove(request: HttpRequest, told: object = None) -> None:
    """Note in the session that somebody just proved who they are.

    told: when the directory says that they did, in seconds; it may have let them in unasked
    """
    now = int(clock.now().timestamp())
    request.session[PROVED] = min(now, told) if isinstance(told, int) else now


def since(request: HttpRequest) -> int:
    """Give the seconds since whoever is signed in last proved who they are."""
    begun = request.session.get(PROVED, request.session[BEGAN])
    records = get_authentication_records(request, request.user)
    again = [one["at"] for one in records if one.get("reauthenticated")]
    return max(0, int(clock.now().timestamp() - max([begun, *again])))


def ask(request: HttpRequest, methods: frozenset[str]) -> HttpResponse:
    """Send somebody to prove who they are, and then back."""
    return redirect(f"{reverse('people:again')}?{urlencode({'next': back(request, methods)})}")


def back(request: HttpRequest, methods: frozenset[str]) -> str:
    """Give the address to come back to: this one, or the page whose button was pressed."""
    here = "GET" in methods
    return _ours(request, request.get_full_path() if here else request.headers.get("Referer", ""))


def way(request: HttpRequest, person: Person) -> str:
    """Give the address at which a person proves who they are, and from which they come back.

    Who has neither a password nor a second step here is asked again by the directory.
    """
    back = {"next": _ours(request, request.GET.get("next", ""))}
    if ways := get_adapter().get_reauthentication_methods(person):
        return f"{ways[0]['url']}?{urlencode(back)}"
    if settings.DIRECTORY is None:
        return reverse("account_logout")
    asked = {**back, "process": "login", "auth_params": "prompt=login"}
    there = reverse("openid_connect_login", kwargs={"provider_id": settings.DIRECTORY.id})
    return f"{there}?{urlencode(asked)}"


def _ours(request: HttpRequest, address: str) -> str:
    """Give an address of this site, whatever was asked for."""
    ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if ours else reverse("house:home")
