"""The front door, the pages that explain, and the pages that say what went wrong."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonweal.offices.house import faults, languages
from commonweal.offices.house.policy import PUBLIC, Actor, Role

FIRST_PAGES = {
    Role.BOARD: "scorecard:vision",
    Role.ANALYST: "scorecard:measures",
    Role.QUALITY: "scorecard:vision",
    Role.COUNSEL: "scorecard:vision",
}
# No digits, which the log leaves out, and no letters that look alike.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"


def actor_of(request: HttpRequest) -> Actor:
    """Give who acts in this request: set by the middleware of `people`, else the public."""
    found = getattr(request, "actor", PUBLIC)
    return found if isinstance(found, Actor) else PUBLIC


def home(request: HttpRequest) -> HttpResponse:
    """Lead each role to its first page."""
    actor = actor_of(request)
    if not actor.signed_in:
        return redirect(reverse("scorecard:public"))
    return redirect(reverse(FIRST_PAGES.get(actor.role, "desk:my_work")))


def about(request: HttpRequest) -> HttpResponse:
    """Say what this is and how it protects people."""
    return render(request, "house/about.html")


def hidden(request: HttpRequest) -> HttpResponse:
    """Say why a number may be hidden, and the way out."""
    return render(request, "house/hidden.html")


def keys(request: HttpRequest) -> HttpResponse:
    """List the keyboard shortcuts, and how to switch them off."""
    return render(request, "house/keys.html")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a request could not be read."""
    if faults.by_machine(request):  # the page would ask the request what could not be read
        return faults.refusal(400)
    return render(request, "house/bad_request.html", status=400)


def not_yours(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this page is not for this role, and which way to go."""
    return render(request, "house/not_yours.html", status=403)


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page."""
    return render(request, "house/not_there.html", status=404)


def our_fault(request: HttpRequest) -> HttpResponse:
    """Say that we failed, with a word by which the log finds it.

    The page is made without the request: what failed may be the database or the session.
    """
    incident = f"incident-{''.join(secrets.choice(_LETTERS) for _ in range(8))}"
    logging.getLogger(__name__).error(incident, exc_info=True)
    if faults.by_machine(request):
        says, do = _("Something went wrong on our side"), _("If it happens twice, report %(word)s.")
        return faults.Refusal(500, "our-fault", says, do % {"word": incident})
    direction = languages.direction(get_language() or "en")
    told = {"incident": incident, "actor": PUBLIC, "direction": direction}
    return HttpResponse(render_to_string("house/our_fault.html", told), status=500)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was open too long, and what to do."""
    return render(request, "house/form_too_old.html", status=403)
