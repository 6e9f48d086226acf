"""How much one person, one request and one query may ask for, so that nobody stops the others.

Sign-in has limits of its own, in its library. Counters live in the cache, which is a table of the
database: all processes that answer count in one place.
"""

from __future__ import annotations

import logging
import re
import threading
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from commonweal.offices.house import clock, database, faults
from commonweal.offices.house.middleware import Handler
from commonweal.offices.house.views import actor_of

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
FORM = 1024 * 1024  # room for the fields around the largest file
ROWS = 50_000  # in one table that is handed out
STEPS = 20_000  # of SQLite's machine between two looks at the clock


@dataclass(frozen=True)
class Rate:
    """Say how often one person may do one kind of thing; without an account, one address.

    name:    of the kind
    most:    times in the window
    seconds: length of the window
    urls:    the names of the URLs it counts; none where it is counted by hand
    methods: that it counts; none means any
    """

    name: str
    most: int
    seconds: int
    urls: re.Pattern[str] = re.compile("(?!)")
    methods: frozenset[str] = frozenset()

    def counts(self, request: HttpRequest) -> bool:
        """Say whether a request is of this kind."""
        named = request.resolver_match.view_name if request.resolver_match else ""
        fits = not self.methods or request.method in self.methods
        return fits and bool(self.urls.search(named))


RATES = (
    Rate("writes", 120, 60, re.compile("^(?!people:signed_out$|saml_acs$)"), WRITES),
    # The directory speaks for many people from one address, at the end of a shift for all of them.
    Rate("sign-outs", 1200, 60, re.compile("^people:signed_out$")),
    # A whole institution may come from one address in the morning, each sent here by its directory.
    Rate("sign-ins", 1200, 60, re.compile("^saml_acs$")),
    Rate("searches", 60, 60, re.compile("search")),
    Rate("exports", 60, 600, re.compile("csv|pdf|json|download|export|feed|file")),
    Rate("data", 600, 60, re.compile("^api")),
)


_Row = TypeVar("_Row", bound=Model)


def capped(found: QuerySet[_Row]) -> tuple[list[_Row], str]:
    """Give as many rows as one table holds, and the words of its last line where it ends early."""
    rows = list(found[: ROWS + 1])
    if len(rows) <= ROWS:
        return rows, ""
    return rows[:ROWS], gettext("There are more rows. One table holds %(most)s.") % {"most": ROWS}


def address_of(request: HttpRequest) -> str:
    """Give the address a request comes from. A header is believed behind our own proxy only."""
    if settings.BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))


def spent(rate: Rate, who: str) -> int:
    """Count one more, and give the seconds to wait, or 0 while there is room."""
    now = int(clock.now().timestamp())
    key = f"rate-{rate.name}-{who}-{now // rate.seconds}"
    with transaction.atomic():  # with SQLite nobody counts in between
        done = cache.get(key, 0) + 1
        cache.set(key, done, rate.seconds)
    return rate.seconds - now % rate.seconds if done > rate.most else 0


def forget() -> None:
    """Drop what was counted in windows that are over: it says who asked, and when."""
    if settings.CACHES["default"] == database.cache():
        with connection.cursor() as cursor:
            over = connection.ops.adapt_datetimefield_value(clock.now())
            cursor.execute("DELETE FROM house_cache WHERE expires < %s", [over])


class Limits:
    """Refuse what is too large, too often or too slow, in words and with the time to wait."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse a body over the limit before it is read; give the queries their time."""
        if _length(request) > settings.UPLOAD_LARGEST + FORM:
            return _refused(request, 413)
        _Time.until = clock.ticks() + settings.QUERY_SECONDS
        try:
            return self.get_response(request)
        finally:
            _Time.until = None

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Count what is counted, once it is known which page it is."""
        if not settings.LIMITS_ON:
            return None
        who = actor_of(request).id or address_of(request)
        waits = {rate.name: spent(rate, who) for rate in RATES if rate.counts(request)}
        if not any(waits.values()):
            return None
        late = ", ".join(name for name, wait in waits.items() if wait)
        logging.getLogger(__name__).warning(f"Too often: {late}.")  # names of ours, nothing typed
        return _refused(request, 429, max(waits.values()))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say that a page took too long where a query was stopped."""
        stopped = isinstance(error, OperationalError) and _late()
        return _refused(request, 503, 60) if stopped else None


def _length(request: HttpRequest) -> int:
    text = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(text) if text.isdecimal() else 0


def _refused(request: HttpRequest, status: int, wait: int = 0) -> HttpResponse:
    says = {
        413: gettext("This is larger than what can be sent."),
        429: gettext("This was asked for too often in a short time."),
        503: gettext("This page took too long and was stopped."),
    }[status]
    if faults.by_machine(request):
        return _refused_to_machine(status, says, wait)
    largest = settings.UPLOAD_LARGEST // FORM
    told = {"says": says, "wait": wait, "largest": largest if status == 413 else 0}
    answer = render(request, "house/limit.html", told, status=status)
    if wait:
        answer["Retry-After"] = str(wait)
    return answer


def _refused_to_machine(status: int, says: str, wait: int) -> HttpResponse:
    code = {413: "too-large", 429: "too-often", 503: "too-slow"}[status]
    do = gettext("Wait as many seconds as the answer says.") if wait else gettext("Send less.")
    return faults.Refusal(status, code, says, do, wait)


class _Clock(threading.local):
    """Hold until when the queries of this thread's request may run; None outside of requests."""

    until: float | None = None


_Time = _Clock()


def _late() -> bool:
    return _Time.until is not None and clock.ticks() >= _Time.until


def bound(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Have a new connection stop the queries of a request that run too long; jobs take theirs."""
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(_late, STEPS)
    elif _Time.until is not None:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = %s", [int(settings.QUERY_SECONDS * 1000)])


def of_the_server() -> dict[str, object]:
    """Give the limits and the trust of the server that comes with us, as it names them."""
    limits: dict[str, object] = {
        "ident": None,
        "max_request_body_size": settings.UPLOAD_LARGEST + 2 * FORM,
        "max_request_header_size": 64 * 1024,
        "connection_limit": 1000,
        "channel_timeout": 60,
        "asyncore_use_poll": True,
    }
    if settings.BEHIND_PROXY:
        headers = {"x-forwarded-for", "x-forwarded-proto"}
        limits |= {"trusted_proxy": "*", "trusted_proxy_headers": headers}
    return limits
