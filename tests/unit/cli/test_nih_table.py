"""commonweal nih-table: the layout on the screen, and days that can not be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.spec.tabled import tables_of, write
from typer.testing import CliRunner

from commonweal.cli.main import app
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Problem

STORE = """
study
study_key  condition  nih_clinical_research
s1         asthma     yes

participant
participant_key  race   ethnicity     sex
ann              asian  not_hispanic  female

recruit_event
study_key  participant_key  event     at
s1         ann              enrolled  2025-02-01
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home: Path = tmp_path_factory.mktemp("nih")
    write(home / "export", tables_of(STORE))
    source = Source(home / "export", "csv", mapping=home / "export" / "mapping.toml")
    ingest(home / "store", [source], today=date(2026, 1, 2))
    return home / "store"


@pytest.mark.parametrize("until", [[], ["--until", "2025-12-31"]])
def test_the_layout_is_shown_without_small_counts(store: Path, until: list[str]) -> None:
    told = CliRunner().invoke(app, ["nih-table", str(store), *until])
    assert told.exit_code == 0
    assert "Native Hawaiian or Other Pacific Islander" in told.output
    assert "1" not in told.output.split("Total\n")[1].split("* not shown")[0]


def test_a_day_that_can_not_be_read_is_named(store: Path) -> None:
    told = CliRunner().invoke(app, ["nih-table", str(store), "--until", "soon"])
    assert isinstance(told.exception, Problem)
    assert told.exception.code == "until-unreadable"
