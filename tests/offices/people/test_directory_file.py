"""The file that names the directory is followed or refused in words, never half."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from commonweal.offices.house import directory
from commonweal.offices.house.policy import Role

WHOLE = """
id = "staff"
name = "the staff directory"
client_id = "commonweal"
secret_file = "oidc.secret"
server_url = "https://sign-in.hospital.example"
group_claim = "groups"
second_step_values = ["mfa"]
unit_claim = "department"
ask_every = 30

[roles]
equity = "analyst"
offices = ["officer", "director"]

[offices]
gme-staff = "gme"
both = ["gme", "council"]
"""


def written(folder: Path, text: str = WHOLE) -> str:
    path = folder / "oidc.secret"
    path.touch(mode=0o600)
    path.write_text("kept apart\n")
    (folder / "directory.toml").write_text(text)
    return str(folder / "directory.toml")


def test_no_name_is_no_directory() -> None:
    assert directory.read("") is None
    assert directory.providers(None) == {}


def test_a_whole_file_is_followed(tmp_path: Path) -> None:
    found = directory.read(written(tmp_path))
    assert found is not None
    assert found.secret == "kept apart"  # noqa: S105  of this test
    assert found.roles == {"equity": (Role.ANALYST,), "offices": (Role.OFFICER, Role.DIRECTOR)}
    assert found.second_step_values == ("mfa",)
    assert found.offices == {"gme-staff": ("gme",), "both": ("gme", "council")}
    assert (found.unit_claim, found.ask_every) == ("department", 30)
    (app,) = directory.providers(found)["openid_connect"]["APPS"]
    assert app["provider_id"] == "staff"
    assert app["settings"]["oauth_pkce_enabled"] is True


def test_a_directory_on_this_machine_may_do_without_a_certificate(tmp_path: Path) -> None:
    local = WHOLE.replace("https://sign-in.hospital.example", "http://127.0.0.1:8090")
    assert directory.read(written(tmp_path, local)) is not None


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ('"groups"', '" "', "group_claim is missing"),
        ('name = "the staff directory"\n', "", "name is missing"),
        ("https://", "http://", "server_url does not begin with https://"),
        ('"analyst"', '"king"', "the group equity stands for a role that is not known: king"),
        ('"analyst"', '"public"', "a role that is not known: public"),
        ("client_id", "client", "a line that is not known: client"),
        ("ask_every = 30", "ask_every = -5", "ask_every is no whole number of minutes"),
        ("ask_every = 30", "ask_every = true", "ask_every is no whole number of minutes"),
        ("[roles]", "[roles", "it can not be read as TOML"),
        ('secret_file = "oidc.secret"\n', "", "secret_file is missing"),
        ('"oidc.secret"', '"elsewhere"', "the file named by secret_file is not there"),
    ],
)
def test_a_file_that_can_not_be_followed_says_why(
    tmp_path: Path, before: str, after: str, why: str
) -> None:
    assert before in WHOLE
    with pytest.raises(ImproperlyConfigured, match=why):
        directory.read(written(tmp_path, WHOLE.replace(before, after)))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="can not be read"):
        directory.read(str(tmp_path / "none.toml"))


def test_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "oidc.secret").chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="others than its owner"):
        directory.read(path)
