"""A house whose directory is a real OpenID provider on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from commonweal.offices.house import directory as told
from commonweal.offices.house.directory import Directory
from commonweal.offices.house.policy import Role

SECRET = "x"  # noqa: S105  the provider takes any
ROLES = {"equity": (Role.ANALYST,), "offices": (Role.OFFICER, Role.DIRECTOR)}


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    import oidc_provider_mock

    with oidc_provider_mock.run_server_in_thread() as one:
        yield one


@pytest.fixture(scope="module")
def provider(server: Any) -> str:
    return f"http://localhost:{server.server_port}"


@pytest.fixture
def house(provider: str, settings: Settings, tmp_path: Path) -> Directory:
    """A house whose directory is the provider."""
    one = Directory(
        id="staff", name="the staff directory", client_id="commonweal", secret=SECRET,
        server_url=provider, group_claim="groups", roles=ROLES, active_claim="is_active",
        second_step_claim="amr", record_claim="employee", record_source="hr",
    )  # fmt: skip
    settings.DIRECTORY = one
    settings.SOCIALACCOUNT_PROVIDERS = told.providers(one)
    settings.LOCAL_ACCOUNTS = False
    settings.STORE = tmp_path
    return one
