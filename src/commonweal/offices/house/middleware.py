"""Headers of every answer: what a browser may load, and what it must not keep."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

MOST_FIELDS = 1000  # beyond these Django reads no address
Handler = Callable[[HttpRequest], HttpResponse]
# Passkeys, style, fonts, images, script, forms and connections of our own; nothing else at all.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "object-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "report-uri /policy-report/",
    )
)
RIGHTS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


def readable(get_response: Handler) -> Handler:
    """Refuse an address with a NUL in it, which PostgreSQL takes nowhere, or with too many fields.

    Refused here, before anybody is known, the page that says so asks nothing of the address.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or "%00" in query:
            raise SuspiciousOperation("An address held a NUL.")
        if query.count("&") >= MOST_FIELDS:
            raise SuspiciousOperation("An address held too many fields.")
        return get_response(request)

    return answer


def headers(get_response: Handler) -> Handler:
    """Put the content policy on every answer, and keep pages of people out of shared caches."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", RIGHTS)
        if request.method == "POST" and request.path_info == reverse("account_logout"):
            response["Clear-Site-Data"] = '"cache"'
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response

    return answer
