"""What a monitor asks: whether the process runs, and whether the house is well."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse

from commonweal.offices.house import health
from commonweal.offices.house.limits import address_of
from commonweal.offices.house.policy import Role
from commonweal.offices.house.views import actor_of

HERE = ("127.0.0.1", "::1")


def live(request: HttpRequest) -> HttpResponse:
    """Tell a monitor that the process runs."""
    return HttpResponse("alive\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """Tell a monitor of this machine, or an administrator, how each part is."""
    if address_of(request) not in HERE and actor_of(request).role is not Role.ADMINISTRATOR:
        raise PermissionDenied
    found = health.parts()
    stopped = any(part.state is health.State.STOP for part in found)
    told = {part.name: {"state": part.state.value, "says": part.says} for part in found}
    return JsonResponse({"ready": not stopped, "parts": told}, status=503 if stopped else 200)
