"""What a request may be: its methods, its way, its length, its fields; and what an answer tells."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings
from tests.offices import walking
from tests.offices.conftest import ClientOf
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser
from whitenoise import WhiteNoise
from whitenoise.middleware import WhiteNoiseMiddleware

from commonweal.offices.house import limits
from commonweal.offices.house.policy import Role
from commonweal.offices.people import access

pytestmark = pytest.mark.django_db
KINDS = {".css", ".js", ".svg", ".woff2", ".ttf", ".otf", ".txt", ".map", ".png", ".ico"}


def test_trace_is_answered_nowhere() -> None:
    client = Client(raise_request_exception=False)
    for path in ("/", "/about/", "/api/v1/openapi.json", "/account/login/", "/nowhere/"):
        answer = client.generic("TRACE", path, headers={"X-Marked": "marigold"})
        assert answer.status_code in (403, 404, 405), path
        assert b"marigold" not in answer.content
    assert all("TRACE" not in rule.methods for rule in access.rules().values())


def test_what_acts_is_never_asked_for_by_get(client_of: ClientOf) -> None:
    only_sent = {name for name, rule in access.rules().items() if "GET" not in rule.methods}
    assert len(only_sent) > 10
    client = client_of(Role.ADMINISTRATOR)
    routes = {name: route for name, route in walking.addresses() if name in only_sent}
    for route in routes.values():
        path = walking.PART.sub(lambda found: walking.MISSING if found[1] == "uuid" else "7", route)
        assert client.get(path).status_code in (302, 403, 404, 405), path


def test_an_address_for_machines_never_leads_from_http_to_https(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = ["^health/", "^api/"]
    refused = Client().get("/api/v1/promises", headers={"Authorization": "Bearer cw_x"})
    assert refused.status_code == 403 and refused.json()["code"] == "not-encrypted"
    assert "Location" not in refused.headers
    assert Client().get("/api/v1/openapi.json", secure=True).status_code == 200
    assert Client().get("/about/").status_code == 301


def read(*pieces: bytes) -> HTTPRequestParser:
    """Let the server that comes with us read a request."""
    parser = HTTPRequestParser(Adjustments(**limits.of_the_server()))
    for piece in pieces:
        rest = piece
        while rest and not parser.completed:
            rest = rest[parser.received(rest) :]
    return parser


def test_a_body_of_two_lengths_is_never_read_as_two_requests() -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
    both = read(head, b"3\r\nabc\r\n0\r\n\r\n")
    assert both.completed and both.error is None
    assert both.get_body_stream().read() == b"abc"  # by its pieces, as the standard says
    for two in (b"Content-Length: 4\r\nContent-Length: 5\r\n", b"Content-Length: +4\r\n",
                b"Transfer-Encoding: gzip, chunked\r\n"):  # fmt: skip
        refused = read(b"POST / HTTP/1.1\r\nHost: x\r\n" + two + b"\r\n", b"abcd")
        assert refused.error is not None


@pytest.mark.parametrize("bad", [b"X-A: b\r\n folded\nX: y", b"X-A: b\x00c", b"X A: b", b"X-A : b"])
def test_a_head_that_could_be_two_is_refused(bad: bytes) -> None:
    assert read(b"GET / HTTP/1.1\r\nHost: x\r\n" + bad + b"\r\n\r\n").error is not None


def test_an_answer_has_the_length_it_says(client_of: ClientOf) -> None:
    client, looked = client_of(Role.ANALYST), 0
    for path in walking.paths():
        answer = client.get(path, headers={"accept-encoding": "gzip"})
        body = b"".join(answer) if answer.streaming else answer.content
        said = answer.headers.get("Content-Length")
        looked += said is not None
        assert said is None or int(said) == len(body), path
        assert "Transfer-Encoding" not in answer.headers
    assert looked > 20


def test_no_answer_names_the_server(client_of: ClientOf) -> None:
    assert limits.of_the_server()["ident"] is None
    for path in ("/about/", "/nowhere/", "/api/v1/openapi.json"):
        answer = client_of(Role.MEMBER).get(path)
        assert not {"Server", "X-Powered-By", "Via"} & set(answer.headers)
        assert not re.search(rb"[Dd]jango|waitress|gunicorn|Python/", answer.content), path


def test_a_field_sent_twice_counts_once(client_of: ClientOf) -> None:
    client = client_of(Role.MEMBER)
    sent = "choice=administrator%20operate_the_system&choice=member%20run_a_program"
    client.post("/people/role/", sent, content_type="application/x-www-form-urlencoded")
    assert client.session.get("role", "member") == "member"
    asked = "/people/me/name/?name=From%20the%20address"
    client.post(asked, {"name": "From the form"})
    page = client.get("/people/me/").content
    assert b"From the form" in page and b"From the address" not in page


def test_a_field_of_a_choice_that_is_not_ones_own_opens_nothing(client_of: ClientOf) -> None:
    client = client_of(Role.MEMBER)
    client.post("/people/role/", {"choice": "administrator operate_the_system"})
    assert client.get("/people/").status_code == 403


def handed_out(file: Path, **headers: str) -> Mapping[str, str]:
    """Give the heads with which the house hands out a static file."""
    served = WhiteNoiseMiddleware(lambda _request: HttpResponse(status=404))
    served.add_file_to_dictionary(f"/static/{file.name}", str(file))
    answer = served(RequestFactory().get(f"/static/{file.name}", headers=headers))
    assert answer.status_code == 200
    answer.close()
    return answer.headers


def test_no_page_of_another_origin_may_read_an_answer(client_of: ClientOf) -> None:
    client = client_of(Role.ANALYST)
    other = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    for path in walking.paths():
        for answer in (client.get(path, headers=other), client.options(path, headers=other)):
            opened = [name for name in answer.headers if name.lower().startswith("access-control")]
            assert opened == [], path
    style = finders.find("house/house.css")
    assert isinstance(style, str)
    handed = handed_out(Path(style), **other)
    assert "Cache-Control" in handed
    assert "Access-Control-Allow-Origin" not in handed


def test_no_answer_is_a_script_that_another_page_could_run(client_of: ClientOf) -> None:
    client = client_of(Role.ANALYST)
    asked = dict.fromkeys(("callback", "jsonp", "cb", "jsoncallback"), "marigold")
    looked = 0
    for path in walking.paths():
        answer = client.get(path, asked)
        body = b"".join(answer) if answer.streaming else answer.content
        assert "script" not in answer.headers.get("Content-Type", ""), path
        assert b"marigold(" not in body, path
        if answer.headers.get("Content-Type", "").startswith("application/json"):
            looked += 1
            assert isinstance(json.loads(body), dict | list), path
    assert looked > 5


def test_style_and_script_and_pictures_say_in_which_letters_they_are(tmp_path: Path) -> None:
    said = {}
    for kind in ("css", "js", "svg", "txt"):
        (tmp_path / f"a.{kind}").write_text("a")
        said[kind] = handed_out(tmp_path / f"a.{kind}")["Content-Type"]
    assert said == {
        "css": 'text/css; charset="utf-8"', "js": 'text/javascript; charset="utf-8"',
        "svg": "image/svg+xml; charset=utf-8", "txt": 'text/plain; charset="utf-8"',
    }  # fmt: skip


def test_a_folder_of_static_files_is_not_listed(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "house.css").write_text("p{}")
    (tmp_path / ".git").mkdir()
    served = WhiteNoise(_nothing, root=tmp_path, prefix="static/")
    for path in ("/static/", "/static/house/", "/static/house/../house/", "/static/%2e%2e/"):
        assert served.find_file(path) is None or path in served.files
        assert path not in served.files
    assert "/static/house/house.css" in served.files


def _nothing(_environ: Any, start: Any) -> io.BytesIO:
    start("404 Not Found", [])
    return io.BytesIO(b"")


def test_static_files_are_of_known_kinds() -> None:
    found = {path for one in finders.get_finders() for path, _storage in one.list([])}
    assert len(found) > 5
    assert {path for path in found if Path(path).suffix not in KINDS} == set()
    assert {path for path in found if "/." in f"/{path}"} == set()
