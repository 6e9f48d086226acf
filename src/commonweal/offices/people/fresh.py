"""What is asked again of whoever is signed in: who they are, and whether they still belong.

Who leaves with data proves who they are; the directory is asked quietly, page by page, in time.
"""

from __future__ import annotations

from collections.abc import Mapping

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from commonweal.offices.house import clock
from commonweal.offices.people import directory
from commonweal.offices.people.models import Person

BEGAN, PROVED = "began", "proved"
ASKED = "asked"  # when the directory last said that somebody belongs and which groups they have
UNTIL = "until"  # when the directory wants a sign-in to end, where it says so
QUIET = "asked quietly"  # the directory is asked again without a wish of the person


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


def asked_since(request: HttpRequest) -> int | None:
    """Give the seconds since the directory last spoke of whoever is signed in; None: it never did.

    Without a directory, or where it shall not be asked again, nothing is counted.
    """
    if not _every() or ASKED not in request.session:
        return None
    return int(clock.now().timestamp()) - int(request.session[ASKED])


def _every() -> int:
    """Give the seconds after which the directory is asked again, or 0 for never."""
    return settings.DIRECTORY.ask_every * 60 if settings.DIRECTORY else 0


def left_without_word(request: HttpRequest) -> int | None:
    """Give the seconds a session has left while the directory says nothing new; None: no limit.

    Pages ask it in time. A form that was opened in time may still be sent, as long as one waits.
    """
    gone = asked_since(request)
    if gone is None:
        return None
    return _every() + int(settings.SESSION_IDLE) - gone


def ask_directory(request: HttpRequest) -> HttpResponse | None:
    """Send whoever opens a page to the directory and back, where it was not asked for long.

    Nobody is asked for anything who is signed in there; who left it does not come back.
    """
    gone = asked_since(request)
    page = request.method == "GET" and "HX-Request" not in request.headers
    if gone is None or not page or gone < _every():
        return None
    request.session[QUIET] = True
    return redirect(_directory({"next": request.get_full_path(), "process": "login"}))


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
    return _directory({**back, "process": "login", "auth_params": "prompt=login"})


def _directory(asked: Mapping[str, str]) -> str:
    return f"{directory.way_in()}?{urlencode(asked)}"


def _ours(request: HttpRequest, address: str) -> str:
    """Give an address of this site, whatever was asked for."""
    ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if ours else reverse("house:home")
