"""Refusals to machines: whatever refuses under the API is said in the form that it describes.

What is said to people on pages stands in `views` and its templates.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from commonweal.offices.house.middleware import Handler


class Refusal(JsonResponse):
    """Refuse a machine: what happened, what to do, and how long to wait where waiting helps."""

    def __init__(self, status: int, code: str, says: str, do: str, wait: int = 0) -> None:
        told = {"code": code, "says": says, "do": do, "wait": wait}
        super().__init__(told, status=status)
        if wait:
            self["Retry-After"] = str(wait)


def by_machine(request: HttpRequest) -> bool:
    """Say whether a request came to the interface for machines."""
    return request.path_info.startswith("/api/")


def refusal(status: int) -> Refusal:
    """Give the refusal of a status, for whatever refused in words of its own or in none.

    status: 400 or more
    """
    compare = _("Compare the request with the description at openapi.json.")
    if status == 403:
        says = _("This is not open to you.")
        do = _("Ask the privacy officer for a key with this scope.")
        return Refusal(status, "not-open", says, do)
    if status == 404:
        return Refusal(status, "address-unknown", _("There is nothing at this address."), compare)
    if status == 405:
        return Refusal(status, "method-unknown", _("This address is only read."), compare)
    if status >= 500:
        says = _("Something went wrong on our side")
        return Refusal(status, "our-fault", says, _("Try again in a few minutes."))
    return Refusal(status, "request-unreadable", _("This request could not be read."), compare)


def only_encrypted(get_response: Handler) -> Handler:
    """Refuse a machine that asks without https, instead of leading it there.

    A program that is led on goes on sending its key in the open, and nobody ever notices.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.SECURE_SSL_REDIRECT and by_machine(request) and not request.is_secure():
            says = _("This address is asked by https only.")
            return Refusal(403, "not-encrypted", says, _("Write https, and use a new key."))
        return get_response(request)

    return answer


def in_one_form(get_response: Handler) -> Handler:
    """Say every refusal under the API in the one form, and keep its headers."""

    def answer(request: HttpRequest) -> HttpResponse:
        given = get_response(request)
        if given.status_code < 400 or isinstance(given, Refusal) or not by_machine(request):
            return given
        told = refusal(given.status_code)
        given.content = told.content
        given["Content-Type"], given["Content-Length"] = told["Content-Type"], len(told.content)
        return given

    return answer
