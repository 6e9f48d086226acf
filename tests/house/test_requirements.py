"""The locked requirements: every package pinned and hashed, and no address among them."""

from __future__ import annotations

import re
import tomllib

import pytest
from tests.house.reading import CHECKOUT

MOST = 25  # packages that we ask for by name: each has to be looked after
FILES = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)(?: ; .*)? \\$", re.M)


def text(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    """Give the version of each package of a file."""
    return {package.lower(): version for package, version in PIN.findall(text(name))}


@pytest.mark.parametrize("name", FILES)
def test_no_address_stands_in_it(name: str) -> None:
    for word in (
        "http:",
        "https:",
        "://",
        "--index",
        "--extra-index",
        "--find-links",
        "--trusted-host",
        "file:",
        "@",
    ):
        assert word not in text(name)


@pytest.mark.parametrize("name", FILES)
def test_every_package_is_pinned_and_hashed(name: str) -> None:
    blocks = re.split(r"\n(?=[A-Za-z])", text(name).strip())
    assert len(blocks) == len(pins(name)) > 0
    for block in blocks:
        assert PIN.match(block), block.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block.splitlines()[0]


def test_the_tools_stand_on_the_same_versions() -> None:
    run, dev = (pins(name) for name in FILES)
    assert run.items() <= dev.items()


def test_what_the_package_declares_is_locked() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    declared = {re.split(r"[=<>~! \[;]", each)[0].lower() for each in project["dependencies"]}
    assert declared <= pins("requirements.txt").keys()


def test_what_an_extra_adds_for_serving_is_locked_beside_the_files_of_serving() -> None:
    extras = tomllib.loads(text("pyproject.toml"))["project"]["optional-dependencies"]
    for extra, name in (
        ("postgres", "deploy/requirements.txt"),
        ("server", "deploy/server.txt"),
        ("saml", "deploy/saml.txt"),
    ):
        declared = {re.split(r"[=<>~! \[;]", each)[0].lower() for each in extras[extra]}
        assert declared <= pins(name).keys()
        assert len(re.findall("--hash=sha256:[0-9a-f]{64}", text(name))) >= len(pins(name))


def test_what_builds_the_package_is_locked() -> None:
    assert {"hatchling", "editables"} <= pins("requirements.txt").keys()


def asked_for() -> list[str]:
    """Give the packages that running needs, with those of the pages."""
    project = tomllib.loads(text("pyproject.toml"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["web"]]
    return sorted(re.split(r"[=<>~! \[;]", each)[0].lower() for each in lines)


def test_running_needs_few_packages() -> None:
    assert len(asked_for()) <= MOST


def test_each_package_that_running_needs_has_its_reason_in_the_docs() -> None:
    page = text("docs/why/packages.md").partition("## Only where")[0]
    rows = re.findall(r"^\| ([a-z][a-z0-9, -]*) \|", page, re.M)
    assert sorted(name for row in rows for name in row.split(", ")) == asked_for()


def test_every_package_asked_for_is_locked() -> None:
    for name in FILES:
        lines = text(name.replace(".txt", ".in")).splitlines()
        asked = {re.split(r"[=<>~\[]", line)[0] for line in lines if re.match(r"[a-z]", line)}
        assert asked <= pins(name).keys()
