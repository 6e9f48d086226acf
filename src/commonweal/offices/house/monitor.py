"""What programs ask: whether the process runs, whether it is well, whom to tell of a weakness."""

from __future__ import annotations

import json
import logging
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from commonweal.offices.house import clock, health
from commonweal.offices.house.limits import Rate, address_of, spent
from commonweal.offices.house.middleware import POLICY
from commonweal.offices.house.policy import Role
from commonweal.offices.house.views import actor_of

HERE = ("127.0.0.1", "::1")
LONGEST_REPORT = 8 * 1024
# Parts of the policy, which a report may name; whatever else it says is not written down.
PARTS = frozenset(one.split()[0] for one in POLICY.split("; ")) | {
    f"{kind}-src-{place}" for kind in ("script", "style") for place in ("elem", "attr")
}
REPORTS = Rate("policy-reports", 60, 60)  # so many a minute are written down, of all together
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


@csrf_exempt  # a browser sends it by itself, and it changes nothing
def policy_report(request: HttpRequest) -> HttpResponse:
    """Take in what a browser stopped on a page, and write down which part of the policy it was.

    Anybody can send a made-up report: so it is short, counted, and said in words of ours.
    """
    if len(request.body) > LONGEST_REPORT:
        return HttpResponse(status=413)
    try:
        told = json.loads(request.body)["csp-report"]
        named = str(told.get("effective-directive") or told.get("violated-directive")).split()[0]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return HttpResponse(status=400)
    if named in PARTS and not spent(REPORTS, "all"):
        logging.getLogger(__name__).warning(f"A browser stopped what {named} does not allow.")
    return HttpResponse(status=204)
