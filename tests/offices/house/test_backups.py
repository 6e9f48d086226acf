"""A backup counts when it was read back; one that can not be is said at once."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
from pytest_django.fixtures import Settings
from tests.unit.cli.calling import call

from commonweal.kinds import Problem
from commonweal.offices.desk import trail
from commonweal.offices.desk.models import Entry
from commonweal.offices.house import backups, health
from commonweal.offices.house.policy import SYSTEM

needs_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a copy of SQLite")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def house(settings: Settings, tmp_path: Path) -> Path:
    """Set up a house with an entry in its trail and a file."""
    settings.STATE, settings.MEDIA_ROOT = tmp_path / "state", tmp_path / "state" / "files"
    settings.MEDIA_ROOT.mkdir(parents=True)
    (settings.STATE / "secret.key").write_text("secret")
    (settings.MEDIA_ROOT / "letter").write_text("as it was sent")
    trail.write(SYSTEM, "look", "x")
    return tmp_path


def test_a_copy_holds_database_files_and_secret_and_is_noted(
    house: Path, settings: Settings
) -> None:
    made = backups.make(house / "copy")
    assert made.entries == Entry.objects.count() == 1
    assert made.tables > 20
    assert (made.folder / "files" / "letter").read_text() == "as it was sent"
    assert (made.folder / "secret.key").read_text() == "secret"
    assert made.folder.stat().st_mode & 0o077 == 0
    assert json.loads((settings.STATE / health.BACKUPS).read_text())["entries"] == 1
    assert health.backup().state is health.State.FINE


def test_a_copy_holds_the_older_secret_as_long_as_it_is_taken(
    house: Path, settings: Settings
) -> None:
    (settings.STATE / "secret.key.old").write_text("older")
    assert (backups.make(house / "copy").folder / "secret.key.old").read_text() == "older"


def test_a_house_without_files_is_copied_too(house: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = house / "none"
    assert not (backups.make(house / "copy").folder / "files").exists()


@needs_sqlite
def test_the_copy_is_a_house_of_its_own(house: Path) -> None:
    backups.make(house / "copy")
    trail.write(SYSTEM, "look", "later")
    with sqlite3.connect(house / "copy" / backups.COPY) as copy:
        assert copy.execute("SELECT count(*) FROM desk_entry").fetchone() == (1,)
    copy.close()


def test_an_older_copy_is_never_written_over(house: Path) -> None:
    (house / "copy").mkdir()
    with pytest.raises(Problem, match="There is something at"):
        backups.make(house / "copy")


@needs_sqlite
def test_a_trail_that_is_not_whole_makes_no_backup(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = backups.trail.Verdict(1, 1)
    monkeypatch.setattr(backups.trail, "walked", lambda *_: broken)
    with pytest.raises(Problem, match="could not be read back"):
        backups.make(house / "copy")
    assert health.backup().state is health.State.LOOK


@needs_sqlite
def test_a_copy_that_can_not_be_opened_is_said(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(*_: object) -> None:
        raise DatabaseError("malformed")

    monkeypatch.setattr(backups, "_read_back", torn)
    with pytest.raises(Problem, match="could not be read back"):
        backups.make(house / "copy")


def program(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def postgresql(house: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in for the client programs of PostgreSQL, and note what they were told."""
    folder = house / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    told = {**connection.settings_dict, "USER": "house", "PASSWORD": "pw"}
    away = SimpleNamespace(vendor="postgresql", settings_dict=told)
    monkeypatch.setattr(backups, "connection", away)
    return folder


def test_postgresql_is_dumped_and_the_dump_is_read(house: Path, postgresql: Path) -> None:
    program(postgresql, "pg_dump", f'echo "$PGUSER $*" >> {house}/said')
    program(
        postgresql, "pg_restore",
        f'echo "$*" >> {house}/said; echo "1; 0 2 TABLE DATA public a"; echo "2; 0 2 TABLE b"',
    )  # fmt: skip
    made = backups.make(house / "copy")
    assert (made.tables, made.entries) == (1, 1)
    told = (house / "said").read_text().splitlines()
    assert told[0].startswith("house --format=custom")
    assert told[1].startswith("--file=/dev/null")  # the whole dump is read, not its list alone


def test_a_dump_that_fails_is_no_backup(house: Path, postgresql: Path) -> None:
    program(postgresql, "pg_dump", "exit 1")
    with pytest.raises(Problem, match="could not be read back"):
        backups.make(house / "copy")


def test_without_the_client_programs_it_is_said_what_to_install(
    house: Path, postgresql: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(postgresql))
    with pytest.raises(Problem, match="pg_dump is not on the path"):
        backups.make(house / "copy")


def test_the_command_says_where_the_copy_is(
    house: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COMMONWEAL_STORE", "COMMONWEAL_STATE"):
        monkeypatch.setenv(name, "")
    ended = call("backup", settings.STATE, "--out", house / "copies")
    assert ended.code == 0, ended.err
    assert "It was read back" in ended.out
    assert len(list((house / "copies").iterdir())) == 1
