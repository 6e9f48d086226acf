"""The commands about people: who left, and an account for the day the directory is broken."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django.fixtures import Settings
from tests.unit.cli.calling import call

from commonweal.offices.desk.models import Entry
from commonweal.offices.house import clock
from commonweal.offices.people.models import Grant, Person

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence is easier to keep"  # noqa: S105  of a person in a test


@pytest.fixture
def house(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[str, ...]:
    for name in ("STORE", "STATE"):
        monkeypatch.setenv(f"COMMONWEAL_{name}", "")  # put back what the command sets
    return ("--state", str(settings.STATE), "--store", str(tmp_path))


def made(monkeypatch: pytest.MonkeyPatch, *words: str, typed: str = PASSWORD) -> object:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
    return call("account", *words)


def test_who_is_not_on_the_list_is_out(house: tuple[str, ...], tmp_path: Path) -> None:
    person = Person.objects.create_user("ana@test.example", name="Ana")
    SocialAccount.objects.create(user=person, provider="staff", uid="1")
    path = tmp_path / "now.csv"
    path.write_text("id\n2\n3\n")
    ended = call("leavers", path, *house)
    assert (ended.code, ended.out.splitlines()[:2]) == (
        0, ["The list names 2 ids.", "1 left: their roles and sessions have ended."],
    )  # fmt: skip
    path.write_text("id\n1\n")
    assert "1 came back" in call("leavers", path, *house).out
    path.write_text("nothing\n")
    assert call("leavers", path, *house).code == 2


def test_there_is_no_one_to_leave_where_there_is_no_house(tmp_path: Path) -> None:
    assert call("leavers", tmp_path / "now.csv", "--state", tmp_path / "none").code == 2


def test_an_account_for_the_day_the_directory_is_broken(
    house: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    given = ("help@test.example", "--role", "administrator", "--name", "Who helps", *house)
    settings.LOCAL_ACCOUNTS = False
    ended = made(monkeypatch, *given)
    assert ended.code == 0
    assert "opens nothing until COMMONWEAL_LOCAL_ACCOUNTS=1" in ended.out
    assert PASSWORD not in ended.out + ended.err
    grant = Grant.objects.get()
    assert grant.until is not None
    assert 6 <= (grant.until - clock.now()).days <= 7
    settings.LOCAL_ACCOUNTS = True
    signed = Client().post("/account/login/", {"login": "help@test.example", "password": PASSWORD})
    assert signed["Location"] == "/desk/"
    acts = Entry.objects.values_list("action", flat=True)
    assert "account with a password made, role administrator" in acts
    again = made(monkeypatch, *given)
    assert again.code == 2
    assert "has an account" in again.err


@pytest.mark.parametrize(
    ("email", "role", "typed", "why"),
    [
        ("a@test.example", "king", PASSWORD, "There is no role called 'king'."),
        ("a@test.example", "board", "short", "too short"),
        ("no address", "board", PASSWORD, "valid email"),
    ],
)
def test_what_can_not_be_an_account_is_refused(
    house: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, email: str, role: str, typed: str,
    why: str,
) -> None:  # fmt: skip
    ended = made(monkeypatch, email, "--role", role, "--name", "A", *house, typed=typed)
    assert ended.code == 2
    assert why in ended.err
    assert not Person.objects.exists()


def test_at_a_terminal_the_password_is_asked_for_and_not_shown(
    house: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _prompt: PASSWORD)
    ended = call("account", "a@test.example", "--role", "board", "--name", "A", *house)
    assert (ended.code, ended.out.count("\n")) == (0, 1)
    assert Person.objects.get().check_password(PASSWORD)
