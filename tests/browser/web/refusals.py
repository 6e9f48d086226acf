"""Shows the pages that a visitor only meets when something went wrong, undoes what is sent, counts.

Proofs send the same form many times; what it changes is taken back once the answer is made.
"""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.offices.house import limits, views
from commonweal.offices.house.middleware import Handler

PLACE = "/refused/"
UNDONE = "Undone"  # the header of requests whose changes do not stay
ASKED = "Asked"  # the header of answers that says how often the database was asked for them
WORKED = "Worked"  # the same, of how many milliseconds the processor worked for the answer
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


def undone(get_response: Handler) -> Handler:
    """Answer as the house does, and take back what was written where the request asks for it.

    A page that an answer leads to says that something was done, and shows things as they were.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if UNDONE not in request.headers:
            return get_response(request)
        with transaction.atomic():
            told = get_response(request)
            transaction.set_rollback(True)
        return told

    return answer


def counted(get_response: Handler) -> Handler:
    """Say in headers how often the database was asked for an answer, and how long it was worked on.

    Only the processor's time of this thread is told: what else the machine does is not in it.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        asked: list[str] = []

        def note(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
            asked.append(sql)
            return execute(sql, *more)

        began = thread_time()
        with connection.execute_wrapper(note):
            told = get_response(request)
        told[WORKED] = f"{1000 * (thread_time() - began):.1f}"
        told[ASKED] = str(len(asked))
        return told

    return answer
