"""Every role x purpose x URL x method: what the guard does is what the rules say, and no more."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, ResolverMatch, get_resolver, reverse
from tests.offices.conftest import ClientOf

from commonweal.kinds import Purpose
from commonweal.offices.house.policy import EVERYBODY, PURPOSES, SIGNED_IN, Actor, Role, Rule
from commonweal.offices.people import access
from commonweal.offices.people.middleware import Guard

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
KEPT = Path(__file__).with_name("matrix.txt")
URLS = sorted(set(access.url_names()))
ACTORS = [(role, purpose) for role in Role for purpose in Purpose]


def actor(role: Role, purpose: Purpose) -> Actor:
    own = "" if role is Role.PUBLIC else "somebody"
    return Actor(own, role, purpose, frozenset({role, Role.MEMBER} if own else {role}))


def wanted(role: Role, purpose: Purpose, rule: Rule, method: str) -> str:
    """Work out from the tables alone what must happen."""
    open_here = role in rule.roles and purpose in PURPOSES[role] and purpose in rule.purposes
    if open_here and method in rule.methods:
        return "through"
    if rule.roles and method not in rule.methods:
        return "405"
    if role is Role.PUBLIC and rule.roles and rule.roles != EVERYBODY:
        return "sign in"
    return "403"


def done(guard: Guard, name: str, method: str, who: Actor) -> str:
    """Ask the guard."""
    request = RequestFactory().generic(method, "/somewhere/")
    request.actor = who
    space, _, short = name.rpartition(":")
    request.resolver_match = ResolverMatch(
        guard, (), {}, url_name=short, namespaces=[space] if space else []
    )
    try:
        answer = guard.process_view(request, guard, (), {})
    except PermissionDenied:
        return "403"
    if answer is None:
        return "through"
    if answer.status_code == 302:
        return "again" if answer["Location"].startswith("/people/again/?") else "sign in"
    return str(answer.status_code)


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(lambda _request: HttpResponse())


@pytest.mark.parametrize("name", URLS)
def test_the_guard_does_what_the_tables_say(name: str, guard: Guard) -> None:
    rule = access.rules()[name]
    for (role, purpose), method in product(ACTORS, METHODS):
        who = actor(role, purpose)
        found = done(guard, name, method, who)
        assert found == wanted(role, purpose, rule, method), (role, purpose, method)
        assert access.may(who, name, method=method) is (found == "through")


@pytest.mark.parametrize("name", URLS)
def test_a_role_that_is_not_held_and_one_without_its_second_step_open_nothing(
    name: str, guard: Guard
) -> None:
    for role, purpose in ACTORS:
        who = actor(role, purpose)
        if role is not Role.PUBLIC:
            borrowed = replace(who, roles=frozenset({Role.PUBLIC}))
            assert done(guard, name, "GET", borrowed) != "through"
        halfway = replace(who, stepped=False)
        if role in access.PRIVILEGED and name not in access.OPEN:
            assert done(guard, name, "GET", halfway) == "sign in"
            assert not access.may(halfway, name)
        else:
            assert access.may(halfway, name) is access.may(who, name)


@pytest.mark.parametrize("name", URLS)
def test_where_data_leaves_whoever_is_signed_in_proves_again_who_they_are(
    name: str, guard: Guard
) -> None:
    rule = access.rules()[name]
    shut, shut_for_forms = settings.PROVED_FOR, settings.PROVED_FOR + settings.SESSION_IDLE
    for (role, purpose), method in product(ACTORS, METHODS):
        who = actor(role, purpose)
        asked = rule.fresh and role is not Role.PUBLIC and access.may(who, name, method=method)
        at_once = done(guard, name, method, who)
        limit = shut_for_forms if method == "POST" else shut
        assert done(guard, name, method, replace(who, proved=limit)) == at_once
        late = done(guard, name, method, replace(who, proved=limit + 1))
        assert late == ("again" if asked else at_once), (role, purpose, method)


def test_what_is_named_export_or_file_asks_again_unless_a_reason_stands_here() -> None:
    unasked = {
        "scorecard:published_download": "as the public reads it",
        "scorecard:log_file": "as the public reads it",
        "scorecard:book_pdf": "as its readers were given it",
        "desk:download": "one file of one's own task, looked at on the way",
        "desk:put_file": "goes in",
        "desk:delete_file": "goes nowhere",
        "mfa_download_recovery_codes": "asks by itself",
        "api:openapi-json": "holds no data",
    }
    leaving = re.compile("csv|pdf|json|download|export|file|worklist|key_new")
    named = {name for name in URLS if leaving.search(name)}
    assert {name for name in named if not access.rules()[name].fresh} == set(unasked)
    ends_sessions = {"people:session_end", "people:sessions_end"}
    assert {name for name in URLS if access.rules()[name].fresh} <= named | ends_sessions


def in_words(roles: frozenset[Role]) -> str:
    if roles == EVERYBODY:
        return "everybody"
    if roles == SIGNED_IN:
        return "signed in"
    return ", ".join(role.value for role in Role if role in roles) or "nobody"


def lines() -> Iterator[str]:
    yield "# Who may come to which address. Made by tests/offices/people/test_matrix.py:"
    yield "# COMMONWEAL_REWRITE=1 pytest tests/offices/people/test_matrix.py"
    yield ""
    for role in Role:
        told = " ".join(purpose.value for purpose in PURPOSES[role])
        step = "  second step" if role in access.PRIVILEGED else ""
        yield f"{role.value:<14} {told}{step}"
    for name in URLS:
        rule = access.rules()[name]
        why = "" if rule.purposes == frozenset(Purpose) else " ".join(
            ["  for", *sorted(purpose.value for purpose in rule.purposes)])  # fmt: skip
        own = "  own only" if rule.owns else ""
        fresh = "  asks again who it is" if rule.fresh else ""
        yield ""
        yield f"{name}  {' '.join(one for one in METHODS if one in rule.methods)}"
        yield f"  {in_words(rule.roles)}{why}{own}{fresh}"
        yield f"  {rule.says}"


def test_a_change_of_a_rule_is_seen_in_review() -> None:
    made = "\n".join(lines()) + "\n"
    if os.environ.get("COMMONWEAL_REWRITE"):
        KEPT.write_text(made, encoding="utf-8")
    assert made == KEPT.read_text(encoding="utf-8")


def test_every_rule_says_why_in_one_sentence() -> None:
    for name, rule in access.rules().items():
        assert rule.says.endswith("."), name
        assert len(rule.says.split()) <= 30, name


def address(name: str) -> str | None:
    """Give an address of a URL, with made-up arguments where it wants some."""
    try:
        return reverse(name)
    except NoReverseMatch:
        pass
    space, _, short = name.rpartition(":")
    resolver = get_resolver()
    for part in space.split(":") if space else []:
        resolver = resolver.namespace_dict[part][1]
    for _, pattern, _, converters in resolver.reverse_dict.getlist(short):
        given = {}
        for key in converters or {}:
            given[key] = _made_up(type(converters[key]).__name__)
        for key in _named(pattern) - set(given):
            given[key] = "made-up"
        try:
            return reverse(name, kwargs=given)
        except NoReverseMatch:
            continue
    return None


def _named(pattern: str) -> set[str]:
    return set(re.findall(r"\(\?P<(\w+)>", pattern))


def _made_up(kind: str) -> object:
    return {"UUIDConverter": uuid.UUID(int=7), "IntConverter": 7}.get(kind, "made-up")


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_through_the_whole_house_nobody_sees_what_the_rules_refuse(
    role: Role, client_of: ClientOf
) -> None:
    """The same through every layer: an address that is refused never answers with a page."""
    who = actor(role, PURPOSES[role][0])
    client: Client = client_of(role)
    asked = 0
    for name, method in product(URLS, ("GET", "POST")):
        path = address(name)
        if path is None or access.may(who, name, method=method):
            continue
        answer = client.generic(method, path)
        assert answer.status_code in (302, 403, 405), (name, method, answer.status_code)
        if answer.status_code == 302:
            assert answer["Location"].startswith("/account/login/"), (name, method)
        asked += 1
    assert asked > len(URLS) / 2


def test_every_address_can_be_asked() -> None:
    assert [name for name in URLS if address(name) is None] == []
