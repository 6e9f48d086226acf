"""A monitor learns how the house is, and nobody else does."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError
from django.test import Client
from pytest_django.fixtures import Settings
from tests.unit.test_deploy import shipped_settings

from commonweal.offices.house import clock, health
from commonweal.offices.house.health import State
from commonweal.offices.house.policy import Role
from commonweal.offices.scorecard.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def alone(settings: Settings, tmp_path: Path) -> None:
    """Give each test a state folder of its own."""
    settings.STATE = tmp_path


def part(name: str) -> health.Part:
    return next(one for one in health.parts() if one.name == name)


def test_a_new_house_is_ready_and_says_what_is_still_missing() -> None:
    found = {one.name: one.state for one in health.parts()}
    assert found["database"] is State.FINE
    assert found["load"] is found["backup"] is found["trail"] is State.LOOK
    assert State.STOP not in found.values()


def test_what_was_read_in_grows_old(edition: Edition) -> None:
    assert part("load").state is State.FINE
    assert part("trail").says.endswith("entries was made just now.")
    Edition.objects.update(loaded=clock.now() - timedelta(days=101))
    assert part("load").state is State.LOOK
    assert "101 days ago" in part("load").says


def test_a_wrong_clock_stops(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    back = clock.now() - timedelta(hours=1)
    monkeypatch.setattr(health.clock, "now", lambda: back)
    assert part("trail").state is State.STOP


@pytest.mark.parametrize(
    ("free", "state"), [(100, State.STOP), (1000, State.LOOK), (9000, State.FINE)]
)
def test_a_full_disk_is_seen_before_it_is_full(
    free: int, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = SimpleNamespace(free=free * health.MEGA)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: told)
    assert part("disk").state is state


@pytest.mark.parametrize(("hours", "state"), [(0.2, State.FINE), (2, State.FINE), (30, State.LOOK)])
def test_a_backup_counts_for_a_day(tmp_path: Path, hours: float, state: State) -> None:
    made = clock.now() - timedelta(hours=hours)
    (tmp_path / health.BACKUPS).write_text(json.dumps({"made": made.isoformat()}))
    assert part("backup").state is state


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"made": 1}', '{"made": "yesterday"}'])
def test_a_note_of_backups_that_can_not_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / health.BACKUPS).write_text(text)
    assert part("backup").says == "No backup was made yet."


def test_work_that_nobody_takes_up_is_seen() -> None:
    results = apps.get_model("django_tasks_database", "DBTaskResult")._default_manager
    one = results.create(task_path="x.y", args_kwargs={}, queue_name="default", backend_name="d")
    assert part("jobs").state is State.FINE
    results.filter(pk=one.pk).update(enqueued_at=clock.now() - timedelta(hours=2))
    assert part("jobs").says == "Work has waited since 2 hours ago."


def test_missing_changes_of_the_database_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: [1, 2])
    assert part("database").says == "2 changes of the database are not made."
    assert [one.name for one in health.parts()] == ["database", "disk"]


def test_a_database_that_is_away_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise DatabaseError("password=secret")

    with monkeypatch.context() as during:
        during.setattr(health.MigrationExecutor, "__init__", away)
        assert "secret" not in str(health.parts())
        assert part("database").state is State.STOP
    monkeypatch.setattr(health, "backup", away)
    with pytest.raises(DatabaseError):
        health.backup()
    monkeypatch.setattr(away, "__name__", "backup")
    assert part("backup").state is State.STOP


def test_the_monitor_of_this_machine_is_answered_with_every_part(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert set(answer.json()["parts"]) == {
        "database",
        "disk",
        "rows",
        "load",
        "backup",
        "trail",
        "jobs",
    }
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: [1])
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert client.get("/health/live").content == b"alive\n"


@pytest.mark.parametrize(("name", "status"), [("localhost", 200), ("127.0.0.1", 400)])
def test_a_house_of_the_shipped_names_says_that_it_lives_by_those_only(
    client: Client, settings: Settings, name: str, status: int
) -> None:
    settings.ALLOWED_HOSTS = shipped_settings()["COMMONWEAL_HOSTS"].split(",")
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/live", headers={"host": f"{name}:8642"}).status_code == status


@pytest.mark.parametrize(
    ("role", "status"), [(Role.PUBLIC, 403), (Role.PRIVACY, 403), (Role.ADMINISTRATOR, 200)]
)
def test_from_elsewhere_only_an_administrator_is_answered(
    client_of: Any, role: Role, status: int
) -> None:
    answer = client_of(role).get("/health/ready", REMOTE_ADDR="192.0.2.1")
    assert answer.status_code == status
