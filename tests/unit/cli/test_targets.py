"""An institution's own list of values: kept, shown, used, and what it has no place for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.unit.cli.calling import FLU, call, store

LIST = """
key = "state_race"
says = "race, as the state asks it"
[[value]]
code = "w"
label = "White"
from = ["race_1997:white"]
[[value]]
code = "b"
label = "Black"
from = ["race_1997:black"]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copytree(store(), tmp_path / "store"))


def test_a_list_is_added_used_and_says_what_it_has_no_place_for(own: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.toml"
    path.write_text(LIST, encoding="utf-8")
    assert call("targets", own).out.startswith("No list of values is kept in this store.")
    added = call("targets", own, "--add", path)
    assert added.code == 0
    assert "Use it with --by state_race." in added.out
    assert "Answers without a place, which stand under 'unplaced':" in added.out
    assert "race_1997 asian: " in added.out
    asked = ("--period", "2025", "--measure", FLU, "--by", "state_race")
    audited = call("audit", own, *asked)
    assert audited.code == 0
    assert "race, as the state asks it" in audited.out
    assert "Said, with no place in" in audited.out


def test_a_list_with_a_place_for_everything_says_so(own: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.toml"
    path.write_text('key = "asked"\nsays = "need"\n[[value]]\ncode = "y"\nlabel = "Any"\n'
                    'from = ["interpreter_needed:yes", "interpreter_needed:no"]\n')  # fmt: skip
    assert "Every answer has a place in this list." in call("targets", own, "--add", path).out


def test_a_list_that_can_not_be_read_ends_with_two_and_changes_nothing(
    own: Path, tmp_path: Path
) -> None:
    path = tmp_path / "list.toml"
    path.write_text("key = ")
    refused = call("targets", own, "--add", path)
    assert refused.code == 2
    assert "can not be read" in refused.err
    assert not (own / "targets").exists()
