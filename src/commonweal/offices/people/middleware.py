"""Who acts in a request, how long a session lasts, and the guard at every URL."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import resolve

from commonweal.kinds import Purpose
from commonweal.offices.house import clock, wall
from commonweal.offices.house.limits import Rate, spent
from commonweal.offices.house.middleware import Handler
from commonweal.offices.house.policy import EVERYBODY, PUBLIC, PURPOSES, Actor, Role
from commonweal.offices.house.views import actor_of
from commonweal.offices.people import access, directory, fresh
from commonweal.offices.people.fresh import BEGAN
from commonweal.offices.people.models import Emergency, Grant, Person
from commonweal.offices.people.signals import tell_look, tell_refusal
from commonweal.offices.people.signed_in import BROWSER, SEEN, family

ROLE, PURPOSE = "role", "purpose"
LENT = "emergency"  # the emergency access that somebody acts by
STEPPED = "stepped"  # the directory asked for a second step


def roles_of(person: Person) -> frozenset[Role]:
    """Give the roles that a person holds at this moment; every person is a member."""
    return frozenset({Role.MEMBER, *_held(person)})


def _held(person: Person) -> dict[Role, set[Purpose]]:
    """Give the roles granted to a person that hold now, each with its purposes of all its grants.

    A grant for no purpose that its role may have opens nothing.
    """
    open_now = Q(until__isnull=True) | Q(until__gt=clock.now())
    held: dict[Role, set[Purpose]] = {}
    for grant in Grant.objects.filter(open_now, person=person).only("role", "purposes"):
        if purposes := grant.for_purposes:
            held.setdefault(Role(grant.role), set()).update(purposes)
    return held


def first_role(roles: frozenset[Role]) -> Role:
    """Give the role a session begins with: the most particular one."""
    return max(roles, key=list(Role).index) if roles != {Role.MEMBER} else Role.MEMBER


def actor_for(request: HttpRequest) -> Actor:
    """Make the actor of a request from the person, the roles they hold now, and the session."""
    person = request.user
    if not isinstance(person, Person) or not person.is_active:
        return PUBLIC
    held = _held(person)
    roles = frozenset({Role.MEMBER, *held})
    named = request.session.get(ROLE, "")
    role = next((one for one in roles if one.value == named), first_role(roles))
    shut = {(one, left) for one in held for left in {*PURPOSES[one]} - held[one]}
    lent = Emergency.objects.of(person)
    request.emergency = lent  # type: ignore[attr-defined]  # read by the page frame
    if lent and request.session.get(LENT) == str(lent.pk):
        return _by_emergency(request, person, lent, roles)
    fitting = [one for one in PURPOSES[role] if (role, one) not in shut]
    return Actor(
        str(person.pk), role, access.declared(fitting, request.session.get(PURPOSE, "")), roles,
        not roles & access.PRIVILEGED or _stepped(request, person), shut=frozenset(shut),
    )  # fmt: skip


def _by_emergency(
    request: HttpRequest, person: Person, lent: Emergency, roles: frozenset[Role]
) -> Actor:
    """Make the actor who looks by an emergency access: its role and its purpose, and no other."""
    role, purpose = Role(lent.role), Purpose(lent.purpose)
    return Actor(
        str(person.pk), role, purpose, roles,
        not (roles | {role}) & access.PRIVILEGED or _stepped(request, person),
        shut=frozenset((role, one) for one in PURPOSES[role] if one is not purpose),
        emergency=str(lent.pk),
    )  # fmt: skip


def _stepped(request: HttpRequest, person: Person) -> bool:
    """Say whether a person comes in by two steps, here or at the directory; a demo asks for one."""
    if not settings.SECOND_STEP_ASKED or request.session.get(STEPPED):
        return True
    return bool(is_mfa_enabled(person, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))


def actor(get_response: Handler) -> Handler:
    """Put the actor on every request. Roles are read anew each time: leavers lose them at once."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.actor = actor_for(request)  # type: ignore[attr-defined]  # read by actor_of
        return get_response(request)

    return answer


def session_rules(get_response: Handler) -> Handler:
    """End sessions of who left, after 30 idle minutes, after 12 hours, and without word of them."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            left = _left(request)
            request.session_left = left  # type: ignore[attr-defined]  # read by the page frame
            acts = PUBLIC if left <= 0 else replace(actor_of(request), proved=fresh.since(request))
            if left <= 0:
                logout(request)
            request.actor = acts  # type: ignore[attr-defined]  # read by actor_of
        return get_response(request)

    return answer


def asker(get_response: Handler) -> Handler:
    """Tell the database who asks, for as long as the request is answered: see house/wall.py."""

    def answer(request: HttpRequest) -> HttpResponse:
        with wall.asking(actor_of(request)):
            return get_response(request)

    return answer


def _left(request: HttpRequest) -> int:
    """Give the seconds a session has left, counted from this request; 0 or less when it is over."""
    now = int(clock.now().timestamp())
    began = request.session.setdefault(BEGAN, now)
    request.session.setdefault(BROWSER, list(family(request.headers.get("User-Agent", ""))))
    seen = request.session.get(SEEN, now)
    whole = began + settings.SESSION_WHOLE - now
    whole = min(whole, request.session.get(fresh.UNTIL, whole + now) - now)
    without_word = fresh.left_without_word(request)
    whole = whole if without_word is None else min(whole, without_word)
    if not request.user.is_active or seen + settings.SESSION_IDLE < now:
        return 0
    if now - seen > 60 or SEEN not in request.session:  # a write a minute, not one a request
        request.session[SEEN] = seen = now
    return int(min(whole, seen + settings.SESSION_IDLE - now))


REFUSALS = Rate("refusals", 60, 60, re.compile(""))  # so many a minute are written down


def _told(actor: Actor, name: str) -> None:
    """Write down whom an address refused; of the public, only that it did."""
    if not actor.signed_in:
        logging.getLogger(__name__).warning(f"Refused {name} to the public.")  # a name of ours
    elif not spent(REFUSALS, actor.id):
        with transaction.atomic():
            tell_refusal(actor, name)


class Guard:
    """Ask `may` before every view; deny by default. Refuses to start where a URL has no rule."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        access.assert_every_url_has_a_rule()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on: `process_view` decides, because only then the URL is known; tell refusals."""
        answer = self.get_response(request)
        if answer.status_code == 403 and request.resolver_match:
            _told(actor_of(request), request.resolver_match.view_name)
        return answer

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Let the request through, send it to sign in, now or anew, or refuse it."""
        name = (request.resolver_match or resolve(request.path_info)).view_name
        if directory.not_spoken(name):
            raise Http404
        actor = request.actor  # type: ignore[attr-defined]  # set above
        method = request.method or "GET"
        rule = access.rules().get(name)
        asks = rule and actor.signed_in and name not in access.OPEN and "GET" in rule.methods
        if asks and (there := fresh.ask_directory(request)):
            return there
        if rule and access.may(actor, name, method=method):
            if actor.emergency and name not in access.OPEN:
                tell_look(actor, f"emergency look: {name} {request.path}")
            again = access.asks_again(actor, name, method)
            return fresh.ask(request, rule.methods) if again else None
        if access.lacks_step(actor, name):
            return redirect("mfa_index")
        if rule and rule.roles and method not in rule.methods:
            return HttpResponseNotAllowed(sorted(rule.methods))
        if not actor.signed_in and rule and rule.roles and rule.roles != EVERYBODY:
            return redirect_to_login(fresh.back(request, rule.methods))
        raise PermissionDenied
