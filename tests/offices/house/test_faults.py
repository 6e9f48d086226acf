"""What goes wrong is said in plain words, and neither a page nor a log tells what was inside."""

from __future__ import annotations

import io
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django.fixtures import Settings

from commonweal.offices.house import views
from commonweal.offices.house.logs import NoNames
from commonweal.offices.house.policy import Role

MARK = "Xanthippemark"
pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    """Take down everything that would be written to the log, the least of it too."""
    stream, root = io.StringIO(), logging.getLogger()
    handler, before = logging.StreamHandler(stream), root.level
    handler.setFormatter(NoNames())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def test_an_address_that_is_not_there_says_so_and_repeats_nothing(client: Client) -> None:
    answer = client.get(f"/{MARK}/")
    assert answer.status_code == 404
    assert MARK not in answer.content.decode().replace(f'value="/{MARK}/"', "")
    assert "house/not_there.html" in [one.name for one in answer.templates]


def test_a_page_of_another_role_says_which_way_to_go(client_of: Any) -> None:
    answer = client_of(Role.RESEARCHER).get("/initiatives/new/")
    assert answer.status_code == 403
    assert "house/not_yours.html" in [one.name for one in answer.templates]


def test_a_form_without_its_key_says_what_to_do(client_of: Any) -> None:
    member = client_of(Role.MEMBER)
    member.handler.enforce_csrf_checks = True
    answer = member.post("/people/role/", {"role": "member"})
    assert answer.status_code == 403
    assert "house/form_too_old.html" in [one.name for one in answer.templates]


def test_a_name_of_a_host_that_is_not_ours_is_refused(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["equity.hospital.example"]
    answer = client.get("/about/", headers={"host": f"{MARK}.example"})
    assert answer.status_code == 400
    assert MARK not in answer.content.decode()
    assert client.get("/about/", headers={"host": "equity.hospital.example"}).status_code == 200


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Break a page with an error that holds a name."""

    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"could not read {MARK}")

    monkeypatch.setattr(views, "render", fail)
    return Client(raise_request_exception=False)


def test_a_fault_of_ours_shows_a_word_by_which_the_log_finds_it(
    broken: Client, heard: io.StringIO
) -> None:
    answer = broken.get("/about/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert MARK not in page
    assert "Traceback" not in page
    word = re.search(r"incident-[a-z]{8}", page)
    assert word is not None
    line = next(one for one in heard.getvalue().splitlines() if word[0] in one)
    assert "ValueError at " in line  # the kind and the place, and not the text
    assert MARK not in heard.getvalue()
    assert answer.headers["Content-Security-Policy"]


def test_the_page_of_a_fault_asks_nothing_of_what_may_have_failed(
    rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert views.our_fault(rf.get("/")).status_code == 500


def test_the_page_of_a_fault_runs_the_way_of_its_language(rf: RequestFactory) -> None:
    with translation.override("ar"):
        assert 'dir="rtl"' in views.our_fault(rf.get("/")).content.decode()


def test_an_address_with_too_many_fields_is_told_to_somebody_signed_in(client_of: Any) -> None:
    answer = client_of(Role.MEMBER).get("/desk/search/?" + "a&" * 1001)
    assert answer.status_code == 400
    assert "We could not read that request" in answer.content.decode()


def test_marked_names_go_every_way_and_are_in_no_log(
    client_of: Any, heard: io.StringIO, settings: Settings
) -> None:
    public, member = Client(raise_request_exception=False), client_of(Role.ANALYST)
    address = f"{MARK}@hospital.example"
    public.post("/account/login/", {"login": address, "password": MARK})
    public.get(f"/{MARK}/", {"q": MARK}, headers={"user-agent": MARK, "referer": f"http://{MARK}"})
    public.generic(MARK[:4].upper(), "/about/")
    public.cookies["sessionid"] = MARK
    public.get("/about/", headers={"accept-language": MARK})
    member.get("/desk/search/", {"q": MARK})
    member.get("/measures/", {"q": MARK, "state": MARK, "commitment": MARK})
    member.post("/people/role/", {"role": MARK})
    member.post("/people/me/", {"name": MARK})
    member.post("/initiatives/new/", {"name": MARK})
    member.post("/language/", {"language": MARK, "next": f"//{MARK}"})
    settings.ALLOWED_HOSTS = ["equity.hospital.example"]
    public.get("/about/", headers={"host": f"{MARK}.example"})
    assert heard.getvalue()
    assert MARK.lower() not in heard.getvalue().lower()


def test_the_log_writes_the_constant_part_alone() -> None:
    def line(message: object, *values: object, error: Exception | None = None) -> str:
        trace = (type(error), error, None) if error else None
        record = logging.LogRecord("x", 30, "a.py", 7, message, values, trace)
        return NoNames().format(record).partition(" ")[2]  # without its instant

    assert line("Not found: %s", MARK) == "WARNING x a:7 Not found: %s"
    assert line(f"Unknown word '{MARK}' for \"{MARK}\"") == "WARNING x a:7 Unknown word ... for ..."
    assert line("mail to a.b@c.example of 12345") == "WARNING x a:7 mail to ... of ..."
    assert line(str(SuspiciousOperation(MARK)), error=SuspiciousOperation(MARK)).endswith(
        "a:7  SuspiciousOperation"
    )
    assert line(["a list"]) == "WARNING x a:7 "


@pytest.mark.slow
def test_django_finds_nothing_to_mend_in_the_settings_of_production(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("COMMONWEAL_")}
    env |= {"COMMONWEAL_STATE": str(tmp_path), "COMMONWEAL_HOSTS": "equity.hospital.example",
            "DJANGO_SETTINGS_MODULE": "commonweal.offices.house.settings"}  # fmt: skip
    asked = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "DEBUG"],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stdout + asked.stderr
    assert "no issues (0 silenced)" in asked.stdout
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.slow
@pytest.mark.parametrize(("plain", "safe"), [("", True), ("1", False)])
def test_cookies_and_the_way_in_are_safe_unless_plain_http_was_asked_for(
    tmp_path: Path, plain: str, safe: bool
) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("COMMONWEAL_")}
    env |= {"COMMONWEAL_STATE": str(tmp_path), "COMMONWEAL_PLAIN_HTTP": plain,
            "DJANGO_SETTINGS_MODULE": "commonweal.offices.house.settings"}  # fmt: skip
    code = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        "s.SECURE_HSTS_SECONDS >= 31536000, s.DEBUG, s.SESSION_COOKIE_HTTPONLY,"
        "s.SESSION_COOKIE_SAMESITE)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    ).stdout.split()
    assert said == [str(safe)] * 4 + ["False", "True", "Lax"]
