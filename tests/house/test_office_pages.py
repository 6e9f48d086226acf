"""The reference of the web house says what its rules and its steps say, and leaves nothing out."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from tests.house.reading import CHECKOUT

from commonweal.offices.house.policy import Role
from commonweal.offices.people import access
from commonweal.offices.scorecard.flow.initiatives import FLOW
from commonweal.offices.scorecard.flow.signing import SIGNING

EXTENSIONS = CHECKOUT / "docs" / "_ext"


@pytest.fixture(scope="module")
def office_pages() -> ModuleType:
    """Load the part of the extension that writes these pages."""
    sys.path.insert(0, str(EXTENSIONS))
    try:
        return importlib.import_module("office_pages")
    finally:
        sys.path.remove(str(EXTENSIONS))


def test_every_address_and_every_role_stands_in_the_reference(office_pages: ModuleType) -> None:
    text = office_pages.pages(CHECKOUT)["roles.md"]
    listed = dict(office_pages.addresses())
    assert set(listed) == set(access.url_names())
    assert [path for path in listed.values() if f"`{path}`" not in text] == []
    assert [role.value for role in Role if f"`{role.value}`" not in text] == []
    assert not re.search(r"\(\?|<\w+:", text)


def test_what_nobody_may_open_is_listed_as_such(office_pages: ModuleType) -> None:
    text = office_pages.pages(CHECKOUT)["roles.md"]
    shut = text.split("Nobody may come to these:")[1]
    assert "- `/account/signup/`" in shut
    assert "- `/account/login/`" not in shut


def test_every_step_stands_in_the_reference_with_what_it_asks_for(office_pages: ModuleType) -> None:
    text = office_pages.pages(CHECKOUT)["steps.md"]
    found = [step for _, steps in office_pages.flows() for step in steps]
    assert {*FLOW, *SIGNING} <= set(found)
    assert [str(one.label) for one in found if f"| {one.label} |" not in text] == []
    assert "not yet signed -> signed: Sign the finding" in text


def test_the_pages_are_made_without_a_house_and_leave_none_behind(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); "
        "import office_pages; print(sorted(office_pages.pages(Path())))"
    )
    made = subprocess.run(
        [sys.executable, "-c", program, str(EXTENSIONS)],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert made.stdout == "['roles.md', 'steps.md']\n"
    assert list(tmp_path.iterdir()) == []
