"""What every answer of every address must hold, and what none may hold.

The site is walked once, by people of several roles, over findings of a made-up health system
whose persons bear names and numbers that are looked for in everything that comes out.
"""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.test import Client
from pypdf import PdfReader
from tests.offices import walking
from tests.unit.cli.calling import audited, secrets, store

from commonweal.offices.house.logs import NoNames
from commonweal.offices.house.middleware import POLICY
from commonweal.offices.house.policy import SYSTEM, Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard import jobs

WALKERS = (Role.PUBLIC, Role.OFFICER, Role.ANALYST, Role.PRIVACY, Role.ADMINISTRATOR)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@dataclass(frozen=True)
class Answer:
    """Hold what one address said to one role."""

    role: Role
    path: str
    status: int
    kind: str
    headers: dict[str, str]
    body: bytes

    def __str__(self) -> str:
        return f"{self.role.value} {self.path} {self.status}"


@dataclass(frozen=True)
class Walk:
    """Hold all that came out on a walk: answers, logs, and what stands in the database."""

    answers: list[Answer]
    logs: str
    kept: str


_WALKED: list[Walk] = []


@pytest.fixture
def walk(db: None) -> Walk:
    """Walk once; every test of this file looks at the same walk."""
    if not _WALKED:
        _WALKED.append(_walk())
    return _WALKED[0]


def _walk() -> Walk:
    assert audited().code == 0
    jobs.demo(jobs.load(store(), SYSTEM))
    logs, heard = logging.getLogger(), io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(NoNames())
    logs.addHandler(handler)
    try:
        answers = [one for role in WALKERS for one in _as(role)]
    finally:
        logs.removeHandler(handler)
    return Walk(answers, heard.getvalue(), _kept())


def _as(role: Role) -> Iterator[Answer]:
    client = Client()
    if role is not Role.PUBLIC:
        client.force_login(Person.objects.get(email=f"{role.value}@demo.example"))
    for path in walking.paths():
        answer = client.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        yield Answer(role, path, answer.status_code, kind, dict(answer.headers), body)


def _kept() -> str:
    ours = [model for model in apps.get_models() if model.__module__.startswith("commonweal.")]
    return "\n".join(str(row) for model in ours for row in model._default_manager.values_list())


def test_the_walk_came_to_every_address_and_none_broke(walk: Walk) -> None:
    assert len(walk.answers) > 3 * len(walking.addresses())
    assert [str(one) for one in walk.answers if one.status >= 500] == []
    seen = {one.kind for one in walk.answers if one.status == 200}
    assert {"text/html", "text/csv", "application/json", "application/pdf"} <= seen


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_every_answer_bears_the_header(walk: Walk, name: str, value: str) -> None:
    assert [str(one) for one in walk.answers if one.headers.get(name) != value] == []


BEGINS = {"text/html": b"<!doctype html>", "application/pdf": b"%PDF-", "text/calendar": b"BEGIN:"}


def test_every_answer_says_what_it_is_and_in_which_letters_and_is_so(walk: Walk) -> None:
    with_body = [one for one in walk.answers if one.body]
    assert [str(one) for one in with_body if not one.kind] == []
    texts = [one for one in with_body if re.match(r"text/|.*[/+]xml$", one.kind)]
    said = {one.headers["Content-Type"].partition(";")[2].strip().lower() for one in texts}
    assert said == {"charset=utf-8"}
    for one in texts:
        one.body.decode("utf-8")
    untrue = [
        str(one)
        for one in with_body
        if not one.body.lstrip()[:15].lower().startswith(BEGINS.get(one.kind, b"").lower())
    ]
    assert untrue == []
    for one in with_body:
        if one.kind.endswith("json"):
            json.loads(one.body.decode("utf-8"))


def test_every_file_that_is_handed_out_bears_a_name_that_we_wrote(walk: Walk) -> None:
    given = [one for one in walk.answers if "Content-Disposition" in one.headers]
    names = {one.headers["Content-Disposition"] for one in given}
    assert len(given) > 10
    ours = re.compile(r'(attachment|inline); filename="[a-z0-9][a-z0-9._-]*\.(csv|pdf|json|txt)"')
    assert [name for name in names if not ours.fullmatch(name)] == []
    saved = [one for one in walk.answers if one.kind in {"text/csv", "application/pdf"}]
    assert [str(one) for one in saved if "Content-Disposition" not in one.headers] == []


class _Links(HTMLParser):
    """Find links that lead to another site."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        to = dict(attrs).get("href" if tag in {"a", "area"} else "action") or ""
        if re.match(r"([a-z]+:)?//", to, re.I):
            self.found.append(to)


def test_nothing_leads_to_another_site_but_the_button_of_sign_in_that_names_it(walk: Walk) -> None:
    astray = {}
    for one in walk.answers:
        links = _Links()
        if one.kind == "text/html":
            links.feed(one.body.decode())
        told = [*links.found, one.headers.get("Location", "")]
        away = {to for to in told if re.match(r"([a-z]+:)?//", to, re.I)}
        away -= {to for to in away if urlsplit(to).hostname == "testserver"}
        if away:
            astray[str(one)] = sorted(away)
    assert astray == {}


def test_no_page_is_kept_by_a_browser_or_a_cache_on_the_way(walk: Walk) -> None:
    kept = {str(one) for one in walk.answers if "no-store" not in one.headers["Cache-Control"]}
    assert kept == set()


def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_inline() -> None:
    assert POLICY.startswith("default-src 'none'")
    assert not re.search(r"unsafe|https?:|\*|nonce|sha256", POLICY)


class _Inline(HTMLParser):
    """Find what the policy would stop: script and style inside a page, and handlers."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in named):
            data = named.get("type", "") or ""
            if "json" not in data:
                self.found.append(tag)
        self.found += [name for name in named if name == "style" or name.startswith("on")]
        places = [named.get(name) or "" for name in ("src", "href", "action", "srcset")]
        loads = tag in {"script", "img", "link", "iframe", "form", "source"}
        self.found += [one for one in places if loads and re.match(r"(https?:)?//", one)]


def test_no_page_holds_what_the_policy_would_stop(walk: Walk) -> None:
    found = {}
    for one in walk.answers:
        if one.kind == "text/html":
            parser = _Inline()
            parser.feed(one.body.decode())
            if parser.found:
                found[str(one)] = parser.found
    assert found == {}


def test_nobody_of_the_health_system_is_in_anything_that_comes_out(walk: Walk) -> None:
    looked_for = re.compile("|".join(sorted(map(re.escape, secrets()))))
    texts = [(str(one), _text(one)) for one in walk.answers]
    assert [(one, found[0]) for one, text in texts if (found := looked_for.search(text))] == []
    assert any("influenza" in text for one, text in texts if ".pdf" in one)  # it is read, then


def _text(one: Answer) -> str:
    if one.kind == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(one.body)).pages)
    return one.body.decode()


def test_nobody_of_the_health_system_is_in_the_logs_or_in_the_database(walk: Walk) -> None:
    text = walk.logs + walk.kept
    assert [word for word in secrets() if word in text] == []


def test_no_cell_of_a_file_for_spreadsheets_begins_a_formula(walk: Walk) -> None:
    files = [one for one in walk.answers if one.kind == "text/csv" and one.status == 200]
    begun = [
        (str(one), cell)
        for one in files
        for line in one.body.decode("utf-8-sig").splitlines()
        for cell in line.split(",")
        if re.match(r'"?([=@\t\r]|[+-](?![\d.]))', cell)
    ]
    assert files
    assert begun == []
