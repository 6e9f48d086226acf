"""The doctor says what is unsafe in a house, in words, and ends accordingly."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import checks
from django.db import DatabaseError
from pytest_django.fixtures import Settings
from tests.unit.cli.calling import call

from commonweal.measures.registry import every_measure
from commonweal.offices.desk import trail
from commonweal.offices.desk.models import Entry
from commonweal.offices.house import clock, doctor
from commonweal.offices.house.health import State
from commonweal.offices.house.policy import SYSTEM
from commonweal.offices.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def safe(settings: Settings, tmp_path: Path) -> None:
    """Set a house up as it should be with real people."""
    settings.STATE, settings.STORE = tmp_path / "state", tmp_path / "store"
    settings.STATE.mkdir(mode=0o700)
    settings.STORE.mkdir(mode=0o700)
    settings.DEMO = settings.PLAIN_HTTP = settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["equity.hospital.example"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = True
    settings.CSRF_COOKIE_SECURE = settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60


def said(state: State) -> list[str]:
    return [part.says for part in doctor.examined() if part.state is state]


def test_a_safe_house_has_nothing_to_stop_for() -> None:
    assert said(State.STOP) == []
    assert "The trail is whole: 0 entries." in said(State.FINE)
    assert "Mail is handed to a mail server." in said(State.FINE)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DEBUG", True, "shows the inside"),
        ("DEMO", True, "its password is printed"),
        ("PLAIN_HTTP", True, "travel unencrypted"),
        ("ALLOWED_HOSTS", ["*"], "Every name of a host"),
        ("SECRET_KEY", "short", "secret of the sessions is short"),
        ("SECRET_KEY_FALLBACKS", ["x" * 64], "older secret of the house is still taken"),
        ("SECURE_HSTS_SECONDS", 0, "SECURE_HSTS_SECONDS"),
    ],
)
def test_an_unsafe_setting_is_named(
    settings: Settings, name: str, value: object, words: str
) -> None:
    setattr(settings, name, value)
    found = [*said(State.STOP), *said(State.LOOK)]
    assert any(words in one for one in found), found


def test_plain_http_on_this_machine_alone_is_to_be_looked_at(settings: Settings) -> None:
    settings.PLAIN_HTTP, settings.ALLOWED_HOSTS = True, ["localhost"]
    assert said(State.STOP) == []
    assert any("travel unencrypted" in one for one in said(State.LOOK))


def test_a_serious_finding_of_django_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    raised = [checks.Error("A page has no rule.", hint="Write one.")]
    monkeypatch.setattr(doctor.checks, "run_checks", lambda **_: raised)
    assert said(State.STOP) == ["A page has no rule."]


@pytest.mark.parametrize(
    ("folder", "name", "state"),
    [("STATE", "secret.key", State.STOP), ("STORE", "vault", State.STOP),
     ("STORE", "audits", State.LOOK)],
)  # fmt: skip
def test_what_others_can_read_is_named(
    settings: Settings, folder: str, name: str, state: State
) -> None:
    path = getattr(settings, folder) / name
    path.touch(mode=0o644)
    words = f"Other accounts of this machine can read {name}."
    assert words not in said(state)  # the folder around it is shut
    path.parent.chmod(0o755)
    assert words in said(state)
    path.chmod(0o600)
    assert words not in said(state)


def test_accounts_of_the_demonstration_must_not_be_open(settings: Settings) -> None:
    Person.objects.create_user("board@demo.example", "printed", name="Board")
    assert "Accounts of the demonstration are open here." in said(State.STOP)
    settings.DEMO = True
    assert "Accounts of the demonstration are open here." not in said(State.STOP)


def test_a_house_with_passwords_and_without_a_list_of_leaked_ones_is_told(
    settings: Settings,
) -> None:
    words = "Passwords open this house, and none is held against leaked ones."
    settings.LOCAL_ACCOUNTS, settings.LEAKED = True, ""
    assert words in said(State.LOOK)
    settings.LEAKED = "leaked.txt"
    assert words not in said(State.LOOK)
    settings.LOCAL_ACCOUNTS, settings.LEAKED = False, ""
    assert words not in said(State.LOOK)


def test_mail_without_encryption_is_told(settings: Settings) -> None:
    words = "Mail travels unencrypted to its server."
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "mail.hospital.example", False
    assert words in said(State.LOOK)
    settings.EMAIL_USE_TLS = True
    assert words not in said(State.LOOK)


def test_a_trail_that_is_not_whole_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    trail.write(SYSTEM, "look", "x")
    rows = list(Entry.objects.order_by("seq").values_list(*trail.FIELDS))
    changed = (*rows[0][:2], "another", *rows[0][3:])
    monkeypatch.setattr(trail, "verify", lambda: trail.trail.walked([changed]))
    assert "The trail is not whole from entry 1." in said(State.STOP)


def test_no_mail_is_said(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "No mail is sent: notices wait in the house." in said(State.LOOK)


def test_measures_past_their_review_are_due(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, *_ = every_measure()
    long_ago = dataclasses.replace(
        first, reviewed_by="Somebody", reviewed_on=date(2020, 1, 1), review_by=date(2021, 1, 1)
    )
    soon = clock.today() + timedelta(days=9)
    fresh = dataclasses.replace(
        second, reviewed_by="Somebody", reviewed_on=clock.today(), review_by=soon
    )
    monkeypatch.setattr(doctor, "every_measure", lambda: (long_ago, fresh))
    assert f"Due for review: {first.key}." in said(State.LOOK)
    assert not any("never reviewed" in one for one in said(State.LOOK))


def test_a_database_that_is_away_keeps_the_rest_going(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise DatabaseError

    with monkeypatch.context() as during:
        during.setattr(doctor.health.MigrationExecutor, "__init__", away)
        assert "The database does not answer." in said(State.STOP)
    monkeypatch.setattr(trail, "verify", away)
    assert not any("trail is" in one for one in said(State.FINE))


@pytest.fixture
def house(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    """Call the doctor on the command line about this house."""
    for name in ("COMMONWEAL_STORE", "COMMONWEAL_STATE"):
        monkeypatch.setenv(name, "")
    (settings.STATE / "secret.key").touch(mode=0o600)

    def asked(*words: str) -> object:
        return call("doctor", "--state", settings.STATE, "--store", settings.STORE, *words)

    return asked


def test_the_command_ends_with_1_where_there_is_something_to_stop_for(
    house: Callable[..., object], settings: Settings
) -> None:
    fine = house()
    assert fine.code == 0, fine.out
    assert "0 to stop for" in fine.out
    assert house("--strict").code == 1
    settings.DEBUG = True
    bad = house()
    assert bad.code == 1
    assert "STOP  settings" in bad.out


def test_a_folder_that_is_no_house_is_not_made_one(tmp_path: Path) -> None:
    ended = call("doctor", "--state", tmp_path / "none")
    assert ended.code == 2
    assert "(state-missing)" in ended.err
    assert not (tmp_path / "none").exists()
