"""What programs ask: whether the process runs, whether it is well, whom to tell of a weakness."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from commonweal.offices.house import clock, health
from commonweal.offices.house.limits import address_of
from commonweal.offices.house.policy import Role
from commonweal.offices.house.views import actor_of

HERE = ("127.0.0.1", "::1")
STANDS = timedelta(days=180)  # RFC 9116 asks for a day in less than a year


def security(request: HttpRequest) -> HttpResponse:
    """Say where to write about a weakness of this site, as RFC 9116 words it."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    if "@" in contact and ":" not in contact:
        contact = f"mailto:{contact}"
    until = (clock.now() + STANDS).strftime("%Y-%m-%dT00:00:00Z")
    said = f"Contact: {contact}\nExpires: {until}\n"
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


def live(request: HttpRequest) -> HttpResponse:
    """Tell a monitor that the process runs."""
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


def ready(request: HttpRequest) -> HttpResponse:
    """Tell a monitor of this machine, or an administrator, how each part is."""
    if address_of(request) not in HERE and actor_of(request).role is not Role.ADMINISTRATOR:
        raise PermissionDenied
    found = health.parts()
    stopped = any(part.state is health.State.STOP for part in found)
    told = {part.name: {"state": part.state.value, "says": part.says} for part in found}
    return JsonResponse({"ready": not stopped, "parts": told}, status=503 if stopped else 200)
