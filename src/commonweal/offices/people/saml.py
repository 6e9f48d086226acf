"""Signing in through a directory that speaks SAML: the question, the answer, and signing out there.

The answer comes as a form of another site, so without our cookies. It is held good there, and what
it said waits for the browser under a ticket. The page that takes it up knows what was asked.
"""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt

from commonweal.offices.house.directory import Directory
from commonweal.offices.house.limits import Rate, spent
from commonweal.offices.house.policy import SYSTEM
from commonweal.offices.people.signals import tell_of_directory

if TYPE_CHECKING:
    from commonweal.offices.people.assertion import Why

logger = logging.getLogger(__name__)
WAITS = 120  # seconds that an answer waits to be taken up
# Anybody can send nonsense here: so many refusals a minute are written down one by one.
WRITTEN = Rate("refusals", 60, 60)


def begin(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Send somebody to the directory, and note what was asked for when they come back."""
    directory = spoken(organization_slug)
    from commonweal.offices.people import assertion  # noqa: PLC0415  of the extra saml

    provider = get_adapter().get_provider(request, directory.account)
    asked = provider.get_redirect_from_request_kwargs(request)
    anew = "prompt=login" in request.GET.get("auth_params", "")
    number, address = assertion.question(directory, anew=anew)
    provider.stash_redirect_state(request, asked["process"], asked.get("next_url"), state_id=number)
    return HttpResponseRedirect(address)


@csrf_exempt  # no form of a page: what the directory signed
def answered(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Take what the directory sent by way of the browser, and lead on to where it is taken up."""
    directory = spoken(organization_slug)
    from commonweal.offices.people import assertion  # noqa: PLC0415  of the extra saml

    try:
        said = assertion.taken(directory, request.POST.get("SAMLResponse", ""))
    except assertion.NotTaken as refused:
        written(directory, refused.why)
        return _on(directory, refused=refused.why.value)
    ticket = secrets.token_urlsafe(32)
    cache.set(f"saml-ticket-{ticket}", said, WAITS)
    return _on(directory, ticket=ticket)


def _on(directory: Directory, **told: str) -> HttpResponse:
    there = reverse("saml_finish_acs", kwargs={"organization_slug": directory.id})
    answer = HttpResponseRedirect(f"{there}?{urlencode(told)}")
    answer.status_code = 303  # the form is not sent on
    return answer


def finished(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Let in whom an answer names, where this browser asked the question that it answers."""
    directory = spoken(organization_slug)
    from commonweal.offices.people.assertion import Why  # noqa: PLC0415  of the extra saml

    if "ticket" not in request.GET:  # it was refused, and written down, before it came here
        named = request.GET.get("refused", "")
        return not_taken(request, Why(named) if named in Why.values else Why.UNREADABLE)
    key = f"saml-ticket-{request.GET['ticket']}"
    said = cache.get(key)
    if said is None or not cache.delete(key):
        return _refused(request, directory, Why.AGAIN)
    provider = get_adapter().get_provider(request, directory.account)
    try:
        state = provider.unstash_redirect_state(request, said.answers)
        login = provider.sociallogin_from_response(request, said)
        login.account.extra_data = {"saml": said.claims}
        login.state = state
        answer: HttpResponse = complete_social_login(request, login)
    except PermissionDenied:
        return _refused(request, directory, Why.UNASKED)
    return answer


def signed_out(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Take the directory's signed word that somebody signed out there, and lead back to it."""
    directory = spoken(organization_slug)
    from commonweal.offices.people import assertion, saml_out  # noqa: PLC0415  of the extra saml

    try:
        there = saml_out.end(directory, request.GET, request.META.get("QUERY_STRING", ""))
    except assertion.NotTaken as refused:
        return _refused(request, directory, refused.why)
    return HttpResponseRedirect(there)


def metadata(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Say what the directory must know of us, as SAML writes it."""
    directory = spoken(organization_slug)
    from commonweal.offices.people import assertion  # noqa: PLC0415  of the extra saml

    told = assertion.terms(directory, shown=True).get_sp_metadata()
    return HttpResponse(told, content_type="application/samlmetadata+xml")


def spoken(named: str) -> Directory:
    """Give our directory where it has this id and speaks SAML; otherwise there is no such page."""
    directory: Directory | None = settings.DIRECTORY
    if directory is None or directory.saml is None or directory.id != named:
        raise Http404
    return directory


def written(directory: Directory, why: Why) -> None:
    """Write a refusal into the trail, which names nobody; of a flood, only into the log."""
    if spent(WRITTEN, directory.id):
        logger.warning("More refused messages for the directory than are written down.")
        return
    with transaction.atomic():
        tell_of_directory(SYSTEM, f"message of the directory refused: {why.value}", directory.id)


def _refused(request: HttpRequest, directory: Directory, why: Why) -> HttpResponse:
    written(directory, why)
    return not_taken(request, why)


def not_taken(request: HttpRequest, why: Why) -> HttpResponse:
    """Say that a message of the directory was not taken, and why."""
    told: dict[str, Any] = {"why": why.label}
    return render(request, "socialaccount/authentication_error.html", told, status=403)
