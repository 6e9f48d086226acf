"""Settings come from few variables, secrets from files, and unsafe defaults do not exist."""

from __future__ import annotations

import asyncio
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ImproperlyConfigured
from django.middleware.csrf import get_token
from django.test import RequestFactory

from commonweal.offices.house import asgi, database, environment
from commonweal.offices.house.finders import REPORT, ReportFinder
from commonweal.offices.people.models import secret_of_feed
from commonweal.offices.scorecard.flow import keys


def test_variables_are_read_as_what_they_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COMMONWEAL_ONE", " a, b ,,")
    monkeypatch.setenv("COMMONWEAL_YES", "On")
    monkeypatch.setenv("COMMONWEAL_WHERE", str(tmp_path / "x" / ".."))
    assert environment.text("ONE") == "a, b ,,"
    assert environment.listed("ONE") == ["a", "b"]
    assert environment.listed("NONE", "x") == ["x"]
    assert environment.flag("YES")
    assert not environment.flag("ONE")
    assert environment.folder("WHERE", "y") == tmp_path
    assert environment.folder("NONE", "y") == Path("y").resolve()


def test_a_secret_is_read_from_the_file_that_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text("pw\n")
    monkeypatch.setenv("COMMONWEAL_WORD_FILE", str(tmp_path / "password"))
    assert environment.kept("WORD_FILE") == "pw"
    assert environment.kept("OTHER_FILE") == ""


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "state" / "secret.key"
    made = environment.secret(path)
    assert len(made) >= 64
    assert path.stat().st_mode & 0o077 == 0
    assert environment.secret(path) == made
    assert [one.name for one in path.parent.iterdir()] == ["secret.key"]


def test_older_secrets_are_read_one_a_line(tmp_path: Path) -> None:
    assert environment.older(tmp_path / "secret.key.old") == []
    (tmp_path / "secret.key.old").write_text("of-last-month\nof-last-year\n")
    assert environment.older(tmp_path / "secret.key.old") == ["of-last-month", "of-last-year"]


def test_two_that_make_it_at_once_have_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret.key"

    def another_was_first(draft: Path, to: Path) -> None:
        to.write_text("the first one's")
        raise FileExistsError

    monkeypatch.setattr(os, "link", another_was_first)
    assert environment.secret(path) == "the first one's"


def test_a_program_we_call_is_told_what_is_not_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEPT", "1")
    given = environment.child({"PGHOST": "db", "PGPORT": ""})
    assert (given["KEPT"], given["PGHOST"]) == ("1", "db")
    assert "PGPORT" not in given


def test_without_a_name_the_database_is_a_file_that_writers_take_turns_at(tmp_path: Path) -> None:
    chosen = database.chosen("", tmp_path)
    assert chosen["NAME"] == tmp_path / "house.sqlite3"
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in chosen["OPTIONS"]["init_command"]
    assert chosen["CONN_MAX_AGE"] > 60  # a page does not open the database anew


def test_postgresql_is_read_from_its_address(tmp_path: Path) -> None:
    chosen = database.chosen("postgresql://us%40er:p%2Fw@db.example:5433/house", tmp_path)
    assert (chosen["USER"], chosen["PASSWORD"], chosen["HOST"]) == ("us@er", "p/w", "db.example")
    assert (chosen["PORT"], chosen["NAME"]) == ("5433", "house")
    from_file = database.chosen("postgres://db/house", tmp_path, "from a file")
    assert "from a file" in from_file.values()


@pytest.mark.parametrize("named", ["mysql://db/house", "postgresql://db/", "house"])
def test_an_address_that_is_not_known_says_how_to_write_one(named: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="Write postgresql://"):
        database.chosen(named, tmp_path)


def test_style_and_fonts_of_the_report_are_handed_out_and_nothing_else() -> None:
    finder = ReportFinder()
    assert finder.find("report/style.css") == str(REPORT / "style.css")
    assert finder.find("report/style.css", find_all=True) == [str(REPORT / "style.css")]
    assert finder.find("report/folder.py") is None
    assert finder.find("other/style.css", find_all=True) == []
    assert "style.css" in [name for name, _ in finder.list(None)]


def test_the_door_for_asgi_servers_answers() -> None:
    said: list[dict[str, Any]] = []
    waiting: list[dict[str, Any]] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def asked() -> None:
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
            "path": "/health/live", "raw_path": b"/health/live", "query_string": b"",
            "root_path": "", "scheme": "http", "headers": [(b"host", b"localhost")],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
        }  # fmt: skip
        await asgi.application(scope, _receive, _send)

    async def _receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop()
        return await asyncio.Future()  # the other side stays and says no more

    async def _send(part: Any) -> None:
        said.append(part)

    asyncio.run(asked())
    assert said[0]["status"] == 200
    assert said[1]["body"] == b"alive\n"


def key_of_a_form() -> str:
    request = RequestFactory().get("/")
    get_token(request)
    return str(request.META["CSRF_COOKIE"])


NOT_TO_BE_GUESSED: dict[str, Callable[[], str]] = {
    "secret of the house": lambda: settings.SECRET_KEY,
    "session": lambda: SessionStore()._get_new_session_key(),
    "key of a form": key_of_a_form,
    "key of the interface for machines": keys.secret,
    "address of a calendar": secret_of_feed,
    "state of a sign-in": lambda: get_adapter().generate_state_param({}),
    "seed of an app": generate_totp_secret,
    "seed of recovery codes": RecoveryCodes.generate_seed,
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NOT_TO_BE_GUESSED)
def test_what_nobody_may_guess_has_128_bits(name: str) -> None:
    made = [NOT_TO_BE_GUESSED[name]() for _ in range(50)]
    letters = len(set("".join(made)))  # a text of each letter that may stand there
    shortest = min(map(len, made)) - 3  # the first letters of a key say what it is
    assert shortest * math.log2(letters) >= 128
    assert len(set(made)) == (1 if name == "secret of the house" else 50)
