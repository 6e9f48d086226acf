"""Shows the pages that say what went wrong, which a visitor only meets when something does."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.offices.house import limits, views
from commonweal.offices.house.middleware import Handler

PLACE = "/refused/"
SHOWN: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "form-too-old": views.form_too_old,
    "our-fault": views.our_fault,
    "too-large": lambda request: limits._refused(request, 413),
    "too-often": lambda request: limits._refused(request, 429, 20),
    "too-slow": lambda request: limits._refused(request, 503),
    "too-many-tries": lambda request: render(request, "429.html", status=429),
    "not-verified": lambda request: render(request, "people/not_verified.html", status=403),
}


def refusals(get_response: Handler) -> Handler:
    """Answer an address of this place with its page, by the code that the house itself uses."""

    def answer(request: HttpRequest) -> HttpResponse:
        name = request.path_info.removeprefix(PLACE).strip("/")
        if request.path_info.startswith(PLACE) and name in SHOWN:
            return SHOWN[name](request)
        return get_response(request)

    return answer
